// In builds with sanitizers: a bound on what operator new may give.
#pragma once

#include <cstddef>

namespace sli {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define NEST_COUNTED_MEMORY 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define NEST_COUNTED_MEMORY 1
#endif
#endif

#ifdef NEST_COUNTED_MEMORY
constexpr bool memory_is_counted = true;
#else
constexpr bool memory_is_counted = false;
#endif

// Bytes in all, 0: no limit; gives the limit that holds now.
std::size_t limit_counted_memory(std::size_t bytes);
std::size_t counted_memory(); // in use

} // namespace sli
