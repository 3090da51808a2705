#pragma once
// As in CLinux: otherwise the two modules define the same C structures differently.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <microhttpd.h>

// Swift cannot call functions with a variable number of arguments.

/// Limits of one daemon.
struct assay_http_limits {
  unsigned threads;
  unsigned connections;
  unsigned timeout_seconds;
  size_t connection_memory;
};

/// MHD_start_daemon: polling threads of its own, on a socket that listens already.
static inline struct MHD_Daemon *assay_http_start(
    int listening, struct assay_http_limits limits, MHD_AccessHandlerCallback handle,
    MHD_RequestCompletedCallback completed, MHD_NotifyConnectionCallback connection,
    void *context) {
  return MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handle, context,
      MHD_OPTION_LISTEN_SOCKET, listening, MHD_OPTION_THREAD_POOL_SIZE, limits.threads,
      MHD_OPTION_CONNECTION_LIMIT, limits.connections, MHD_OPTION_CONNECTION_TIMEOUT,
      limits.timeout_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT, limits.connection_memory,
      MHD_OPTION_NOTIFY_COMPLETED, completed, context, MHD_OPTION_NOTIFY_CONNECTION, connection,
      context, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
}

/// MHD_get_connection_info: the connection's socket.
static inline int assay_http_socket(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *information =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return information ? information->connect_fd : -1;
}
