// The shape of nested arrays: Flatten, Partition, Transpose, Dimensions, TensorRank, LayoutArray. No
// recursion: data may be nested as deeply as memory allows.
#include <algorithm>

#include <fmt/format.h>

#include "interpreter/module.hpp"
#include "stdlib/language/checked.hpp"
#include "stdlib/language/sequence.hpp"

namespace sli {

namespace {

// The elements of nested arrays in a row, `levels` of brackets removed.
Items flattened(Engine& engine, Items const& array, std::size_t levels) {
    Patience patience(engine);
    struct Place {
        Value const *next, *end;
    };
    auto const all_of = [](Items const& items) { return Place{items.data(), items.data() + items.size()}; };
    Items result;
    std::vector<Place> open{all_of(array)};
    while (!open.empty()) {
        patience.turn();
        Place& here = open.back();
        if (here.next == here.end) {
            open.pop_back();
            continue;
        }
        Value const& value = *here.next++;
        if (value.is(Type::array) && open.size() <= levels)
            open.push_back(all_of(items_of(value)));
        else
            result.push_back(value);
    }
    return result;
}
Items flatten(Engine& engine, Array const& array) {
    return flattened(engine, array.items, array.items.max_size());
}
Items flatten_levels(Engine& engine, Array const& array, Integer levels) {
    return flattened(engine, array.items, levels > 0 ? std::size_t(levels) : 0);
}

Items partition(Engine& engine, Array const& array, Integer length, Integer offset) {
    if (length < 1 || offset < 1)
        throw Error("RangeError", std::nullopt)
            .with_hint(fmt::format("length {} and offset {} must be at least 1", length, offset));
    auto const& all = array.items;
    auto const n = std::size_t(length), step = std::size_t(offset);
    Items blocks;
    Patience patience(engine);
    for (std::size_t at = 0; n <= all.size() && at <= all.size() - n;) {
        patience.turn();
        auto const first = all.begin() + static_cast<std::ptrdiff_t>(at);
        blocks.push_back(make_array(Items(first, first + length)));
        if (step > all.size()) break;
        at += step;
    }
    return blocks;
}
Items partition_evenly(Engine& engine, Array const& array, Integer length) {
    return partition(engine, array, length, length);
}

// Throws unless this is a table: an array of arrays of one length.
std::size_t columns(Items const& rows) {
    if (rows.empty()) throw Error(ErrorKind::range_check).with_hint("the array is empty").by("Transpose");
    for (Value const& row : rows) {
        if (!row.is(Type::array))
            throw Error(ErrorKind::argument_type).with_hint("every element must be an array").by("Transpose");
        if (auto const here = items_of(row).size(), first = items_of(rows[0]).size(); here != first)
            throw Error(ErrorKind::range_check)
                .with_hint(fmt::format("rows of lengths {} and {}", first, here))
                .by("Transpose");
    }
    return items_of(rows[0]).size();
}
Items transpose(Engine& engine, Array const& table) {
    Patience patience(engine);
    auto const width = columns(table.items);
    Items result;
    result.reserve(width);
    for (std::size_t column = 0; column < width; ++column) {
        Items one;
        one.reserve(table.items.size());
        for (Value const& row : table.items) {
            patience.turn();
            one.push_back(items_of(row)[column]);
        }
        result.push_back(make_array(std::move(one)));
    }
    return result;
}

// Sizes along first elements.
Items dimensions(Array const& array) {
    Items sizes;
    for (Array const* level = &array;;) {
        sizes.push_back(Value(level->items.size()));
        if (level->items.empty() || !level->items[0].is(Type::array)) return sizes;
        level = &level->items[0].object<Array>();
    }
}
Integer tensor_rank(Array const& array) {
    Integer rank = 1;
    for (Array const* level = &array;; ++rank) {
        if (level->items.empty())
            throw Error(ErrorKind::range_check).with_hint("an empty array has no rank").by("get_a");
        if (!level->items[0].is(Type::array)) return rank;
        level = &level->items[0].object<Array>();
    }
}
template <class Vector> Items vector_dimensions(Vector const& vector) {
    return {Value(vector.items().size())};
}
template <class Vector> Integer vector_rank(Vector const&) { return 1; }

// The elements of a nested array of these sizes, their product at the same time.
std::vector<std::size_t> sizes_of(Items const& dimensions) {
    std::vector<std::size_t> sizes;
    for (Value const& dimension : dimensions) {
        if (!dimension.is(Type::integer))
            throw Error(ErrorKind::argument_type).with_hint("dimensions are integers");
        sizes.push_back(dimension.integer() > 0 ? std::size_t(dimension.integer()) : 0);
    }
    if (sizes.empty()) throw Error(ErrorKind::range_check).with_hint("there are no dimensions");
    return sizes;
}
std::size_t product(std::vector<std::size_t> const& sizes) {
    std::size_t total = 1;
    for (std::size_t const size : sizes) {
        if (__builtin_mul_overflow(total, size, &total)) check_length(total = SIZE_MAX);
        check_length(total);
    }
    return total;
}

// Groups elements into a nested array of the given sizes, from the innermost level outwards.
Items grouped(Items elements, std::vector<std::size_t> const& sizes) {
    std::vector<std::size_t> arrays{1}; // on each level
    for (std::size_t const size : sizes) arrays.push_back(arrays.back() * size);
    for (std::size_t level = sizes.size() - 1; level > 0; --level) {
        Items groups;
        groups.reserve(arrays[level]);
        auto from = elements.begin();
        for (std::size_t i = 0; i < arrays[level]; ++i) {
            auto const to = from + static_cast<std::ptrdiff_t>(sizes[level]);
            groups.push_back(make_array(Items(std::make_move_iterator(from), std::make_move_iterator(to))));
            from = to;
        }
        elements = std::move(groups);
    }
    return elements;
}

// LayoutArray with something to execute. state: dimensions; height of the stack before; turns left
Then next_cell(Engine& engine, Frame& frame) {
    auto& [dimensions, results, left] = frame.state;
    auto& kept = results.object<Array>().items;
    auto const total = product(sizes_of(items_of(dimensions)));
    if (left.integer() < static_cast<Integer>(total)) kept.push_back(engine.pop());
    if (left.integer() == 0) {
        engine.push(make_array(grouped(std::move(kept), sizes_of(items_of(dimensions)))));
        return Then::leave;
    }
    left = Value(left.integer() - 1);
    frame.restart();
    return Then::run_body;
}
constexpr FrameType layout_frame{"LayoutArray", FrameKind::loop, next_cell};

// [n1 n2 ..] x LayoutArray -> array; x is executed for every element if that means anything
void layout_array(Engine& engine) {
    auto const sizes = sizes_of(engine.operand<Array>(1).items);
    auto const total = product(sizes);
    Value x = engine.operand(0);
    if (x.opcode() == Opcode::push || x.opcode() == Opcode::push_shared)
        return engine.replace(2, make_array(grouped(Items(total, x), sizes)));
    engine.drop(1);
    Value dimensions = engine.pop();
    Value body = x.is(Type::procedure) ? std::move(x) : make_procedure({std::move(x)});
    engine.enter(layout_frame, std::move(body)).state = {std::move(dimensions), make_array({}),
                                                         Value(static_cast<Integer>(total))};
}

// array [n1 n2 ..] Reform -> array
Items reform(Engine& engine, Array const& array, Array const& dimensions) {
    auto const sizes = sizes_of(dimensions.items);
    Items elements = flatten(engine, array);
    if (product(sizes) != elements.size())
        throw Error(ErrorKind::range_check)
            .with_hint(fmt::format("{} elements for a shape of {}", elements.size(), product(sizes)))
            .by("Reform");
    return grouped(std::move(elements), sizes);
}

bool is_member(Array const& array, Value const& x) {
    return std::any_of(array.items.begin(), array.items.end(), [&](Value const& y) { return equal(x, y); });
}
bool has_different_member(Array const& array, Value const& x) {
    return std::any_of(array.items.begin(), array.items.end(), [&](Value const& y) { return !equal(x, y); });
}

using enum Type;

constexpr Builtin flatten_variants[] = {bind<flatten>("Flatten_a"), bind<flatten_levels>("Flatten_a_i")};
constexpr Builtin partition_variants[] = {bind<partition>("Partition_a_i_i"),
                                          bind<partition_evenly>("Partition_a_i")};
constexpr Builtin transpose_variants[] = {bind<transpose>("Transpose_")};
constexpr Builtin dimensions_variants[] = {bind<dimensions>("Dimensions_a"),
                                           bind<vector_dimensions<IntVector>>("Dimensions_iv"),
                                           bind<vector_dimensions<DoubleVector>>("Dimensions_dv")};
constexpr Builtin rank_variants[] = {bind<tensor_rank>("TensorRank_"),
                                     bind<vector_rank<IntVector>>("TensorRank_iv"),
                                     bind<vector_rank<DoubleVector>>("TensorRank_dv")};
constexpr Builtin member_variants[] = {bind<is_member>("MemberQ_a")};

constexpr Command commands[] = {
    {"Flatten", "array -> array | array n -> array", "Removes all inner brackets, or n levels of them.",
     flatten_variants},
    {"Flatten_", "array -> array", "Removes all inner brackets.", bind<flatten>()},
    {"Partition", "array n -> array | array n d -> array",
     "Blocks of n elements, each d (or n) after the one before; an incomplete tail is dropped.",
     partition_variants},
    {"Transpose", "table -> table", "Exchanges rows and columns.", transpose_variants},
    {"Dimensions", "array -> array", "Sizes of the levels, looking at first elements.", dimensions_variants},
    {"TensorRank", "array -> n", "How deeply first elements are nested.", rank_variants},
    {"LayoutArray", "[n1 n2 ..] x -> array", "A nested array filled with x, or with what executing x leaves.",
     raw<run_checked<layout_array, array, any>>()},
    {":reform", "array [n1 n2 ..] -> array", "The elements of all levels in a new shape.", bind<reform>()},
    {"MemberQ", "array x -> bool", "Is x one of the elements?", member_variants},
    {"HasDifferentMemberQ", "array x -> bool", "Is any element different from x?",
     bind<has_different_member>()},
};

} // namespace

extern Module const structure{"structure", commands};

} // namespace sli
