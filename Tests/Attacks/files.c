// Outputs that lie about what they are.
#include "attacks.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/xattr.h>

// One after the other a file and a link to a file of the host stand under the same name, as fast as
// possible, and still while the job ends.
static int swap_output(int count, char **words) {
  if (count != 1) return 64;
  int file = open("/out/file", O_WRONLY | O_CREAT, 0644);
  if (write(file, "mine", 4) != 4 || symlink(words[0], "/out/link")) return 1;
  if (fork() == 0)
    for (;;) {
      rename("/out/file", "/out/result");
      rename("/out/result", "/out/file");
      rename("/out/link", "/out/result");
      rename("/out/result", "/out/link");
    }
  usleep(20000);
  return 0;
}

// The same with a directory whose contents are the host's.
static int swap_directory(int count, char **words) {
  if (count != 1) return 64;
  if (mkdir("/out/directory", 0755) || symlink(words[0], "/out/link")) return 1;
  int file = open("/out/directory/canary", O_WRONLY | O_CREAT, 0644);
  if (write(file, "mine", 4) != 4) return 1;
  if (fork() == 0)
    for (;;) {
      rename("/out/directory", "/out/result");
      rename("/out/result", "/out/directory");
      rename("/out/link", "/out/result");
      rename("/out/result", "/out/link");
    }
  usleep(20000);
  return 0;
}

static int leave_socket(int count, char **words) {
  (void)count, (void)words;
  struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "/out/socket"};
  int server = socket(AF_UNIX, SOCK_STREAM, 0);
  if (bind(server, (struct sockaddr *)&address, sizeof address)) return answer(-1);
  return answer(listen(server, 8));
}

// arguments: old and new name
static int link_file(int count, char **words) {
  if (count != 2) return 64;
  return answer(link(words[0], words[1]));
}

static int make_device(int count, char **words) {
  (void)count, (void)words;
  complain_unless("character", mknod("/out/c", S_IFCHR | 0666, 0x103), EPERM, EACCES);
  complain_unless("block", mknod("/out/b", S_IFBLK | 0666, 0x800), EPERM, EACCES);
  complain_unless("whiteout", mknod("/out/w", S_IFCHR, 0), EPERM, EACCES);
  return 0;
}

static int give_capabilities(int count, char **words) {
  (void)count, (void)words;
  int file = open("/out/x", O_WRONLY | O_CREAT, 0755);
  if (file < 0) return answer(-1);
  // VFS_CAP_REVISION_2 with every capability, effective at once.
  const uint32_t value[5] = {0x02000001, ~0u, 0, ~0u, 0};
  complain_unless("v2", fsetxattr(file, "security.capability", value, sizeof value, 0), EPERM, 0);
  complain_unless("trusted", fsetxattr(file, "trusted.x", "y", 1, 0), EPERM, EOPNOTSUPP);
  complain_unless("set-id", fchmod(file, 06755), 0, EPERM);
  complain_unless("owner", fchown(file, 0, 0), EINVAL, EPERM);
  return 0;
}

// argument: how deep
static int dig(int count, char **words) {
  if (count != 1 || chdir("/out")) return 64;
  for (long depth = strtol(words[0], NULL, 10); depth > 0; depth--) {
    if (mkdir("d", 0755) || chdir("d")) return answer(-1);
  }
  close(open("bottom", O_WRONLY | O_CREAT, 0644));
  return 0;
}

// Names that mean something to a shell, a terminal, a log file, an archive or another system.
static int leave_odd_names(int count, char **words) {
  (void)count, (void)words;
  static const char *const names[] = {
      "-rf",      "a\nb",   "a\033[2Jb", "\xff\xfe", "caf\xc3\xa9", "..x",  "a b",
      "a\\b",     "a:b",    "$(reboot)", "\xe2\x80\xae" "txt", "*", "~",   "a\tb",
  };
  if (chdir("/out")) return answer(-1);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    close(open(names[i], O_WRONLY | O_CREAT, 0644));
  return 0;
}

