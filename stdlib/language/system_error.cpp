#include "stdlib/language/system_error.hpp"

#include <cstring>

namespace sli {

void throw_system_error(Engine& engine, int number) {
    char const* const text = std::strerror(number);
    engine.errordict().set(engine.intern("sys_errno"), Value(number));
    engine.errordict().set(engine.intern("sys_errname"), engine.literal(text));
    throw Error(ErrorKind::system_error).with_hint(text);
}

} // namespace sli
