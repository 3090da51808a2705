// System calls that a job must not be able to make.
#include "attacks.h"

#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

struct call {
  const char *name;
  long number;
  long a, b, c, d, e;
};

#define NEW_CALL(name, number) {name, number, 0, 0, 0, 0, 0}

static const struct call calls[] = {
    {"ptrace-attach", SYS_ptrace, 16, 1, 0, 0, 0},
    {"ptrace-traceme", SYS_ptrace, 0, 0, 0, 0, 0},
    {"process_vm_readv", SYS_process_vm_readv, 1, 0, 0, 0, 0},
    {"process_vm_writev", SYS_process_vm_writev, 1, 0, 0, 0, 0},
    {"pidfd_getfd", SYS_pidfd_getfd, 0, 0, 0, 0, 0},
    {"process_madvise", SYS_process_madvise, 0, 0, 0, 0, 0},
    {"kcmp", SYS_kcmp, 1, 2, 0, 0, 0},
    {"bpf", SYS_bpf, 0, 0, 0, 0, 0},
    {"userfaultfd", SYS_userfaultfd, 1, 0, 0, 0, 0},
    {"io_uring_setup", SYS_io_uring_setup, 8, 0, 0, 0, 0},
    {"io_uring_enter", SYS_io_uring_enter, 0, 0, 0, 0, 0},
    {"io_uring_register", SYS_io_uring_register, 0, 0, 0, 0, 0},
    {"perf_event_open", SYS_perf_event_open, 0, 0, -1, -1, 0},
    {"keyctl", SYS_keyctl, 0, -3, 0, 0, 0},
    {"add_key", SYS_add_key, 0, 0, 0, 0, -3},
    {"request_key", SYS_request_key, 0, 0, 0, 0, 0},
    {"unshare-user", SYS_unshare, CLONE_NEWUSER, 0, 0, 0, 0},
    {"unshare-mount", SYS_unshare, CLONE_NEWNS, 0, 0, 0, 0},
    {"unshare-files", SYS_unshare, CLONE_FILES, 0, 0, 0, 0},
    {"clone-user", SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0},
    {"clone-pid", SYS_clone, CLONE_NEWPID | SIGCHLD, 0, 0, 0, 0},
    {"clone-mount", SYS_clone, CLONE_NEWNS | SIGCHLD, 0, 0, 0, 0},
    {"clone-net", SYS_clone, CLONE_NEWNET | SIGCHLD, 0, 0, 0, 0},
    {"clone-ipc", SYS_clone, CLONE_NEWIPC | SIGCHLD, 0, 0, 0, 0},
    {"clone-uts", SYS_clone, CLONE_NEWUTS | SIGCHLD, 0, 0, 0, 0},
    {"clone-cgroup", SYS_clone, CLONE_NEWCGROUP | SIGCHLD, 0, 0, 0, 0},
    {"clone3", SYS_clone3, 0, 0, 0, 0, 0},
    {"setns", SYS_setns, 0, 0, 0, 0, 0},
    {"mount", SYS_mount, 0, 0, 0, 0, 0},
    {"umount2", SYS_umount2, 0, 2, 0, 0, 0},
    {"pivot_root", SYS_pivot_root, 0, 0, 0, 0, 0},
    {"chroot", SYS_chroot, 0, 0, 0, 0, 0},
    {"fsopen", SYS_fsopen, 0, 0, 0, 0, 0},
    {"fsconfig", SYS_fsconfig, 0, 0, 0, 0, 0},
    {"fsmount", SYS_fsmount, 0, 0, 0, 0, 0},
    {"fspick", SYS_fspick, 0, 0, 0, 0, 0},
    {"open_tree", SYS_open_tree, -100, 0, 1, 0, 0},
    {"move_mount", SYS_move_mount, 0, 0, 0, 0, 0},
    {"mount_setattr", SYS_mount_setattr, 0, 0, 0, 0, 0},
    {"name_to_handle_at", SYS_name_to_handle_at, 0, 0, 0, 0, 0},
    {"open_by_handle_at", SYS_open_by_handle_at, 0, 0, 0, 0, 0},
    {"fanotify_init", SYS_fanotify_init, 0, 0, 0, 0, 0},
    {"quotactl", SYS_quotactl, 0, 0, 0, 0, 0},
    {"swapon", SYS_swapon, 0, 0, 0, 0, 0},
    {"acct", SYS_acct, 0, 0, 0, 0, 0},
    {"init_module", SYS_init_module, 0, 0, 0, 0, 0},
    {"finit_module", SYS_finit_module, 0, 0, 0, 0, 0},
    {"delete_module", SYS_delete_module, 0, 0, 0, 0, 0},
    {"kexec_load", SYS_kexec_load, 0, 0, 0, 0, 0},
    {"reboot", SYS_reboot, 0xfee1dead, 672274793, 0x1234567, 0, 0},
    {"syslog", SYS_syslog, 3, 0, 0, 0, 0},
    {"settimeofday", SYS_settimeofday, 0, 0, 0, 0, 0},
    {"clock_settime", SYS_clock_settime, 0, 0, 0, 0, 0},
    {"adjtimex", SYS_adjtimex, 0, 0, 0, 0, 0},
    {"sethostname", SYS_sethostname, 0, 0, 0, 0, 0},
    {"iopl", SYS_iopl, 3, 0, 0, 0, 0},
    {"ioperm", SYS_ioperm, 0x70, 2, 1, 0, 0},
    {"modify_ldt", SYS_modify_ldt, 0, 0, 0, 0, 0},
    {"vmsplice", SYS_vmsplice, 0, 0, 0, 0, 0},
    {"mbind", SYS_mbind, 0, 0, 0, 0, 0},
    {"move_pages", SYS_move_pages, 1, 0, 0, 0, 0},
    {"memfd_secret", SYS_memfd_secret, 0, 0, 0, 0, 0},
    {"mq_open", SYS_mq_open, 0, 0, 0, 0, 0},
    {"msgget", SYS_msgget, 1, 01600, 0, 0, 0},
    {"seccomp", SYS_seccomp, 1, 0, 0, 0, 0},
    {"personality-read-implies-exec", SYS_personality, 0x0400000, 0, 0, 0, 0},
    {"prctl-set-mm", SYS_prctl, 35, 0, 0, 0, 0},
    {"ioctl-push-terminal-input", SYS_ioctl, 0, 0x5412, 0, 0, 0},
    {"ioctl-clone-file", SYS_ioctl, 1, 0x40049409, 0, 0, 0},
    {"prlimit-of-the-first-process", SYS_prlimit64, 1, 0, 0, 0, 0},
    {"prlimit-raise", SYS_prlimit64, 0, 7, (long)(uint64_t[]){1 << 20, 1 << 20}, 0, 0},
    {"set-time-slice-realtime", SYS_sched_setscheduler, 0, SCHED_FIFO,
     (long)&(struct sched_param){.sched_priority = 1}, 0, 0},
    {"setuid-root", SYS_setuid, 0, 0, 0, 0, 0},
    {"setgroups", SYS_setgroups, 1, (long)(gid_t[]){0}, 0, 0, 0},
    {"nice-below-zero", SYS_setpriority, 0, 0, -5, 0, 0},
    // Newer than the policy, or than any kernel: as if they did not exist.
    NEW_CALL("statmount", 457),
    NEW_CALL("listmount", 458),
    NEW_CALL("lsm_set_self_attr", 460),
    NEW_CALL("open_tree_attr", 467),
    NEW_CALL("number-1000", 1000),
    NEW_CALL("number-of-no-processor", 0x3fffffff),
};

