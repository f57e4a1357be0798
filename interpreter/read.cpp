#include "interpreter/read.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <ostream>

#include "interpreter/error.hpp"
#include "interpreter/scan/scanner.hpp"

namespace sli {
namespace {

// from_chars knows no leading plus.
std::string_view without_plus(std::string_view text) { return text.substr(text.front() == '+' ? 1 : 0); }

bool to_integer(std::string_view text, Value& value) {
    text = without_plus(text);
    Integer number = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc{}) return false;
    value = Value(number);
    return true;
}

// Too large is infinity, too small is zero, as in C.
Value to_real(std::string_view text) {
    Real number = 0;
    text = without_plus(text);
    if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc{})
        number = std::strtod(std::string(text).c_str(), nullptr);
    return Value(number);
}

std::string unescaped(std::string_view written) {
    std::string text;
    text.reserve(written.size());
    for (std::size_t i = 1; i + 1 < written.size(); ++i) {
        char c = written[i];
        if (c == '\\') {
            c = written[++i];
            c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
        }
        text += c;
    }
    return text;
}

bool may_be_longer(TokenKind kind) {
    return kind != TokenKind::string && kind != TokenKind::open_procedure &&
           kind != TokenKind::close_procedure;
}

// The reference reads one character beyond these; unless it is the end of the line, it puts it back.
bool looks_ahead(Token const& token) {
    bool const word = token.kind == TokenKind::name && token.text != "[" && token.text != "]";
    return word || token.kind == TokenKind::literal || token.kind == TokenKind::integer ||
           token.kind == TokenKind::real;
}

} // namespace

// A text, or a stream whose text grows.
class Reader::Input {
public:
    explicit Input(std::string_view text, std::size_t position)
        : text_(text)
        , position_(position) {}
    explicit Input(LookaheadBuffer& buffer)
        : buffer_(&buffer)
        , position_(buffer.position()) {}

    std::string_view text() const { return buffer_ ? buffer_->text() : text_; }
    std::size_t position() const { return position_; }
    std::size_t token_begin() const { return begin_; }
    void unread() { position_ = begin_; }

    Token next() {
        for (;;) {
            Scanner scanner(text().substr(position_));
            Token const token = scanner.next();
            std::size_t const end = position_ + scanner.position();
            if (buffer_ && end == text().size() && may_be_longer(token.kind) && buffer_->fetch()) continue;
            position_ = end;
            begin_ = end - token.text.size();
            return token;
        }
    }

private:
    LookaheadBuffer* buffer_ = nullptr;
    std::string_view text_;
    std::size_t position_, begin_ = 0;
};

void Reader::switch_to(void const* source, std::size_t position) {
    if (last_source_ == source && position >= last_position_) return;
    last_source_ = source;
    counted_from_ = position;
    put_back_.clear();
}

ReadResult Reader::next(InputStream& input, Value& value) {
    LookaheadBuffer& buffer = input.buffer();
    source_ = buffer.keep();
    switch_to(&buffer, buffer.position());
    Input text(buffer);
    ReadResult const result = read(text, value, true);
    buffer.move_to(last_position_ = text.position());
    return result;
}

ReadResult Reader::read_text(std::string_view text, std::size_t& position, Value& value, bool group) {
    switch_to(text.data(), position);
    Input input(text, position);
    ReadResult const result = read(input, value, group);
    position = last_position_ = input.position();
    return result;
}

ReadResult Reader::next(std::string_view text, std::size_t& position, Value& value) {
    source_ = nullptr;
    return read_text(text, position, value, true);
}

ReadResult Reader::next(std::shared_ptr<SourceText const> const& source, std::size_t& position,
                        Value& value) {
    source_ = source;
    return read_text(source->text, position, value, true);
}

ReadResult Reader::next_symbol(std::string_view text, std::size_t& position, Value& value) {
    source_ = nullptr;
    ReadResult const result = read_text(text, position, value, false);
    if (result != ReadResult::value || !value.is(Type::name)) return result;
    std::string const& name = names_.text(value.id());
    if (name == "[")
        value = Value::symbol(names_.intern("BeginArraySymbol"));
    else if (name == "]")
        value = Value::symbol(names_.intern("EndArraySymbol"));
    return result;
}

Value Reader::procedure(std::string_view text, std::string const& source_name, bool library) {
    auto const source = std::make_shared<SourceText>(SourceText{source_name, std::string(text), library});
    source_ = source;
    last_source_ = nullptr;
    std::vector<Value> items;
    SourceMap map{source, {}};
    Value value;
    for (std::size_t position = 0;;) {
        ReadResult const result = read_text(source->text, position, value, true);
        if (result == ReadResult::broken) return {};
        if (result == ReadResult::end) break;
        items.push_back(std::move(value));
        map.offsets.push_back(static_cast<std::uint32_t>(value_offset_));
    }
    last_source_ = nullptr; // the text dies with its last procedure
    Value procedure = make_procedure(std::move(items));
    procedure.object<Array>().source = std::make_unique<SourceMap const>(std::move(map));
    return procedure;
}

