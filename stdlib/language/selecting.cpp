// Elements by their position, counted from 1 or from the end: Part, ArrayShape, Take, Drop.
#include <algorithm>
#include <numeric>
#include <optional>

#include <fmt/format.h>

#include "interpreter/module.hpp"
#include "stdlib/language/checked.hpp"
#include "stdlib/language/sequence.hpp"

namespace sli {

namespace {

[[noreturn]] void bad_position(std::string_view hint, std::string_view command = "Part") {
    throw Error(ErrorKind::argument_type).with_hint(std::string(hint)).by(std::string(command));
}

bool is_container(Value const& value) { return value.is(Type::array) || value.is(Type::string); }
std::size_t size_of(Value const& container) {
    return container.is(Type::array) ? items_of(container).size() : container.object<String>().text.size();
}
Value element_at(Value const& container, std::size_t at) {
    return container.is(Type::array) ? items_of(container)[at]
                                     : element_value(container.object<String>().text[at]);
}

// --- Part. One level of the position at a time; what several positions select at a level is grouped
// again at the end, from the innermost level outwards.
class Selection {
public:
    explicit Selection(Value container)
        : found_{std::move(container)} {}

    void take(Value const& positions, NameId all) {
        if (positions.is(Type::integer))
            for (Value& value : found_) value = one(value, positions);
        else if (positions.is_literal(all))
            several([&](Value const& value) { return every(value); });
        else if (positions.is(Type::array))
            several([&](Value const& value) { return listed(value, items_of(positions)); });
        else
            bad_position("a position is an integer, /All or an array of integers");
    }

    Value result() {
        for (; !counts_.empty(); counts_.pop_back()) {
            Items groups;
            auto from = std::make_move_iterator(found_.begin());
            for (std::size_t const count : counts_.back()) {
                auto const to = from + static_cast<std::ptrdiff_t>(count);
                groups.push_back(make_array(Items(from, to)));
                from = to;
            }
            found_ = std::move(groups);
        }
        return std::move(found_.front());
    }

private:
    static void insist_container(Value const& value) {
        if (!is_container(value)) bad_position("the position is longer than the array is deep");
    }
    static Value one(Value const& value, Value const& position) {
        insist_container(value);
        if (!position.is(Type::integer)) bad_position("positions are integers");
        return element_at(value, checked_position(position.integer(), size_of(value)));
    }
    static Items every(Value const& value) {
        insist_container(value);
        Items result;
        for (std::size_t i = 0; i < size_of(value); ++i) result.push_back(element_at(value, i));
        return result;
    }
    static Items listed(Value const& value, Items const& positions) {
        insist_container(value);
        Items result;
        for (Value const& position : positions) result.push_back(one(value, position));
        return result;
    }
    void several(auto const& elements) {
        Items next;
        auto& counts = counts_.emplace_back();
        for (Value const& value : found_) {
            Items chosen = elements(value);
            counts.push_back(chosen.size());
            next.insert(next.end(), std::make_move_iterator(chosen.begin()),
                        std::make_move_iterator(chosen.end()));
        }
        found_ = std::move(next);
    }

