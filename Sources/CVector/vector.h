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
typedef short assay_shorts8 __attribute__((ext_vector_type(8)));

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

// The same vector, computed before this point of the program, and used after it. The compiler would otherwise
// put several steps of one chain behind one another, each of which waits for the one before.
#define ASSAY_IN_ORDER(n, keep)                                     \
  ASSAY_INLINE assay_float##n assay_in_order##n(assay_float##n x) { \
    keep;                                                           \
    return x;                                                       \
  }
#if defined(__SSE__)
ASSAY_IN_ORDER(4, __asm__ volatile("" : "+x"(x)))
#else
ASSAY_IN_ORDER(4, )
#endif
#if defined(__AVX__)
ASSAY_IN_ORDER(8, __asm__ volatile("" : "+x"(x)))
#else
ASSAY_IN_ORDER(8, )
#endif
#if defined(__AVX512F__)
ASSAY_IN_ORDER(16, __asm__ volatile("" : "+v"(x)))
#else
ASSAY_IN_ORDER(16, )
#endif

// Asks for a line of memory into the second-level cache; any address will do.
ASSAY_INLINE void assay_prefetch(const float *_Nonnull address) { __builtin_prefetch(address, 0, 2); }

// Asks for a line of memory into the first-level cache; any address will do.
ASSAY_INLINE void assay_prefetch_near(const float *_Nonnull address) { __builtin_prefetch(address, 0, 3); }

// Four floats, again and again. The compiler forgets that they were in memory: it would otherwise load
// each of them again where one is spread.
ASSAY_INLINE assay_float16 assay_repeat_quad(const float *_Nonnull source) {
  assay_float4 quad;
  __builtin_memcpy(&quad, source, sizeof quad);
  assay_float16 repeated = __builtin_shufflevector(quad, quad, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3);
#if defined(__AVX512F__)
  __asm__("" : "+v"(repeated));
#endif
  return repeated;
}

// One of four repeated floats, the one at `place`, in all lanes.
ASSAY_INLINE assay_float16 assay_spread_quad(assay_float16 x, long place) {
#define ASSAY_SPREAD(i) __builtin_shufflevector(x, x, i, i, i, i, 4 + i, 4 + i, 4 + i, 4 + i, 8 + i, 8 + i, 8 + i, 8 + i, 12 + i, 12 + i, 12 + i, 12 + i)
  switch (place) {
  case 0: return ASSAY_SPREAD(0);
  case 1: return ASSAY_SPREAD(1);
  case 2: return ASSAY_SPREAD(2);
  default: return ASSAY_SPREAD(3);
  }
}

// What the compiler may not take apart and put together in another way.
#if defined(__AVX512F__)
#define ASSAY_FIXED(x) __asm__("" : "+v"(x))
#else
#define ASSAY_FIXED(x)
#endif

// Four floats of each of four rows, `stride` apart, side by side. Each is inserted where it is read:
// joined by halves, they would occupy the units that exchange lanes.
ASSAY_INLINE assay_float16 assay_join_quads(const float *_Nonnull source, long stride) {
  assay_float4 rows[4];
  for (int i = 0; i < 4; i++) __builtin_memcpy(&rows[i], source + i * stride, sizeof rows[i]);
  assay_float8 upper = __builtin_shufflevector(rows[0], rows[1], 0, 1, 2, 3, 4, 5, 6, 7);
  assay_float16 row, joined = __builtin_shufflevector(upper, upper, 0, 1, 2, 3, 4, 5, 6, 7, -1, -1, -1, -1, -1, -1, -1, -1);
  ASSAY_FIXED(joined);
  row = __builtin_shufflevector(rows[2], rows[2], -1, -1, -1, -1, -1, -1, -1, -1, 0, 1, 2, 3, -1, -1, -1, -1);
  joined = __builtin_shufflevector(joined, row, 0, 1, 2, 3, 4, 5, 6, 7, 24, 25, 26, 27, -1, -1, -1, -1);
  ASSAY_FIXED(joined);
  row = __builtin_shufflevector(rows[3], rows[3], -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 1, 2, 3);
  joined = __builtin_shufflevector(joined, row, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 28, 29, 30, 31);
  ASSAY_FIXED(joined);
  return joined;
}

// Within each four lanes: those of both by turns, the lower two or the upper two of each; or the lower two
// of both side by side, or the upper two.
#define ASSAY_FOURS(name, a, b, c, d)                                                             \
  ASSAY_INLINE assay_float16 assay_##name(assay_float16 x, assay_float16 y) {                     \
    assay_float16 fours = __builtin_shufflevector(                                                \
        x, y, a, b, c, d, a + 4, b + 4, c + 4, d + 4, a + 8, b + 8, c + 8, d + 8, a + 12, b + 12, \
        c + 12, d + 12);                                                                          \
    ASSAY_FIXED(fours);                                                                           \
    return fours;                                                                                 \
  }
