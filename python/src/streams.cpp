#include "python/src/streams.hpp"

#include <pybind11/pybind11.h>

#include <iostream>
#include <memory>
#include <string>
#include <utility>

namespace python {
namespace {

namespace py = pybind11;

// Collects text and hands it to Python at each flush and when it has become long.
class PythonBuffer final : public std::streambuf {
public:
    explicit PythonBuffer(char const* name)
        : name_(name) {}

protected:
    int_type overflow(int_type character) override {
        if (character != traits_type::eof()) text_.push_back(traits_type::to_char_type(character));
        return text_.size() < most ? 0 : sync();
    }
    std::streamsize xsputn(char const* text, std::streamsize size) override {
        text_.append(text, static_cast<std::size_t>(size));
        if (text_.size() >= most) sync();
        return size;
    }
    int sync() override {
        if (text_.empty() || !Py_IsInitialized()) return 0;
        py::gil_scoped_acquire const gil;
        std::string const text = std::exchange(text_, {});
        try {
            auto const stream = py::module_::import("sys").attr(name_);
            if (!stream.is_none()) {
                auto const size = static_cast<Py_ssize_t>(text.size());
                stream.attr("write")(
                    py::reinterpret_steal<py::object>(PyUnicode_DecodeUTF8(text.data(), size, "replace")));
                stream.attr("flush")();
            }
        } catch (py::error_already_set& error) {
            error.discard_as_unraisable("writing the output of the simulator");
        }
        return 0;
    }

private:
    static constexpr std::size_t most = 8192;
    char const* name_;
    std::string text_;
};

// Streams live as long as the process, as the session does.
std::ostream& stream_to(char const* name) {
    return *std::make_unique<std::ostream>(std::make_unique<PythonBuffer>(name).release()).release();
}

} // namespace

sli::HostStreams host_streams() { return {std::cin, stream_to("stdout"), stream_to("stderr")}; }

} // namespace python