    Items found_;
    std::vector<std::vector<std::size_t>> counts_; // per level with several positions: elements per group
};

// container [position ..] Part -> element
template <class Kind> void part(Engine& engine) {
    Selection selection(engine.operand(1));
    NameId const all = engine.intern("All");
    for (Value const& positions : items_of(engine.operand(0))) selection.take(positions, all);
    engine.replace(2, selection.result());
}

// array [n1 n2 ..] ArrayShape -> array: the first n elements of each level; /All keeps a level
void array_shape(Engine& engine) {
    Selection selection(engine.operand(1));
    NameId const all = engine.intern("All");
    for (Value const& size : items_of(engine.operand(0))) {
        if (!size.is(Type::integer)) {
            selection.take(size, all);
            continue;
        }
        check_length(size.integer() > 0 ? std::size_t(size.integer()) : 0);
        Items positions;
        for (Integer i = 1; i <= size.integer(); ++i) positions.push_back(Value(i));
        selection.take(make_array(std::move(positions)), all);
    }
    engine.replace(2, selection.result());
}

// --- Take and Drop. A sequence [i j step] as offsets, in order.
std::vector<std::size_t> offsets(Items const& sequence, std::size_t size, std::string_view command) {
    if (sequence.empty() || sequence.size() > 3)
        throw Error("IllegalSequenceSpecification", std::nullopt)
            .with_hint("expected [i], [i j] or [i j step]")
            .by(std::string(command));
    for (Value const& value : sequence)
        if (!value.is(Type::integer)) bad_position("a sequence holds integers", command);
    Integer const step = sequence.size() == 3 ? sequence[2].integer() : 1;
    if (step == 0) throw Error(ErrorKind::division_by_zero).with_hint("the step is 0").by("Range");
    auto const first = checked_position(sequence[0].integer(), size);
    auto const last = checked_position(sequence[sequence.size() == 1 ? 0 : 1].integer(), size);
    std::vector<std::size_t> result;
    if (step > 0)
        for (std::size_t i = first; i <= last; i += std::size_t(std::min(step, Integer(size))))
            result.push_back(i);
    else
        for (Integer i = Integer(first); i >= Integer(last); i += std::max(step, -Integer(size)))
            result.push_back(std::size_t(i));
    return result;
}

// The first n or the last -n offsets.
struct Stretch {
    std::size_t from, to;
};
Stretch stretch(Integer n, std::size_t size) {
    auto const whole = static_cast<Integer>(size);
    if (n > whole || n < -whole)
        throw Error(ErrorKind::range_check)
            .with_hint(fmt::format("{} of {} elements", n, size))
            .by("getinterval_a");
    return n >= 0 ? Stretch{0, std::size_t(n)} : Stretch{std::size_t(whole + n), size};
}

template <class Kind> auto chosen(Kind const& container, std::vector<std::size_t> const& which) {
    std::remove_cvref_t<decltype(elements(container))> result;
    for (std::size_t const i : which) result.push_back(elements(container)[i]);
    return Value::make<Kind>(std::move(result));
}

template <class Kind> Value take_first(Kind const& container, Integer n) {
    auto const& all = elements(container);
    auto const [from, to] = stretch(n, all.size());
    return Value::make<Kind>(std::remove_cvref_t<decltype(all)>(
        all.begin() + static_cast<std::ptrdiff_t>(from), all.begin() + static_cast<std::ptrdiff_t>(to)));
}
Value drop_first(Array const& array, Integer n) {
    auto const [from, to] = stretch(n, array.items.size());
    Items rest(array.items.begin(), array.items.begin() + static_cast<std::ptrdiff_t>(from));
    rest.insert(rest.end(), array.items.begin() + static_cast<std::ptrdiff_t>(to), array.items.end());
    return make_array(std::move(rest));
}

// [i] the element itself; [i j], [i j step] a list
template <class Kind> Value take_sequence(Kind const& container, Items const& sequence) {
    auto const which = offsets(sequence, elements(container).size(), "Take");
    return sequence.size() == 1 ? element_value(elements(container)[which[0]]) : chosen(container, which);
}

// The positions [n], [n1 n2] or [n1 n2 step] stands for, as Range counts.
Value range_of(Value const& sequence) {
    if (!sequence.is(Type::array)) bad_position("either all entries are arrays or none", "Range");
    auto const& spec = items_of(sequence);
    bool const whole =
        std::all_of(spec.begin(), spec.end(), [](Value const& v) { return v.is(Type::integer); });
    if (spec.empty() || spec.size() > 3 || !whole) bad_position("expected one to three integers", "Range");
    Integer const first = spec.size() == 1 ? 1 : spec[0].integer(),
                  last = spec[spec.size() == 1 ? 0 : 1].integer();
    Integer const step = spec.size() == 3 ? spec[2].integer() : 1;
    if (step == 0) throw Error(ErrorKind::division_by_zero).with_hint("the step is 0").by("Range");
    Integer distance;
    if (__builtin_sub_overflow(last, first, &distance) || distance == INT64_MIN) throw_overflow("Range");
    Items positions;
    Integer const count = 1 + distance / step;
    check_length(count > 0 ? std::size_t(count) : 0);
    for (Integer i = 0; i < count; ++i) positions.push_back(Value(first + i * step));
    return make_array(std::move(positions));
}

// [[first sequence] [second] ..]: every entry is a specification for Range, all together a position
Value take_nested(Engine& engine, Value const& array, Items const& sequences) {
    Selection selection(array);
    NameId const all = engine.intern("All");
    for (Value const& sequence : sequences) selection.take(range_of(sequence), all);
    return selection.result();
}

// array sequence Take -> element or array
void take_from_array(Engine& engine) {
    auto const& sequence = items_of(engine.operand(0));
    bool const nested = !sequence.empty() && sequence[0].is(Type::array);
    Value const& array = engine.operand(1);
    engine.replace(2, nested ? take_nested(engine, array, sequence)
                             : take_sequence(array.object<Array>(), sequence));
}
Value take_from_string(String const& string, Array const& sequence) {
    return take_sequence(string, sequence.items);
}

Value drop_sequence(Array const& array, Array const& sequence) {
    auto const gone = offsets(sequence.items, array.items.size(), "Drop");
    std::vector<bool> keep(array.items.size(), true);
    for (std::size_t const i : gone) keep[i] = false;
    Items rest;
    for (std::size_t i = 0; i < keep.size(); ++i)
        if (keep[i]) rest.push_back(array.items[i]);
    return make_array(std::move(rest));
}

// array sequence MathematicaSequenceToExplicitRange_a_a_ -> array positions, counted from 1
void explicit_range(Engine& engine) {
    Items positions;
    for (std::size_t const i :
         offsets(items_of(engine.operand(0)), items_of(engine.operand(1)).size(), "Range"))
        positions.push_back(Value(i + 1));
    engine.replace(1, make_array(std::move(positions)));
}

Value dropped(Value const& array, Value const& sequence) {
    if (!array.is(Type::array)) bad_position("there are fewer levels than sequences", "Drop");
    if (sequence.is(Type::integer)) return drop_first(array.object<Array>(), sequence.integer());
    if (sequence.is(Type::array)) return drop_sequence(array.object<Array>(), sequence.object<Array>());
    bad_position("a sequence is an integer or an array", "Drop");
}

// array [sequence ..] :drop -> array: drops the first sequence from the array, the second from each of
// its elements, and so on
Value drop_levels(Value const& array, Array const& sequences) {
    if (sequences.items.empty()) return array;
    Value result = dropped(array, sequences.items[0]);
    std::vector<Value*> level{&result};
    for (std::size_t depth = 1; depth < sequences.items.size(); ++depth) {
        std::vector<Value*> next;
        for (Value* parent : level)
            for (Value& child : parent->unique<Array>().items) {
                child = dropped(child, sequences.items[depth]);
                next.push_back(&child);
            }
        level = std::move(next);
    }
    return result;
}

using enum Type;

constexpr Builtin part_variants[] = {checked<part<Array>, array, array>("Part_a"),
                                     checked<part<String>, string, array>("Part_s")};
constexpr Builtin take_variants[] = {
    bind<take_first<Array>>("Take_a_i"),
    bind<take_first<String>>("Take_s_i"),
    checked<take_from_array, array, array>("Take_a_a"),
    bind<take_from_string>("Take_s_a"),
};
constexpr Builtin drop_variants[] = {
    bind<drop_first>("Drop_sequence_a_i_"),
    bind<drop_sequence>("Drop_sequence_a_a_"),
};

constexpr Command commands[] = {
    {"Part", "container [position ..] -> element",
     "The element at a nested position; /All or several at a level.", part_variants},
    {"ArrayShape", "array [n1 n2 ..] -> array", "The first elements of each level; /All keeps a level.",
     raw<run_checked<array_shape, array, array>>()},
    {"Take", "container n -> container | container sequence -> element or container",
     "The first n or last -n elements, element [i], or those of a sequence [i j] or [i j step].",
     take_variants},
    {"Drop", "array n -> array | array sequence -> array", "What Take leaves.", drop_variants},
    {"Drop_sequence_", "array sequence -> array", "What Take leaves.", bind<drop_sequence>()},
    {"MathematicaSequenceToExplicitRange_a_a_", "array sequence -> array positions",
     "The positions, from 1, that a sequence stands for.", raw<run_checked<explicit_range, array, array>>()},
    {":drop", "array [sequence ..] -> array", "Drops one sequence per level.", bind<drop_levels>()},
};

} // namespace

extern Module const selecting{"selecting", commands};

} // namespace sli
