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

struct Token;

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
    // The same; procedures in it know where they stand.
    ReadResult next(std::shared_ptr<SourceText const> const& source, std::size_t& position, Value& value);
    // Out of a stream, which stands behind the value afterwards; waits for more while it needs more.
    ReadResult next(InputStream& input, Value& value);
    // The same with braces as symbols of their own instead of procedures (symbol, css).
    ReadResult next_symbol(std::string_view text, std::size_t& position, Value& value);
    // All of a text as a procedure, which knows its source; none if the text is broken.
    Value procedure(std::string_view text, std::string const& source_name = {}, bool library = false);

    // Would the text, read as a whole, end inside a procedure, string or comment? (the prompt's question)
    static bool is_incomplete(std::string_view text);

    // Where in its stream or text the last value began.
    std::size_t value_offset() const { return value_offset_; }

private:
    class Input;
    ReadResult read(Input& input, Value& value, bool group);
    ReadResult read_text(std::string_view text, std::size_t& position, Value& value, bool group);
    ReadResult structural_error(Input& input, std::size_t offender, std::string_view what);
    bool single(Input& input, Token const& token, Value& value);
    void switch_to(void const* source, std::size_t position);
    void complain(Input& input, std::size_t offender, std::string_view what);
    std::string echo(std::string_view text, std::size_t begin, std::size_t end) const;

    NameTable& names_;
    std::ostream& diagnostics_;
    std::shared_ptr<SourceText const> source_; // given to procedures that are read
    std::size_t value_offset_ = 0;
    // The reference shares one parser and counts lines from where it turned to another source; what it
    // shows as context contains every character it read, those put back twice.
    void const* last_source_ = nullptr;
    std::size_t counted_from_ = 0, last_position_ = 0;
    std::vector<std::size_t> put_back_;
};

} // namespace sli
