// What a job can learn that could differ from run to run, and what it uses: for comparisons.
#include "attacks.h"

#include <dirent.h>
#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>

static void print_bytes(const char *name, const unsigned char *bytes, ssize_t count) {
  printf("%s %zd ", name, count);
  for (ssize_t i = 0; i < count; i++) printf("%02x", bytes[i]);
  putchar('\n');
}

static void print_random(const char *name, size_t count) {
  unsigned char bytes[256];
  ssize_t got = getrandom(bytes, count, 0);
  if (got < 0) printf("%s %s\n", name, strerrorname_np(errno));
  else print_bytes(name, bytes, got);
}

static void *print_random_of_thread(void *name) {
  print_random(name, 32);
  return NULL;
}

static void print_device(const char *path) {
  unsigned char bytes[64];
  int file = open(path, O_RDONLY);
  print_bytes(path, bytes, read(file, bytes, sizeof bytes));
  close(file);
}

// Names in the order in which the kernel gives them, with their numbers; but not the links of a
// directory, which for /proc tell how many processes the host has.
static void print_directory(const char *path) {
  DIR *directory = opendir(path);
  if (!directory) return;
  const struct dirent *entry;
  while ((entry = readdir(directory))) {
    struct stat status;
    if (!strcmp(entry->d_name, "..")) continue;
    if (fstatat(dirfd(directory), entry->d_name, &status, AT_SYMLINK_NOFOLLOW)) continue;
    long links = S_ISDIR(status.st_mode) ? 0 : (long)status.st_nlink;
    printf("%s/%s %lu %o %u %ld %ld\n", path, entry->d_name, (unsigned long)status.st_ino,
           status.st_mode, status.st_uid, links, (long)status.st_size);
  }
  closedir(directory);
}

// Without the numbers of devices, which the host gives away as they come, and without the space
// after them, which depends on how many digits they have.
static void print_mappings(void) {
  char line[4096], range[64], rights[8], offset[32], inode[32], rest[4096];
  FILE *file = fopen("/proc/self/maps", "r");
  while (file && fgets(line, sizeof line, file)) {
    rest[0] = 0;
    if (sscanf(line, "%63s %7s %31s %*s %31s %4095[^\n]", range, rights, offset, inode, rest) >= 4)
      printf("mapping %s %s %s %s %s\n", range, rights, offset, inode, rest);
  }
  if (file) fclose(file);
}

static void print_addresses(void) {
  int local;
  void *heap = malloc(100), *large = malloc(1 << 24);
  printf("addresses %p %p %p %p %p %lx\n", (void *)print_addresses, (void *)&local, heap, large,
         (void *)environ, getauxval(AT_SYSINFO_EHDR));
  free(heap), free(large);
  print_mappings();
}

static void print_identity(void) {
  char directory[256];
  struct utsname names;
  uname(&names);
  printf("user %d %d %d %d\n", getuid(), geteuid(), getgid(), getegid());
  printf("process %d %d %d %d %d\n", getpid(), getppid(), gettid(), getsid(0), getpgrp());
  printf("place %s %o\n", getcwd(directory, sizeof directory), umask(022));
  printf("names %s %s %s %s %s\n", names.sysname, names.nodename, names.release, names.version,
         names.machine);
  for (char **variable = environ; *variable; variable++) puts(*variable);
  for (int limit = 0; limit < RLIM_NLIMITS; limit++) {
    struct rlimit value;
    if (!getrlimit(limit, &value))
      printf("limit %d %lu %lu\n", limit, (unsigned long)value.rlim_cur, (unsigned long)value.rlim_max);
  }
}

static void print_processors(void) {
  cpu_set_t set;
  CPU_ZERO(&set);
  sched_getaffinity(0, sizeof set, &set);
  printf("processors %d %d %d\n", CPU_COUNT(&set), get_nprocs(), sched_getcpu());
  printf("hardware %lx %lx %lx\n", getauxval(AT_HWCAP), getauxval(AT_HWCAP2), getauxval(AT_PAGESZ));
}

// Bits of results that C libraries compute by code which they choose for the processor.
static void print_arithmetic(void) {
  static double (*const functions[])(double) = {sin, cos, tan, exp, exp2, log, log2,
                                                sqrt, cbrt, tanh, erf, tgamma, lgamma, asin, expm1};
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
    for (int step = 1; step <= 3; step++) printf("%a ", functions[i](0.3 * step));
  printf("%a %a %a\n", pow(1.1, 33.3), atan2(1.0, 3.0), fma(0.1, 0.2, 0.3));
}

static void print_clocks(void) {
  static const clockid_t clocks[] = {CLOCK_MONOTONIC, CLOCK_MONOTONIC_RAW, CLOCK_BOOTTIME};
  for (int i = 0; i < 3; i++) {
    struct timespec time;
    clock_gettime(clocks[i], &time);
    // Far less than any machine has been up for: how long a busy host takes is not told.
    printf("clock %d %s\n", clocks[i], time.tv_sec < 600 ? "begins with the job" : "does not");
  }
}

