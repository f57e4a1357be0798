// What is known about every command, out of the tables of the modules and the comment blocks of lib-sli.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/language/program.hpp"

namespace sli {

class Interpreter;

struct ManualEntry {
    std::vector<std::string> usage; // stack effects
    std::string sentence;
    std::string origin;                // "module arithmetic" or "lib-sli/core.sli"
    std::string example;               // a program; its lines say what it prints
    std::vector<std::string> variants; // "add_ii: integertype integertype"
    std::vector<std::string> errors;   // beside those of wrong operands
};

// Made when first asked for; it reads the library again.
class Manual {
public:
    Manual(Interpreter const& interpreter, LibrarySource const& library);
    ManualEntry const* find(std::string_view name) const;
    std::map<std::string, ManualEntry, std::less<>> const& entries() const { return entries_; }

private:
    void read_modules(Interpreter const& interpreter);
    void read_library(LibrarySource const& library, std::string const& list);
    void read_file(std::string const& name, std::string_view text);
    void read_examples(std::string_view text);
    void read_errors(std::string_view text);
    void pass_errors_on();

    std::map<std::string, ManualEntry, std::less<>> entries_;
};

// The page as text, lines up to 100 characters.
std::string manual_page(std::string_view name, ManualEntry const& entry);

} // namespace sli
