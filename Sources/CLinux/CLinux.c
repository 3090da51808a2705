#include "CLinux.h"

#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/openat2.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>

int assay_errno(void) { return errno; }

void (*assay_ignore_signal(void))(int) { return SIG_IGN; }

char **assay_environment(void) { return environ; }

// What glibc passes to a constructor is what it passes to main.
static struct {
  int count;
  char **list;
} arguments;

__attribute__((constructor)) static void keep_arguments(int count, char **list) {
  arguments.count = count;
  arguments.list = list;
}

int assay_argument_count(void) { return arguments.count; }

const char *assay_argument(int index) { return arguments.list[index]; }

int assay_openat(int directory, const char *path, int flags, unsigned mode) {
  return openat(directory, path, flags, mode);
}

int assay_duplicate(int descriptor) { return fcntl(descriptor, F_DUPFD_CLOEXEC, 0); }

int assay_set_nonblocking(int descriptor) {
  int flags = fcntl(descriptor, F_GETFL);
  return flags < 0 ? flags : fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
}

const char *assay_entry_name(const struct dirent *entry) { return entry->d_name; }

dev_t assay_device(unsigned major, unsigned minor) { return makedev(major, minor); }

int assay_openat2(int directory, const char *path, int flags, unsigned mode, uint64_t resolve) {
  struct open_how how = {.flags = (unsigned)flags, .mode = mode, .resolve = resolve};
  return (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
}

int assay_locale_text_mask(void) { return LC_CTYPE_MASK; }

int assay_clone3(uint64_t flags, int *pidfd, int cgroup) {
  struct clone_args arguments = {
      .flags = flags, .pidfd = (uint64_t)(uintptr_t)pidfd, .exit_signal = SIGCHLD};
  if (cgroup >= 0) {
    arguments.flags |= CLONE_INTO_CGROUP;
    arguments.cgroup = (uint64_t)cgroup;
  }
  return (int)syscall(SYS_clone3, &arguments, sizeof arguments);
}

int assay_spawn(int (*body)(void *), void *stack_top, void *argument, uint64_t namespaces) {
  return clone(body, stack_top, CLONE_VM | CLONE_VFORK | SIGCHLD | (int)namespaces, argument);
}

int assay_pivot_root(const char *new_root, const char *put_old) {
  return (int)syscall(SYS_pivot_root, new_root, put_old);
}

int assay_prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d) {
  return prctl(option, a, b, c, d);
}

// The kernel's own layout of struct sigaction on x86-64; its signal set is one word.
struct kernel_action {
  void *handler;
  unsigned long flags;
  void *restorer;
  uint64_t mask;
};

int assay_default_action(int signal) {
  struct kernel_action action = {0};
  return (int)syscall(SYS_rt_sigaction, signal, &action, NULL, sizeof action.mask);
}

int assay_unblock_signals(void) {
  uint64_t none = 0;
  return (int)syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, sizeof none);
}

int assay_join_session_keyring(void) {
  return syscall(SYS_keyctl, 1 /* KEYCTL_JOIN_SESSION_KEYRING */, NULL) < 0 ? -1 : 0;
}

int assay_set_capabilities(uint64_t capabilities) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2] = {0};
  for (int half = 0; half < 2; half++) {
    uint32_t bits = (uint32_t)(capabilities >> (32 * half));
    data[half].permitted = data[half].effective = bits;
  }
  return (int)syscall(SYS_capset, &header, data);
}

int assay_effective_capabilities(uint64_t *capabilities) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2] = {0};
  int result = (int)syscall(SYS_capget, &header, data);
  *capabilities = (uint64_t)data[1].effective << 32 | data[0].effective;
  return result;
}

int assay_install_filter(const void *instructions, unsigned count, unsigned flags) {
  struct sock_fprog program = {(unsigned short)count, (struct sock_filter *)instructions};
  return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}

