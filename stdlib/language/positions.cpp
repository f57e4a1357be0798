// Changes at positions counted from 1 or from the end (ReplacePart, MapAt), and positions as indices.
#include <algorithm>

#include "interpreter/module.hpp"
#include "stdlib/language/checked.hpp"
#include "stdlib/language/sequence.hpp"

namespace sli {

namespace {

[[noreturn]] void bad_position(std::string_view hint, std::string_view command) {
    throw Error(ErrorKind::argument_type).with_hint(std::string(hint)).by(std::string(command));
}

// --- ReplacePart and MapAt. (Reference: a last position given as -1, and a nested one whose outer index
// is the last, are out of range.)
std::size_t replaceable(Integer position, std::size_t size, bool outer) {
    auto const at = checked_position(position, size);
    if (position == -1 || (outer && at + 1 == size))
        throw Error(ErrorKind::range_check).with_hint("the last element cannot be reached this way");
    return at;
}

// The place a position [i j ..] names inside `array`, ready to be written to.
Value& place(Value& array, Items const& position) {
    if (position.empty()) throw Error(ErrorKind::range_check).with_hint("the position is empty");
    Value* here = &array;
    for (std::size_t depth = 0; depth < position.size(); ++depth) {
        if (!here->is(Type::array)) bad_position("the position is longer than the array is deep", "get");
        if (!position[depth].is(Type::integer)) bad_position("positions are integers", "get");
        auto& items = writable<Array>(*here);
        here = &items[replaceable(position[depth].integer(), items.size(), depth + 1 < position.size())];
    }
    return *here;
}

// One position or several, as a list of positions.
Items positions_of(Value const& positions) {
    if (positions.is(Type::integer)) return {make_array({positions})};
    auto const& items = items_of(positions);
    auto const nested =
        std::count_if(items.begin(), items.end(), [](Value const& v) { return v.is(Type::array); });
    if (nested == 0) return {positions};
    if (std::size_t(nested) != items.size()) bad_position("either all positions are arrays or none", "get");
    return items;
}

// array x positions ReplacePart -> array
void replace_part(Engine& engine) {
    Value array = engine.operand(2);
    for (Value const& position : positions_of(engine.operand(0)))
        place(array, items_of(position)) = engine.operand(1);
    engine.replace(3, std::move(array));
}

// state: the array; positions; how many of them are done or being worked on
Then next_position(Engine& engine, Frame& frame) {
    auto& [array, positions, begun] = frame.state;
    auto const& all = items_of(positions);
    auto const i = std::size_t(begun.integer());
    if (i > 0) {
        Value result = engine.pop();
        place(array, items_of(all[i - 1])) = std::move(result);
    }
    if (i == all.size()) {
        engine.push(std::move(array));
        return Then::leave;
    }
    Value element = place(array, items_of(all[i]));
    engine.push(std::move(element));
    begun = Value(i + 1);
    frame.restart();
    return Then::run_body;
}
constexpr FrameType map_at_frame{"MapAt", FrameKind::loop, next_position};

// array {body} positions MapAt -> array
void map_at(Engine& engine) {
    Items positions = positions_of(engine.operand(0));
    Value array = engine.operand(2);
    for (Value const& position : positions) place(array, items_of(position)); // all of them exist
    engine.drop(1);
    Value body = engine.pop();
    engine.drop(1);
    engine.enter(map_at_frame, std::move(body)).state = {std::move(array), make_array(std::move(positions)),
                                                         Value(Integer{0})};
}

// --- conversion of positions
Integer index_of(Integer position, std::size_t size) {
    return position < 0 ? position + Integer(size) : position - 1;
}

// container position MathematicaToSliIndex -> container index
template <class Kind> void to_index(Engine& engine) {
    auto const size = elements_of<Kind>(engine.operand(1)).size();
    engine.replace(1, Value(index_of(engine.operand<Integer>(0), size)));
}
template <class Kind> void to_indices(Engine& engine) {
    auto const size = elements_of<Kind>(engine.operand(1)).size();
    for (Value const& position : items_of(engine.operand(0)))
        if (!position.is(Type::integer)) bad_position("positions are integers", "MathematicaToSliIndex");
    for (Value& position : writable<Array>(engine.operand(0)))
        position = Value(index_of(position.integer(), size));
}
Integer to_position(Integer index) {
    Integer position;
    if (__builtin_add_overflow(index, 1, &position)) throw_overflow("SliToMathematicaIndex");
    return position;
}
Items to_positions(Array const& indices) {
    Items positions;
    for (Value const& index : indices.items) {
        if (!index.is(Type::integer)) bad_position("indices are integers", "SliToMathematicaIndex");
        positions.push_back(Value(to_position(index.integer())));
    }
    return positions;
}

using enum Type;

constexpr Builtin replace_part_variants[] = {
    checked<replace_part, array, any, integer>("ReplacePart_i_"),
    checked<replace_part, array, any, array>("ReplacePart_a_"),
};
constexpr Builtin map_at_variants[] = {
    checked<map_at, array, procedure, integer>("MapAt_i_"),
    checked<map_at, array, procedure, array>("MapAt_a_"),
};
constexpr Builtin to_index_variants[] = {
    checked<to_index<Array>, array, integer>("MathematicaToSliIndex_i"),
    checked<to_index<String>, string, integer>("MathematicaToSliIndex_s_i"),
    checked<to_indices<Array>, array, array>("MathematicaToSliIndex_a"),
    checked<to_indices<String>, string, array>("MathematicaToSliIndex_s_a"),
};
constexpr Builtin to_position_variants[] = {
    bind<to_position>("SliToMathematicaIndex_i"),
    bind<to_positions>("SliToMathematicaIndex_a"),
};

constexpr Command commands[] = {
    {"ReplacePart", "array x position -> array", "Replaces the elements at one or several positions.",
     replace_part_variants},
    {"MapAt", "array {body} position -> array", "Applies the body at one or several positions.",
     map_at_variants},
    {"MathematicaToSliIndex", "container position -> container index", "Positions from 1 as indices from 0.",
     to_index_variants},
    {"SliToMathematicaIndex", "index -> position", "Indices from 0 as positions from 1.",
     to_position_variants},
};

} // namespace

extern Module const positions{"positions", commands};

} // namespace sli
