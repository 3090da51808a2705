import LaunchProtocol
import Linux

/// The only user of a job's namespaces.
enum JobUser {
  /// Maps it to one of the host, and its group likewise, in the new user namespace of a child; the
  /// job can never name others (`user_namespaces(7)`).
  static func map(
    _ process: Int32, toUser user: UInt32, group: UInt32
  ) throws(SystemError) {
    let directory = try FileDescriptor.open("/proc/\(process)", [.path, .directory])
    let job = CellRequest.jobUser
    func write(_ content: String, to name: String) throws(SystemError) {
      try directory.open(name, .writeOnly).writeAll(Array(content.utf8))
    }
    try write("deny", to: "setgroups")
    try write("\(job) \(user) 1", to: "uid_map")
    try write("\(job) \(group) 1", to: "gid_map")
  }
}