int assay_filter_action_available(uint32_t action) {
  return (int)syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action);
}

// Numbers that every architecture shares; kernel headers of Debian 12 know ABI 2 only.
enum { LANDLOCK_CREATE = 444, LANDLOCK_ADD = 445, LANDLOCK_RESTRICT = 446 };

int assay_landlock_abi(void) { return (int)syscall(LANDLOCK_CREATE, NULL, 0, 1); }

int assay_landlock_create(const struct assay_landlock_ruleset *rules, size_t size) {
  return (int)syscall(LANDLOCK_CREATE, rules, size, 0);
}

int assay_landlock_allow(int ruleset, int directory, uint64_t access) {
  struct __attribute__((packed)) {
    uint64_t access;
    int32_t parent;
  } rule = {access, directory};
  return (int)syscall(LANDLOCK_ADD, ruleset, 1 /* LANDLOCK_RULE_PATH_BENEATH */, &rule, 0);
}

int assay_landlock_allow_port(int ruleset, uint64_t port, uint64_t access) {
  struct {
    uint64_t access, port;
  } rule = {access, port};
  return (int)syscall(LANDLOCK_ADD, ruleset, 2 /* LANDLOCK_RULE_NET_PORT */, &rule, 0);
}

int assay_landlock_restrict(int ruleset) { return (int)syscall(LANDLOCK_RESTRICT, ruleset, 0); }

enum { DESCRIPTOR_LIMIT = 253 };  // SCM_MAX_FD

union control {
  struct cmsghdr header;
  char bytes[CMSG_SPACE(DESCRIPTOR_LIMIT * sizeof(int))];
};

ssize_t assay_send(int socket, const void *bytes, size_t count, const int *descriptors,
                   unsigned descriptor_count) {
  struct iovec part = {(void *)bytes, count};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  union control control;
  if (descriptor_count > DESCRIPTOR_LIMIT) {
    errno = EINVAL;
    return -1;
  }
  if (descriptor_count > 0) {
    size_t size = descriptor_count * sizeof(int);
    memset(&control, 0, CMSG_SPACE(size));
    message.msg_control = &control;
    message.msg_controllen = CMSG_SPACE(size);
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(size);
    memcpy(CMSG_DATA(header), descriptors, size);
  }
  return sendmsg(socket, &message, MSG_NOSIGNAL);
}

ssize_t assay_receive(int socket, void *bytes, size_t count, int *descriptors,
                      unsigned *descriptor_count, int *truncated, int flags) {
  struct iovec part = {bytes, count};
  union control control;
  struct msghdr message = {.msg_iov = &part,
                           .msg_iovlen = 1,
                           .msg_control = &control,
                           .msg_controllen = sizeof control};
  *descriptor_count = 0;
  ssize_t received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC | flags);
  if (received < 0) return received;
  *truncated = (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0;
  for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header;
       header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    unsigned arrived = (unsigned)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    memcpy(descriptors + *descriptor_count, CMSG_DATA(header), arrived * sizeof(int));
    *descriptor_count += arrived;
  }
  return received;
}

int assay_epoll_control(int queue, int operation, int descriptor, uint32_t events,
                        uint64_t token) {
  struct epoll_event event = {.events = events, .data.u64 = token};
  return epoll_ctl(queue, operation, descriptor, &event);
}

int assay_epoll_wait(int queue, uint64_t *tokens, uint32_t *events, int capacity, int timeout) {
  struct epoll_event found[32];
  int count = epoll_wait(queue, found, capacity < 32 ? capacity : 32, timeout);
  for (int i = 0; i < count; i++) {
    tokens[i] = found[i].data.u64;
    events[i] = found[i].events;
  }
  return count;
}

int assay_status_exited(int status) { return WIFEXITED(status); }
int assay_status_code(int status) { return WEXITSTATUS(status); }
int assay_status_signal(int status) { return WTERMSIG(status); }
