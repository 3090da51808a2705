#include "CLinux.h"

#include <arpa/inet.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>

union socket_address {
  struct sockaddr any;
  struct sockaddr_in four;
  struct sockaddr_in6 six;
};

static socklen_t fill(union socket_address *address, const uint8_t *bytes, unsigned count,
                      uint16_t port) {
  memset(address, 0, sizeof *address);
  if (count == 4) {
    address->four.sin_family = AF_INET;
    address->four.sin_port = htons(port);
    memcpy(&address->four.sin_addr, bytes, 4);
    return sizeof address->four;
  }
  address->six.sin6_family = AF_INET6;
  address->six.sin6_port = htons(port);
  memcpy(&address->six.sin6_addr, bytes, 16);
  return sizeof address->six;
}

int assay_parse_address(const char *text, uint8_t *bytes) {
  if (inet_pton(AF_INET, text, bytes) == 1) return 4;
  return inet_pton(AF_INET6, text, bytes) == 1 ? 16 : 0;
}

void assay_format_address(const uint8_t *bytes, unsigned count, char *text, unsigned size) {
  if (!inet_ntop(count == 4 ? AF_INET : AF_INET6, bytes, text, size)) *text = 0;
}

int assay_stream_socket(unsigned address_count) {
  int family = address_count == 4 ? AF_INET : AF_INET6;
  return socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

int assay_bind(int descriptor, const uint8_t *bytes, unsigned count, uint16_t port) {
  union socket_address address;
  socklen_t length = fill(&address, bytes, count, port);
  int yes = 1;
  if (setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) < 0) return -1;
  if (count == 16 && setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes) < 0)
    return -1;
  return bind(descriptor, &address.any, length);
}

int assay_connect(int descriptor, const uint8_t *bytes, unsigned count, uint16_t port) {
  union socket_address address;
  socklen_t length = fill(&address, bytes, count, port);
  return connect(descriptor, &address.any, length);
}

int assay_accept(int descriptor) {
  return accept4(descriptor, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

int assay_bound_port(int descriptor) {
  union socket_address address;
  socklen_t length = sizeof address;
  if (getsockname(descriptor, &address.any, &length) < 0) return -1;
  return ntohs(address.any.sa_family == AF_INET ? address.four.sin_port : address.six.sin6_port);
}

int assay_socket_error(int descriptor, int *code) {
  socklen_t length = sizeof *code;
  return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, code, &length);
}

int assay_send_at_once(int descriptor) {
  int yes = 1;
  return setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

int assay_reset_on_close(int descriptor) {
  struct linger linger = {.l_onoff = 1, .l_linger = 0};
  return setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

int assay_interface_up(const char *name) {
  int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (control < 0) return -1;
  struct ifreq request = {0};
  strncpy(request.ifr_name, name, sizeof request.ifr_name - 1);
  int result = ioctl(control, SIOCGIFFLAGS, &request);
  if (result == 0) {
    request.ifr_flags |= IFF_UP;
    result = ioctl(control, SIOCSIFFLAGS, &request);
  }
  int code = errno;
  close(control);
  errno = code;
  return result;
}

struct address_request {
  struct nlmsghdr header;
  struct ifaddrmsg message;
  char attributes[2 * RTA_SPACE(16)];
};

static void add_attribute(struct address_request *request, unsigned short type,
                          const uint8_t *bytes, unsigned count) {
  struct rtattr *attribute =
      (struct rtattr *)((char *)request + NLMSG_ALIGN(request->header.nlmsg_len));
  attribute->rta_type = type;
  attribute->rta_len = (unsigned short)RTA_LENGTH(count);
  memcpy(RTA_DATA(attribute), bytes, count);
  request->header.nlmsg_len = NLMSG_ALIGN(request->header.nlmsg_len) + RTA_SPACE(count);
}

// Sends the request and returns what the kernel answered, as errno.
static int netlink_ask(struct address_request *request) {
  int link = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (link < 0) return errno;
  union {
    struct nlmsghdr header;
    char bytes[1024];
  } reply;
  ssize_t received = -1;
  if (send(link, request, request->header.nlmsg_len, 0) >= 0)
    received = recv(link, &reply, sizeof reply, 0);
  int code = received < 0 ? errno : 0;
  close(link);
  if (code) return code;
  if (received < (ssize_t)NLMSG_LENGTH(sizeof(struct nlmsgerr))) return EBADMSG;
  if (reply.header.nlmsg_type != NLMSG_ERROR) return EBADMSG;
  return -((struct nlmsgerr *)NLMSG_DATA(&reply.header))->error;
}

int assay_interface_add(const char *name, const uint8_t *bytes, unsigned count) {
  unsigned index = if_nametoindex(name);
  if (!index) return -1;
  struct address_request request = {0};
  request.header.nlmsg_len = NLMSG_LENGTH(sizeof request.message);
  request.header.nlmsg_type = RTM_NEWADDR;
  request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL;
  request.message.ifa_family = count == 4 ? AF_INET : AF_INET6;
  request.message.ifa_prefixlen = (unsigned char)(8 * count);
  // There is nobody to ask whether the address is taken.
  request.message.ifa_flags = count == 4 ? 0 : IFA_F_NODAD;
  request.message.ifa_scope = RT_SCOPE_HOST;
  request.message.ifa_index = index;
  add_attribute(&request, IFA_LOCAL, bytes, count);
  add_attribute(&request, IFA_ADDRESS, bytes, count);
  int code = netlink_ask(&request);
  errno = code;
  return code ? -1 : 0;
}

static void *make_network(void *argument) {
  struct assay_network_birth *birth = argument;
  if (unshare(CLONE_NEWNET) == 0)
    birth->descriptor = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
  if (birth->descriptor < 0) birth->error = errno;
  return NULL;
}

int assay_begin_network(struct assay_network_birth *birth) {
  birth->descriptor = -1;
  // pthread functions return what others leave in errno.
  return errno = pthread_create(&birth->thread, NULL, make_network, birth), errno ? -1 : 0;
}

int assay_await_network(struct assay_network_birth *birth) {
  pthread_join(birth->thread, NULL);
  if (birth->descriptor < 0) errno = birth->error;
  return birth->descriptor;
}
