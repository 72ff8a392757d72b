/* The way to Modbus units on a serial line: MODBUS over Serial Line V1.02, RTU. */
#include "outputs-safe.h"

#include <asm/termbits.h> /* any baud rate; termios.h has a few, and cannot be there beside it */
#include <errno.h>
#include <fcntl.h>
#include <linux/serial.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
  FRAME_MAX = 256,
  BABBLE_MAX = 4 * FRAME_MAX,    /* what is thrown away before a request */
  FIXED_SILENCE_BAUD = 19200,    /* above this rate the silence between frames is fixed, 2.5.1.1 */
  FIXED_SILENCE_MICROS = 1750,
};

/* So many characters on the line: start, 8 data, parity and stop bits. */
static long characters_micros(const struct modbus *line, size_t count) {
  long bits = 1 + 8 + (line->parity == 'N' ? 0 : 1) + line->stop_bits;
  return (long)count * bits * 1000000 / line->baud;
}

static uint16_t crc16(const uint8_t *bytes, size_t size) {
  uint16_t crc = 0xffff;
  for (size_t i = 0; i < size; i++) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; bit++) {
      crc = (uint16_t)((crc & 1) != 0 ? crc >> 1 ^ 0xa001 : crc >> 1);
    }
  }
  return crc;
}

static int failed(int fd, const char *what, char *why) {
  snprintf(why, WHY_MAX_BYTES, "%s: %s", what, strerror(errno));
  if (fd >= 0) {
    close(fd);
  }
  return -1;
}

int open_rtu(const struct step *step, char *why) {
  const struct modbus *line = &step->modbus;
  int fd = open(step->where, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) {
    return failed(fd, "the port cannot be opened", why);
  }
  struct termios2 settings;
  memset(&settings, 0, sizeof settings);
  settings.c_cflag = CS8 | CREAD | CLOCAL | BOTHER | (line->stop_bits == 2 ? CSTOPB : 0);
  settings.c_cflag |= line->parity == 'N' ? 0 : PARENB;
  settings.c_cflag |= line->parity == 'O' || line->parity == 'M' ? PARODD : 0;
  settings.c_cflag |= line->parity == 'M' || line->parity == 'S' ? CMSPAR : 0;
  settings.c_ispeed = settings.c_ospeed = (speed_t)line->baud;
  if (ioctl(fd, TCSETS2, &settings) != 0) {
    return failed(fd, "the port cannot be set", why);
  }
  if (line->rs485) {
    struct serial_rs485 mode;
    memset(&mode, 0, sizeof mode);
    mode.flags = SER_RS485_ENABLED | SER_RS485_RTS_ON_SEND;
    (void)ioctl(fd, TIOCSRS485, &mode); /* it was set so before; an adapter that cannot be told may do it by itself */
  }
  return fd;
}

/* How many bytes came until then, more than 0; 0 if none, -1 if the port is lost. */
static int receive(int fd, uint8_t *bytes, size_t size, long wait_micros) {
  struct pollfd waited = {.fd = fd, .events = POLLIN};
  struct timespec timeout = {.tv_sec = wait_micros / 1000000, .tv_nsec = wait_micros % 1000000 * 1000};
  int count = ppoll(&waited, 1, &timeout, NULL);
  if (count <= 0) {
    return count == 0 || errno == EINTR ? 0 : -1;
  }
  ssize_t got = read(fd, bytes, size);
  return got > 0 ? (int)got : got < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}

static enum outcome lost(char *why) {
  snprintf(why, WHY_MAX_BYTES, "the port was lost");
  return BROKEN;
}

/* Throws away what is on the line, such as an answer to the dead, until nothing came for the time between two frames. */
static enum outcome await_silence(int fd, const struct modbus *line, char *why) {
  uint8_t thrown[FRAME_MAX];
  long silence = line->baud > FIXED_SILENCE_BAUD ? FIXED_SILENCE_MICROS : characters_micros(line, 7) / 2;
  int babble = 0;
  for (;;) {
    int got = receive(fd, thrown, sizeof thrown, silence);
    if (got < 0) {
      return lost(why);
    }
    if (got == 0) {
      return DONE;
    }
    babble += got;
    if (babble > BABBLE_MAX) {
      snprintf(why, WHY_MAX_BYTES, "the line is never silent, %d bytes nobody asked for", babble);
      return SILENT;
    }
  }
}

/*
 * Looks for the answer in what was received: frames of others and broken ones lie before it. Whether it is there; a frame
 * that begins as the answer and has another CRC is told in why.
 */
static bool find(const uint8_t *got, size_t size, const uint8_t *request, size_t expected, uint8_t *answer, char *why) {
  for (size_t from = 0; from + 5 <= size; from++) {
    const uint8_t *frame = got + from;
    bool is_exception = frame[1] == (request[1] | 0x80);
    size_t length = is_exception ? 2 : expected;
    if (frame[0] != request[0] || (!is_exception && frame[1] != request[1]) || from + 1 + length + 2 > size) {
      continue;
    }
    uint16_t wanted = crc16(frame, 1 + length);
    uint16_t crc = (uint16_t)(frame[1 + length] | frame[2 + length] << 8);
    if (crc == wanted) {
      memcpy(answer, frame + 1, length);
      return true;
    }
    snprintf(why, WHY_MAX_BYTES, "wrong CRC: expected 0x%04x, got 0x%04x", wanted, crc);
  }
  return false;
}

enum outcome ask_rtu(int fd, const struct modbus *line, const uint8_t *request, size_t size, uint8_t *answer, size_t expected,
                     int wait_ms, char *why) {
  uint8_t frame[FRAME_MAX];
  frame[0] = (uint8_t)line->unit;
  memcpy(frame + 1, request, size);
  uint16_t crc = crc16(frame, 1 + size);
  frame[1 + size] = (uint8_t)crc;
  frame[2 + size] = (uint8_t)(crc >> 8);
  enum outcome outcome = await_silence(fd, line, why);
  if (outcome != DONE) {
    return outcome;
  }
  if (write(fd, frame, size + 3) != (ssize_t)(size + 3)) {
    snprintf(why, WHY_MAX_BYTES, "the port does not take a request: %s", strerror(errno));
    ioctl(fd, TCFLSH, TCOFLUSH); /* or closing it would wait for half a minute */
    return BROKEN;
  }
  uint8_t got[BABBLE_MAX];
  size_t received = 0;
  long left_micros = wait_ms * 1000L + characters_micros(line, size + 3 + 1 + expected + 2);
  long until = now_ms() + left_micros / 1000 + 1;
  why[0] = '\0';
  for (long left = until - now_ms(); left > 0 && received < sizeof got; left = until - now_ms()) {
    int count = receive(fd, got + received, sizeof got - received, left * 1000);
    if (count < 0) {
      return lost(why);
    }
    received += (size_t)count;
    if (count > 0 && find(got, received, frame, expected, answer, why)) {
      return DONE;
    }
  }
  if (why[0] == '\0') {
    snprintf(why, WHY_MAX_BYTES, "no answer within %d ms, %zu bytes that are none", wait_ms, received);
  }
  ioctl(fd, TCFLSH, TCOFLUSH);
  return SILENT;
}
