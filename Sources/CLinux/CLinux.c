#include "CLinux.h"

int assay_errno(void) { return errno; }

char **assay_environment(void) { return environ; }

int assay_openat(int directory, const char *path, int flags, unsigned mode) {
  return openat(directory, path, flags, mode);
}

int assay_duplicate(int descriptor) { return fcntl(descriptor, F_DUPFD_CLOEXEC, 0); }

const char *assay_entry_name(const struct dirent *entry) { return entry->d_name; }
