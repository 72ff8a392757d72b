/* The way to a Modbus TCP server: MODBUS Messaging on TCP/IP V1.0b. Addresses only: a static program cannot look names up. */
#include "outputs-safe.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { HEAD = 7 }; /* transaction, protocol and length of two bytes each, unit */

/* The address between text and end, without brackets; a scope is the number or name of an interface. */
static bool parse_v6(const char *text, const char *end, struct sockaddr_in6 *address) {
  char buffer[INET6_ADDRSTRLEN + IF_NAMESIZE];
  size_t length = (size_t)(end - text);
  if (length >= sizeof buffer) {
    return false;
  }
  memcpy(buffer, text, length);
  buffer[length] = '\0';
  char *scope = strchr(buffer, '%');
  if (scope != NULL) {
    *scope++ = '\0';
    int index = number(scope, 0x7fffffff);
    address->sin6_scope_id = index > 0 ? (unsigned)index : if_nametoindex(scope);
  }
  address->sin6_family = AF_INET6;
  return inet_pton(AF_INET6, buffer, &address->sin6_addr) == 1;
}

bool parse_server(const char *text, struct sockaddr_storage *address, socklen_t *size) {
  memset(address, 0, sizeof *address);
  const char *colon = strrchr(text, ':');
  int port = colon == NULL ? -1 : number(colon + 1, 0xffff);
  if (port <= 0) {
    return false;
  }
  if (text[0] == '[') {
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)address;
    v6->sin6_port = htons((uint16_t)port);
    *size = sizeof *v6;
    return colon > text + 1 && colon[-1] == ']' && parse_v6(text + 1, colon - 1, v6);
  }
  struct sockaddr_in *v4 = (struct sockaddr_in *)address;
  char buffer[INET_ADDRSTRLEN];
  size_t length = (size_t)(colon - text);
  if (length >= sizeof buffer) {
    return false;
  }
  memcpy(buffer, text, length);
  buffer[length] = '\0';
  v4->sin_family = AF_INET;
  v4->sin_port = htons((uint16_t)port);
  *size = sizeof *v4;
  return inet_pton(AF_INET, buffer, &v4->sin_addr) == 1;
}

/* Whether there is something to read, or room to write, until then. */
static bool ready(int fd, short events, long until) {
  struct pollfd waited = {.fd = fd, .events = events};
  for (;;) {
    long left = until - now_ms();
    int count = poll(&waited, 1, left > 0 ? (int)left : 0);
    if (count >= 0 || errno != EINTR) {
      return count > 0;
    }
  }
}

static int failed(int fd, int error, char *why) {
  snprintf(why, WHY_MAX_BYTES, "no connection: %s", strerror(error));
  if (fd >= 0) {
    close(fd);
  }
  return -1;
}

int open_tcp(const struct step *step, int wait_ms, char *why) {
  struct sockaddr_storage address;
  socklen_t size;
  if (!parse_server(step->where, &address, &size)) {
    return failed(-1, EINVAL, why); /* it was checked */
  }
  int fd = socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) {
    return failed(fd, errno, why);
  }
  int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect(fd, (struct sockaddr *)&address, size) == 0) {
    return fd;
  }
  if (errno != EINPROGRESS) {
    return failed(fd, errno, why);
  }
  if (!ready(fd, POLLOUT, now_ms() + wait_ms)) {
    snprintf(why, WHY_MAX_BYTES, "no connection within %d ms", wait_ms);
    close(fd);
    return -1;
  }
  int error = 0;
  socklen_t length = sizeof error;
  getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length);
  return error == 0 ? fd : failed(fd, error, why);
}

static enum outcome lost(const char *what, char *why) {
  snprintf(why, WHY_MAX_BYTES, "connection lost: %s", what);
  return BROKEN;
}

/* Receives so many bytes. */
static enum outcome receive(int fd, uint8_t *bytes, size_t size, long until, char *why) {
  size_t got = 0;
  while (got < size) {
    if (!ready(fd, POLLIN, until)) {
      return SILENT;
    }
    ssize_t count = recv(fd, bytes + got, size - got, 0);
    if (count == 0) {
      return lost("closed by the server", why);
    }
    if (count < 0 && errno != EAGAIN && errno != EINTR) {
      return lost(strerror(errno), why);
    }
    got += count > 0 ? (size_t)count : 0;
  }
  return DONE;
}

enum outcome ask_tcp(int fd, int unit, const uint8_t *request, size_t size, uint8_t *answer, size_t expected, int wait_ms,
                     char *why) {
  static uint16_t transaction;
  uint8_t frame[HEAD + PDU_MAX];
  long until = now_ms() + wait_ms;
  transaction++;
  frame[0] = (uint8_t)(transaction >> 8);
  frame[1] = (uint8_t)transaction;
  frame[2] = frame[3] = 0;
  frame[4] = (uint8_t)((size + 1) >> 8);
  frame[5] = (uint8_t)(size + 1);
  frame[6] = (uint8_t)unit;
  memcpy(frame + HEAD, request, size);
  ssize_t sent = send(fd, frame, HEAD + size, MSG_NOSIGNAL); /* a few bytes into an empty buffer: all or nothing */
  if (sent != (ssize_t)(HEAD + size)) {
    return lost(sent < 0 ? strerror(errno) : "sent in part", why);
  }
  for (;;) {
    enum outcome outcome = receive(fd, frame, HEAD, until, why);
    if (outcome == SILENT) {
      snprintf(why, WHY_MAX_BYTES, "no answer within %d ms", wait_ms);
      return SILENT;
    }
    size_t length = (size_t)frame[4] << 8 | frame[5];
    if (outcome == DONE && (frame[2] != 0 || frame[3] != 0 || length < 3 || length > PDU_MAX + 1)) {
      snprintf(why, WHY_MAX_BYTES, "expected protocol 0x0000 and a length of 3..254, got 0x%02x%02x and %zu", frame[2],
               frame[3], length);
      return BROKEN;
    }
    if (outcome == DONE) {
      outcome = receive(fd, answer, length - 1, until, why);
    }
    if (outcome != DONE) {
      if (outcome == SILENT) {
        snprintf(why, WHY_MAX_BYTES, "only a part of an answer within %d ms", wait_ms);
      }
      return BROKEN; /* where the next answer begins is not known */
    }
    if (frame[0] << 8 != (transaction & 0xff00) || frame[1] != (transaction & 0xff)) {
      continue; /* a late answer to a request before */
    }
    size_t wanted = (answer[0] & 0x80) != 0 ? 2 : expected;
    if (length - 1 != wanted) {
      snprintf(why, WHY_MAX_BYTES, "expected an answer of %zu bytes, got %zu", wanted, length - 1);
      return FAILED;
    }
    return DONE;
  }
}