ASSAY_FOURS(interleave_low, 0, 16, 1, 17)
ASSAY_FOURS(interleave_high, 2, 18, 3, 19)
ASSAY_FOURS(join_low, 0, 1, 16, 17)
ASSAY_FOURS(join_high, 2, 3, 18, 19)

// The other way round.
ASSAY_INLINE void assay_part_quads(assay_float16 x, float *_Nonnull target, long stride) {
  assay_float4 rows[4] = {x.lo.lo, x.lo.hi, x.hi.lo, x.hi.hi};
  for (int i = 0; i < 4; i++) __builtin_memcpy(target + i * stride, &rows[i], sizeof rows[i]);
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
#define ASSAY_ADD_PAIRS(n, products)                                                              \
  ASSAY_INLINE assay_int##n assay_add_pairs##n(assay_int##n sum, int left, assay_int##n right) {  \
    assay_int##n repeated = (assay_int##n)left;                                                   \
    return sum + (products);                                                                      \
  }
#define ASSAY_PAIRS(n)                                                                            \
  ASSAY_ADD_PAIRS(n, ((repeated << 16) >> 16) * ((right << 16) >> 16) + (repeated >> 16) * (right >> 16))
#define ASSAY_PMADDWD(n, bits)                                                                    \
  typedef short assay_words##bits __attribute__((vector_size(bits / 8)));                         \
  ASSAY_ADD_PAIRS(                                                                                \
      n, (assay_int##n)__builtin_ia32_pmaddwd##bits((assay_words##bits)repeated, (assay_words##bits)right))

#if defined(__SSE2__)
ASSAY_PMADDWD(4, 128)
#else
ASSAY_PAIRS(4)
#endif
#if defined(__AVX2__)
ASSAY_PMADDWD(8, 256)
#else
ASSAY_PAIRS(8)
#endif
#if defined(__AVX512BW__)
ASSAY_PMADDWD(16, 512)
#else
ASSAY_PAIRS(16)
#endif

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

// Four rows of thirty-two bytes, `stride` apart, as thirty-two columns of four, after the bits of `flip`
// were turned. What lies in one half of a register is interleaved there and stored from there.
ASSAY_INLINE void assay_interleave_quads(
    const unsigned char *_Nonnull source, long stride, unsigned char flip, float *_Nonnull target) {
  typedef unsigned char bytes __attribute__((ext_vector_type(32)));
  typedef short words __attribute__((ext_vector_type(16)));
  typedef short half __attribute__((ext_vector_type(8)));
  bytes rows[4];
  for (int i = 0; i < 4; i++) {
    __builtin_memcpy(&rows[i], source + i * stride, sizeof rows[i]);
    rows[i] ^= (bytes)flip;
  }
  words pairs[4], quads[4];
  for (int i = 0; i < 2; i++) {
    pairs[i] = (words)__builtin_shufflevector(
        rows[2 * i], rows[2 * i + 1], 0, 32, 1, 33, 2, 34, 3, 35, 4, 36, 5, 37, 6, 38, 7, 39, 16, 48,
        17, 49, 18, 50, 19, 51, 20, 52, 21, 53, 22, 54, 23, 55);
    pairs[i + 2] = (words)__builtin_shufflevector(
        rows[2 * i], rows[2 * i + 1], 8, 40, 9, 41, 10, 42, 11, 43, 12, 44, 13, 45, 14, 46, 15, 47, 24,
        56, 25, 57, 26, 58, 27, 59, 28, 60, 29, 61, 30, 62, 31, 63);
  }
  for (int i = 0; i < 2; i++) {
    quads[2 * i] = __builtin_shufflevector(
        pairs[2 * i], pairs[2 * i + 1], 0, 16, 1, 17, 2, 18, 3, 19, 8, 24, 9, 25, 10, 26, 11, 27);
    quads[2 * i + 1] = __builtin_shufflevector(
        pairs[2 * i], pairs[2 * i + 1], 4, 20, 5, 21, 6, 22, 7, 23, 12, 28, 13, 29, 14, 30, 15, 31);
  }
  for (int i = 0; i < 4; i++) {
    half low = quads[i].lo, high = quads[i].hi;
    __builtin_memcpy(target + 4 * i, &low, sizeof low);
    __builtin_memcpy(target + 16 + 4 * i, &high, sizeof high);
  }
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
