import CLinux

/// Lets threads sleep until somebody rings (`pthread_cond_wait(3)`).
@safe package final class Doorbell: @unchecked Sendable {
  // Both are initialised once, used through their own functions only, and destroyed with the bell.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  /// How often the bell has rung; read and written under the mutex.
  private var rings = 0

  package init() {
    // With default attributes neither can fail on Linux.
    unsafe _ = pthread_mutex_init(mutex, nil)
    unsafe _ = pthread_cond_init(condition, nil)
  }

  deinit {
    unsafe _ = pthread_cond_destroy(condition)
    unsafe _ = pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  /// Wakes everybody who waits.
  package func ring() {
    unsafe _ = pthread_mutex_lock(mutex)
    rings += 1
    unsafe _ = pthread_cond_broadcast(condition)
    unsafe _ = pthread_mutex_unlock(mutex)
  }

  /// Sleeps until the bell has rung more than `seen` times.
  package func wait(past seen: Int) {
    unsafe _ = pthread_mutex_lock(mutex)
    while rings <= seen { unsafe _ = pthread_cond_wait(condition, mutex) }
    unsafe _ = pthread_mutex_unlock(mutex)
  }
}
