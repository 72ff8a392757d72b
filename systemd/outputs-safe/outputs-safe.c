/*
 * outputs-safe: brings the outputs of a dead device worker to their safe values.
 *
 *     outputs-safe FILE
 *     outputs-safe --guard FILE [--stop SECONDS] -- COMMAND...
 *                                    runs the worker, and does it the moment the worker is dead; see guard.c
 *     outputs-safe --check FILE      reads and validates, touches nothing
 *
 * --hold MS, not with --check, keeps the GPIO lines for so long before it lets go of them, to look at with a probe.
 *
 * FILE is what the worker wrote at start, one step a line, # begins a comment line:
 *
 *     gpio <line name | chip:offset> <0|1>            the level at the line, high is 1
 *     i2c <bus> <address> <register> <value>          a byte, in hexadecimal with 0x or decimal
 *     modbus-tcp <ip:port> <unit> <write>             a machine on the network: 192.0.2.10:502 or [2001:db8::10]:502
 *     modbus-rtu <port> <baud> <8E1> [rs485] <unit> <write>    one on a serial line
 *
 * and a write is one of these, by the function of the protocol that its unit takes:
 *
 *     coil <address> <0|1>                  5
 *     coils <address> <0|1>...              15
 *     holding <address> <value>             6, a register of 16 bits as it is on the wire
 *     holdings <address> <value>...         16
 *     bit <address> <bit> <0|1>             3 and 6: one bit, the others of its register stay as they are
 *     bits <address> <bit> <0|1>            3 and 16
 *
 * It needs nothing the worker needed: no JVM, no configuration, no library but the C library, linked in. It runs as the
 * worker's user.
 *
 * Order: the whole file is validated first, and a line that is not understood is reported and left out, because the other
 * outputs must be safe all the same. Then one child process for each bus, serial line and server, so that one that hangs or
 * is dead holds nobody up; the GPIO lines are this process's own. Each step is tried again while its device is busy or does
 * not answer, for 0.8 s. What a Modbus unit refuses as illegal is not tried again. Units on one line have to wait for each
 * other: one that is silent costs the others 0.1 s, once.
 *
 * Two of them at once do no harm: they write the same values, and a line that one has is free again a moment later.
 *
 * What it cannot do: a line keeps its level after it was released only if its driver keeps it. The Raspberry Pi's does
 * unless the kernel is told otherwise, see README.md. Nothing is read back: registers such as the PCA9685's ALL_LED_OFF
 * cannot be. Of Modbus the answer to the write is checked, and no more. It looks no names up.
 *
 * Exit status: 0 all steps done, 1 a step failed or a line was not understood, 2 usage or no file; of a guard: guard.c.
 *
 * Interfaces: linux/gpio.h (v2 of the character device, Linux 5.10), linux/i2c-dev.h, asm/termbits.h, sockets.
 */
#include "outputs-safe.h"

#include <poll.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
  HOLD_MS_MAX = 60000,
  STOP_SECONDS = 8, /* a device takes 2 s at most to close */
  STOP_SECONDS_MAX = 600,
};

bool had_problem;

/* How long to wait for whoever reads standard error, -1 for ever. Outputs do not wait for a log that hangs. */
static int patience_ms;

static void say(const char *format, va_list args) {
  char line[512]; /* in one write: others write to the same place */
  size_t length = sizeof "outputs-safe: " - 1;
  memcpy(line, "outputs-safe: ", length);
  vsnprintf(line + length, sizeof line - length - 1, format, args);
  strcat(line, "\n");
  struct pollfd log = {.fd = STDERR_FILENO, .events = POLLOUT};
  if (poll(&log, 1, patience_ms) == 1 && (log.revents & POLLOUT) != 0) {
    fputs(line, stderr); /* not buffered; a pipe or socket that takes anything takes a line */
  }
}

void problem(const char *format, ...) {
  va_list args;
  had_problem = true;
  va_start(args, format);
  say(format, args);
  va_end(args);
}

void note(const char *format, ...) {
  va_list args;
  va_start(args, format);
  say(format, args);
  va_end(args);
}

long now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

void sleep_ms(int ms) {
  struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};
  nanosleep(&pause, NULL);
}

static int usage(void) {
  fputs("usage: outputs-safe [--hold MILLISECONDS] FILE\n"
        "       outputs-safe --guard FILE [--stop SECONDS] [--hold MILLISECONDS] -- COMMAND...\n"
        "       outputs-safe --check FILE\n",
        stderr);
  return 2;
}

static int carry_out_file(const char *path, bool only_check, int hold_ms) {
  patience_ms = only_check ? -1 : 0;
  if (!read_steps(path)) {
    return 2;
  }
  if (!only_check && !carry_out_all()) {
    had_problem = true;
  }
  sleep_ms(hold_ms);
  return had_problem ? 1 : 0;
}

int main(int argc, char **argv) {
  bool check = false;
  const char *guarded = NULL;
  int hold_ms = 0;
  int stop_seconds = STOP_SECONDS;
  int at = 1;
  for (; at < argc && argv[at][0] == '-'; at++) {
    const char *value = at + 1 < argc ? argv[at + 1] : "";
    if (strcmp(argv[at], "--check") == 0) {
      check = true;
    } else if (strcmp(argv[at], "--guard") == 0 && value[0] != '-' && value[0] != '\0') {
      guarded = argv[++at];
    } else if (strcmp(argv[at], "--stop") == 0 && number(value, STOP_SECONDS_MAX) > 0) {
      stop_seconds = number(argv[++at], STOP_SECONDS_MAX);
    } else if (strcmp(argv[at], "--hold") == 0 && number(value, HOLD_MS_MAX) >= 0) {
      hold_ms = number(argv[++at], HOLD_MS_MAX);
    } else {
      break;
    }
  }
  if (guarded != NULL) {
    bool has_command = at + 1 < argc && strcmp(argv[at], "--") == 0;
    return check || !has_command ? usage() : guard(guarded, stop_seconds, hold_ms, argv + at + 1);
  }
  if (at + 1 != argc || argv[at][0] == '-' || (check && hold_ms > 0) || stop_seconds != STOP_SECONDS) {
    return usage();
  }
  return carry_out_file(argv[at], check, hold_ms);
}
