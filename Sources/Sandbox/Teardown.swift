/// The time that cells take to end once their jobs are reported; nobody waits for it.
package struct Teardown: Sendable, Equatable {
  package private(set) var cells = 0
  package private(set) var nanoseconds: Int64 = 0

  mutating func add(_ nanoseconds: Int64) {
    cells += 1
    self.nanoseconds += nanoseconds
  }
}
