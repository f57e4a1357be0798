// List processing with a procedure of the user's: FoldList, Nest, FixedPoint, Select, Split, MergeLists.
#include <algorithm>

#include "interpreter/module.hpp"
#include "stdlib/language/checked.hpp"
#include "stdlib/language/sequence.hpp"

namespace sli {

namespace {

// Of an array that only its frame has.
Items& own_items(Value const& array) { return array.object<Array>().items; }

// The answer a predicate has left on the stack.
bool answer(Engine& engine) {
    engine.need(1);
    if (!engine.operand(0).is(Type::boolean))
        throw_type_mismatch("booltype", engine.text(engine.type_name(engine.operand(0).type())));
    return engine.pop().boolean();
}

// --- FoldList. state: the elements; results; elements used
Then next_fold(Engine& engine, Frame& frame) {
    auto& [list, results, used] = frame.state;
    auto const i = std::size_t(used.integer());
    own_items(results).push_back(engine.operand(0));
    if (i == items_of(list).size()) {
        engine.replace(1, std::move(results));
        return Then::leave;
    }
    engine.push(Value(items_of(list)[i]));
    used = Value(i + 1);
    frame.restart();
    return Then::run_body;
}
constexpr FrameType fold_list_frame{"FoldList", FrameKind::loop, next_fold};

// x list {body} FoldList -> array
void fold_list(Engine& engine) {
    Value body = engine.pop(), list = engine.pop();
    engine.enter(fold_list_frame, std::move(body)).state = {std::move(list), make_array({}),
                                                            Value(Integer{0})};
}

// --- NestList. state: results; turns left; -
Then next_nest(Engine& engine, Frame& frame) {
    auto& [results, left, unused] = frame.state;
    own_items(results).push_back(engine.operand(0));
    if (left.integer() <= 0) {
        engine.replace(1, std::move(results));
        return Then::leave;
    }
    left = Value(left.integer() - 1);
    frame.restart();
    return Then::run_body;
}
constexpr FrameType nest_list_frame{"NestList", FrameKind::loop, next_nest};

// x {body} n NestList -> array
void nest_list(Engine& engine) {
    Value turns = engine.pop(), body = engine.pop();
    engine.enter(nest_list_frame, std::move(body)).state = {make_array({}), std::move(turns), {}};
}

// --- FixedPoint. state: the value before this turn; turns left, or false: no limit; was there a turn?
Then next_iteration(Engine& engine, Frame& frame) {
    auto& [before, left, started] = frame.state;
    if (started.boolean() && equal(engine.operand(0), before)) return Then::leave;
    if (left.is(Type::integer)) {
        if (left.integer() <= 0) return Then::leave;
        left = Value(left.integer() - 1);
    }
    before = engine.operand(0);
    started = Value(true);
    frame.restart();
    return Then::run_body;
}
constexpr FrameType fixed_point_frame{"FixedPoint", FrameKind::loop, next_iteration};

// x {body} FixedPoint -> y
void fixed_point(Engine& engine) {
    Value body = engine.pop();
    engine.enter(fixed_point_frame, std::move(body)).state = {Value(), Value(false), Value(false)};
}
// x {body} n FixedPoint -> y
void fixed_point_limited(Engine& engine) {
    Value limit = engine.pop(), body = engine.pop();
    engine.enter(fixed_point_frame, std::move(body)).state = {Value(), std::move(limit), Value(false)};
}

// --- Select. state: the elements; those chosen; elements asked about
Then next_candidate(Engine& engine, Frame& frame) {
    auto& [list, chosen, asked] = frame.state;
    auto const i = std::size_t(asked.integer());
    auto const& all = items_of(list);
    if (i > 0 && answer(engine)) own_items(chosen).push_back(all[i - 1]);
    if (i == all.size()) {
        engine.push(std::move(chosen));
        return Then::leave;
    }
    engine.push(Value(all[i]));
    asked = Value(i + 1);
    frame.restart();
    return Then::run_body;
}
constexpr FrameType select_frame{"Select", FrameKind::loop, next_candidate};

// list {predicate} Select -> array
void select(Engine& engine) {
    Value body = engine.pop(), list = engine.pop();
    engine.enter(select_frame, std::move(body)).state = {std::move(list), make_array({}), Value(Integer{0})};
}

// --- Split. state: the elements; runs so far, the last one open; neighbours asked about
void add_run(Value& runs, Value const& element) { own_items(runs).push_back(make_array({element})); }

void extend_run(Value& runs, Value const& element) { own_items(own_items(runs).back()).push_back(element); }

Then next_neighbours(Engine& engine, Frame& frame) {
    auto& [list, runs, asked] = frame.state;
    auto const i = std::size_t(asked.integer());
    auto const& all = items_of(list);
    if (i > 0) answer(engine) ? extend_run(runs, all[i]) : add_run(runs, all[i]);
    if (i + 1 >= all.size()) {
        engine.push(std::move(runs));
        return Then::leave;
    }
    engine.push(Value(all[i]));
    engine.push(Value(all[i + 1]));
    asked = Value(i + 1);
    frame.restart();
    return Then::run_body;
}
constexpr FrameType split_frame{"Split", FrameKind::loop, next_neighbours};

// list {same} Split -> array of arrays
void split_by(Engine& engine) {
    Value body = engine.pop(), list = engine.pop(), runs = make_array({});
    if (!items_of(list).empty()) add_run(runs, items_of(list)[0]);
    engine.enter(split_frame, std::move(body)).state = {std::move(list), std::move(runs), Value(Integer{0})};
}

Value split(Array const& list) {
    Value runs = make_array({});
    for (std::size_t i = 0; i < list.items.size(); ++i)
        i > 0 && equal(list.items[i - 1], list.items[i]) ? extend_run(runs, list.items[i])
                                                         : add_run(runs, list.items[i]);
    return runs;
}

// --- MergeLists. state: both lists; merged; how many of the first are in it, or none before the first turn
Then next_merge(Engine& engine, Frame& frame) {
    auto& [lists, merged, taken] = frame.state;
    auto const& first = items_of(items_of(lists)[0]);
    auto const& second = items_of(items_of(lists)[1]);
    auto& result = own_items(merged);
    bool const started = !taken.is(Type::none);
    auto i = started ? std::size_t(taken.integer()) : 0;
    if (started) {
        auto const j = result.size() - i;
        if (answer(engine))
            result.push_back(first[i++]);
        else
            result.push_back(second[j]);
    }
    auto const j = result.size() - i;
    if (i == first.size() || j == second.size()) {
        result.insert(result.end(), first.begin() + std::ptrdiff_t(i), first.end());
        result.insert(result.end(), second.begin() + std::ptrdiff_t(j), second.end());
        engine.push(std::move(merged));
        return Then::leave;
    }
    engine.push(Value(first[i]));
    engine.push(Value(second[j]));
    taken = Value(i);
    frame.restart();
    return Then::run_body;
}
constexpr FrameType merge_frame{"MergeLists", FrameKind::loop, next_merge};

// list list {before} MergeLists -> array
void merge_lists(Engine& engine) {
    Value body = engine.pop(), second = engine.pop(), first = engine.pop();
    engine.enter(merge_frame, std::move(body)).state = {make_array({std::move(first), std::move(second)}),
                                                        make_array({}), Value()};
}
// list list MergeLists -> array
void merge_by_size(Engine& engine) {
    engine.push(make_procedure({Value::name(engine.intern("lt"))}));
    merge_lists(engine);
}

using enum Type;

constexpr Builtin fixed_point_variants[] = {
    checked<fixed_point, any, procedure>("FixedPoint__p"),
    checked<fixed_point_limited, any, procedure, integer>("FixedPoint__p_i"),
};
constexpr Builtin select_variants[] = {checked<select, array, procedure>("Select_a_p")};
constexpr Builtin split_variants[] = {bind<split>("Split_"),
                                      checked<split_by, array, procedure>("Split_a_p")};
constexpr Builtin merge_variants[] = {
    checked<merge_by_size, array, array>("MergeLists_a_a"),
    checked<merge_lists, array, array, procedure>("MergeLists_"),
};

constexpr Command commands[] = {
    {"FoldList", "x list {body} -> array", "All intermediate values of a fold, starting with x.",
     raw<run_checked<fold_list, any, array, procedure>>()},
    {"NestList", "x {body} n -> array", "x and the results of applying the body to it 1 to n times.",
     raw<run_checked<nest_list, any, procedure, integer>>()},
    {"FixedPoint", "x {body} -> y | x {body} n -> y",
     "Applies the body until its result no longer changes, or n times at most.", fixed_point_variants},
    {"Select", "list {predicate} -> array", "The elements for which the predicate gives true.",
     select_variants},
    {"Split", "list -> array | list {same} -> array",
     "Runs of neighbours that are equal or satisfy a predicate.", split_variants},
    {"MergeLists", "list list -> array | list list {before} -> array", "Merges two sorted lists.",
     merge_variants},
};

} // namespace

extern Module const folding{"folding", commands};

} // namespace sli
