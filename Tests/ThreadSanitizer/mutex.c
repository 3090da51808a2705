// Tells the thread sanitizer about Swift's mutex. Its quick path is inlined where it is used, so that
// the sanitizer sees it; where threads contend, the runtime's library asks the kernel, and the
// sanitizer would take everything under the lock for a race. Preloaded, this stands before that
// library (swift/stdlib/public/Synchronization/Mutex/LinuxImpl.swift).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define HANDLE __attribute__((swift_context)) void *handle
#define SWIFT __attribute__((swiftcall))

void __tsan_acquire(void *);
void __tsan_release(void *);

SWIFT void lock_slowly(uint32_t thread, HANDLE) __asm__("$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
SWIFT bool try_slowly(HANDLE) __asm__("$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF");
SWIFT void unlock_slowly(HANDLE) __asm__("$s15Synchronization12_MutexHandleV11_unlockSlowyyF");

typedef SWIFT void (*Lock)(uint32_t, HANDLE);
typedef SWIFT bool (*Try)(HANDLE);
typedef SWIFT void (*Unlock)(HANDLE);

SWIFT void lock_slowly(uint32_t thread, HANDLE) {
  static Lock next;
  if (!next) next = (Lock)dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
  next(thread, handle);
  __tsan_acquire(handle);
}

SWIFT bool try_slowly(HANDLE) {
  static Try next;
  if (!next) next = (Try)dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF");
  bool taken = next(handle);
  if (taken) __tsan_acquire(handle);
  return taken;
}

SWIFT void unlock_slowly(HANDLE) {
  static Unlock next;
  if (!next) next = (Unlock)dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV11_unlockSlowyyF");
  __tsan_release(handle);
  next(handle);
}
