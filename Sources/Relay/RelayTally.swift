/// What a relay has carried.
package struct RelayTally: Equatable, Sendable {
  /// Connections that the far side accepted.
  package var connections: UInt64 = 0
  /// Connections that were broken because there were too many, or because the far side could not be
  /// reached in time.
  package var refused: UInt64 = 0
  /// Bytes from the job.
  package var bytesSent: UInt64 = 0
  /// Bytes to the job.
  package var bytesReceived: UInt64 = 0

  package init() {}
}
