/*
 * What the tests need inside the kernel and a small system may not have: kmod and iproute2.
 *
 *   guest insmod FILE [PARAMETERS]
 *   guest up INTERFACE
 */
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static int failed(const char *what) {
  perror(what);
  return 1;
}

static int insert(const char *file, const char *parameters) {
  int module = open(file, O_RDONLY | O_CLOEXEC);
  if (module < 0) return failed(file);
  return syscall(SYS_finit_module, module, parameters, 0) == 0 ? 0 : failed("finit_module");
}

static int up(const char *name) {
  struct ifreq request = {0};
  int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (any < 0) return failed("socket");
  strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  if (ioctl(any, SIOCGIFFLAGS, &request) != 0) return failed(name);
  request.ifr_flags |= IFF_UP;
  return ioctl(any, SIOCSIFFLAGS, &request) == 0 ? 0 : failed(name);
}

int main(int count, char **words) {
  if (count >= 3 && strcmp(words[1], "insmod") == 0) return insert(words[2], count > 3 ? words[3] : "");
  if (count == 3 && strcmp(words[1], "up") == 0) return up(words[2]);
  fprintf(stderr, "usage: guest insmod FILE [PARAMETERS] | guest up INTERFACE\n");
  return 2;
}
