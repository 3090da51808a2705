/// Whether jobs can have one kind of network on this host, and if not, why and what helps.
package struct NetworkAvailability: Sendable, Equatable {
  /// `none`, `loopback` or `allow`, as job files name them.
  package let name: String
  /// Why they cannot; nil if they can.
  package let reason: String?
  /// What an administrator can do about it.
  package let mend: String?

  package var available: Bool { reason == nil }
}
