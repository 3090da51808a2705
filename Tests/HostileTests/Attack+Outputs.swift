import Sandbox

extension Attack {
  private static func refused(
    _ reason: RefusedOutput.Reason, _ paths: String...
  ) -> [RefusedOutput] {
    paths.map { RefusedOutput(path: $0, reason: reason) }
  }

  static let onOutputs: [Attack] =
    ["/etc/passwd", "..", "/in/secret", "/proc/self/root", "/proc/1/root", "nowhere"].map {
      shell(
        "13 link as output", "ln -s \($0) /out/x; echo mine > /out/y",
        refused: refused(.symbolicLink, "x"), files: ["y": "mine\n"])
    } + [
      shell("14 odd kinds", "mkfifo /out/x", refused: refused(.fifo, "x"), files: [:]),
      program(
        "14 odd kinds", "leave-socket", prints: "success", refused: refused(.socket, "socket"),
        files: [:]),
      program("14 odd kinds", "make-device", prints: "", files: [:]),
      shell(
        "14 odd kinds", "mkdir /out/a; mkfifo /out/a/x; echo mine > /out/a/y",
        refused: refused(.fifo, "a/x"), files: ["a/y": "mine\n"]),
      program("15 hard links", "link-file /bin/busybox /out/x", prints: "EXDEV", files: [:]),
      program("15 hard links", "link-file /proc/self/exe /out/x", prints: "EXDEV"),
      shell(
        "15 hard links", "echo mine > /out/x; ln /out/x /out/y",
        files: ["x": "mine\n", "y": "mine\n"]),
      program("16 privileges on files", "give-capabilities", prints: "", files: ["x": ""]),
      shell(
        "16 privileges on files", "echo mine > /out/x; chmod 7777 /out/x; chmod 0 /out/x",
        files: ["x": "mine\n"]),
      program(
        "16 depth bomb", "dig 40",
        refused: refused(.depth, Array(repeating: "d", count: 33).joined(separator: "/")),
        files: [:]),
      program(
        "16 depth bomb", "dig 3000", limits: Limits(outputFiles: 4096),
        refused: refused(.depth, Array(repeating: "d", count: 33).joined(separator: "/")),
        files: [:]),
      program(
        "16 odd names", "leave-odd-names",
        refused: [
          "$(reboot)", "*", "..x", "a\tb", "a\nb", "a\u{1B}[2Jb", "a b", "a:b", "a\\b", "café",
          "~", "\u{202E}txt", "\u{FFFD}\u{FFFD}",
        ].map { RefusedOutput(path: $0, reason: .name) }, files: ["-rf": ""]),
    ]
}
