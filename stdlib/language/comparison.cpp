// Comparison and logic. Equality is typed: 1 and 1.0 differ.
#include <functional>

#include "interpreter/engine.hpp"
#include "interpreter/module.hpp"

namespace sli {
namespace {

bool equal_values(Value const& a, Value const& b) { return equal(a, b); }
bool different_values(Value const& a, Value const& b) { return !equal(a, b); }
template <class Vector> bool equal_vectors(Vector const& a, Vector const& b) {
    return a.items() == b.items();
}
template <class Vector> bool different_vectors(Vector const& a, Vector const& b) {
    return a.items() != b.items();
}

template <class A, class B, class Relation> bool compare(A a, B b) {
    if constexpr (std::is_same_v<A, B>)
        return Relation()(a, b);
    else
        return Relation()(Real(a), Real(b));
}
template <class Relation> bool compare_bytes(std::string_view a, std::string_view b) {
    return Relation()(a.compare(b), 0);
}

bool both(bool a, bool b) { return a && b; }
bool either(bool a, bool b) { return a || b; }
bool one_of(bool a, bool b) { return a != b; }
bool opposite(bool a) { return !a; }
Integer common_bits(Integer a, Integer b) { return a & b; }
Integer joined_bits(Integer a, Integer b) { return a | b; }
Integer complement(Integer a) { return ~a; }

constexpr Builtin eq_variants[] = {
    bind<equal_values>("eq_", Opcode::eq),
    bind<equal_vectors<IntVector>>("eq_iv"),
    bind<equal_vectors<DoubleVector>>("eq_dv"),
};
constexpr Builtin neq_variants[] = {
    bind<different_values>("neq_", Opcode::neq),
    bind<different_vectors<IntVector>>("neq_iv"),
    bind<different_vectors<DoubleVector>>("neq_dv"),
};
constexpr Builtin lt_variants[] = {
    bind<compare<Integer, Integer, std::less<>>>("lt_ii", Opcode::lt_ii),
    bind<compare<Integer, Real, std::less<>>>("lt_id"),
    bind<compare<Real, Integer, std::less<>>>("lt_di"),
    bind<compare<Real, Real, std::less<>>>("lt_dd", Opcode::lt_dd),
    bind<compare_bytes<std::less<>>>("lt_ss"),
};
constexpr Builtin gt_variants[] = {
    bind<compare<Integer, Integer, std::greater<>>>("gt_ii", Opcode::gt_ii),
    bind<compare<Integer, Real, std::greater<>>>("gt_id"),
    bind<compare<Real, Integer, std::greater<>>>("gt_di"),
    bind<compare<Real, Real, std::greater<>>>("gt_dd", Opcode::gt_dd),
    bind<compare_bytes<std::greater<>>>("gt_ss"),
};
constexpr Builtin leq_variants[] = {
    bind<compare<Integer, Integer, std::less_equal<>>>("leq_ii", Opcode::leq_ii),
    bind<compare<Integer, Real, std::less_equal<>>>("leq_id"),
    bind<compare<Real, Integer, std::less_equal<>>>("leq_di"),
    bind<compare<Real, Real, std::less_equal<>>>("leq_dd", Opcode::leq_dd),
    bind<compare_bytes<std::less_equal<>>>("leq_ss"),
};
constexpr Builtin geq_variants[] = {
    bind<compare<Integer, Integer, std::greater_equal<>>>("geq_ii", Opcode::geq_ii),
    bind<compare<Integer, Real, std::greater_equal<>>>("geq_id"),
    bind<compare<Real, Integer, std::greater_equal<>>>("geq_di"),
    bind<compare<Real, Real, std::greater_equal<>>>("geq_dd", Opcode::geq_dd),
    bind<compare_bytes<std::greater_equal<>>>("geq_ss"),
};
constexpr Builtin and_variants[] = {bind<both>("and_bb", Opcode::and_bb), bind<common_bits>("and_ii")};
constexpr Builtin or_variants[] = {bind<either>("or_bb", Opcode::or_bb), bind<joined_bits>("or_ii")};
constexpr Builtin xor_variants[] = {bind<one_of>("xor_")};
constexpr Builtin not_variants[] = {bind<opposite>("not_b", Opcode::not_b), bind<complement>("not_i")};

constexpr Command commands[] = {
    {"eq", "x y -> b", "Are the types and the values of two objects equal?", eq_variants},
    {"neq", "x y -> b", "Do two objects differ in type or value?", neq_variants},
    {"lt", "x y -> b", "Is x less than y? Numbers, or strings by bytes.", lt_variants},
    {"gt", "x y -> b", "Is x greater than y? Numbers, or strings by bytes.", gt_variants},
    {"leq", "x y -> b", "Is x less than or equal to y? Numbers, or strings by bytes.", leq_variants},
    {"geq", "x y -> b", "Is x greater than or equal to y? Numbers, or strings by bytes.", geq_variants},
    {"and", "x y -> z", "Conjunction of booleans, common bits of integers.", and_variants},
    {"or", "x y -> z", "Disjunction of booleans, joined bits of integers.", or_variants},
    {"xor", "b1 b2 -> b", "Is exactly one of two booleans true?", xor_variants},
    {"not", "x -> y", "Opposite of a boolean, complement of the bits of an integer.", not_variants},
};

} // namespace

extern Module const comparison{"comparison", commands};

} // namespace sli
