// Jobs that live beside others: one that guards what is its own, and one that looks for more.
#include "attacks.h"

#include <dirent.h>
#include <stddef.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

enum { KEY = 0xa55a };
static const char sibling_name[] = "assay-sibling";
static const char *const places[] = {"/out/guarded", "/tmp/guarded", "/dev/shm/guarded"};
enum { PLACES = sizeof places / sizeof *places };

static int fail(const char *what) {
  printf("%s: %s\n", what, strerrorname_np(errno));
  return 1;
}

static int count_processes(void) {
  DIR *directory = opendir("/proc");
  const struct dirent *entry;
  int found = 0;
  while ((entry = readdir(directory))) found += strtol(entry->d_name, NULL, 10) > 0;
  closedir(directory);
  return found;
}

static int write_places(void) {
  for (int i = 0; i < PLACES; i++) {
    int file = open(places[i], O_RDWR | O_CREAT | O_EXCL, 0666);
    if (file < 0 || write(file, "mine", 4) != 4 || fchmod(file, 0666)) return fail(places[i]);
    if (flock(file, LOCK_EX | LOCK_NB)) return fail(places[i]);
  }
  return 0;
}

static int check_places(void) {
  for (int i = 0; i < PLACES; i++) {
    char text[8] = "";
    int file = open(places[i], O_RDONLY);
    if (read(file, text, sizeof text) != 4 || memcmp(text, "mine", 4)) return fail(places[i]);
    close(file);
  }
  return 0;
}

static int listen_abstract(void) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  memcpy(address.sun_path + 1, sibling_name, sizeof sibling_name - 1);
  socklen_t length = offsetof(struct sockaddr_un, sun_path) + sizeof sibling_name;
  int server = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (server < 0 || bind(server, (struct sockaddr *)&address, length) || listen(server, 8)) {
    fail("abstract socket");
    return -1;
  }
  return server;
}

static int stop_requested(const char *path) {
  char text[4] = "";
  int file = open(path, O_RDONLY);
  ssize_t count = read(file, text, sizeof text);
  close(file);
  return count == 4 && !memcmp(text, "stop", 4);
}

// argument: an input that will say "stop". Guards a file in each place, a shared segment, a
// semaphore and a name for callers, and says whether anything happened to one of them.
static int guard(int count, char **words) {
  if (count != 1) return 64;
  int server = listen_abstract();
  int segment = shmget(KEY, 4096, IPC_CREAT | IPC_EXCL | 0666);
  int semaphore = semget(KEY, 1, IPC_CREAT | IPC_EXCL | 0666);
  if (server < 0 || segment < 0 || semaphore < 0 || write_places()) return fail("set up");
  volatile int *value = shmat(segment, NULL, 0);
  *value = KEY;
  do {
    if (accept(server, NULL, NULL) >= 0) return fail("somebody called");
    if (*value != KEY || semctl(semaphore, 0, GETVAL) != 0) return fail("shared objects");
    if (check_places()) return 1;
    if (count_processes() > 2) return fail("processes");
    usleep(5000);
  } while (!stop_requested(words[0]));
  puts("untouched");
  return 0;
}

// Takes everything that a job may name, exclusively, and says under which numbers, so that another
// job doing the same at the same time can be compared.
static int claim(int count, char **words) {
  (void)count, (void)words;
  int segment = shmget(KEY, 4096, IPC_CREAT | IPC_EXCL | 0666);
  int semaphore = semget(KEY, 1, IPC_CREAT | IPC_EXCL | 0666);
  if (segment < 0 || semaphore < 0) return fail("IPC object");
  if (write_places() || listen_abstract() < 0) return 1;
  int program = open("/bin/attacks", O_RDONLY);
  if (flock(program, LOCK_EX | LOCK_NB)) return fail("lock on the image");
  int input = open("/in/a", O_RDONLY);
  if (flock(input, LOCK_EX | LOCK_NB)) return fail("lock on the input");
  for (int i = 0; i < PLACES; i++) {
    struct stat status;
    stat(places[i], &status);
    printf("%lx:%lx\n", (unsigned long)status.st_dev, (unsigned long)status.st_ino);
  }
  static const char *const spaces[] = {"cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"};
  for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
    char path[64], target[64] = "";
    snprintf(path, sizeof path, "/proc/self/ns/%s", spaces[i]);
    if (readlink(path, target, sizeof target - 1) < 0) return fail(path);
    puts(target);
  }
  usleep(300000);
  return 0;
}

static int lock(int count, char **words) {
  if (count != 1) return 64;
  int file = open(words[0], O_RDONLY);
  return answer(flock(file, LOCK_EX | LOCK_NB));
}

// arguments: an input, and one that will say "stop". Locks the first and watches what others do
// with it.
static int watch(int count, char **words) {
  if (count != 2) return 64;
  if (lock(1, words)) return 1;
  int events = inotify_init1(IN_NONBLOCK);
  if (inotify_add_watch(events, words[0], IN_ALL_EVENTS) < 0) return fail("watch");
  char event[4096];
  do {
    if (read(events, event, sizeof event) > 0) return fail("an event");
    usleep(1000);
  } while (!stop_requested(words[1]));
  puts("nothing seen");
  return 0;
}

const struct attack resident_attacks[] = {
    {"guard", guard},
    {"claim", claim},
    {"lock", lock},
    {"watch", watch},
    {NULL, NULL},
};