// Prints everything that could differ from run to run, but for the time of day.
static int print_everything(int count, char **words) {
  (void)count, (void)words;
  static const char *const places[] = {"/", "/bin", "/etc", "/in", "/out", "/tmp", "/dev"};
  setvbuf(stdout, NULL, _IOFBF, 1 << 16);
  print_identity();
  print_addresses();
  print_processors();
  print_arithmetic();
  print_clocks();
  for (int i = 0; i < 40; i++) {
    char path[32];
    snprintf(path, sizeof path, "/tmp/%d", i * 7919 % 101);
    close(open(path, O_CREAT | O_WRONLY, 0600));
  }
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) print_directory(places[i]);
  print_device("/dev/urandom");
  print_device("/dev/random");
  print_random("random", 256);
  print_random("random", 7);
  fflush(stdout);
  for (int child = 0; child < 3; child++) {
    if (fork() == 0) {
      print_random("child's random", 32);
      fflush(stdout);
      _exit(0);
    }
    wait(NULL);
  }
  for (int thread = 0; thread < 3; thread++) {
    pthread_t number;
    pthread_create(&number, NULL, print_random_of_thread, "thread's random");
    pthread_join(number, NULL);
  }
  print_random("random", 100);
  return 0;
}

// What getrandom(2) makes of odd requests.
static int odd_random(int count, char **words) {
  (void)count, (void)words;
  static unsigned char bytes[1 << 20];
  void *constant = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  answer(getrandom(bytes, 16, 8));
  answer(getrandom(bytes, 16, GRND_RANDOM | 4));
  answer(syscall(SYS_getrandom, 8, 16, 0));
  answer(getrandom(constant, 4, 0));
  printf("%zd %zd %zd\n", getrandom(bytes, 0, 0), getrandom(bytes, 16, GRND_NONBLOCK),
         getrandom(bytes, sizeof bytes, GRND_RANDOM));
  return 0;
}

static double seconds(struct timeval time) { return (double)time.tv_sec + 1e-6 * (double)time.tv_usec; }

static long counter(const char *name) {
  char line[128];
  long value = -1;
  FILE *file = fopen("/proc/self/io", "r");
  while (file && fgets(line, sizeof line, file))
    if (!strncmp(line, name, strlen(name))) value = strtol(line + strlen(name) + 1, NULL, 10);
  if (file) fclose(file);
  return value;
}

// arguments: milliseconds as a user, and in the kernel; mebibytes of memory, read, written. Prints
// what the kernel says that this process used: both times, bytes of memory, read, written.
static int spend(int count, char **words) {
  if (count != 5) return 64;
  long amounts[5];
  for (int i = 0; i < 5; i++) amounts[i] = strtol(words[i], NULL, 10);
  static char piece[1 << 20];
  size_t size = (size_t)amounts[2] << 20;
  char *memory = malloc(size);
  memset(memory, 1, size);
  int zero = open("/dev/zero", O_RDONLY), null = open("/dev/null", O_WRONLY);
  for (long i = 0; i < amounts[3]; i++)
    if (read(zero, piece, sizeof piece) != sizeof piece) return 1;
  for (long i = 0; i < amounts[4]; i++)
    if (write(null, piece, sizeof piece) != sizeof piece) return 1;
  struct rusage usage;
  volatile double value = 1;
  do {
    for (int i = 0; i < 200000; i++) value = value * 1.0000001;
    getrusage(RUSAGE_SELF, &usage);
  } while (seconds(usage.ru_utime) < 1e-3 * (double)amounts[0]);
  do {
    for (int i = 0; i < 2000; i++) getppid();
    getrusage(RUSAGE_SELF, &usage);
  } while (seconds(usage.ru_stime) < 1e-3 * (double)amounts[1]);
  printf("%.6f %.6f %ld %ld %ld\n", seconds(usage.ru_utime), seconds(usage.ru_stime),
         usage.ru_maxrss * 1024, counter("rchar:"), counter("wchar:"));
  return memory[size / 2] != 1;
}

// argument: milliseconds to sleep. Prints how many passed by the clock on the wall.
static int sleep_and_tell(int count, char **words) {
  if (count != 1) return 64;
  struct timespec start, end;
  clock_gettime(CLOCK_REALTIME, &start);
  usleep((useconds_t)(1000 * strtol(words[0], NULL, 10)));
  clock_gettime(CLOCK_REALTIME, &end);
  printf("%.3f\n", 1e3 * (double)(end.tv_sec - start.tv_sec) + 1e-6 * (double)(end.tv_nsec - start.tv_nsec));
  return 0;
}

const struct attack difference_attacks[] = {
    {"print-everything", print_everything},
    {"odd-random", odd_random},
    {"spend", spend},
    {"sleep-and-tell", sleep_and_tell},
    {NULL, NULL},
};
