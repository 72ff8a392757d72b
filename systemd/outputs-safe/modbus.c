/* One step at one unit: MODBUS Application Protocol V1.1b3. */
#include "outputs-safe.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
  CONNECT_MS = 300,
  READ_HOLDING = 3,
  WRITE_COIL = 5,
  WRITE_REGISTER = 6,
  WRITE_COILS = 15,
  WRITE_REGISTERS = 16,
  EXCEPTION_BIT = 0x80,
};

static int link_fd = -1; /* to the place of the step before, which is this one's: a process has one place at a time */

void close_link(void) {
  if (link_fd >= 0) {
    close(link_fd);
  }
  link_fd = -1;
}

static const char *exception_name(int code) {
  switch (code) {
    case 1: return "illegal function";
    case 2: return "illegal address";
    case 3: return "illegal value";
    case 4: return "device failure";
    case 5: return "acknowledged, not done yet";
    case 6: return "busy";
    case 8: return "memory parity error";
    case 10: return "gateway path unavailable";
    case 11: return "gateway target does not respond";
    default: return "of no name";
  }
}

/* Only what is wrong in the request stays wrong: the rest may pass. */
static enum outcome refused(const uint8_t *request, int code, char *why) {
  snprintf(why, WHY_MAX_BYTES, "function %d answered by exception %d, %s", request[0], code, exception_name(code));
  return code >= 1 && code <= 3 ? REFUSED : FAILED;
}

/* The answer to a request; it has the expected size and the request's function. */
static enum outcome ask(struct step *step, const uint8_t *request, size_t size, uint8_t *answer, size_t expected, int wait_ms) {
  char *why = step->why;
  bool is_tcp = step->kind == MODBUS_TCP;
  if (link_fd < 0) {
    link_fd = is_tcp ? open_tcp(step, CONNECT_MS, why) : open_rtu(step, why);
    if (link_fd < 0) {
      return BROKEN;
    }
  }
  enum outcome outcome = is_tcp ? ask_tcp(link_fd, step->modbus.unit, request, size, answer, expected, wait_ms, why)
                                : ask_rtu(link_fd, &step->modbus, request, size, answer, expected, wait_ms, why);
  if (outcome == BROKEN) {
    close_link();
  }
  if (outcome == DONE && answer[0] == (request[0] | EXCEPTION_BIT)) {
    return refused(request, answer[1], why);
  }
  if (outcome == DONE && answer[0] != request[0]) {
    snprintf(why, WHY_MAX_BYTES, "expected an answer to function %d, got one to %d", request[0], answer[0]);
    return FAILED;
  }
  return outcome;
}

static void put(uint8_t *bytes, int value) {
  bytes[0] = (uint8_t)(value >> 8);
  bytes[1] = (uint8_t)value;
}

/* A request to write whose answer is its first five bytes. */
static enum outcome write_echoed(struct step *step, const uint8_t *request, size_t size, int wait_ms) {
  uint8_t answer[PDU_MAX];
  enum outcome outcome = ask(step, request, size, answer, 5, wait_ms);
  if (outcome == DONE && memcmp(request, answer, 5) != 0) {
    snprintf(step->why, WHY_MAX_BYTES, "expected the answer %02x%02x%02x%02x%02x, got %02x%02x%02x%02x%02x", request[0],
             request[1], request[2], request[3], request[4], answer[0], answer[1], answer[2], answer[3], answer[4]);
    return FAILED;
  }
  return outcome;
}

static enum outcome write_one(struct step *step, int function, int value, int wait_ms) {
  uint8_t request[5] = {(uint8_t)function};
  put(request + 1, step->modbus.address);
  put(request + 3, value);
  return write_echoed(step, request, sizeof request, wait_ms);
}

static enum outcome write_registers(struct step *step, const uint16_t *values, int count, int wait_ms) {
  uint8_t request[6 + 2 * MODBUS_VALUES_MAX] = {WRITE_REGISTERS};
  put(request + 1, step->modbus.address);
  put(request + 3, count);
  request[5] = (uint8_t)(2 * count);
  for (int i = 0; i < count; i++) {
    put(request + 6 + 2 * i, values[i]);
  }
  return write_echoed(step, request, 6 + 2 * (size_t)count, wait_ms);
}

static enum outcome write_coils(struct step *step, int wait_ms) {
  const struct modbus *modbus = &step->modbus;
  uint8_t request[6 + (MODBUS_VALUES_MAX + 7) / 8] = {WRITE_COILS};
  int bytes = (modbus->count + 7) / 8;
  put(request + 1, modbus->address);
  put(request + 3, modbus->count);
  request[5] = (uint8_t)bytes;
  for (int i = 0; i < modbus->count; i++) {
    request[6 + i / 8] |= (uint8_t)(modbus->values[i] << i % 8);
  }
  return write_echoed(step, request, 6 + (size_t)bytes, wait_ms);
}

/* Nobody else writes the register between the two requests: its worker is dead. */
static enum outcome write_bit(struct step *step, int wait_ms) {
  uint8_t request[5] = {READ_HOLDING};
  uint8_t answer[PDU_MAX];
  put(request + 1, step->modbus.address);
  put(request + 3, 1);
  enum outcome outcome = ask(step, request, sizeof request, answer, 4, wait_ms);
  if (outcome != DONE) {
    return outcome;
  }
  if (answer[1] != 2) {
    snprintf(step->why, WHY_MAX_BYTES, "expected a register of 2 bytes, got %d", answer[1]);
    return FAILED;
  }
  unsigned mask = 1u << step->modbus.bit;
  unsigned before = (unsigned)(answer[2] << 8 | answer[3]);
  uint16_t value = (uint16_t)(step->modbus.values[0] != 0 ? before | mask : before & ~mask);
  return step->modbus.write == BITS ? write_registers(step, &value, 1, wait_ms)
                                    : write_one(step, WRITE_REGISTER, value, wait_ms);
}

enum outcome write_modbus(struct step *step, int answer_ms) {
  const struct modbus *modbus = &step->modbus;
  switch (modbus->write) {
    case COIL: return write_one(step, WRITE_COIL, modbus->values[0] != 0 ? 0xff00 : 0, answer_ms);
    case COILS: return write_coils(step, answer_ms);
    case HOLDING: return write_one(step, WRITE_REGISTER, modbus->values[0], answer_ms);
    case HOLDINGS: return write_registers(step, modbus->values, modbus->count, answer_ms);
    case BIT:
    case BITS: return write_bit(step, answer_ms);
  }
  return REFUSED; /* cannot be */
}
