/* Steps behind Modbus: from words to a step and back. outputs-safe.c says what a line looks like. */
#include "outputs-safe.h"

#include <stdio.h>
#include <string.h>

enum {
  UNIT_SERIAL_MIN = 1, /* 0 is everybody, and nobody answers */
  UNIT_SERIAL_MAX = 247,
  UNIT_TCP_MAX = 255,
  BAUD_MIN = 50, /* as SerialSettings */
  BAUD_MAX = 4000000,
};

static const char *const WRITES[] = {"coil", "coils", "holding", "holdings", "bit", "bits"};

static char *next(char **save) { return strtok_r(NULL, " ", save); }

/* A number out of the next word; -1 if it is none. */
static int next_number(char **save, int max) {
  const char *word = next(save);
  return word == NULL ? -1 : number(word, max);
}

static bool parse_what(const char *word, enum modbus_write *write) {
  for (size_t i = 0; word != NULL && i < sizeof WRITES / sizeof WRITES[0]; i++) {
    if (strcmp(word, WRITES[i]) == 0) {
      *write = (enum modbus_write)i;
      return true;
    }
  }
  return false;
}

/* <unit> <coil|...> <address> [bit] <value>... */
static bool parse_write(const char *unit, char **save, int unit_min, int unit_max, struct modbus *modbus) {
  modbus->unit = unit == NULL ? -1 : number(unit, unit_max);
  if (modbus->unit < unit_min || !parse_what(next(save), &modbus->write)) {
    return false;
  }
  modbus->address = next_number(save, 0xffff);
  if (modbus->write == BIT || modbus->write == BITS) {
    modbus->bit = next_number(save, 15);
  }
  if (modbus->address < 0 || modbus->bit < 0) {
    return false;
  }
  int value_max = modbus->write == HOLDING || modbus->write == HOLDINGS ? 0xffff : 1;
  for (const char *word = next(save); word != NULL; word = next(save)) {
    int value = number(word, value_max);
    if (value < 0 || modbus->count == MODBUS_VALUES_MAX) {
      return false;
    }
    modbus->values[modbus->count++] = (uint16_t)value;
  }
  bool many = modbus->write == COILS || modbus->write == HOLDINGS;
  return (many ? modbus->count >= 1 : modbus->count == 1) && modbus->address + modbus->count <= 0x10000;
}

static bool set_where(struct step *step, enum kind kind, const char *where) {
  if (where == NULL || strlen(where) >= sizeof step->where) {
    return false;
  }
  memset(step, 0, sizeof *step);
  step->kind = kind;
  strcpy(step->where, where);
  return true;
}

bool parse_modbus_tcp(char *rest, struct step *step) {
  char *save = NULL;
  struct sockaddr_storage address;
  socklen_t size;
  return set_where(step, MODBUS_TCP, strtok_r(rest, " ", &save)) && parse_server(step->where, &address, &size) &&
         parse_write(next(&save), &save, 0, UNIT_TCP_MAX, &step->modbus);
}

/* 8E1 */
static bool parse_character(const char *word, struct modbus *modbus) {
  if (word == NULL || word[0] != '8' || word[1] == '\0' || strchr("NEOMS", word[1]) == NULL) {
    return false;
  }
  modbus->parity = word[1];
  modbus->stop_bits = strcmp(word + 2, "1") == 0 ? 1 : strcmp(word + 2, "2") == 0 || strcmp(word + 2, "1.5") == 0 ? 2 : 0;
  return modbus->stop_bits > 0;
}

bool parse_modbus_rtu(char *rest, struct step *step) {
  char *save = NULL;
  if (!set_where(step, MODBUS_RTU, strtok_r(rest, " ", &save)) || step->where[0] != '/') {
    return false;
  }
  step->modbus.baud = next_number(&save, BAUD_MAX);
  if (step->modbus.baud < BAUD_MIN || !parse_character(next(&save), &step->modbus)) {
    return false;
  }
  const char *word = next(&save);
  if (word != NULL && strcmp(word, "rs485") == 0) {
    step->modbus.rs485 = true;
    word = next(&save);
  }
  return parse_write(word, &save, UNIT_SERIAL_MIN, UNIT_SERIAL_MAX, &step->modbus);
}

void describe_modbus(const struct step *step, char *text, size_t size) {
  const struct modbus *modbus = &step->modbus;
  bool is_register = modbus->write == HOLDING || modbus->write == HOLDINGS;
  bool is_bit = modbus->write == BIT || modbus->write == BITS;
  const char *table = modbus->write == COIL || modbus->write == COILS ? "coil" : "holding";
  int used = snprintf(text, size, "unit %d: %s %d", modbus->unit, table, modbus->address);
  if (is_bit) {
    used += snprintf(text + used, size - (size_t)used, " bit %d", modbus->bit);
  } else if (modbus->count > 1) {
    used += snprintf(text + used, size - (size_t)used, "..%d", modbus->address + modbus->count - 1);
  }
  used += snprintf(text + used, size - (size_t)used, " not set to");
  for (int i = 0; i < modbus->count && used + 12 < (int)size; i++) {
    used += snprintf(text + used, size - (size_t)used, is_register ? " 0x%04x" : " %d", modbus->values[i]);
  }
}
