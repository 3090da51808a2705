extension SystemCallPolicy {
  /// What ordinary programs need to compute, and nothing that reaches beyond their sandbox.
  package static let standard = SystemCallPolicy(
    permissions: standardPermissions, conditions: standardConditions, refused: standardRefusals)

  /// As `standard`, but a job cannot undo what makes its runs alike, and gets random bytes from its
  /// cell.
  package static let strict = standard.refusing("personality sched_setaffinity")
    .answering("getrandom")

  private static let standardPermissions = [
    Permission(
      "the launcher's last step, shells and build tools",
      "execve execveat exit exit_group fork vfork wait4 waitid"),
    Permission(
      "start-up of every C library",
      """
      arch_prctl brk set_tid_address set_robust_list get_robust_list rseq getrandom mprotect \
      munmap mmap mremap
      """),
    Permission(
      "memory allocators and language runtimes",
      """
      madvise mincore mlock mlock2 mlockall munlock munlockall msync membarrier memfd_create \
      pkey_alloc pkey_free pkey_mprotect
      """),
    Permission(
      "threads",
      """
      futex futex_waitv gettid tgkill tkill sched_yield sched_getaffinity sched_setaffinity \
      sched_getattr sched_getparam sched_getscheduler sched_setscheduler sched_setparam \
      sched_get_priority_max sched_get_priority_min sched_rr_get_interval getcpu
      """),
    Permission(
      "signals",
      """
      kill pause rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn \
      rt_sigsuspend rt_sigtimedwait rt_tgsigqueueinfo sigaltstack restart_syscall signalfd \
      signalfd4 pidfd_open pidfd_send_signal
      """),
    Permission(
      "shells and daemons: process groups",
      "getpid getppid getpgid getpgrp getsid setpgid setsid getpriority setpriority"),
    Permission(
      "programs that ask or lower their own rights",
      """
      getuid geteuid getgid getegid getgroups getresuid getresgid setuid setgid setreuid \
      setregid setresuid setresgid setfsuid setfsgid setgroups capget capset umask
      """),
    Permission(
      "limits and usage",
      "getrlimit setrlimit getrusage times sysinfo uname"),
    Permission(
      "clocks and timers",
      """
      clock_getres clock_gettime clock_nanosleep gettimeofday time nanosleep alarm getitimer \
      setitimer timer_create timer_delete timer_getoverrun timer_gettime timer_settime \
      timerfd_create timerfd_gettime timerfd_settime
      """),
    Permission(
      "reading and writing files",
      """
      open openat openat2 creat close close_range read readv pread64 preadv preadv2 write writev \
      pwrite64 pwritev pwritev2 lseek dup dup2 dup3 pipe pipe2 fcntl flock fsync fdatasync \
      sync_file_range ftruncate truncate fallocate fadvise64 readahead copy_file_range sendfile \
      splice tee
      """),
    Permission(
      "looking at files",
      """
      stat fstat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat getdents \
      getdents64 statfs fstatfs getcwd chdir fchdir getxattr lgetxattr fgetxattr listxattr \
      llistxattr flistxattr
      """),
    Permission(
      "changing files and directories",
      """
      rename renameat renameat2 link linkat symlink symlinkat unlink unlinkat mkdir mkdirat rmdir \
      chmod fchmod fchmodat chown fchown lchown fchownat utime utimes futimesat utimensat setxattr \
      lsetxattr fsetxattr removexattr lremovexattr fremovexattr
      """),
    Permission(
      "event loops",
      """
      poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_ctl_old epoll_wait \
      epoll_pwait epoll_pwait2 epoll_wait_old eventfd eventfd2 inotify_init inotify_init1 \
      inotify_add_watch inotify_rm_watch
      """),
    Permission(
      "talking to the job's own processes",
      """
      connect bind listen accept accept4 shutdown getsockname getpeername getsockopt setsockopt \
      sendto sendmsg sendmmsg recvfrom recvmsg recvmmsg
      """),
    Permission(
      "shared memory of databases and message passing libraries",
      "shmget shmat shmdt shmctl semget semop semctl semtimedop"),
  ]

  private static let standardConditions =
    [
      Condition(
        user: "fork and threads of every C library; never a new namespace", call: "clone",
        argument: 0, test: .hasNone(of: namespaceFlags), refusal: ErrorNumber.notPermitted),
      Condition(
        user: "talking to the job's own processes: Unix sockets", call: "socket", argument: 0,
        test: .isOneOf([1]), refusal: ErrorNumber.addressFamily),
      Condition(
        user: "talking to the job's own processes: Unix sockets", call: "socketpair", argument: 0,
        test: .isOneOf([1]), refusal: ErrorNumber.addressFamily),
      Condition(
        user:
          "terminal tests and non-blocking files (FIOCLEX, FIONCLEX, FIONBIO, FIOASYNC, FIONREAD,"
          + " TCGETS, TCGETS2, TIOCGPGRP, TIOCGWINSZ)",
        call: "ioctl", argument: 1,
        test: .isOneOf([
          0x5451, 0x5450, 0x5421, 0x5452, 0x541B, 0x5401, 0x802C_542A, 0x540F, 0x5413,
        ]), refusal: nil),
      Condition(
        user:
          "thread names, death signals, dumpability, capability queries, sub-reapers, timer slack,"
          + " huge pages, names of mappings",
        call: "prctl", argument: 0,
        test: .isOneOf([
          1, 2, 3, 4, 7, 15, 16, 21, 23, 27, 29, 30, 36, 37, 38, 39, 41, 42, 0x5356_4D41,
        ]), refusal: nil),
      Condition(
        user:
          "limits of the calling process; those of the cell's process, which has the same user, are"
          + " not the job's to lower", call: "prlimit64", argument: 0, test: .isOneOf([0]),
        refusal: ErrorNumber.notPermitted),
      Condition(
        user: "programs that ask for their personality", call: "personality", argument: 0,
        test: .isOneOf([0xFFFF_FFFF]), refusal: nil),
    ]
    + ["mknod", "mknodat"].enumerated().map { position, call in
      Condition(
        user: "mkfifo; device nodes cannot be made", call: call, argument: UInt32(position + 1),
        test: .hasNone(of: [0o020000, 0o040000]), refusal: ErrorNumber.notPermitted)
    }

  /// CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET.
  private static let namespaceFlags: [UInt64] = [
    0x80, 0x2_0000, 0x200_0000, 0x400_0000, 0x800_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000,
  ]

  private static let standardRefusals = """
    acct add_key adjtimex bpf chroot clock_adjtime clock_settime create_module delete_module \
    fanotify_init fanotify_mark finit_module fsconfig fsmount fsopen fspick get_kernel_syms \
    get_mempolicy getpmsg putpmsg init_module io_cancel io_destroy io_getevents io_pgetevents \
    io_setup io_submit io_uring_enter io_uring_register io_uring_setup ioperm iopl ioprio_get \
    ioprio_set kcmp kexec_file_load kexec_load keyctl landlock_add_rule landlock_create_ruleset \
    landlock_restrict_self lookup_dcookie mbind memfd_secret migrate_pages modify_ldt mount \
    mount_setattr move_mount move_pages mq_getsetattr mq_notify mq_open mq_timedreceive \
    mq_timedsend mq_unlink msgctl msgget msgrcv msgsnd name_to_handle_at nfsservctl \
    open_by_handle_at open_tree perf_event_open pidfd_getfd pivot_root process_madvise \
    process_mrelease process_vm_readv process_vm_writev ptrace query_module quotactl quotactl_fd \
    reboot remap_file_pages request_key sched_setattr seccomp security set_mempolicy \
    set_mempolicy_home_node setdomainname sethostname setns settimeofday swapoff swapon sync \
    syncfs sysfs syslog tuxcall umount2 unshare uselib userfaultfd ustat vhangup vmsplice vserver
    """
}

/// Numbers of `errno` that the policy answers with.
enum ErrorNumber {
  static let notPermitted: Int32 = 1  // EPERM
  static let noSystemCall: Int32 = 38  // ENOSYS
  static let protocolSupport: Int32 = 93  // EPROTONOSUPPORT
  static let addressFamily: Int32 = 97  // EAFNOSUPPORT
}
