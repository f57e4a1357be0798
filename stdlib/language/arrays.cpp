// Arrays and the operand stack: [ ], arraystore, arrayload.
#include <algorithm>
#include <iterator>

#include "interpreter/interpreter.hpp"
#include "interpreter/module.hpp"
#include "stdlib/language/checked.hpp"
#include "stdlib/language/sequence.hpp"

namespace sli {

namespace {

// Arrays these commands have made on this thread, which the interpreters it runs share. A count per
// interpreter would have to be looked up and cost a third of the time of [ ].
thread_local Integer arrays_made = 0;
Integer allocations() { return arrays_made; }

// The topmost `count` operands, moved into an array in their order.
void pack(Engine& engine, std::size_t count) {
    auto const all = engine.operands().values();
    auto const first = all.end() - static_cast<std::ptrdiff_t>(count);
    Items items(std::make_move_iterator(first), std::make_move_iterator(all.end()));
    engine.operands().drop(count);
    engine.push(make_array(std::move(items)));
    ++arrays_made;
}

// mark x1 .. xn ] -> array
void array_create(Engine& engine) {
    auto const all = engine.operands().values();
    NameId const mark = engine.known().mark;
    auto const found =
        std::find_if(all.rbegin(), all.rend(), [&](Value const& v) { return v.is_literal(mark); });
    if (found == all.rend()) {
        engine.message(30, "arraycreate", "Opening bracket missing.");
        throw Error(ErrorKind::syntax_error).with_hint("there is no [ (no mark) on the stack");
    }
    pack(engine, std::size_t(found - all.rbegin()));
    Value array = engine.pop();
    engine.replace(1, std::move(array));
}

// x1 .. xn n arraystore -> array
void array_store(Engine& engine) {
    Integer const n = engine.operand<Integer>(0);
    if (n < 0) throw Error(ErrorKind::range_check).with_hint("the number of elements is negative");
    check_length(std::size_t(n));
    engine.need(std::size_t(n) + 1);
    engine.drop(1);
    pack(engine, std::size_t(n));
}

// array arrayload -> x1 .. xn n
void array_load(Engine& engine) {
    Value const array = engine.pop();
    auto const& items = array.object<Array>().items;
    for (Value const& item : items) engine.push(Value(item));
    engine.push(Integer(items.size()));
}
template <class Vector> void vector_load(Engine& engine) {
    Value const vector = engine.pop();
    for (auto const item : vector.object<Vector>().items()) engine.push(Value(item));
    engine.push(Integer(vector.object<Vector>().items().size()));
}

// n array -> array
Items zeros(Integer n) {
    check_length(n < 0 ? 0 : std::size_t(n));
    return Items(n < 0 ? 0 : std::size_t(n), Value(Integer{0}));
}

using enum Type;

constexpr Builtin arrayload_variants[] = {
    checked<array_load, array>("arrayload_"),
    checked<vector_load<IntVector>, int_vector>("arrayload_iv"),
    checked<vector_load<DoubleVector>, double_vector>("arrayload_dv"),
};

constexpr Command commands[] = {
    {"arraycreate", "mark x1 .. xn -> array", "An array of everything above the topmost mark.",
     raw<array_create>()},
    {"]", "mark x1 .. xn -> array", "The same as arraycreate: closes an array that [ has opened.",
     raw<array_create>("arraycreate")},
    {"arraystore", "x1 .. xn n -> array", "An array of the n topmost operands.", raw<array_store>()},
    {"arrayload", "container -> x1 .. xn n", "All elements and their number.", arrayload_variants},
    {"allocations", "-> n", "Number of arrays made with [ ] and arraystore so far.", bind<allocations>()},
    {"array", "n -> array", "An array of n zeros.", bind<zeros>()},
};

void install(Interpreter& interpreter) {
    Engine& engine = interpreter.engine();
    for (auto const* bracket : {"[", "<#", "<.", "<"})
        engine.systemdict().set(engine.intern(bracket), Value::literal(engine.known().mark));
}

} // namespace

extern Module const arrays{"arrays", commands, {}, install};

} // namespace sli
