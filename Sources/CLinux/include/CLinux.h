// What Swift cannot see of Linux through its Glibc module: declarations behind _GNU_SOURCE,
// variadic functions, system calls without a wrapper, and macros. No policy lives here.
#pragma once
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

int assay_errno(void);
void (*assay_ignore_signal(void))(int);
char **assay_environment(void);
int assay_openat(int directory, const char *path, int flags, unsigned mode);
int assay_duplicate(int descriptor);
const char *assay_entry_name(const struct dirent *entry);
int assay_openat2(int directory, const char *path, unsigned long long flags,
                  unsigned long long mode, unsigned long long resolve);
int assay_locale_text_mask(void);

// A wait status (wait4(2)) taken apart.
int assay_status_exited(int status);
int assay_status_code(int status);
int assay_status_signal(int status);
unsigned assay_floating_control(void);
int assay_has_cpu_level(int level);
