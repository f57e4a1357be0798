#include "stdlib/simulation/errors.hpp"

#include <algorithm>
#include <optional>

namespace sli {

namespace {

// Errors that the language raises by name only: they leave errordict/message as it was.
constexpr std::string_view silent[] = {
    "ArgumentError",
    "IncompatibleLengths",
    "InvalidNodeCollectionError",
    "RangeError",
};

} // namespace

Error to_error(nest::KernelError const& error) {
    bool const by_name = std::ranges::find(silent, error.name()) != std::end(silent);
    return Error(error.name(), by_name ? std::nullopt : std::optional(error.text())).with_hint(error.hint());
}

} // namespace sli
