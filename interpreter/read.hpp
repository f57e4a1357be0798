// Tokens -> values: numbers, escapes, nested procedures, source positions, scanner diagnostics.
#pragma once

#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/names.hpp"
#include "interpreter/objects.hpp"
#include "interpreter/value.hpp"

namespace sli {

enum class ReadResult : std::uint8_t {
    value,
    end,
    broken // a brace without partner, or the end inside a procedure, string or comment; diagnosed
};

// Reads one value after the other. Diagnostics ("% parser: ...") go to a stream as soon as they arise;
// a bad token is dropped and reading goes on behind it. Procedures come as literal procedures.
class Reader {
public:
    Reader(NameTable& names, std::ostream& diagnostics)
        : names_(names)
        , diagnostics_(diagnostics) {}

    // Out of a text, from `position` on, which moves behind the value (cst, token, cvx, phrases).
    ReadResult next(std::string_view text, std::size_t& position, Value& value);
    // Out of a stream, which stands behind the value afterwards; waits for more while it needs more.
    ReadResult next(InputStream& input, Value& value);
    // The same with braces as symbols of their own instead of procedures (symbol, css).
    ReadResult next_symbol(std::string_view text, std::size_t& position, Value& value);
    // All of a text as a procedure, which knows its source; none if the text is broken.
    Value procedure(std::string_view text, std::string const& source_name = {});

    // Would the text, read as a whole, end inside a procedure, string or comment? (the prompt's question)
    static bool is_incomplete(std::string_view text);

private:
    NameTable& names_;
    std::ostream& diagnostics_;
};

} // namespace sli