static int make_call(int count, char **words) {
  if (count != 1) return 64;
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
    const struct call *call = calls + i;
    if (strcmp(call->name, words[0])) continue;
    pid_t before = getpid();
    long result = syscall(call->number, call->a, call->b, call->c, call->d, call->e);
    if (result == 0 && before != getpid()) _exit(0);
    return answer(result);
  }
  return 64;
}

// Every name that the call list has, for the tables to be complete.
static int list_calls(int count, char **words) {
  (void)count, (void)words;
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) puts(calls[i].name);
  return 0;
}

// arguments: how often, and how many different calls that no kernel has
static int call_many(int count, char **words) {
  if (count != 2) return 64;
  long rounds = strtol(words[0], NULL, 10), numbers = strtol(words[1], NULL, 10);
  for (long i = 0; i < rounds; i++)
    if (syscall(1000 + i % numbers) != -1 || errno != ENOSYS) return 1;
  puts("all refused");
  return 0;
}

// getpid by the gate of 32-bit programs.
static int call_as_i386(int count, char **words) {
  (void)count, (void)words;
  long result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory", "r8", "r9", "r10", "r11");
  printf("survived %ld\n", result);
  return 0;
}

// getpid as x32 numbers it.
static int call_as_x32(int count, char **words) {
  (void)count, (void)words;
  printf("survived %ld\n", syscall(0x40000000 + SYS_getpid));
  return 0;
}

const struct attack system_call_attacks[] = {
    {"call", make_call},
    {"list-calls", list_calls},
    {"call-many", call_many},
    {"call-as-i386", call_as_i386},
    {"call-as-x32", call_as_x32},
    {NULL, NULL},
};
