// Conversion between types.
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <sstream>

#include "interpreter/engine.hpp"
#include "interpreter/module.hpp"
#include "interpreter/print.hpp"

namespace sli {
namespace {

// Toward zero; RangeCheck beyond 64 bits.
Integer truncated(Real x) {
    if (!(x >= -0x1p63 && x < 0x1p63))
        throw Error(ErrorKind::range_check).with_hint(fmt::format("{} does not fit into an integer", x));
    return Integer(x);
}

// The number a text begins with; 0 if there is none.
Integer integer_in(std::string_view text) {
    std::string const copy(text);
    errno = 0;
    Integer const value = std::strtoll(copy.c_str(), nullptr, 10);
    if (errno == ERANGE)
        throw Error(ErrorKind::range_check).with_hint(fmt::format("({}) does not fit into an integer", copy));
    return value;
}
Real real_in(std::string_view text) { return std::strtod(std::string(text).c_str(), nullptr); }

Integer same_integer(Integer i) { return i; }
Real same_real(Real d) { return d; }
Real real_of(Integer i) { return Real(i); }

std::string text_of(Engine& engine, Value const& value) { return printed(value, engine); }
std::string pretty_text_of(Engine& engine, Value const& value) { return pretty_printed(value, engine); }

Literal literal_of_name(Name name) { return {name.id}; }
Literal literal_of_text(Engine& engine, std::string_view text) { return {engine.intern(text)}; }
Literal same_literal(Literal name) { return name; }
Name name_of_literal(Literal literal) { return {literal.id}; }
Name name_of_text(Engine& engine, std::string_view text) { return {engine.intern(text)}; }

Value array_of(Procedure procedure) { return procedure.value.as(Type::array); }
Value array_of_literal(LiteralProcedure procedure) { return procedure.value.as(Type::array); }
Value literal_procedure_of(Procedure procedure) { return procedure.value.as(Type::literal_procedure); }

// Arrays are relabelled where they lie, so that nobody has to copy them later.
void executable_array(Engine& engine) {
    engine.operand<Array>(0);
    Value& top = engine.operand(0);
    top = top.as(Type::procedure);
}
void executable_stream(Engine& engine) {
    engine.operand<InputStream&>(0);
    Value& top = engine.operand(0);
    top = top.as(Type::xistream);
}

// Values and where they stand in their text.
struct Reading {
    std::vector<Value> items;
    SourceMap map;
};

// All values of a text; one that is broken counts as ended there.
Reading read_all(Engine& engine, std::string_view text, std::string name) {
    std::shared_ptr<SourceText const> const source =
        std::make_shared<SourceText>(SourceText{std::move(name), std::string(text)});
    Reading all{{}, {source, {}}};
    Value value;
    for (std::size_t position = 0; engine.reader().next(source, position, value) == ReadResult::value;) {
        all.map.offsets.push_back(std::uint32_t(engine.reader().value_offset()));
        all.items.push_back(std::move(value));
    }
    return all;
}

Value array_with_source(Reading all) {
    Value array = make_array(std::move(all.items));
    array.object<Array>().source = std::make_unique<SourceMap const>(std::move(all.map));
    return array;
}

Value values_in(Engine& engine, std::string_view text) {
    return array_with_source(read_all(engine, text, "string"));
}
Value executable_text(Engine& engine, std::string_view text) {
    return values_in(engine, text).as(Type::procedure);
}

// What people typed, as a procedure. Its last command is followed by one that does nothing, so that the
// procedure is still on the execution stack while the last command runs, and reports can point into it.
void nothing(Engine&) {}
Value typed_program(Engine& engine, std::string_view text) {
    Reading all = read_all(engine, text, "prompt");
    all.items.push_back(Value::name(engine.intern(":endofline")));
    all.map.offsets.push_back(std::uint32_t(text.size()));
    return array_with_source(std::move(all)).as(Type::procedure);
}

std::vector<Value> symbols_in(Engine& engine, std::string_view text) {
    std::vector<Value> symbols;
    Value symbol;
    for (std::size_t position = 0; engine.reader().next_symbol(text, position, symbol) == ReadResult::value;)
        symbols.push_back(std::move(symbol));
    return symbols;
}

using Read = ReadResult (Reader::*)(std::string_view, std::size_t&, Value&);

// (text) token (rest) x true / false
template <Read read> void next_in_text(Engine& engine) {
    auto const text = std::string(engine.operand<std::string_view>(0));
    std::size_t position = 0;
    Value value;
    bool const there = (engine.reader().*read)(text, position, value) == ReadResult::value;
    engine.drop(1);
    if (there) {
        engine.push(std::string_view(text).substr(position));
        engine.push(std::move(value));
    }
    engine.push(there);
}

// istream token istream x true / istream false
void next_in_stream(Engine& engine) {
    auto& input = engine.operand<InputStream&>(0);
    Value value;
    bool const there = engine.reader().next(input, value) == ReadResult::value;
    if (there) engine.push(std::move(value));
    engine.push(there);
}

void eval(Engine& engine) {
    std::string text(engine.operand<std::string_view>(0));
    engine.drop(1);
    engine.enter_source(
        Value::make<InputStream>(std::make_unique<std::istringstream>(std::move(text)), "string"));
}

Value anything(Value x) { return x; }

constexpr Builtin cvi_variants[] = {bind<same_integer>("cvi_i"), bind<truncated>("int_d"),
                                    bind<integer_in>("cvi_s")};
constexpr Builtin cvd_variants[] = {bind<real_of>("double_i"), bind<same_real>("cvd_d"),
                                    bind<real_in>("cvd_s")};
constexpr Builtin cvs_variants[] = {bind<text_of>("cvs_")};
constexpr Builtin pcvs_variants[] = {bind<pretty_text_of>("pcvs_")};
constexpr Builtin cvlit_variants[] = {bind<literal_of_name>("cvlit_n"), bind<literal_of_text>("cvlit_s"),
                                      bind<array_of>("cvlit_p"), bind<array_of_literal>("cvlit_lp"),
                                      bind<same_literal>("cvlit_l")};
constexpr Builtin cvn_variants[] = {bind<name_of_literal>("cvn_l"), bind<name_of_text>("cvn_s")};
constexpr Builtin cvx_variants[] = {raw<executable_array>("cvx_a", {Type::array}),
                                    raw<executable_stream>("cvx_f", {Type::istream}),
                                    bind<executable_text>("cvx_s"), bind<anything>("cvx_any")};
constexpr Builtin cvlp_variants[] = {bind<literal_procedure_of>("cvlp_p")};
constexpr Builtin cst_variants[] = {bind<values_in>("cst_s")};
constexpr Builtin css_variants[] = {bind<symbols_in>("css_s")};
constexpr Read read_value = &Reader::next, read_symbol = &Reader::next_symbol;
constexpr Builtin token_variants[] = {raw<next_in_text<read_value>>("token_s", {Type::string}),
                                      raw<next_in_stream>("token_is", {Type::istream})};
constexpr Builtin symbol_variants[] = {raw<next_in_text<read_symbol>>("symbol_s", {Type::string})};
constexpr Builtin eval_variants[] = {raw<eval>("eval_s", {Type::string})};

constexpr Command commands[] = {
    {"cvi", "n -> i or (text) -> i", "Integer part of a number, or the integer a text begins with.",
     cvi_variants},
    {"int", "n -> i or (text) -> i", "Integer part of a number, or the integer a text begins with.",
     cvi_variants},
    {"cvd", "n -> d or (text) -> d", "A number as double, or the number a text begins with.", cvd_variants},
    {"double", "n -> d or (text) -> d", "A number as double, or the number a text begins with.",
     cvd_variants},
    {"cvs", "x -> (text)", "The text that = prints.", cvs_variants},
    {"pcvs", "x -> (text)", "The text that == prints.", pcvs_variants},
    {"cvlit", "x -> y", "A literal of a name or text, an array of a procedure.", cvlit_variants},
    {"cvn", "/name -> name or (name) -> name", "An executable name.", cvn_variants},
    {"cvx", "x -> y", "Something executable: a procedure of an array or of a text, a stream to be run.",
     cvx_variants},
    {"cvlp", "{procedure} -> literal procedure", "A procedure that pushes itself when executed.",
     cvlp_variants},
    {"cst", "(text) -> [x ..]", "The values that a text consists of.", cst_variants},
    {":typedprogram", "(text) -> {program}",
     "What was typed at the prompt, as a procedure that knows its place.", bind<typed_program>()},
    {":endofline", "->", "Does nothing, at the end of what was typed at the prompt.", raw<nothing>()},
    {"css", "(text) -> [x ..]", "The symbols that a text consists of; braces count one by one.",
     css_variants},
    {"token", "(text) -> (rest) x true, or false", "The next value of a text or stream.", token_variants},
    {"symbol", "(text) -> (rest) x true, or false", "The next symbol of a text.", symbol_variants},
    {"eval", "(text) ->", "Executes a text as a program.", eval_variants},
};

} // namespace

extern Module const conversion{"conversion", commands};

} // namespace sli
