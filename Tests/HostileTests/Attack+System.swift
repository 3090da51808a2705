import Sandbox

extension Attack {
  static let onDescriptors: [Attack] = [
    program("18 descriptors", "scan-descriptors", prints: ""),
    program("18 descriptors", "open-first-process", prints: ""),
    program("18 descriptors", "list-processes", prints: ""),
    program("19 the runtime's program", "overwrite-program", prints: "EROFS"),
    program("21 more rights", "map-users", prints: ""),
  ]

  /// Refused by name: they fail with `EPERM` whatever their arguments.
  private static let refusedCalls =
    [
      "19 other processes": """
      ptrace-attach ptrace-traceme process_vm_readv process_vm_writev pidfd_getfd process_madvise \
      kcmp
      """,
      "20 wide interfaces": """
      bpf userfaultfd io_uring_setup io_uring_enter io_uring_register perf_event_open keyctl \
      add_key request_key mq_open msgget memfd_secret vmsplice mbind move_pages seccomp
      """,
      "21 namespaces and mounts": """
      unshare-user unshare-mount unshare-files clone-user clone-pid clone-mount clone-net clone-ipc \
      clone-uts clone-cgroup setns mount umount2 pivot_root chroot fsopen fsconfig fsmount fspick \
      open_tree move_mount mount_setattr name_to_handle_at open_by_handle_at fanotify_init
      """,
      "24 the machine": """
      quotactl swapon acct init_module finit_module delete_module kexec_load reboot syslog \
      settimeofday clock_settime adjtimex sethostname iopl ioperm modify_ldt \
      prlimit-of-the-first-process prlimit-raise set-time-slice-realtime
      """,
    ].sorted { $0.key < $1.key }

  /// As if the kernel did not have them, or for these arguments only.
  private static let otherCalls = [
    ("clone3", "ENOSYS"), ("personality-read-implies-exec", "ENOSYS"), ("prctl-set-mm", "ENOSYS"),
    ("ioctl-push-terminal-input", "ENOSYS"), ("ioctl-clone-file", "ENOSYS"),
    ("setuid-root", "EINVAL"), ("setgroups", "EPERM"), ("nice-below-zero", "EACCES"),
    ("statmount", "ENOSYS"), ("listmount", "ENOSYS"), ("lsm_set_self_attr", "ENOSYS"),
    ("open_tree_attr", "ENOSYS"), ("number-1000", "ENOSYS"), ("number-of-no-processor", "ENOSYS"),
  ]

  /// Every name that the attack program knows has to be in the table.
  static let callNames =
    refusedCalls.flatMap { $0.value.split(separator: " ").map(String.init) } + otherCalls.map(\.0)

  static let onSystemCalls: [Attack] =
    refusedCalls.flatMap { family, names in
      names.split(separator: " ").map { program(family, "call \($0)", prints: "EPERM") }
    }
    + otherCalls.map { program("20 system calls", "call \($0.0)", prints: $0.1) } + [
      program("22 other processors' calls", "call-as-i386", .signalled(31), prints: ""),
      program("22 other processors' calls", "call-as-x32", .signalled(31), prints: ""),
    ]

  static let onNetwork: [Attack] =
    [
      program("23 sockets", "open-sockets", prints: ""),
      program("23 sockets", "call-abstract assay-sibling", prints: "ECONNREFUSED"),
    ]
    + ["/run/dbus/system_bus_socket", "/var/run/docker.sock", "/run/systemd/private"].map {
      program("23 sockets", "call-path \($0)", prints: "ENOENT")
    }
    + ["127.0.0.1:80", "169.254.169.254:80", "[::1]:22"].map {
      shell(
        "23 addresses",
        "busybox nc \($0.split(separator: ":").dropLast().joined(separator: ":")) 80 || echo refused",
        prints: "refused")
    }

  static let onHostView: [Attack] = [
    shell(
      "24 devices",
      """
      for c in 'rm /dev/null' 'chmod 600 /dev/null' 'touch /dev/new' 'mkdir /dev/d' \
        'ln -s a /dev/l' 'mv /dev/zero /dev/null' 'mknod /dev/n c 1 3' 'cp /bin/sh /dev/sh'
      do busybox $c 2> /dev/null && echo $c; done
      echo x > /dev/null && echo $(ls /dev)
      """,
      prints: "fd full null random shm stderr stdin stdout urandom zero"),
    program(
      "24 host files",
      "open-paths /proc/sys/kernel/core_pattern /proc/sysrq-trigger /proc/kallsyms /proc/kcore /proc/kmsg /proc/timer_list /proc/sched_debug /proc/keys /proc/key-users /proc/interrupts /proc/acpi /proc/scsi /proc/net /proc/sys /proc/mounts/../sys/vm /proc/modules /proc/config.gz",
      prints: ""),
    program(
      "24 host files",
      "open-paths /sys /sys/kernel /sys/fs/cgroup /dev/mem /dev/kmem /dev/kmsg /dev/port /dev/fuse /dev/kvm /dev/ptmx /dev/pts /dev/tty /dev/console /dev/loop0 /dev/loop-control /dev/net/tun /dev/vda /dev/sda /dev/vsock /dev/hugepages /dev/mqueue /root /home /boot /lib /etc/shadow",
      prints: ""),
    shell(
      "24 read-only root",
      "echo x > /bin/sh; echo x > /etc/new; mkdir /new; rm /bin/true; ls /"
        + " > /dev/null; test -e /new || cat /etc/new || echo kept", prints: "kept"),
    shell(
      "24 read-only root",
      "for i in null zero full random urandom; do rm /dev/$i;"
        + " chmod 777 /dev/$i; done; test -c /dev/null && echo kept", prints: "kept"),
    shell(
      "24 devices", "busybox mknod /tmp/m c 1 1 || busybox mknod /tmp/d b 8 0 || echo refused",
      prints: "refused"),
  ]
}
