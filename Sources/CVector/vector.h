// Operations that Swift cannot ask for, or compiles to one call or branch per lane. Each is one LLVM
// operation, inlined into its caller and hence compiled for the caller's CPU level.
#pragma once

typedef float assay_float16 __attribute__((ext_vector_type(16)));

#define ASSAY_INLINE static inline __attribute__((always_inline))

// Asks for the cache line at an address, and does nothing else.
ASSAY_INLINE void assay_prefetch(const void *address) { __builtin_prefetch(address, 1, 3); }

// Correctly rounded square roots, as IEEE 754 has them.
ASSAY_INLINE assay_float16 assay_square_roots(assay_float16 x) {
  return __builtin_elementwise_sqrt(x);
}

// Whether any lane is above the limit or not a number.
ASSAY_INLINE _Bool assay_any_beyond(assay_float16 x, float limit) {
  return __builtin_reduce_or(~(x <= (assay_float16)limit)) != 0;
}