// One value; open procedures wait on a stack of their own.
ReadResult Reader::read(Input& input, Value& value, bool group) {
    struct Open {
        std::vector<Value> items;
        SourceMap map;
        std::size_t begin;
    };
    std::vector<Open> open;
    for (;;) {
        Token const token = input.next();
        std::size_t const begin = input.token_begin();
        if (token.kind == TokenKind::end) {
            if (open.empty()) return ReadResult::end;
            value_offset_ = open.front().begin;
            return structural_error(input, input.text().size(), "Unexpected end of input.");
        }
        if (token.kind == TokenKind::incomplete) {
            value_offset_ = begin;
            return structural_error(input, input.text().size(), "");
        }
        if (token.kind == TokenKind::open_procedure && group) {
            open.push_back({{}, {source_, {}}, begin});
            continue;
        }
        Value item;
        std::size_t item_begin = begin;
        if (token.kind == TokenKind::close_procedure && group) {
            if (open.empty()) {
                value_offset_ = begin;
                return structural_error(input, begin, "Open brace missing.");
            }
            item_begin = open.back().begin;
            item = make_array(std::move(open.back().items)).as(Type::literal_procedure);
            if (source_)
                item.object<Array>().source = std::make_unique<SourceMap const>(std::move(open.back().map));
            open.pop_back();
        } else if (!single(input, token, item)) {
            continue;
        }
        if (open.empty()) {
            value = std::move(item);
            value_offset_ = item_begin;
            return ReadResult::value;
        }
        open.back().items.push_back(std::move(item));
        if (source_) open.back().map.offsets.push_back(static_cast<std::uint32_t>(item_begin));
    }
}

// A token that is a value by itself; false: a bad one, diagnosed.
bool Reader::single(Input& input, Token const& token, Value& value) {
    constexpr std::size_t enough = 4096; // for two lines
    if (looks_ahead(token) && input.position() < input.text().size() &&
        input.text()[input.position()] != '\n') {
        if (put_back_.size() == enough) put_back_.erase(put_back_.begin(), put_back_.begin() + enough / 2);
        put_back_.push_back(input.position());
    }
    switch (token.kind) {
    case TokenKind::integer:
        if (to_integer(token.text, value)) return true;
        complain(input, input.position() - 1, "Integer does not fit into 64 bits.");
        return false;
    case TokenKind::real:
        value = to_real(token.text);
        return true;
    case TokenKind::string:
        value = Value::make<String>(unescaped(token.text));
        return true;
    case TokenKind::literal:
        value = Value::literal(names_.intern(token.text.substr(1)));
        return true;
    case TokenKind::name:
        value = Value::name(names_.intern(token.text));
        return true;
    case TokenKind::open_procedure:
        value = Value::symbol(names_.intern("BeginProcedureSymbol"));
        return true;
    case TokenKind::close_procedure:
        value = Value::symbol(names_.intern("EndProcedureSymbol"));
        return true;
    default:
        complain(input, input.position() - 1, "");
        return false;
    }
}

ReadResult Reader::structural_error(Input& input, std::size_t offender, std::string_view what) {
    complain(input, offender, what);
    return ReadResult::broken;
}

std::string Reader::echo(std::string_view text, std::size_t begin, std::size_t end) const {
    std::string shown;
    for (std::size_t i = begin; i < std::min(end, text.size()); ++i) {
        shown += text[i];
        if (std::binary_search(put_back_.begin(), put_back_.end(), i)) shown += text[i];
    }
    return shown;
}

void Reader::complain(Input& input, std::size_t offender, std::string_view what) {
    std::string_view const text = input.text();
    auto const line_begin = [&](std::size_t offset) {
        std::size_t begin = std::min(offset, text.size());
        while (begin > counted_from_ && text[begin - 1] != '\n') --begin;
        return begin;
    };
    std::size_t const begin = line_begin(offender);
    std::size_t const previous = begin > counted_from_ ? line_begin(begin - 1) : begin;
    auto const lines = std::count(text.data() + counted_from_, text.data() + begin, '\n');
    diagnostics_ << "% parser: At line " << lines + 1 << " position " << offender - begin + 1 << ".\n"
                 << "% parser: Syntax Error: " << what << '\n'
                 << "% parser: Context preceding the error follows:\n"
                 << echo(text, previous, begin) << '\n'
                 << echo(text, begin, offender + 1) << '\n';
    diagnostics_.flush();
}

bool Reader::is_incomplete(std::string_view text) {
    Scanner scanner(text);
    for (std::ptrdiff_t depth = 0;;) {
        switch (scanner.next().kind) {
        case TokenKind::end:
            return depth > 0;
        case TokenKind::incomplete:
            return true;
        case TokenKind::open_procedure:
            ++depth;
            break;
        case TokenKind::close_procedure:
            --depth;
            break;
        default:
            break;
        }
    }
}

} // namespace sli
