// Formulas in ordinary notation -> SLI text.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace sli {

// What is wrong with a formula, and where. `name` is the SLI error.
struct InfixError : std::runtime_error {
    InfixError(std::string error_name, std::string text)
        : std::runtime_error(std::move(text))
        , name(std::move(error_name)) {}
    std::string name;
};

// Numbers, "strings", names, f(x, y), + - * / ^ **, comparisons, x = value, sequences with ;, lists
// [a, b], functions {#1 * #2}, x // f, /literals and << key: value >>. Throws InfixError.
std::string compile_infix(std::string_view formula);

} // namespace sli
