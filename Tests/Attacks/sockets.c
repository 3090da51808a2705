// Ways to talk to somebody outside.
#include "attacks.h"

#include <stddef.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>

// Every family but the Unix one must be unknown, for every kind of socket.
static int open_sockets(int count, char **words) {
  (void)count, (void)words;
  for (int family = 0; family < 64; family++) {
    if (family == AF_UNIX) continue;
    for (int kind = 1; kind < 11; kind++) {
      int ends[2];
      char name[32];
      snprintf(name, sizeof name, "family %d kind %d", family, kind);
      complain_unless(name, socket(family, kind, 0), EAFNOSUPPORT, EAFNOSUPPORT);
      complain_unless(name, socketpair(family, kind, 0, ends), EAFNOSUPPORT, EAFNOSUPPORT);
    }
  }
  return 0;
}

static socklen_t abstract(struct sockaddr_un *address, const char *name) {
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  strncpy(address->sun_path + 1, name, sizeof address->sun_path - 2);
  return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name));
}

// argument: an abstract name that a sibling job or the host listens to
static int call_abstract(int count, char **words) {
  if (count != 1) return 64;
  struct sockaddr_un address;
  socklen_t length = abstract(&address, words[0]);
  int client = socket(AF_UNIX, SOCK_STREAM, 0);
  if (client < 0) return answer(-1);
  return answer(connect(client, (struct sockaddr *)&address, length));
}

// argument: the path of a socket of the host
static int call_path(int count, char **words) {
  if (count != 1) return 64;
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strncpy(address.sun_path, words[0], sizeof address.sun_path - 1);
  int client = socket(AF_UNIX, SOCK_STREAM, 0);
  if (client < 0) return answer(-1);
  return answer(connect(client, (struct sockaddr *)&address, sizeof address));
}

// Sends a file through a pair of sockets that travel through themselves: once this process has ended,
// the kernel's own search for such circles frees it.
static int leave_travelling(int file) {
  int ends[3];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends)) return -1;
  ends[2] = file;
  union {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(sizeof ends)];
  } control = {{.cmsg_len = CMSG_LEN(sizeof ends), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS}};
  memcpy(CMSG_DATA(&control.header), ends, sizeof ends);
  struct iovec part = {"x", 1};
  struct msghdr message = {.msg_iov = &part,
                           .msg_iovlen = 1,
                           .msg_control = &control,
                           .msg_controllen = CMSG_SPACE(sizeof ends)};
  return sendmsg(ends[0], &message, 0) < 0 ? -1 : 0;
}

// argument: a file. Locks it and ends while it travels.
static int leave_lock(int count, char **words) {
  if (count != 1) return 64;
  int file = open(words[0], O_RDONLY);
  if (flock(file, LOCK_EX | LOCK_NB)) return answer(-1);
  return answer(leave_travelling(file));
}

// Takes an abstract name, and says in which network.
static int listen_abstract(const char *name) {
  char network[64] = "";
  readlink("/proc/self/ns/net", network, sizeof network - 1);
  puts(network);
  fflush(stdout);
  struct sockaddr_un address;
  socklen_t length = abstract(&address, name);
  int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, length)) return -1;
  return listen(listener, 8) ? -1 : listener;
}

// argument: an abstract name. Takes it and ends while its socket travels.
static int leave_abstract(int count, char **words) {
  if (count != 1) return 64;
  int listener = listen_abstract(words[0]);
  return answer(listener < 0 ? -1 : leave_travelling(listener));
}

// argument: an abstract name. Takes it and keeps it until it is killed.
static int hold_abstract(int count, char **words) {
  if (count != 1) return 64;
  if (listen_abstract(words[0]) < 0) return answer(-1);
  answer(0);
  fflush(stdout);
  for (;;) pause();
}

const struct attack socket_attacks[] = {
    {"leave-abstract", leave_abstract},
    {"hold-abstract", hold_abstract},
    {"leave-lock", leave_lock},
    {"open-sockets", open_sockets},
    {"call-abstract", call_abstract},
    {"call-path", call_path},
    {NULL, NULL},
};
