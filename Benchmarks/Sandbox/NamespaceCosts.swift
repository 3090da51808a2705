import Linux

/// What each kind of namespace adds to the making and ending of a process.
enum NamespaceCosts {
  private static let repetitions = 101
  private static let kinds: [(name: String, namespaces: Namespaces)] = [
    ("user", .user), ("pid", .processes), ("mount", .mounts), ("network", .network),
    ("ipc", .ipc), ("hostname", .hostname), ("cgroup", .cgroups),
  ]

  /// Microseconds from the request to the end of a process that does nothing, bare, and what each
  /// kind of namespace adds to the median.
  static func measure() throws -> [Figure] {
    var times: [String: [Double]] = [:]
    for _ in 0..<repetitions {
      times["", default: []].append(try time([]))
      for kind in kinds { times[kind.name, default: []].append(try time(kind.namespaces)) }
    }
    let bare = Sample(times[""] ?? [0]).median
    return [Figure(name: "process without namespaces", value: bare, unit: "µs")]
      + kinds.map { kind in
        Figure(
          name: "\(kind.name) namespace adds",
          value: Sample(times[kind.name] ?? [0]).median - bare, unit: "µs")
      }
  }

  private static func time(_ namespaces: Namespaces) throws -> Double {
    let start = Clock.monotonicNanoseconds()
    switch try namespaces.fork(into: nil) {
    // Nothing may happen in the copy: other threads of this process may have held locks.
    case .child: CurrentProcess.exit(0)
    case .parent(let process, _):
      while try EndedChild.next(wait: true)?.process != process {}
    }
    return Double(Clock.monotonicNanoseconds() - start) / 1000
  }
}
