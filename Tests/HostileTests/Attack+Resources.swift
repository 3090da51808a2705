import Sandbox

extension Attack {
  private static let small = Limits(
    memoryBytes: 32 << 20, processes: 64, scratchBytes: 1 << 30, wallMilliseconds: 120_000)

  static let onMemory: [Attack] =
    ["grow-heap", "grow-family", "grow-anonymous-file", "grow-shared-segment", "grow-pipes"].map {
      program("2 memory bomb", "\($0) 256", limits: small, needsGroups: true, .limit(.memory))
    } + [
      program("2 memory bomb", "lock-memory 64", prints: "ENOMEM"),
      shell(
        "3 memory as files", "head -c 200000000 /dev/zero > /tmp/x", limits: small,
        needsGroups: true, .limit(.memory)),
      shell(
        "3 memory as files", "head -c 200000000 /dev/zero > /dev/shm/x", limits: small,
        needsGroups: true, .limit(.memory)),
      shell(
        "3 memory as files", "head -c 200000000 /dev/zero > /out/x",
        limits: Limits(memoryBytes: 32 << 20, outputBytes: 1 << 30), needsGroups: true,
        .limit(.memory)),
    ]

  static let onSpace: [Attack] = [
    shell(
      "4 disk fill", "cat /dev/zero > /out/x",
      limits: Limits(scratchBytes: 4 << 20, outputBytes: 1 << 20), .limit(.output)),
    shell(
      "4 disk fill", "cat /dev/zero > /tmp/x",
      limits: Limits(scratchBytes: 1 << 20, outputBytes: 4 << 20), .limit(.scratch)),
    shell(
      "4 disk fill", "cat /dev/zero > /dev/shm/x || echo full",
      limits: Limits(scratchBytes: 1 << 20, outputBytes: 4 << 20), prints: "full"),
    shell(
      "4 disk fill", "for i in 1 2 3 4; do cat /dev/zero > /out/$i; done; exit 1",
      limits: Limits(scratchBytes: 4 << 20, outputBytes: 1 << 20), .limit(.output)),
    program(
      "5 inode fill", "use-all-files /out", limits: Limits(outputFiles: 100), .limit(.output),
      prints: "ENOSPC"),
    program(
      "5 inode fill", "use-all-files /tmp", limits: Limits(scratchFiles: 100), .limit(.scratch),
      prints: "ENOSPC"),
    program(
      "5 inode fill", "use-all-files /dev/shm", limits: Limits(scratchFiles: 100),
      .exited(code: 1), prints: "ENOSPC"),
    program("5 inode fill", "use-all-files /", .exited(code: 1), prints: "EROFS"),
    program("6 sparse output", "stretch /out/x", prints: ""),
    program("6 sparse output", "stretch /tmp/x", prints: ""),
    shell(
      "6 sparse output", "busybox truncate -s 1024G /out/x", .limit(.fileSize), prints: ""),
    shell(
      "6 sparse output", "for i in 1 2 3; do busybox truncate -s 900K /out/$i; done",
      limits: Limits(scratchBytes: 1 << 20, outputBytes: 1 << 20), .limit(.output)),
  ]

  static let onTime: [Attack] =
    ["ignore-signals", "stop-itself"].map {
      program("9 signals ignored", $0, limits: Limits(wallMilliseconds: 200), .limit(.wallTime))
    } + [
      program(
        "8 spin", "spin", limits: Limits(cpuMilliseconds: 200), needsGroups: true,
        .limit(.cpuTime)),
      program("8 spin", "spin", limits: Limits(wallMilliseconds: 200), .limit(.wallTime)),
      shell(
        "7 flood of output by many",
        "for i in 1 2 3 4; do cat /dev/zero & cat /dev/zero >&2 & done; wait",
        limits: Limits(wallMilliseconds: 200, stdoutBytes: 1000, stderrBytes: 1000),
        .limit(.wallTime)),
      shell(
        "8 sleep for ever", "sleep 1000000", limits: Limits(wallMilliseconds: 200),
        .limit(.wallTime)),
      shell(
        "8 spin", "for i in 1 2 3 4; do attacks spin & done; wait",
        limits: Limits(cpuMilliseconds: 200), needsGroups: true, .limit(.cpuTime)),
      shell(
        "8 spin", "for i in 1 2 3 4; do attacks spin & done; exit 6",
        .exited(code: 6)),
    ]
}
