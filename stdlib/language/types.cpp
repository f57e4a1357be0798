// Asking for types.
#include <cmath>

#include "interpreter/engine.hpp"
#include "interpreter/module.hpp"

namespace sli {
namespace {

Literal type(Engine& engine, Value const& value) { return {engine.type_name(value.type())}; }
std::tuple<Value, Literal> typeinfo(Engine& engine, Value const& value) {
    return {value, type(engine, value)};
}

bool is_finite(Real x) { return std::isfinite(x); }

// Is every leaf of the tree at the same depth? Iterative: level by level.
bool is_matrix(Value const& value) {
    if (!value.is(Type::array)) return false;
    std::vector<Value const*> level{&value};
    while (!level.empty()) {
        std::vector<Value const*> next;
        std::size_t others = 0;
        for (Value const* array : level)
            for (Value const& item : array->object<Array>().items)
                if (item.is(Type::array))
                    next.push_back(&item);
                else
                    ++others;
        if (others > 0 && !next.empty()) return false;
        level = std::move(next);
    }
    return true;
}

constexpr Builtin matrix_variants[] = {bind<is_matrix>("MatrixQ_")};

constexpr Command commands[] = {
    {"type", "x -> /type", "The name of the type of an object.", bind<type>()},
    {"typeinfo", "x -> x /type", "The name of the type of an object, which stays.", bind<typeinfo>()},
    {"finite_q_d", "d -> b", "Is a double neither infinite nor not a number?", bind<is_finite>()},
    {"MatrixQ", "x -> b", "Is an array nested to the same depth everywhere?", matrix_variants},
};

} // namespace

extern Module const types{"types", commands};

} // namespace sli
