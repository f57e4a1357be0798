// Names whose values never change.
#include <numbers>

#include "interpreter/interpreter.hpp"

namespace sli {
namespace {

void install(Interpreter& interpreter) {
    Engine& engine = interpreter.engine();
    auto const set = [&](std::string_view name, Value value) {
        engine.systemdict().set(engine.intern(name), std::move(value));
    };
    auto const all = [&](std::initializer_list<char const*> names, Value const& value) {
        for (char const* name : names) set(name, value);
    };
    all({"mark", "[", "<<", "<#", "<.", "<", "switchbegin"}, Value::literal(engine.known().mark));
    set("true", Value(true));
    all({"false", "::stopped", "newerror"}, Value(false));
    set("recordstacks", Value(true));
    set("Pi", Value(std::numbers::pi));
    set("E", Value(std::numbers::e));
    set("scripterror", Value(126));
    set("NewLine", make_string("\n"));
    set("DoublyEscapedNewLine", make_string("\\n"));
    set("-->", engine.literal("-->"));
    for (char const* name :
         {"BeginProcedureSymbol", "EndProcedureSymbol", "BeginArraySymbol", "EndArraySymbol"})
        set(name, Value::symbol(engine.intern(name)));
    set("BeginArrayToken", Value::name(engine.intern("[")));
    set("EndArrayToken", Value::name(engine.intern("]")));
    set("BeginDictionarySymbol", Value::name(engine.intern("<<")));
    set("EndDictionarySymbol", Value::name(engine.intern(">>")));
}

} // namespace

extern Module const constants{"constants", {}, {}, install};

} // namespace sli
