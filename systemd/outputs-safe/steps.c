/* Reads the file of steps; outputs-safe.c says what is in it. */
#include "outputs-safe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_BYTES_MAX = 262144 }; /* as the writer: OutputsFile.BYTES_MAX */

struct step steps[STEPS_MAX];
int step_count;

enum { SHOWN_BYTES = 120 };

int number(const char *text, int max) {
  char *end;
  if (text[0] < '0' || text[0] > '9') {
    return -1; /* strtol would take blanks and signs */
  }
  int base = text[0] == '0' && text[1] == 'x' ? 16 : 10;
  if (base == 16 && strspn(text + 2, "0123456789abcdefABCDEF") == 0) {
    return -1;
  }
  errno = 0;
  long value = strtol(text, &end, base);
  return errno != 0 || *end != '\0' || value > max ? -1 : (int)value;
}

/* gpio <name> <0|1>; the name may hold blanks, so the level is the last word. */
static bool parse_gpio(char *rest, struct step *step) {
  char *last = strrchr(rest, ' ');
  if (last == NULL || last == rest || (strcmp(last, " 0") != 0 && strcmp(last, " 1") != 0)) {
    return false;
  }
  *last = '\0';
  if (rest[0] == ' ' || last[-1] == ' ' || strlen(rest) >= sizeof step->where) {
    return false;
  }
  step->kind = GPIO;
  step->level = last[1] - '0';
  strcpy(step->where, rest);
  return true;
}

static bool is_bus(const char *name) {
  return strlen(name) < NAME_MAX_BYTES && name[0] != '.' &&
         name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")] == '\0';
}

/* i2c <bus> <address> <register> <value> */
static bool parse_i2c(char *rest, struct step *step) {
  char *save = NULL;
  char *bus = strtok_r(rest, " ", &save);
  char *address = strtok_r(NULL, " ", &save);
  char *reg = strtok_r(NULL, " ", &save);
  char *value = strtok_r(NULL, " ", &save);
  if (value == NULL || strtok_r(NULL, " ", &save) != NULL || !is_bus(bus)) {
    return false;
  }
  step->kind = I2C;
  strcpy(step->where, bus);
  step->address = number(address, 0x77); /* above and below: reserved, the kernel refuses them */
  step->reg = number(reg, 0xff);
  step->value = number(value, 0xff);
  return step->address >= 0x08 && step->reg >= 0 && step->value >= 0;
}

struct grammar {
  const char *word;
  const char *rest;
  bool (*parse)(char *rest, struct step *step);
};

static const struct grammar GRAMMARS[] = {
    {"gpio", "LINE 0|1", parse_gpio},
    {"i2c", "BUS ADDRESS REGISTER VALUE", parse_i2c},
    {"modbus-tcp", "IP:PORT UNIT coil|coils|holding|holdings|bit|bits ADDRESS [BIT] VALUE...", parse_modbus_tcp},
    {"modbus-rtu", "/dev/PORT BAUD 8E1 [rs485] UNIT coil|coils|holding|holdings|bit|bits ADDRESS [BIT] VALUE...",
     parse_modbus_rtu},
};

/* The words after the first, which names the grammar; NULL if it does not. */
static char *rest_of(char *line, const struct grammar *grammar) {
  size_t length = strlen(grammar->word);
  bool is_it = strncmp(line, grammar->word, length) == 0 && (line[length] == ' ' || line[length] == '\0');
  return is_it ? line + length + (line[length] == ' ') : NULL;
}

static void parse_line(char *line, int line_number) {
  if (line[0] == '\0' || line[0] == '#') {
    return;
  }
  char shown[SHOWN_BYTES];
  snprintf(shown, sizeof shown, "%.*s", (int)sizeof shown - 1, line);
  for (const char *c = line; *c != '\0'; c++) {
    if (*c < ' ' || *c > '~') {
      problem("line %d: expected printable ASCII, got byte 0x%02x", line_number, (unsigned char)*c);
      return;
    }
  }
  if (step_count == STEPS_MAX) {
    problem("line %d: more than %d steps", line_number, STEPS_MAX);
    return;
  }
  for (size_t i = 0; i < sizeof GRAMMARS / sizeof GRAMMARS[0]; i++) {
    char *rest = rest_of(line, &GRAMMARS[i]);
    if (rest != NULL && GRAMMARS[i].parse(rest, &steps[step_count])) {
      step_count++;
      return;
    }
    if (rest != NULL) {
      problem("line %d: expected '%s %s', got '%s'", line_number, GRAMMARS[i].word, GRAMMARS[i].rest, shown);
      return;
    }
  }
  problem("line %d: expected gpio, i2c, modbus-tcp or modbus-rtu, got '%s'", line_number, shown);
}

bool read_steps(const char *path) {
  static char text[FILE_BYTES_MAX + 1];
  size_t length = 0;
  struct stat status;
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0 || fstat(fd, &status) != 0) {
    problem("%s: %s", path, strerror(errno));
    return false;
  }
  if (!S_ISREG(status.st_mode) || status.st_size > FILE_BYTES_MAX) {
    problem("%s: expected a file of at most %d bytes", path, FILE_BYTES_MAX);
    close(fd);
    return false;
  }
  for (;;) {
    ssize_t got = read(fd, text + length, FILE_BYTES_MAX - length);
    if (got < 0) {
      problem("%s: %s", path, strerror(errno));
      close(fd);
      return false;
    }
    if (got == 0) {
      break;
    }
    length += (size_t)got;
  }
  close(fd);
  if (length > 0 && text[length - 1] != '\n') {
    problem("%s: the last line has no end", path);
    while (length > 0 && text[length - 1] != '\n') {
      length--; /* half a line may be another, shorter command */
    }
  }
  int line_number = 0;
  for (char *line = text; line < text + length;) {
    char *end = memchr(line, '\n', (size_t)(text + length - line));
    *end = '\0';
    if (strlen(line) != (size_t)(end - line)) {
      problem("line %d: a zero byte", line_number + 1);
    } else {
      parse_line(line, line_number + 1);
    }
    line_number++;
    line = end + 1;
  }
  return true;
}
