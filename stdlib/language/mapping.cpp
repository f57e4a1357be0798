// Map, MapIndexed, MapThread, MapAt: frames that ask a procedure for every element and keep what it leaves.
#include <algorithm>

#include <fmt/format.h>

#include "interpreter/module.hpp"
#include "stdlib/language/checked.hpp"
#include "stdlib/language/sequence.hpp"

namespace sli {

namespace {

// What the body has left; raised by name, so the message of an earlier error stays.
Value result_of_body(Engine& engine) {
    if (engine.count() == 0)
        throw Error(ErrorKind::stack_underflow).with_hint("the procedure left no result");
    return engine.pop();
}

// --- Map over arrays. state: the array, changed in place as results come in; elements done; -
// A result and the next element change places on the stack: one cell, no pop, no push.
Then next_element(Engine& engine, Frame& frame) {
    auto& [array, done, unused] = frame.state;
    auto& items = array.unique<Array>().items;
    auto const i = std::size_t(done.integer());
    if (i == 0 || engine.count() == 0)
        engine.push(i == 0 ? Value() : result_of_body(engine));
    else
        items[i - 1].swap(engine.operands().top());
    Value& top = engine.operands().top();
    if (i == items.size()) {
        top = std::move(array);
        return Then::leave;
    }
    top = items[i];
    done = Value(i + 1);
    frame.restart();
    return Then::run_body;
}
void leave_array(Engine& engine, Frame& frame) { engine.push(std::move(frame.state[0])); }
constexpr FrameType map_frame{"::Map", FrameKind::loop, next_element, leave_array};

Then next_indexed(Engine& engine, Frame& frame) {
    auto const then = next_element(engine, frame);
    if (then == Then::run_body) engine.push(Value(frame.state[1]));
    return then;
}
constexpr FrameType map_indexed_frame{"::MapIndexed", FrameKind::loop, next_indexed, leave_array};

// container {body} -> container; an empty body changes nothing
template <FrameType const& type> void map_array(Engine& engine) {
    if (engine.operand<Procedure>(0).code.items.empty()) return engine.drop(1);
    Value body = engine.pop(), array = engine.pop();
    array.unique<Array>().source.reset();
    engine.enter(type, std::move(body)).state = {std::move(array), Value(Integer{0}), {}};
}

// --- Map over strings and vectors: elements go through an array of values, `finish` makes the result.
template <Value (*finish)(Items const&)> Then next_converted(Engine& engine, Frame& frame) {
    auto& [array, done, indexed] = frame.state;
    auto& items = array.object<Array>().items;
    auto const i = std::size_t(done.integer());
    if (i > 0) items[i - 1] = result_of_body(engine);
    if (i == items.size()) {
        engine.push(finish(items));
        return Then::leave;
    }
    engine.push(Value(items[i]));
    done = Value(i + 1);
    if (indexed.boolean()) engine.push(Value(done));
    frame.restart();
    return Then::run_body;
}
template <Value (*finish)(Items const&)> void leave_converted(Engine& engine, Frame& frame) {
    engine.push(finish(frame.state[0].object<Array>().items));
}

void insist(Value const& value, Type type, std::string_view wanted) {
    if (!value.is(type))
        throw Error(ErrorKind::argument_type).with_hint(fmt::format("the procedure must leave {}", wanted));
}
Value string_from(Items const& codes) {
    std::string text;
    text.reserve(codes.size());
    for (Value const& code : codes) {
        insist(code, Type::integer, "a character code");
        text += character(code.integer());
    }
    return Value::make<String>(std::move(text));
}
Value int_vector_from(Items const& items) {
    IntVector::Items numbers;
    numbers.reserve(items.size());
    for (Value const& item : items) {
        insist(item, Type::integer, "an integer");
        numbers.push_back(item.integer());
    }
    return Value::make<IntVector>(std::move(numbers));
}
Value double_vector_from(Items const& items) {
    DoubleVector::Items numbers;
    numbers.reserve(items.size());
    for (Value const& item : items) {
        insist(item, Type::real, "a double");
        numbers.push_back(item.real());
    }
    return Value::make<DoubleVector>(std::move(numbers));
}

constexpr FrameType map_string_frame{"Map_s", FrameKind::loop, next_converted<string_from>,
                                     leave_converted<string_from>};
constexpr FrameType map_int_frame{"::Map_iv", FrameKind::loop, next_converted<int_vector_from>,
                                  leave_converted<int_vector_from>};
constexpr FrameType map_double_frame{"::Map_dv", FrameKind::loop, next_converted<double_vector_from>,
                                     leave_converted<double_vector_from>};

Items values_of(String const& string) {
    Items items;
    for (char const c : string.text) items.push_back(element_value(c));
    return items;
}
template <class Vector> Items values_of(Vector const& vector) {
    return Items(vector.items().begin(), vector.items().end());
}

template <class Kind, FrameType const& type, bool indexed> void map_converted(Engine& engine) {
    if (engine.operand<Procedure>(0).code.items.empty()) return engine.drop(1);
    Value array = make_array(values_of(engine.operand(1).object<Kind>()));
    Value body = engine.pop();
    engine.drop(1);
    engine.enter(type, std::move(body)).state = {std::move(array), Value(Integer{0}), Value(indexed)};
}

// --- MapThread. state: the lists; results; turns done
std::size_t common_length(Items const& lists) {
    for (Value const& list : lists) {
        if (!list.is(Type::array))
            throw Error(ErrorKind::argument_type).with_hint("every element must be an array");
        auto const here = list.object<Array>().items.size(), first = lists[0].object<Array>().items.size();
        if (here != first)
            throw Error(ErrorKind::range_check)
                .with_hint(fmt::format("lists of lengths {} and {}", first, here));
    }
    return lists.empty() ? 0 : lists[0].object<Array>().items.size();
}

Then next_thread(Engine& engine, Frame& frame) {
    auto& [lists, results, turn] = frame.state;
    auto& kept = results.object<Array>().items;
    auto const& all = lists.object<Array>().items;
    auto const i = std::size_t(turn.integer());
    if (i > 0) kept.push_back(result_of_body(engine));
    if (i == all[0].object<Array>().items.size()) {
        engine.push(std::move(results));
        return Then::leave;
    }
    for (Value const& list : all) engine.push(Value(list.object<Array>().items[i]));
    turn = Value(i + 1);
    frame.restart();
    return Then::run_body;
}
constexpr FrameType map_thread_frame{"::MapThread", FrameKind::loop, next_thread};

// [list ..] {body} MapThread -> array
void map_thread(Engine& engine) {
    auto const& lists = engine.operand<Array>(1).items;
    common_length(lists);
    if (lists.empty()) return engine.drop(1);
    Value body = engine.pop(), all = engine.pop();
    engine.enter(map_thread_frame, std::move(body)).state = {std::move(all), make_array({}),
                                                             Value(Integer{0})};
}

// --- ScanThread. state: the lists; -; turns done
Then next_scan(Engine& engine, Frame& frame) {
    auto& [lists, length, turn] = frame.state;
    Integer const i = turn.integer();
    if (i == length.integer()) return Then::leave;
    for (Value const& list : lists.object<Array>().items)
        engine.push(Value(list.object<Array>().items[std::size_t(i)]));
    turn = Value(i + 1);
    frame.restart();
    return Then::run_body;
}
constexpr FrameType scan_thread_frame{"ScanThread", FrameKind::loop, next_scan};

// [list ..] {body} ScanThread -
void scan_thread(Engine& engine) {
    auto const& lists = engine.operand<Array>(1).items;
    Integer length = 0;
    try {
        length = Integer(common_length(lists));
    } catch (Error const& error) {
        if (error.name != name_of(ErrorKind::range_check)) throw;
        throw Error("ArraysMustHaveEqualLength", std::nullopt).with_hint(error.hint);
    }
    Value body = engine.pop(), all = engine.pop();
    engine.enter(scan_thread_frame, std::move(body)).state = {std::move(all), Value(length),
                                                              Value(Integer{0})};
}

using enum Type;

constexpr Builtin map_variants[] = {
    checked<map_array<map_frame>, array, procedure>("Map_"),
    checked<map_converted<String, map_string_frame, false>, string, procedure>("Map_s"),
    checked<map_converted<IntVector, map_int_frame, false>, int_vector, procedure>("Map_iv"),
    checked<map_converted<DoubleVector, map_double_frame, false>, double_vector, procedure>("Map_dv"),
};
constexpr Builtin map_indexed_variants[] = {
    checked<map_array<map_indexed_frame>, array, procedure>("MapIndexed_a"),
    checked<map_converted<String, map_string_frame, true>, string, procedure>("MapIndexed_s"),
};
constexpr Builtin map_thread_variants[] = {checked<map_thread, array, procedure>("MapThread_a")};

constexpr Command commands[] = {
    {"Map", "container {body} -> container", "Replaces every element by what the body makes of it.",
     map_variants},
    {"MapIndexed", "container {body} -> container", "Like Map; the body also gets the position, from 1.",
     map_indexed_variants},
    {"MapThread", "[list ..] {body} -> array", "The body's results for the k-th elements of all lists.",
     map_thread_variants},
    {"ScanThread", "[list ..] {body} ->", "Executes the body with the k-th elements of all lists.",
     raw<run_checked<scan_thread, array, procedure>>()},
};

} // namespace

extern Module const mapping{"mapping", commands};

} // namespace sli
