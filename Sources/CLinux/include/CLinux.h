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
#include <locale.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/timerfd.h>
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
// What the program was started with, its own name first.
int assay_argument_count(void);
const char *assay_argument(int index);
int assay_openat(int directory, const char *path, int flags, unsigned mode);
int assay_duplicate(int descriptor);
int assay_set_nonblocking(int descriptor);
const char *assay_entry_name(const struct dirent *entry);
int assay_locale_text_mask(void);

// openat2(2) with `resolve` of linux/openat2.h.
#define ASSAY_RESOLVE_NO_XDEV 0x01u
#define ASSAY_RESOLVE_NO_MAGICLINKS 0x02u
#define ASSAY_RESOLVE_NO_SYMLINKS 0x04u
#define ASSAY_RESOLVE_BENEATH 0x08u
#define ASSAY_RESOLVE_IN_ROOT 0x10u
dev_t assay_device(unsigned major, unsigned minor);
int assay_openat2(int directory, const char *path, int flags, unsigned mode, uint64_t resolve);

// clone3(2) without CLONE_VM: returns twice, like fork; 0 in the child. `cgroup` < 0: none.
int assay_clone3(uint64_t flags, int *pidfd, int cgroup);
// clone(2) with CLONE_VM|CLONE_VFORK on a stack of its own, in new `namespaces`: the caller sleeps
// until exec or exit.
int assay_spawn(int (*body)(void *), void *stack_top, void *argument, uint64_t namespaces);
int assay_pivot_root(const char *new_root, const char *put_old);
// Puts huge pages with the same content, which can be read and executed only, in the place of the
// `size` bytes at `start`, both multiples of a huge page; −1 and nothing changed if there are none.
int assay_move_to_huge_pages(uintptr_t start, size_t size);
int assay_prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d);
// rt_sigaction(2): the default action; libc's signal() takes a lock that a raw clone may inherit.
int assay_default_action(int signal);
int assay_unblock_signals(void);
// keyctl(KEYCTL_JOIN_SESSION_KEYRING): a new, anonymous session keyring.
int assay_join_session_keyring(void);

// capset(2) of this thread: the same 64 bits as permitted, effective; nothing inheritable.
int assay_set_capabilities(uint64_t capabilities);
// capget(2): the effective set.
int assay_effective_capabilities(uint64_t *capabilities);

// seccomp(SECCOMP_SET_MODE_FILTER); `instructions` holds `count` struct sock_filter of 8 bytes.
int assay_install_filter(const void *instructions, unsigned count, unsigned flags);
// seccomp(SECCOMP_GET_ACTION_AVAIL)
int assay_filter_action_available(uint32_t action);

// seccomp_unotify(2): a system call whose caller waits for an answer.
struct assay_notification {
  uint64_t identifier;
  uint32_t thread, number, architecture;
  uint64_t instruction_pointer;
  uint64_t arguments[6];
};
// As assay_install_filter; answers with a descriptor, closed on exec, that tells of calls.
int assay_install_listening_filter(const void *instructions, unsigned count);
// 1, or 0 if there is none; never waits. ENOENT: the caller has given up.
int assay_receive_notification(int listener, struct assay_notification *notification);
int assay_notification_is_valid(int listener, uint64_t identifier);
// The call returns `value`, or fails if `error` is not 0.
int assay_answer_notification(int listener, uint64_t identifier, int64_t value, int error);
// process_vm_writev(2) of one piece.
ssize_t assay_write_memory(int thread, uint64_t address, const void *bytes, size_t count);

// landlock(7); the structures of ABI 6, of which older kernels accept a shorter prefix.
struct assay_landlock_ruleset {
  uint64_t handled_files, handled_network, scoped;
};
int assay_landlock_abi(void);
int assay_landlock_create(const struct assay_landlock_ruleset *rules, size_t size);
int assay_landlock_allow(int ruleset, int directory, uint64_t access);
int assay_landlock_allow_port(int ruleset, uint64_t port, uint64_t access);
int assay_landlock_restrict(int ruleset);

// sendmsg(2) and recvmsg(2) of one message with descriptors (SCM_RIGHTS).
ssize_t assay_send(int socket, const void *bytes, size_t count, const int *descriptors,
                   unsigned descriptor_count);
// On success *descriptor_count holds how many arrived. *truncated: the message was cut short.
ssize_t assay_receive(int socket, void *bytes, size_t count, int *descriptors,
                      unsigned *descriptor_count, int *truncated, int flags);

// epoll(7), whose packed union Swift does not import.
int assay_epoll_control(int queue, int operation, int descriptor, uint32_t events, uint64_t token);
int assay_epoll_wait(int queue, uint64_t *tokens, uint32_t *events, int capacity, int timeout);

// A wait status (wait4(2)) taken apart.
int assay_status_exited(int status);
int assay_status_code(int status);
int assay_status_signal(int status);
// Whether this thread rounds to nearest and keeps denormal numbers. Tried out with four additions,
// because reading the control register waits for all arithmetic under way; inline, because small
// products ask for it each time.
static inline int assay_has_standard_arithmetic(void) {
  typedef float floats __attribute__((vector_size(16)));
  typedef int ints __attribute__((vector_size(16)));
  // A little more and a little less than half a unit in the last place; then a denormal result and a
  // denormal operand. All four at once, since the smallest products ask as well.
  static const volatile floats left = {1, 1, 0x1p-126f, 0x1p-127f};
  const floats right = {0x1.8p-24f, 0x1p-25f, -0x1.8p-126f, 0x1p-126f};
  const floats expected = {1 + 0x1p-23f, 1, -0x1p-127f, 0x1.8p-126f};
  return __builtin_reduce_and((ints)(left + right) == (ints)expected) != 0;
}
int assay_has_cpu_level(int level);

// Internet addresses: 4 or 16 bytes. Parsing returns how many, 0 for no address.
int assay_parse_address(const char *text, uint8_t *bytes);
void assay_format_address(const uint8_t *bytes, unsigned count, char *text, unsigned size);

// TCP sockets, never waiting and closed on exec; IPv6 ones carry no IPv4.
int assay_stream_socket(unsigned address_count);
int assay_bind(int descriptor, const uint8_t *bytes, unsigned count, uint16_t port);
int assay_connect(int descriptor, const uint8_t *bytes, unsigned count, uint16_t port);
int assay_accept(int descriptor);
int assay_bound_port(int descriptor);
int assay_socket_error(int descriptor, int *code);
int assay_send_at_once(int descriptor);
int assay_reset_on_close(int descriptor);

// rtnetlink(7): switches an interface on; gives it one more address, for itself alone.
struct assay_network_birth {
  pthread_t thread;
  int descriptor, error;
};
// Makes a network namespace in a thread of its own; answers with a descriptor of it, once.
int assay_begin_network(struct assay_network_birth *birth);
int assay_await_network(struct assay_network_birth *birth);
int assay_interface_up(const char *name);
int assay_interface_add(const char *name, const uint8_t *bytes, unsigned count);
