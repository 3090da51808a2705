#include "CLinux.h"

#if defined(__x86_64__)
int assay_has_cpu_level(int level) {
  // The compiler's runtime asks cpuid for the instructions, and XCR0 for what the kernel saves.
  __builtin_cpu_init();
  if (level == 5) return assay_has_cpu_level(4) && __builtin_cpu_supports("avx512vnni");
  if (level == 4) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
  }
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
         __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
}
#else
int assay_has_cpu_level(int level) {
  (void)level;
  return 0;
}
#endif
