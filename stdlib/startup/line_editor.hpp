// The prompt's line editor: readline where the program is linked with it, plain lines elsewhere.
#pragma once

#include <memory>

#include "stdlib/language/program.hpp"
#include "stdlib/startup/completion.hpp"

namespace sli {

class PromptEditor : public LineEditor {
public:
    // Before the first line. `interrupted` says whether Ctrl-C was pressed; asking takes the answer back.
    virtual void attach(Completer completer, std::function<bool()> interrupted) = 0;
};

std::shared_ptr<PromptEditor> make_line_editor();

} // namespace sli
