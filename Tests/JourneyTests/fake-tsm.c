// Makes a directory behave as the kernel's configfs-tsm does (Documentation/ABI/testing/configfs-tsm-report):
// a directory made in it gets files, a write to "inblob" puts a report into "outblob" and advances the
// generation, and the files go with their directory. Loaded before the C library (LD_PRELOAD).
//
// FAKE_TSM_ROOT is the directory, FAKE_TSM_REPORT the report to give out; where FAKE_TSM_OFFSET is set,
// the bytes from there on are those of inblob, as in a report that was made for them.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *root(void) { return getenv("FAKE_TSM_ROOT"); }

// Whether the open file is what `path` names; a path of which nothing else is known.
static int path_of(int file, char path[PATH_MAX]) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t count = readlink(link, path, PATH_MAX - 1);
  if (count < 0) return 0;
  path[count] = 0;
  return 1;
}

static int is_root(int file) {
  char path[PATH_MAX];
  return root() && path_of(file, path) && strcmp(path, root()) == 0;
}

static void put(const char *entry, const char *file, const void *bytes, size_t count) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/%s", entry, file);
  FILE *stream = fopen(path, "w");
  if (!stream) abort();
  if (count && fwrite(bytes, 1, count, stream) != count) abort();
  fclose(stream);
}

int mkdirat(int directory, const char *name, mode_t mode) {
  int (*real)(int, const char *, mode_t) = dlsym(RTLD_NEXT, "mkdirat");
  int result = real(directory, name, mode);
  if (result != 0 || !is_root(directory)) return result;
  char entry[PATH_MAX];
  snprintf(entry, sizeof entry, "%s/%s", root(), name);
  put(entry, "provider", "tdx_guest\n", 10);
  put(entry, "generation", "0\n", 2);
  put(entry, "inblob", "", 0);
  put(entry, "outblob", "", 0);
  put(entry, "auxblob", "", 0);
  return 0;
}

static void answer(const char *entry, const void *data, size_t count) {
  char path[PATH_MAX], generation[32];
  static char report[1 << 16];
  FILE *stream = fopen(getenv("FAKE_TSM_REPORT"), "r");
  if (!stream) abort();
  size_t size = fread(report, 1, sizeof report, stream);
  fclose(stream);
  const char *offset = getenv("FAKE_TSM_OFFSET");
  if (offset) memcpy(report + atoi(offset), data, count);
  put(entry, "outblob", report, size);
  snprintf(path, sizeof path, "%s/generation", entry);
  stream = fopen(path, "r");
  if (!stream || !fgets(generation, sizeof generation, stream)) abort();
  fclose(stream);
  int length = snprintf(generation, sizeof generation, "%d\n", atoi(generation) + 1);
  put(entry, "generation", generation, length);
}

ssize_t write(int file, const void *bytes, size_t count) {
  static ssize_t (*real)(int, const void *, size_t);
  if (!real) real = dlsym(RTLD_NEXT, "write");
  ssize_t result = real(file, bytes, count);
  char path[PATH_MAX];
  size_t length = root() ? strlen(root()) : 0;
  if (length && result == 64 && path_of(file, path) && strncmp(path, root(), length) == 0) {
    char *name = strrchr(path, '/');
    if (strcmp(name, "/inblob") == 0) {
      *name = 0;
      answer(path, bytes, count);
    }
  }
  return result;
}

int unlinkat(int directory, const char *name, int flags) {
  int (*real)(int, const char *, int) = dlsym(RTLD_NEXT, "unlinkat");
  if (flags & AT_REMOVEDIR && is_root(directory)) {
    const char *files[] = {"provider", "generation", "inblob", "outblob", "auxblob"};
    for (int index = 0; index < 5; index++) {
      char path[PATH_MAX];
      snprintf(path, sizeof path, "%s/%s", name, files[index]);
      real(directory, path, 0);
    }
  }
  return real(directory, name, flags);
}
