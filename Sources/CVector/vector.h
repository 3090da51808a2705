// Operations that Swift cannot ask for, or compiles to one call or branch per lane. Each is one LLVM
// operation or a fixed sequence of shuffles, inlined into its caller and hence compiled for the
// caller's CPU level.
#pragma once

typedef float assay_float4 __attribute__((ext_vector_type(4)));
typedef float assay_float8 __attribute__((ext_vector_type(8)));
typedef float assay_float16 __attribute__((ext_vector_type(16)));
typedef int assay_int4 __attribute__((ext_vector_type(4)));
typedef int assay_int8 __attribute__((ext_vector_type(8)));
typedef int assay_int16 __attribute__((ext_vector_type(16)));
typedef signed char assay_bytes8 __attribute__((ext_vector_type(8)));
typedef signed char assay_bytes16 __attribute__((ext_vector_type(16)));
typedef short assay_shorts8 __attribute__((ext_vector_type(8)));
typedef short assay_shorts16 __attribute__((ext_vector_type(16)));

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

// Each lane's sum plus the two products of the sixteen-bit numbers in that lane of both operands,
// modulo 2^32. `left` is the same in every lane.
#define ASSAY_PAIRS_BY_HAND(n, sum, left, right)                                                  \
  (sum + (((assay_int##n)(left) << 16) >> 16) * ((right << 16) >> 16) +                           \
   ((assay_int##n)(left) >> 16) * (right >> 16))

ASSAY_INLINE assay_int4 assay_add_pairs4(assay_int4 sum, int left, assay_int4 right) {
#if defined(__SSE2__)
  typedef short words __attribute__((vector_size(16)));
  return sum + (assay_int4)__builtin_ia32_pmaddwd128((words)(assay_int4)left, (words)right);
#else
  return ASSAY_PAIRS_BY_HAND(4, sum, left, right);
#endif
}

ASSAY_INLINE assay_int8 assay_add_pairs8(assay_int8 sum, int left, assay_int8 right) {
#if defined(__AVX2__)
  typedef short words __attribute__((vector_size(32)));
  return sum + (assay_int8)__builtin_ia32_pmaddwd256((words)(assay_int8)left, (words)right);
#else
  return ASSAY_PAIRS_BY_HAND(8, sum, left, right);
#endif
}

ASSAY_INLINE assay_int16 assay_add_pairs16(assay_int16 sum, int left, assay_int16 right) {
#if defined(__AVX512BW__)
  typedef short words __attribute__((vector_size(64)));
  return sum + (assay_int16)__builtin_ia32_pmaddwd512((words)(assay_int16)left, (words)right);
#else
  return ASSAY_PAIRS_BY_HAND(16, sum, left, right);
#endif
}

// Each lane's sum plus the four products of the bytes in that lane, unsigned ones of `left` with
// signed ones of `right`, modulo 2^32.
ASSAY_INLINE assay_int16 assay_add_quads16(assay_int16 sum, int left, assay_int16 right) {
#if defined(__AVX512VNNI__)
  typedef int lanes __attribute__((vector_size(64)));
  return (assay_int16)__builtin_ia32_vpdpbusd512(
      (lanes)sum, (lanes)(assay_int16)left, (lanes)right);
#else
  for (int place = 0; place < 32; place += 8)
    sum += (assay_int16)((left >> place) & 255) * ((right << (24 - place)) >> 24);
  return sum;
#endif
}

// Four rows of sixteen bytes as sixteen columns of four.
ASSAY_INLINE assay_int16 assay_interleave_quads(
    assay_bytes16 first, assay_bytes16 second, assay_bytes16 third, assay_bytes16 fourth) {
  typedef signed char bytes32 __attribute__((ext_vector_type(32)));
  bytes32 upper = __builtin_shufflevector(
      first, second, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23, 8, 24, 9, 25, 10, 26,
      11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  bytes32 lower = __builtin_shufflevector(
      third, fourth, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23, 8, 24, 9, 25, 10, 26,
      11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  assay_shorts16 even = (assay_shorts16)upper, odd = (assay_shorts16)lower;
  return (assay_int16)__builtin_shufflevector(
      even, odd, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23, 8, 24, 9, 25, 10, 26, 11,
      27, 12, 28, 13, 29, 14, 30, 15, 31);
}

// Two rows of eight sixteen-bit numbers as eight columns of two.
ASSAY_INLINE assay_int8 assay_interleave_pairs(assay_shorts8 first, assay_shorts8 second) {
  return (assay_int8)__builtin_shufflevector(
      first, second, 0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15);
}

// Signed bytes as sixteen-bit numbers.
ASSAY_INLINE assay_shorts8 assay_widen8(assay_bytes8 bytes) {
  return __builtin_convertvector(bytes, assay_shorts8);
}

// Columns of eight rows of eight floats as rows: element (i, j), at source[i * stride + j], goes to
// target[j * target_stride + i].
ASSAY_INLINE void assay_transpose8(
    const float *_Nonnull source, long stride, float *_Nonnull target, long target_stride) {
  assay_float8 rows[8], pairs[8], quads[8], columns[8];
  for (int i = 0; i < 8; i++) __builtin_memcpy(&rows[i], source + i * stride, sizeof rows[i]);
  for (int i = 0; i < 8; i += 2) {
    pairs[i] = __builtin_shufflevector(rows[i], rows[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    pairs[i + 1] = __builtin_shufflevector(rows[i], rows[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
  }
  for (int i = 0; i < 8; i += 4)
    for (int j = 0; j < 2; j++) {
      assay_float8 first = pairs[i + j], second = pairs[i + j + 2];
      quads[i + 2 * j] = __builtin_shufflevector(first, second, 0, 1, 8, 9, 4, 5, 12, 13);
      quads[i + 2 * j + 1] = __builtin_shufflevector(first, second, 2, 3, 10, 11, 6, 7, 14, 15);
    }
  for (int i = 0; i < 4; i++) {
    columns[i] = __builtin_shufflevector(quads[i], quads[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    columns[i + 4] = __builtin_shufflevector(quads[i], quads[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
  for (int i = 0; i < 8; i++)
    __builtin_memcpy(target + i * target_stride, &columns[i], sizeof columns[i]);
}
