// The infix compiler: formulas become procedures.
#include "interpreter/engine.hpp"
#include "interpreter/module.hpp"
#include "stdlib/language/infix_grammar.hpp"

namespace sli {
namespace {

Value compile(Engine& engine, std::string_view formula) {
    try {
        Value procedure = engine.reader().procedure(compile_infix(formula), "formula");
        if (procedure.is(Type::none)) throw InfixError("SyntaxError", "the formula is broken");
        return procedure.as(Type::procedure);
    } catch (InfixError const& error) {
        throw Error(error.name, std::nullopt).with_hint(error.what()).by("CompileMath");
    }
}

constexpr Command commands[] = {
    {"CompileMath", "(formula) -> {procedure}",
     "Compiles a formula such as (x = 3; max(x^2, 5)) to a procedure.", bind<compile>()},
};

} // namespace

extern Module const infix{"infix", commands};

} // namespace sli
