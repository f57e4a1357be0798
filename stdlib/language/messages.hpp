// Messages: one form for commands, library and kernel, shown if their level reaches the verbosity.
#pragma once

#include <iosfwd>
#include <string_view>

#include "interpreter/engine.hpp"

namespace sli {

// The threshold of this interpreter; lives in an attachment, and programs set it from --verbosity.
struct Verbosity {
    Integer level = 10; // M_INFO
};

// Shows a message on standard output. `error` is the name of an error and stands behind the tag.
void show_message(Engine const& engine, Integer level, std::string_view from, std::string_view text,
                  std::string_view error = {});

// The text with four blanks in front of every line and lines filled up to `width` characters.
void write_wrapped(std::ostream& out, std::string_view text, std::size_t width);

} // namespace sli
