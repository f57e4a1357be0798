// What arrays, procedures and strings have in common: elements in a row, changed in place when nobody
// else has them.
#pragma once

#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

#include "interpreter/engine.hpp"

namespace sli {

using Items = std::vector<Value>;

inline Items const& elements(Array const& array) { return array.items; }
inline std::string const& elements(String const& string) { return string.text; }

// For writing; a procedure that is changed no longer stands in any source.
inline Items& writable(Value& value, Array*) {
    auto& array = value.unique<Array>();
    array.source.reset();
    return array.items;
}
inline std::string& writable(Value& value, String*) { return value.unique<String>().text; }

// The elements of an array value.
inline Items const& items_of(Value const& array) { return array.object<Array>().items; }

// `Kind` is Array or String.
template <class Kind> decltype(auto) elements_of(Value const& value) {
    return elements(value.object<Kind>());
}
template <class Kind> decltype(auto) writable(Value& value) {
    return writable(value, static_cast<Kind*>(nullptr));
}

// Characters count as signed codes, -128..127; what goes in may also be 128..255.
inline Value element_value(char c) { return Value(Integer{static_cast<signed char>(c)}); }
inline Value element_value(Value const& value) { return value; }

char character(Integer code); // RangeCheck

template <class Kind> auto element_from(Value value) {
    if constexpr (std::same_as<Kind, String>)
        return character(value.integer());
    else
        return value;
}

// The index as an offset below `size`, else RangeCheck.
inline std::size_t checked_index(Integer index, std::size_t size) {
    if (index < 0 || std::size_t(index) >= size) throw_range_check(index, size);
    return std::size_t(index);
}

std::size_t checked_count(Integer count); // PositiveIntegerExpected

// Ends in an SLI error before memory does.
void check_length(std::size_t elements);

// A Mathematica position, from 1 or from the end (-1), as an offset below `size`, else RangeCheck.
std::size_t checked_position(Integer position, std::size_t size);

} // namespace sli
