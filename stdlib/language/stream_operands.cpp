#include "stdlib/language/stream_operands.hpp"

#include <fcntl.h>

#include "stdlib/language/descriptor_stream.hpp"

namespace sli {

InputStream& input_operand(Engine& engine, std::size_t depth) {
    return expected_operand<InputStream&>(engine, depth);
}

OutputStream& output_operand(Engine& engine, std::size_t depth) {
    return expected_operand<OutputStream&>(engine, depth);
}

InputStream& good_input(Engine& engine, std::size_t depth) {
    InputStream& input = input_operand(engine, depth);
    if (!input.stream().good())
        throw Error(ErrorKind::bad_io).with_hint("the stream is at its end or closed");
    return input;
}

OutputStream& good_output(Engine& engine, std::size_t depth) {
    OutputStream& output = output_operand(engine, depth);
    if (!output.stream().good())
        throw Error(ErrorKind::bad_io).with_hint("the stream has failed or is closed");
    return output;
}

Value input_of(int descriptor, std::string name) {
    Value stream = Value::make<InputStream>(std::make_unique<DescriptorInput>(descriptor), std::move(name));
    stream.object<InputStream>().descriptor = descriptor;
    return stream;
}

Value output_of(int descriptor) {
    Value stream = Value::make<OutputStream>(std::make_unique<DescriptorOutput>(descriptor));
    stream.object<OutputStream>().descriptor = descriptor;
    return stream;
}

std::optional<Value> open_input(std::string const& path) {
    int const descriptor = open_descriptor(path, O_RDONLY);
    if (descriptor < 0) return {};
    return input_of(descriptor, path);
}

std::optional<Value> open_output(std::string const& path, int flags) {
    int const descriptor = open_descriptor(path, flags);
    if (descriptor < 0) return {};
    return output_of(descriptor);
}

} // namespace sli
