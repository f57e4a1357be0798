// The compiled part of fmt: Debian has its headers, but no static library of it. Instantiated is what the
// linker misses in programs that include <fmt/format.h> alone.
#include <fmt/format-inl.h>

namespace dragonbox = fmt::detail::dragonbox;

template dragonbox::decimal_fp<float> dragonbox::to_decimal<float>(float) noexcept;
template dragonbox::decimal_fp<double> dragonbox::to_decimal<double>(double) noexcept;
template fmt::detail::thousands_sep_result<char>
    fmt::detail::thousands_sep_impl<char>(fmt::detail::locale_ref);
template char fmt::detail::decimal_point_impl<char>(fmt::detail::locale_ref);
