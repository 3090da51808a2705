import CLinux
import Linux

/// Network namespaces without any interface that is up, each used by one cell at a time.
///
/// Making and ending one costs more than all other namespaces of a cell together. A job leaves no
/// trace in it: it has no right to configure it, it can open no socket but Unix ones, and those end
/// with its processes, all of which are gone before the next cell gets the namespace.
struct EmptyNetworks: ~Copyable {
  private var namespaces = DescriptorList()
  private var free: [Int] = []
  /// False for an ordinary user, who may make them only together with a user namespace.
  private var mayMake = true

  /// Moves this process, and with it the next cell, into a namespace that nobody uses.
  ///
  /// - Returns: what to give back once the cell is gone; nil if the cell has to make its own.
  mutating func enterFree() throws(SystemError) -> Int? {
    if let index = free.popLast() {
      try Namespaces.network.join(namespaces.rawValues[index])
      return index
    }
    guard mayMake else { return nil }
    do throws(SystemError) {
      try Namespaces.network.enter()
    } catch let error where error.code == EPERM {
      mayMake = false
      return nil
    }
    namespaces.append(try FileDescriptor.open("/proc/self/ns/net", .readOnly))
    return namespaces.count - 1
  }

  /// Every process that was in the namespace is gone.
  mutating func giveBack(_ index: Int) { free.append(index) }
}
