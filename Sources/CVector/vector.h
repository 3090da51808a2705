// Operations that Swift cannot ask for, or compiles to one call or branch per lane. Each is one LLVM
// operation, inlined into its caller and hence compiled for the caller's CPU level.
#pragma once

typedef float assay_float4 __attribute__((ext_vector_type(4)));
typedef float assay_float8 __attribute__((ext_vector_type(8)));
typedef float assay_float16 __attribute__((ext_vector_type(16)));

#define ASSAY_INLINE static inline __attribute__((always_inline))

// The same address, of which the compiler forgets where it came from: it would otherwise derive each
// pointer of a loop from the one before, or keep more of them than there are registers.
ASSAY_INLINE const float *_Nonnull assay_opaque_pointer(const float *_Nonnull pointer) {
  __asm__("" : "+r"(pointer));
  return pointer;
}

ASSAY_INLINE long assay_opaque_number(long number) {
  __asm__("" : "+r"(number));
  return number;
}

// Correctly rounded square roots, as IEEE 754 has them.
ASSAY_INLINE assay_float16 assay_square_roots(assay_float16 x) {
  return __builtin_elementwise_sqrt(x);
}

// Whether any lane is above the limit or not a number.
ASSAY_INLINE _Bool assay_any_beyond(assay_float16 x, float limit) {
  return __builtin_reduce_or(~(x <= (assay_float16)limit)) != 0;
}

// Whether any lane is not a number.
ASSAY_INLINE _Bool assay_any_nan4(assay_float4 x) { return __builtin_reduce_or(x != x) != 0; }
ASSAY_INLINE _Bool assay_any_nan8(assay_float8 x) { return __builtin_reduce_or(x != x) != 0; }
ASSAY_INLINE _Bool assay_any_nan16(assay_float16 x) { return __builtin_reduce_or(x != x) != 0; }
