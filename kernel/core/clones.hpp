// NEST_CLONES in front of a function compiles it once per instruction set; the program picks the best one
// when it starts. All clones compute the same bits: no contraction, no reassociation.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(NEST_NO_CLONES)
#define NEST_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define NEST_CLONES
#endif

#define NEST_RESTRICT __restrict
#define NEST_INLINE [[gnu::always_inline]] inline // into every clone that calls it
