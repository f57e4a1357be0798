// forall and forallindexed: loops over the elements of a container, as it was at the start.
#include "interpreter/engine.hpp"
#include "interpreter/module.hpp"

namespace sli {
namespace {

// state = container, position of the next element
template <class Element>
Then next_element(Engine& engine, Frame& frame, std::size_t size, Element&& element) {
    auto const i = std::size_t(frame.state[1].integer());
    if (i == size) return Then::leave;
    frame.state[1] = Value(Integer(i + 1));
    engine.push(element(i));
    frame.restart();
    return Then::run_body;
}

Integer code_of(char c) { return static_cast<signed char>(c); }

Then next_of_array(Engine& engine, Frame& frame) {
    auto const& items = frame.state[0].object<Array>().items;
    return next_element(engine, frame, items.size(), [&](std::size_t i) { return items[i]; });
}
Then next_of_string(Engine& engine, Frame& frame) {
    auto const& text = frame.state[0].object<String>().text;
    return next_element(engine, frame, text.size(), [&](std::size_t i) { return Value(code_of(text[i])); });
}
template <class Vector> Then next_of_vector(Engine& engine, Frame& frame) {
    auto const& items = frame.state[0].object<Vector>().items();
    return next_element(engine, frame, items.size(), [&](std::size_t i) { return Value(items[i]); });
}
// The array of a dictionary holds key and value in turn.
Then next_of_dictionary(Engine& engine, Frame& frame) {
    auto const& items = frame.state[0].object<Array>().items;
    auto const i = std::size_t(frame.state[1].integer());
    if (i == items.size()) return Then::leave;
    frame.state[1] = Value(Integer(i + 2));
    engine.push(items[i]);
    engine.push(items[i + 1]);
    frame.restart();
    return Then::run_body;
}
template <Resume next> Then next_indexed(Engine& engine, Frame& frame) {
    Value const position = frame.state[1];
    Then const then = next(engine, frame);
    if (then == Then::run_body) engine.push(position);
    return then;
}

constexpr FrameType array_frame{"::forall_a", FrameKind::loop, next_of_array};
constexpr FrameType string_frame{"::forall_s", FrameKind::loop, next_of_string};
constexpr FrameType int_vector_frame{"::forall_iv", FrameKind::loop, next_of_vector<IntVector>};
constexpr FrameType double_vector_frame{"::forall_dv", FrameKind::loop, next_of_vector<DoubleVector>};
constexpr FrameType dictionary_frame{"::forall_a", FrameKind::loop, next_of_dictionary};
constexpr FrameType indexed_array_frame{"::forallindexed_a", FrameKind::loop, next_indexed<next_of_array>};
constexpr FrameType indexed_string_frame{"::forallindexed_s", FrameKind::loop, next_indexed<next_of_string>};

// Vectors may be changed in place by the body: the loop keeps the elements of the start.
Value snapshot(Value container) {
    if (container.is(Type::int_vector))
        return Value::make<IntVector>(container.object<IntVector>().snapshot());
    if (container.is(Type::double_vector))
        return Value::make<DoubleVector>(container.object<DoubleVector>().snapshot());
    if (!container.is(Type::dictionary)) return container;
    std::vector<Value> entries;
    container.object<Dictionary>().for_each([&](NameId key, Value const& value) {
        entries.push_back(Value::literal(key));
        entries.push_back(value);
    });
    return make_array(std::move(entries));
}

template <Type type, FrameType const& kind> void each(Engine& engine) {
    engine.operand<Procedure>(0);
    if (!engine.operand(1).is(type)) throw_argument_type(2);
    Value body = engine.pop(), container = snapshot(engine.pop());
    engine.enter(kind, std::move(body)).state = {std::move(container), Value(Integer(0)), Value()};
}

constexpr Builtin forall_variants[] = {
    raw<each<Type::array, array_frame>>("forall_a", {Type::array, Type::procedure}),
    raw<each<Type::string, string_frame>>("forall_s", {Type::string, Type::procedure}),
    raw<each<Type::dictionary, dictionary_frame>>("forall_di", {Type::dictionary, Type::procedure}),
    raw<each<Type::int_vector, int_vector_frame>>("forall_iv", {Type::int_vector, Type::procedure}),
    raw<each<Type::double_vector, double_vector_frame>>("forall_dv", {Type::double_vector, Type::procedure}),
};
constexpr Builtin indexed_variants[] = {
    raw<each<Type::array, indexed_array_frame>>("forallindexed_a", {Type::array, Type::procedure}),
    raw<each<Type::string, indexed_string_frame>>("forallindexed_s", {Type::string, Type::procedure}),
};

constexpr Command commands[] = {
    {"forall", "container {body} ->", "Executes the body with every element, or key and value, on the stack.",
     forall_variants},
    {"forallindexed", "container {body} ->", "Executes the body with every element and its index from 0.",
     indexed_variants},
};

} // namespace

extern Module const forall{"forall", commands};

} // namespace sli
