#include "CLinux.h"

#define HUGE_PAGE ((uintptr_t)2 << 20)
// Linux 6.1; glibc 2.36 does not name it.
#define COLLAPSE 25

int assay_move_to_huge_pages(uintptr_t start, size_t size) {
  // Somewhere in it there is an aligned part that is large enough.
  char *space = mmap(NULL, size + HUGE_PAGE, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (space == MAP_FAILED) return -1;
  char *copy = space + (-(uintptr_t)space & (HUGE_PAGE - 1));
  memcpy(copy, (const void *)start, size);
  // Small pages would be worse than those of the file: copies of the process would copy them all.
  if (madvise(copy, size, COLLAPSE) == 0 && mprotect(copy, size, PROT_READ | PROT_EXEC) == 0 &&
      mremap(copy, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, (void *)start) != MAP_FAILED) {
    // What is left of it; the hole that the copy has made is nobody's.
    munmap(space, (size_t)(copy - space));
    munmap(copy + size, (size_t)(space + HUGE_PAGE - copy));
    return 0;
  }
  int error = errno;
  munmap(space, size + HUGE_PAGE);
  errno = error;
  return -1;
}
