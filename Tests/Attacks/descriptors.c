// Doors that somebody may have left open: descriptors, and what /proc shows of others.
#include "attacks.h"

#include <dirent.h>
#include <sys/stat.h>

// Every open descriptor but the three that a job has.
static int scan_descriptors(int count, char **words) {
  (void)count, (void)words;
  for (int number = 0; number < 1 << 16; number++) {
    int open = fcntl(number, F_GETFD) >= 0;
    if (open != (number < 3)) printf("%d is %s\n", number, open ? "open" : "closed");
  }
  return 0;
}

static void try_open(const char *path, int flags) {
  int file = open(path, flags | O_NONBLOCK);
  if (file < 0) return;
  printf("%s can be opened\n", path);
  close(file);
}

// What belongs to the first process, which was the launcher's.
static int open_first_process(int count, char **words) {
  (void)count, (void)words;
  static const char *const readable[] = {
      "/proc/1/mem", "/proc/1/environ", "/proc/1/maps",     "/proc/1/exe",
      "/proc/1/auxv", "/proc/1/stack",  "/proc/1/pagemap",  "/proc/1/root/etc",
      "/proc/1/cwd/", "/proc/1/ns/mnt", "/proc/1/map_files", "/proc/1/fd",
      "/proc/1/fdinfo", "/proc/1/task/1/fd", "/proc/1/ns/user",
  };
  static const char *const writable[] = {
      "/proc/1/mem",          "/proc/1/exe",     "/proc/1/clear_refs",   "/proc/1/oom_score_adj",
      "/proc/1/oom_adj",      "/proc/1/uid_map", "/proc/1/attr/current", "/proc/1/comm",
      "/proc/1/coredump_filter", "/proc/1/timerslack_ns",
  };
  for (size_t i = 0; i < sizeof readable / sizeof *readable; i++) try_open(readable[i], O_RDONLY);
  for (size_t i = 0; i < sizeof writable / sizeof *writable; i++) try_open(writable[i], O_WRONLY);
  return 0;
}

// Its own program is part of the image, which all jobs share.
static int overwrite_program(int count, char **words) {
  (void)count, (void)words;
  return answer(open("/proc/self/exe", O_WRONLY));
}

// Who else has a number here: only the first process and those of the job.
static int list_processes(int count, char **words) {
  (void)count, (void)words;
  DIR *directory = opendir("/proc");
  if (!directory) return answer(-1);
  const struct dirent *entry;
  while ((entry = readdir(directory))) {
    long number = strtol(entry->d_name, NULL, 10);
    if (number > 1 && number != getpid()) printf("process %ld\n", number);
  }
  closedir(directory);
  return 0;
}

// Users and groups cannot be mapped a second time.
static int map_users(int count, char **words) {
  (void)count, (void)words;
  static const char *const files[] = {"/proc/self/uid_map", "/proc/self/gid_map"};
  for (int i = 0; i < 2; i++) {
    int file = open(files[i], O_WRONLY);
    long result = file < 0 ? -1 : write(file, "0 0 1", 5);
    complain_unless(files[i], result, EPERM, EACCES);
  }
  return 0;
}

// argument: something that stands in paths of the host only
static int search_mounts(int count, char **words) {
  static const char *const files[] = {
      "/proc/self/mountinfo", "/proc/self/mounts", "/proc/self/mountstats", "/proc/self/cgroup"};
  if (count != 1) return 64;
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    FILE *file = fopen(files[i], "r");
    if (!file) continue;
    char line[8192];
    while (fgets(line, sizeof line, file))
      if (strstr(line, words[0])) printf("%s: %s", files[i], line);
    fclose(file);
  }
  return 0;
}

// arguments: paths that must not be there, or at least be closed
static int open_paths(int count, char **words) {
  for (int i = 0; i < count; i++) {
    try_open(words[i], O_RDONLY);
    try_open(words[i], O_WRONLY);
  }
  return 0;
}

const struct attack descriptor_attacks[] = {
    {"scan-descriptors", scan_descriptors},
    {"open-first-process", open_first_process},
    {"overwrite-program", overwrite_program},
    {"list-processes", list_processes},
    {"map-users", map_users},
    {"search-mounts", search_mounts},
    {"open-paths", open_paths},
    {NULL, NULL},
};
