// Single instructions that Swift's own vector types do not reach or not reliably: each function here
// becomes one LLVM operation of the caller, at the caller's CPU level.
#pragma once

typedef float assay_float16 __attribute__((ext_vector_type(16)));
typedef unsigned assay_uint16 __attribute__((ext_vector_type(16)));
typedef unsigned short assay_ushort16 __attribute__((ext_vector_type(16)));

// Asks for the cache line at an address, and does nothing else.
static inline void assay_prefetch(const void *address) { __builtin_prefetch(address, 1, 3); }

static inline assay_float16 assay_fma(assay_float16 x, assay_float16 y, assay_float16 z) {
  return __builtin_elementwise_fma(x, y, z);
}

static inline assay_float16 assay_sqrt(assay_float16 x) { return __builtin_elementwise_sqrt(x); }

static inline assay_uint16 assay_widen(assay_ushort16 x) {
  return __builtin_convertvector(x, assay_uint16);
}
