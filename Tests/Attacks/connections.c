// Ways to talk over TCP, wanted and unwanted.
#include "attacks.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>

union address {
  struct sockaddr any;
  struct sockaddr_in four;
  struct sockaddr_in6 six;
};

static socklen_t parse(union address *address, const char *text, const char *port) {
  memset(address, 0, sizeof *address);
  if (inet_pton(AF_INET, text, &address->four.sin_addr) == 1) {
    address->four.sin_family = AF_INET;
    address->four.sin_port = htons((uint16_t)atoi(port));
    return sizeof address->four;
  }
  if (inet_pton(AF_INET6, text, &address->six.sin6_addr) != 1) return 0;
  address->six.sin6_family = AF_INET6;
  address->six.sin6_port = htons((uint16_t)atoi(port));
  return sizeof address->six;
}

static int call(const char *text, const char *port) {
  union address address;
  socklen_t length = parse(&address, text, port);
  int client = socket(address.any.sa_family, SOCK_STREAM, 0);
  if (client < 0 || connect(client, &address.any, length) < 0) {
    int code = errno;
    close(client);
    errno = code;
    return -1;
  }
  return client;
}

static void print_answer(int client) {
  char answer[256];
  ssize_t count;
  while ((count = read(client, answer, sizeof answer)) > 0) fwrite(answer, 1, (size_t)count, stdout);
  if (count < 0) puts(strerrorname_np(errno));
}

// arguments: address, port, text; prints what is answered
static int call_tcp(int count, char **words) {
  if (count != 3) return 64;
  int client = call(words[0], words[1]);
  if (client < 0) return puts(strerrorname_np(errno)), 0;
  if (send(client, words[2], strlen(words[2]), MSG_NOSIGNAL) < 0) puts(strerrorname_np(errno));
  shutdown(client, SHUT_WR);
  print_answer(client);
  return 0;
}

// arguments: addresses with ports, alternating; none of them may be reached
static int call_in_vain(int count, char **words) {
  for (int i = 0; i + 1 < count; i += 2)
    if (call(words[i], words[i + 1]) >= 0) printf("reached %s %s\n", words[i], words[i + 1]);
  return 0;
}

// arguments: address, port, megabytes; sends as many and prints the answer
static int pour(int count, char **words) {
  if (count != 3) return 64;
  static char block[1 << 20];
  int client = call(words[0], words[1]);
  for (int i = 0; i < atoi(words[2]); i++)
    for (size_t sent = 0; sent < sizeof block;) {
      ssize_t part = send(client, block, sizeof block - sent, MSG_NOSIGNAL);
      if (part < 0) return puts(strerrorname_np(errno)), 0;
      sent += (size_t)part;
    }
  shutdown(client, SHUT_WR);
  print_answer(client);
  return 0;
}

// arguments: address, port, how many; opens as many and leaves them all half-open
static int call_often(int count, char **words) {
  if (count != 3) return 64;
  union address address;
  socklen_t length = parse(&address, words[0], words[1]);
  for (int i = 0; i < atoi(words[2]); i++) {
    int client = socket(address.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (client < 0) break;
    connect(client, &address.any, length);
  }
  usleep(300000);
  puts("done");
  return 0;
}

// arguments: address, port; leaves a process behind that holds a connection and one that listens
static int leave_connection(int count, char **words) {
  if (count != 2) return 64;
  int ready[2];
  if (pipe(ready)) return 1;
  if (fork() == 0) {
    setsid();
    int client = call(words[0], words[1]);
    if (write(ready[1], "x", 1) != 1 || client < 0) return 1;
    for (;;) pause();
  }
  char mark;
  if (read(ready[0], &mark, 1) != 1) return 1;
  puts("main is done");
  return 0;
}

// argument: an address to listen at and call; two processes of one job
static int talk(int count, char **words) {
  if (count != 1) return 64;
  union address address;
  socklen_t length = parse(&address, words[0], "5000");
  int server = socket(address.any.sa_family, SOCK_STREAM, 0);
  if (bind(server, &address.any, length) || listen(server, 1))
    return puts(strerrorname_np(errno)), 0;
  if (fork() == 0) {
    int client = call(words[0], "5000");
    if (client < 0 || write(client, "hello\n", 6) != 6) puts(strerrorname_np(errno));
    return 0;
  }
  int client = accept(server, NULL, NULL);
  print_answer(client);
  wait(NULL);
  return 0;
}

// Every kind of socket but TCP ones and Unix ones has to be refused.
static int open_other_sockets(int count, char **words) {
  (void)count, (void)words;
  static const int protocols[] = {0, 1, 2, 6, 17, 41, 58, 132, 136, 255, 262, 0x106, 65536};
  for (int family = 0; family < 64; family++)
    for (int kind = 0; kind < 16; kind++)
      for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++) {
        int is_internet = family == AF_INET || family == AF_INET6;
        int is_tcp = kind == SOCK_STREAM && (protocols[i] == 0 || protocols[i] == IPPROTO_TCP);
        int result = socket(family, kind, protocols[i]);
        if (result >= 0) close(result);
        if (family == AF_UNIX || (is_internet && is_tcp)) continue;
        if (result >= 0 || (errno != EAFNOSUPPORT && errno != EPROTONOSUPPORT))
          printf("family %d kind %d protocol %d: %d\n", family, kind, protocols[i], errno);
      }
  // The kernel looks at the low half of the family and the kind only.
  if (socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) < 0) puts("TCP");
  if (socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0) >= 0) puts("UDP");
  return 0;
}

const struct attack connection_attacks[] = {
    {"call-tcp", call_tcp},
    {"call-in-vain", call_in_vain},
    {"pour", pour},
    {"call-often", call_often},
    {"leave-connection", leave_connection},
    {"talk", talk},
    {"open-other-sockets", open_other_sockets},
    {NULL, NULL},
};
