// Ways to use more memory than the job may.
#include "attacks.h"

#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/wait.h>

enum { MEBIBYTE = 1 << 20 };

static void fill(char *block, size_t size) {
  for (size_t at = 0; at < size; at += 4096) block[at] = (char)(at >> 12) + 1;
}

// argument: MiB
static size_t size_of(int count, char **words) {
  return count > 0 ? strtoul(words[0], NULL, 10) * MEBIBYTE : 0;
}

static int grow_heap(int count, char **words) {
  for (size_t left = size_of(count, words); left; left -= MEBIBYTE) {
    char *block = mmap(NULL, MEBIBYTE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (block == MAP_FAILED) return answer(-1);
    fill(block, MEBIBYTE);
  }
  return answer(0);
}

// Many small processes, none of which is large itself.
static int grow_family(int count, char **words) {
  size_t size = size_of(count, words) / 16;
  for (int child = 0; child < 16; child++) {
    pid_t process = fork();
    if (process == 0) {
      char *block = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      if (block != MAP_FAILED) fill(block, size);
      sleep(1);
      _exit(0);
    }
  }
  while (wait(NULL) > 0) {}
  return 0;
}

static int grow_anonymous_file(int count, char **words) {
  size_t size = size_of(count, words);
  int file = memfd_create("x", 0);
  if (file < 0 || ftruncate(file, (off_t)size)) return answer(-1);
  char *block = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (block == MAP_FAILED) return answer(-1);
  fill(block, size);
  return answer(0);
}

static int grow_shared_segment(int count, char **words) {
  size_t size = size_of(count, words);
  int segment = shmget(IPC_PRIVATE, size, 0600);
  if (segment < 0) return answer(-1);
  char *block = shmat(segment, NULL, 0);
  if (block == (void *)-1) return answer(-1);
  fill(block, size);
  return answer(0);
}

// Data that waits in pipes is the kernel's memory, and still the job's.
static int grow_pipes(int count, char **words) {
  (void)count, (void)words;
  static char block[MEBIBYTE];
  fill(block, sizeof block);
  for (;;) {
    int ends[2];
    if (pipe2(ends, O_NONBLOCK)) return answer(-1);
    fcntl(ends[1], F_SETPIPE_SZ, MEBIBYTE);
    while (write(ends[1], block, sizeof block) > 0) {}
  }
}

// Pages that cannot be swapped out.
static int lock_memory(int count, char **words) {
  size_t size = size_of(count, words);
  void *block = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (block == MAP_FAILED) return answer(-1);
  return answer(mlock(block, size));
}

const struct attack memory_attacks[] = {
    {"grow-heap", grow_heap},
    {"grow-family", grow_family},
    {"grow-anonymous-file", grow_anonymous_file},
    {"grow-shared-segment", grow_shared_segment},
    {"grow-pipes", grow_pipes},
    {"lock-memory", lock_memory},
    {NULL, NULL},
};
