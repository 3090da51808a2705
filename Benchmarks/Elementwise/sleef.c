// Functions of SLEEF over arrays: each takes and returns a vector in registers, which only C can call.
#include <immintrin.h>

typedef __m512 (*function)(__m512);

__attribute__((target("avx512f"))) void peer_map(
    function function, const float *source, float *target, long count) {
  for (long place = 0; place < count; place += 16)
    _mm512_storeu_ps(target + place, function(_mm512_loadu_ps(source + place)));
}
