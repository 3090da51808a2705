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

  /// Sets soft and hard limit to `value`, or to the present hard limit if that is lower: raising
  /// it takes a privilege that many hosts withhold.
  package func set(_ value: UInt64) throws(SystemError) {
    let resource = __rlimit_resource_t(UInt32(rawValue))
    var limit = rlimit()
    try systemCall("getrlimit") { unsafe getrlimit(resource, &limit) }
    let bounded = min(rlim_t(value), limit.rlim_max)
    limit.rlim_cur = bounded
    limit.rlim_max = bounded
    try systemCall("setrlimit") { unsafe setrlimit(resource, &limit) }
  }
}
