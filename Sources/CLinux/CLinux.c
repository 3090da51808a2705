#include "CLinux.h"

#include <sys/syscall.h>

int assay_errno(void) { return errno; }

void (*assay_ignore_signal(void))(int) { return SIG_IGN; }

char **assay_environment(void) { return environ; }

int assay_openat(int directory, const char *path, int flags, unsigned mode) {
  return openat(directory, path, flags, mode);
}

int assay_duplicate(int descriptor) { return fcntl(descriptor, F_DUPFD_CLOEXEC, 0); }

const char *assay_entry_name(const struct dirent *entry) { return entry->d_name; }

int assay_openat2(int directory, const char *path, unsigned long long flags,
                  unsigned long long mode, unsigned long long resolve) {
  struct open_how how = {.flags = flags, .mode = mode, .resolve = resolve};
  return (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
}

int assay_locale_text_mask(void) { return LC_CTYPE_MASK; }

int assay_status_exited(int status) { return WIFEXITED(status); }
int assay_status_code(int status) { return WEXITSTATUS(status); }
int assay_status_signal(int status) { return WTERMSIG(status); }