// argument: a directory; makes files of zero size until it is refused
static int use_all_files(int count, char **words) {
  if (count != 1 || chdir(words[0])) return 64;
  for (long number = 0;; number++) {
    char name[24];
    snprintf(name, sizeof name, "%ld", number);
    int file = open(name, O_WRONLY | O_CREAT | O_EXCL, 0644);
    if (file < 0) {
      answer(-1);
      return 1;
    }
    close(file);
  }
}

// argument: a file that grows by a hole, the signal for that ignored
static int stretch(int count, char **words) {
  if (count != 1) return 64;
  signal(SIGXFSZ, SIG_IGN);
  int file = open(words[0], O_WRONLY | O_CREAT, 0644);
  complain_unless("truncate", ftruncate(file, 1L << 40), EFBIG, EFBIG);
  complain_unless("write", pwrite(file, "x", 1, 1L << 40), EFBIG, EFBIG);
  complain_unless("allocate", fallocate(file, 0, 0, 1L << 40), EFBIG, ENOSPC);
  return 0;
}

static uint32_t random_state;

static uint32_t draw(uint32_t bound) {
  // Xorshift (Marsaglia 2003).
  random_state ^= random_state << 13;
  random_state ^= random_state >> 17;
  random_state ^= random_state << 5;
  return random_state % bound;
}

// Mostly portable characters, and now and then any byte that a file system takes.
static void draw_name(char *name) {
  static const char portable[] = "abcXYZ019._-";
  size_t length = draw(40) ? 1 + draw(8) : 200 + draw(55);
  for (size_t i = 0; i < length; i++) {
    int odd = draw(60) == 0;
    name[i] = odd ? (char)(1 + draw(255)) : portable[draw(sizeof portable - 1)];
    if (name[i] == '/') name[i] = '\\';
  }
  name[length] = 0;
}

static int make_entry(char kind, const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  int file;
  switch (kind) {
    case 'd': return mkdir(path, 0755);
    case 'l': return symlink("/etc/passwd", path);
    case 'p': return mkfifo(path, 0644);
    case 's':
      if (strlen(path) >= sizeof address.sun_path) return -1;
      strcpy(address.sun_path, path);
      file = socket(AF_UNIX, SOCK_STREAM, 0);
      return bind(file, (struct sockaddr *)&address, sizeof address) | close(file);
    default:
      file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0644);
      if (file < 0) return -1;
      return (write(file, "mine", 4) != 4) | close(file);
  }
}

// arguments: a seed and how many entries; says of each what and where it is, the names in hex.
static int scatter(int count, char **words) {
  enum { DEEPEST = 40 };
  static char parents[DEEPEST + 1][4096];
  if (count != 2 || chdir("/out")) return 64;
  random_state = (uint32_t)strtoul(words[0], NULL, 10) | 1;
  int depth = 0;
  for (long left = strtol(words[1], NULL, 10); left > 0; left--) {
    // Back up, but seldom all the way, so that some trees get too deep.
    if (draw(8) == 0) depth = (int)draw((uint32_t)depth + 1);
    char kind = "dddffffflps"[draw(11)], name[256], path[4096];
    draw_name(name);
    if (!strcmp(name, ".") || !strcmp(name, "..")) continue;
    if (snprintf(path, sizeof path, "%s%s", parents[depth], name) > 4000) continue;
    if (make_entry(kind, path)) continue;
    printf("%c ", kind);
    for (const char *at = path; *at; at++)
      *at == '/' ? (void)putchar('/') : (void)printf("%02x", (unsigned char)*at);
    putchar('\n');
    if (kind == 'd' && depth < DEEPEST) snprintf(parents[++depth], 4096, "%.4000s/", path);
  }
  return 0;
}

const struct attack file_attacks[] = {
    {"swap-output", swap_output},
    {"swap-directory", swap_directory},
    {"leave-socket", leave_socket},
    {"link-file", link_file},
    {"make-device", make_device},
    {"give-capabilities", give_capabilities},
    {"dig", dig},
    {"leave-odd-names", leave_odd_names},
    {"use-all-files", use_all_files},
    {"stretch", stretch},
    {"scatter", scatter},
    {NULL, NULL},
};
