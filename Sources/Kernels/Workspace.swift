import Linux
import Synchronization

/// Memory for packed blocks, kept between products because new pages cost more than packing does.
final class Workspace: Sendable {
  private let free = Mutex<[Pages]>([])

  /// One mapping, used by one product at a time.
  private final class Pages: Sendable {
    let memory: PageMemory

    init(count: Int) throws(SystemError) {
      memory = try PageMemory(count: count)
    }
  }

  /// Lends at least `count` floats to `body`.
  func withFloats(
    _ count: Int, _ body: (UnsafeMutablePointer<Float>) throws(KernelError) -> Void
  ) throws(KernelError) {
    let bytes = count * MemoryLayout<Float>.stride
    let pages = try take(bytes)
    defer { free.withLock { $0.append(pages) } }
    try body(pages.memory.start.bindMemory(to: Float.self, capacity: count))
  }

  private func take(_ bytes: Int) throws(KernelError) -> Pages {
    let found = free.withLock { list -> Pages? in
      guard let index = list.firstIndex(where: { $0.memory.count >= bytes }) else {
        // What is too small for this product is too small for its successors.
        list.removeAll()
        return nil
      }
      return list.remove(at: index)
    }
    if let found { return found }
    do throws(SystemError) {
      return try Pages(count: bytes)
    } catch {
      throw KernelError(.resources, "workspace", "\(bytes) bytes", expected: "memory: \(error)")
    }
  }
}
