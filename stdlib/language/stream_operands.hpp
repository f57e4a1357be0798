// What the stream commands share: operands that must be streams, and the streams of files.
#pragma once

#include <optional>
#include <string>

#include "interpreter/engine.hpp"

namespace sli {

// The stream `depth` below the top; TypeMismatch for anything else.
InputStream& input_operand(Engine& engine, std::size_t depth);
OutputStream& output_operand(Engine& engine, std::size_t depth);
// The same; BadIO if it has failed or is at its end.
InputStream& good_input(Engine& engine, std::size_t depth);
OutputStream& good_output(Engine& engine, std::size_t depth);
// TypeMismatch unless the operand is of class T (Integer, std::string_view, ...).
template <class T> decltype(auto) expected_operand(Engine& engine, std::size_t depth) {
    Value& value = engine.operand(depth);
    if (value.type() != Operand<T>::type)
        throw_type_mismatch(engine.text(engine.type_name(Operand<T>::type)),
                            engine.text(engine.type_name(value.type())));
    return Operand<T>::get(value);
}

// Streams that own a descriptor of the operating system.
Value input_of(int descriptor, std::string name);
Value output_of(int descriptor);
// A file: none if it cannot be opened (errno says why). Flags are those of open(2).
std::optional<Value> open_input(std::string const& path);
std::optional<Value> open_output(std::string const& path, int flags);

} // namespace sli
