#include "CLinux.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>

// Linux 5.19: a caller that waits for an answer is disturbed by deadly signals only, so that its
// call is not made, and told of, a second time.
enum { WAIT_KILLABLE = 1 << 5 };

int assay_install_listening_filter(const void *instructions, unsigned count) {
  struct sock_fprog program = {(unsigned short)count, (struct sock_filter *)instructions};
  unsigned flags = SECCOMP_FILTER_FLAG_NEW_LISTENER;
  long listener = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags | WAIT_KILLABLE, &program);
  if (listener < 0 && errno == EINVAL)
    listener = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
  return (int)listener;
}

// A newer kernel copies more than the structure that these headers know.
union request {
  struct seccomp_notif notification;
  char room[1024];
};

union response {
  struct seccomp_notif_resp answer;
  char room[256];
};

static int sizes_fit(void) {
  struct seccomp_notif_sizes sizes;
  return syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes) == 0 &&
         sizes.seccomp_notif <= sizeof(union request) &&
         sizes.seccomp_notif_resp <= sizeof(union response);
}

int assay_receive_notification(int listener, struct assay_notification *notification) {
  static int fit = -1;
  if (fit < 0) fit = sizes_fit();
  if (!fit) {
    errno = E2BIG;
    return -1;
  }
  // Without this, the call below might wait for a notification that was taken back.
  struct pollfd entry = {.fd = listener, .events = POLLIN};
  if (poll(&entry, 1, 0) < 0) return -1;
  if (!(entry.revents & POLLIN)) return 0;
  union request request;
  memset(&request, 0, sizeof request);
  if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &request)) return -1;
  notification->identifier = request.notification.id;
  notification->thread = request.notification.pid;
  notification->number = (uint32_t)request.notification.data.nr;
  notification->architecture = request.notification.data.arch;
  notification->instruction_pointer = request.notification.data.instruction_pointer;
  for (int i = 0; i < 6; i++) notification->arguments[i] = request.notification.data.args[i];
  return 1;
}

int assay_notification_is_valid(int listener, uint64_t identifier) {
  return ioctl(listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &identifier);
}

int assay_answer_notification(int listener, uint64_t identifier, int64_t value, int error) {
  union response response;
  memset(&response, 0, sizeof response);
  response.answer.id = identifier;
  response.answer.val = value;
  response.answer.error = -error;
  return ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response);
}

ssize_t assay_write_memory(int thread, uint64_t address, const void *bytes, size_t count) {
  struct iovec here = {(void *)bytes, count};
  struct iovec there = {(void *)(uintptr_t)address, count};
  return process_vm_writev(thread, &here, 1, &there, 1, 0);
}
