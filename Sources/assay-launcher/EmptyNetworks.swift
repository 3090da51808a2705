import CLinux
import Cells
import Linux

/// Network namespaces without any interface that is up, each used by one cell at a time.
///
/// Making and ending one costs more than all other namespaces of a cell together. A job leaves no
/// trace in it: it has no right to configure it, it can open no socket but Unix ones, and nobody gets
/// the namespace before the last of those is gone, which may be after its processes.
struct EmptyNetworks: ~Copyable {
  private final class Network {
    let namespace: FileDescriptor
    let sockets: SocketCount

    /// That of this process, in which nobody has been.
    init() throws(SystemError) {
      namespace = try FileDescriptor.open("/proc/self/ns/net", .readOnly)
      sockets = try SocketCount()
    }
  }

  private var networks: [Network] = []
  private var free: [Int] = []
  /// False for an ordinary user, who may make them only together with a user namespace.
  private var mayMake = true

  /// Moves this process, and with it the next cell, into a namespace that nobody uses.
  ///
  /// - Returns: what to give back once the cell is gone; nil if the cell has to make its own.
  mutating func enterFree() throws(SystemError) -> Int? {
    if let index = try takeFree() {
      try Namespaces.network.join(networks[index].namespace.rawValue)
      return index
    }
    guard mayMake else { return nil }
    do throws(SystemError) {
      try Namespaces.network.enter()
    } catch let error where error.code == EPERM {
      mayMake = false
      return nil
    }
    networks.append(try Network())
    return networks.count - 1
  }

  /// The last one given back in which no socket is left.
  private mutating func takeFree() throws(SystemError) -> Int? {
    for position in free.indices.reversed() where try networks[free[position]].sockets.isNone() {
      return free.remove(at: position)
    }
    return nil
  }

  /// Every process that was in the namespace is gone.
  mutating func giveBack(_ index: Int) { free.append(index) }
}
