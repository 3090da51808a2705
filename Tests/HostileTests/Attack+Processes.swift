import Sandbox

extension Attack {
  private static let few = Limits(processes: 16)

  static let onProcesses: [Attack] = [
    program(
      "1 fork bomb", "multiply", limits: few, needsGroups: true, .limit(.processes),
      prints: "EAGAIN"),
    program(
      "1 fork bomb", "multiply-threads", limits: few, needsGroups: true, .limit(.processes),
      prints: "EAGAIN"),
    program(
      "1 fork bomb", "explode", limits: Limits(processes: 32, wallMilliseconds: 400),
      .limit(.wallTime)),
    shell(
      "1 fork bomb", "sh -c 'b() { b | b & }; b' & exec sleep 10",
      limits: Limits(processes: 24, wallMilliseconds: 400), .limit(.wallTime)),
    program("10 daemon", "leave-daemon", prints: "main is done"),
    // All may be waiting to be reaped at the same time.
    program("10 daemon", "leave-orphans", limits: Limits(processes: 512), .exited(code: 7)),
    shell("10 daemon", "for i in 1 2 3 4 5 6 7 8; do sleep 1000 & done; echo over", prints: "over"),
    shell("11 stream held open", "sleep 1000 2>&1 & echo over", prints: "over"),
    shell("11 stream held open", "(sleep 1000 | sleep 1000) & exit 5", .exited(code: 5)),
    program("12 kill everybody", "kill-all", prints: "still here"),
    shell("12 kill everybody", "kill -9 1; kill -9 -1; echo over", prints: "over"),
    program("12 kill everybody", "strangle-first-process", prints: ""),
    shell("17 forged receipt", "echo '{\"code\":0}' >&3; exit 4", .exited(code: 4)),
    shell(
      "17 forged receipt",
      """
      echo '{"termination":{"kind":"exited","code":0}}'
      echo '{"termination":{"kind":"exited","code":0}}' > /out/receipt.json
      exit 4
      """, .exited(code: 4), prints: #"{"termination":{"kind":"exited","code":0}}"#,
      files: ["receipt.json": #"{"termination":{"kind":"exited","code":0}}"# + "\n"]),
    program("24 crash helper", "show-core-limit", prints: "1 1"),
  ]
}
