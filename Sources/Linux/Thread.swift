import CLinux

/// A thread of the kernel, for work that blocks and must not hold up Swift's cooperative pool.
package enum Thread {
  /// Runs `body` on a new thread and waits for it without blocking one of the pool
  /// (`pthread_create(3)`).
  package static func run<Success: Sendable>(
    _ body: @escaping @Sendable () -> Success
  ) async throws(SystemError) -> Success {
    let result: Result<Success, SystemError> = await withCheckedContinuation { continuation in
      do throws(SystemError) {
        try start { continuation.resume(returning: .success(body())) }
      } catch {
        continuation.resume(returning: .failure(error))
      }
    }
    return try result.get()
  }

  /// Runs `body` on a new, detached thread.
  package static func start(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
    let box = unsafe Unmanaged.passRetained(Box(body))
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread, nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        // Balances passRetained: the new thread owns the box from here on.
        unsafe Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, box.toOpaque())
    guard code == 0 else {
      unsafe box.release()
      throw SystemError("pthread_create", code: code)
    }
    pthread_detach(thread)
  }

  /// Holds this thread up (`clock_nanosleep(2)`, monotonic clock).
  package static func sleep(microseconds: Int64) {
    var wanted = timespec(
      tv_sec: Int(microseconds / 1_000_000), tv_nsec: Int(microseconds % 1_000_000) * 1000)
    var rest = wanted
    // Interrupted by a signal, it says how much is left; any other failure is impossible here.
    while unsafe clock_nanosleep(CLOCK_MONOTONIC, 0, &wanted, &rest) == EINTR { wanted = rest }
  }

  /// Lets another thread have this processor for a moment (`sched_yield(2)`).
  package static func yield() {
    _ = sched_yield()
  }

  private final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
