// Int and double vectors: conversion, elements, comparison. Arithmetic is in vector_arithmetic.cpp.
#include <algorithm>

#include "interpreter/interpreter.hpp"
#include "interpreter/module.hpp"
#include "stdlib/language/checked.hpp"
#include "stdlib/language/phrase.hpp"
#include "stdlib/language/sequence.hpp"

namespace sli {

namespace {

template <class Vector> using Number = typename Vector::Items::value_type;

bool all_of(Array const& array, auto const& property) {
    return std::all_of(array.items.begin(), array.items.end(), property);
}

Value int_vector_from(Array const& array) {
    if (!all_of(array, [](Value const& v) { return v.is(Type::integer); }))
        throw Error(ErrorKind::argument_type).with_hint("an element is not an integer");
    IntVector::Items numbers;
    numbers.reserve(array.items.size());
    for (Value const& v : array.items) numbers.push_back(v.integer());
    return Value::make<IntVector>(std::move(numbers));
}
Value double_vector_from(Array const& array) {
    if (!all_of(array, [](Value const& v) { return v.is_number(); }))
        throw Error(ErrorKind::argument_type).with_hint("an element is not a number");
    DoubleVector::Items numbers;
    numbers.reserve(array.items.size());
    for (Value const& v : array.items) numbers.push_back(v.number());
    return Value::make<DoubleVector>(std::move(numbers));
}
template <class Vector> Items array_from(Vector const& vector) {
    return Items(vector.items().begin(), vector.items().end());
}

// array cv_iv -> intvector, elements through cvi
void to_int_vector(Engine& engine) {
    auto const& array = engine.operand<Array>(0);
    if (all_of(array, [](Value const& v) { return v.is(Type::integer); }))
        return engine.replace(1, int_vector_from(array));
    engine.push(make_procedure({Value::name(engine.intern("cvi"))}));
    run_phrase(engine, {"Map", "array2intvector"});
}
// array cv_dv -> doublevector, elements through cvd
void to_double_vector(Engine& engine) {
    auto const& array = engine.operand<Array>(0);
    if (all_of(array, [](Value const& v) { return v.is_number(); }))
        return engine.replace(1, double_vector_from(array));
    engine.push(make_procedure({Value::name(engine.intern("cvd"))}));
    run_phrase(engine, {"Map", "array2doublevector"});
}
void close_int_vector(Engine& engine) { run_phrase(engine, {"]", "cv_iv"}); }
void close_double_vector(Engine& engine) { run_phrase(engine, {"]", "cv_dv"}); }

// mark x1 .. xn > -> vector of the type of the first element
void close_vector(Engine& engine) { run_phrase(engine, {"]", ":vector"}); }
void to_vector(Engine& engine) {
    auto const& items = engine.operand<Array>(0).items;
    if (items.empty()) throw Error(ErrorKind::range_check).with_hint("the vector is empty").by("get_a");
    items[0].is(Type::real) ? to_double_vector(engine) : to_int_vector(engine);
}

template <class Vector> Number<Vector> element(Vector const& vector, Integer index) {
    return vector.items()[checked_index(index, vector.items().size())];
}
template <class Vector> Value elements_at(Vector const& vector, IntVector const& indices) {
    typename Vector::Items result;
    result.reserve(indices.items().size());
    for (Integer const i : indices.items()) result.push_back(element(vector, i));
    return Value::make<Vector>(std::move(result));
}
// vector array get -> vector
template <class Vector> Value elements_listed(Vector const& vector, Array const& indices) {
    return elements_at(vector, int_vector_from(indices).template object<IntVector>());
}
// vector first last getinterval -> vector; both ends included (reference)
template <class Vector> Value interval(Vector const& vector, Integer first, Integer last) {
    typename Vector::Items result;
    if (first > last) return Value::make<Vector>();
    auto const from = checked_index(first, vector.items().size()),
               to = checked_index(last, vector.items().size());
    result.assign(vector.items().begin() + static_cast<std::ptrdiff_t>(from),
                  vector.items().begin() + static_cast<std::ptrdiff_t>(to) + 1);
    return Value::make<Vector>(std::move(result));
}

// vector i x put -> vector, changed in place
template <class Vector> void put(Engine& engine) {
    auto& vector = engine.operand(2).object<Vector>();
    auto const at = checked_index(engine.operand<Integer>(1), vector.items().size());
    vector.edit()[at] = engine.operand<Number<Vector>>(0);
    engine.drop(2);
}

template <class Vector> Integer length(Vector const& vector) { return Integer(vector.items().size()); }
template <class Vector> void size(Engine& engine) { engine.push(length(engine.operand(0).object<Vector>())); }

using enum Type;

constexpr Builtin to_int_variants[] = {checked<to_int_vector, array>("cv_iv_a")};
constexpr Builtin to_double_variants[] = {checked<to_double_vector, array>("cv_dv_a")};
constexpr Builtin cva_variants[] = {bind<array_from<IntVector>>("intvector2array"),
                                    bind<array_from<DoubleVector>>("doublevector2array")};
constexpr Builtin get_variants[] = {
    bind<element<IntVector>>("get_iv_i"),         bind<elements_at<IntVector>>("get_iv_iv"),
    bind<elements_listed<IntVector>>("get_iv_a"), bind<element<DoubleVector>>("get_dv_i"),
    bind<elements_at<DoubleVector>>("get_dv_iv"), bind<elements_listed<DoubleVector>>("get_dv_a"),
};
constexpr Builtin put_variants[] = {
    checked<put<IntVector>, int_vector, integer, integer>("put_iv_i_i"),
    checked<put<DoubleVector>, double_vector, integer, real>("put_dv_i_d"),
};
constexpr Builtin getinterval_variants[] = {bind<interval<IntVector>>("getinterval_iv"),
                                            bind<interval<DoubleVector>>("getinterval_dv")};
constexpr Builtin length_variants[] = {bind<length<IntVector>>("length_iv"),
                                       bind<length<DoubleVector>>("length_dv")};
constexpr Builtin size_variants[] = {checked<size<IntVector>, int_vector>("size_iv"),
                                     checked<size<DoubleVector>, double_vector>("size_dv")};

constexpr Command commands[] = {
    {"array2intvector", "array -> intvector", "A vector of an array of integers.", bind<int_vector_from>()},
    {"array2doublevector", "array -> doublevector", "A vector of an array of numbers.",
     bind<double_vector_from>()},
    {"cv_iv", "array -> intvector", "A vector of the elements, each converted with cvi.", to_int_variants},
    {"cv_dv", "array -> doublevector", "A vector of the elements, each converted with cvd.",
     to_double_variants},
    {"#>", "mark x1 .. xn -> intvector", "Closes an int vector that <# has opened.", raw<close_int_vector>()},
    {".>", "mark x1 .. xn -> doublevector", "Closes a double vector that <. has opened.",
     raw<close_double_vector>()},
    {">", "mark x1 .. xn -> vector", "Closes a vector of the type of its first element.",
     raw<close_vector>()},
    {":vector", "array -> vector", "A vector of the type of the first element.", raw<to_vector>()},
    {"cva", "vector -> array", "The elements as an array.", cva_variants},
    {"get", "vector index -> element | vector indices -> vector", "One element, or several as a vector.",
     get_variants},
    {"put", "vector index number -> vector", "Replaces an element, in place.", put_variants},
    {"getinterval", "vector first last -> vector",
     "The elements from index first to index last, both included.", getinterval_variants},
    {"length", "vector -> n", "Number of elements.", length_variants},
    {"size", "vector -> vector n", "Number of elements; the vector stays.", size_variants},
};

} // namespace

extern Module const vectors{"vectors", commands};

} // namespace sli
