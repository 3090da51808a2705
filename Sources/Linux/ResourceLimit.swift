import CLinux

/// Limits that the kernel puts on each process (`setrlimit(2)`).
package enum ResourceLimit: UInt8, Sendable, CaseIterable {
  case processorSeconds = 0
  case fileBytes = 1
  case stackBytes = 3
  case coreBytes = 4
  case processes = 6
  case openFiles = 7
  case lockedBytes = 8
  case queueBytes = 12

  /// Raises the soft limit to the hard one, which takes no privilege.
  package func raise() throws(SystemError) {
    let resource = __rlimit_resource_t(UInt32(rawValue))
    var limit = rlimit()
    try systemCall("getrlimit") { unsafe getrlimit(resource, &limit) }
    limit.rlim_cur = limit.rlim_max
    try systemCall("setrlimit") { unsafe setrlimit(resource, &limit) }
  }

  /// Sets soft and hard limit to `value`, or to the present hard limit if that is lower and this process
  /// may not raise it, as most may not.
  ///
  /// A process that reaches its soft limit of processor time gets `SIGXCPU`, which tells the reason;
  /// at the hard limit it is just killed. So the latter is a second higher.
  package func set(_ value: UInt64) throws(SystemError) {
    let resource = __rlimit_resource_t(UInt32(rawValue))
    let highest = rlim_t(self == .processorSeconds ? value + 1 : value)
    var limit = rlimit(rlim_cur: rlim_t(value), rlim_max: highest)
    // Nearly always that is all.
    if unsafe setrlimit(resource, &limit) == 0 { return }
    try systemCall("getrlimit") { unsafe getrlimit(resource, &limit) }
    limit.rlim_max = min(limit.rlim_max, highest)
    limit.rlim_cur = min(limit.rlim_max, rlim_t(value))
    try systemCall("setrlimit") { unsafe setrlimit(resource, &limit) }
  }
}
