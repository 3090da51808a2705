import Linux
import Testing

@Suite struct NetworkBirthTests {
  /// A thread's own namespace, as the kernel numbers it.
  private static func network() throws -> FileStatus {
    try FileDescriptor.open("/proc/thread-self/ns/net", .readOnly).status()
  }

  @Test("Whoever enters is in a network that nobody else is in, or stays where it is")
  func enters() async throws {
    let outside = try Self.network()
    // A thread of its own, which ends with this: others stay where they are.
    let inside = try await Thread.run { () -> Result<FileStatus, any Error> in
      Result {
        let birth = try NetworkBirth()
        do throws(SystemError) {
          try birth.enter()
          #expect(Privileges.areFull)
        } catch {
          #expect(!Privileges.areFull, "\(error)")
        }
        #expect(throws: SystemError.self) { try birth.enter() }
        return try Self.network()
      }
    }.get()
    #expect((inside.inode == outside.inode) == !Privileges.areFull)
    #expect(try Self.network().inode == outside.inode)
  }
}
