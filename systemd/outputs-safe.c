/*
 * outputs-safe: brings the outputs of a dead device worker to their safe values.
 *
 *     outputs-safe FILE
 *     outputs-safe --hold MS FILE    keeps the GPIO lines for so long before it lets go of them, to look at with a probe
 *     outputs-safe --check FILE      reads and validates, touches nothing
 *
 * FILE is what the worker wrote at start, one step a line, # begins a comment line:
 *
 *     gpio <line name | chip:offset> <0|1>            the level at the line, high is 1
 *     i2c <bus> <address> <register> <value>          a byte, in hexadecimal with 0x or decimal
 *
 * The service manager runs it when the worker has ended in whatever way (ExecStopPost=), so it needs nothing the worker
 * needed: no JVM, no configuration, no library but the C library, linked in. It runs as the worker's user.
 *
 * Order: the whole file is validated first, and a line that is not understood is reported and left out, because the other
 * outputs must be safe all the same. Then one child process for each bus, so that a bus that hangs holds nobody up; the
 * GPIO lines are this process's own. Each step is tried again while its device is busy or does not answer, until DEADLINE_MS after the start.
 *
 * What it cannot do: a line keeps its level after it was released only if its driver keeps it. The Raspberry Pi's does
 * unless the kernel is told otherwise, see README.md. Nothing is read back: registers such as the PCA9685's ALL_LED_OFF
 * cannot be.
 *
 * Exit status: 0 all steps done, 1 a step failed or a line was not understood, 2 usage or no file.
 *
 * Interfaces: linux/gpio.h (v2 of the character device, Linux 5.10), linux/i2c-dev.h.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
  STEPS_MAX = 256,      /* as the writer: OutputsFile.LINES_MAX */
  FILE_BYTES_MAX = 65536,
  NAME_MAX_BYTES = 72,  /* chip:offset or a bus, with the zero */
  CHIPS_MAX = 64,       /* a Pi 5 has 15 */
  DEADLINE_MS = 800,    /* outputs are to be safe within a second */
  RETRY_MS = 20,        /* a line is busy until the kernel has cleaned up after its owner */
  HOLD_MS_MAX = 60000,
};

enum kind { GPIO, I2C };

struct step {
  enum kind kind;
  char where[NAME_MAX_BYTES]; /* line name or chip:offset; bus */
  int level;                  /* GPIO */
  int address, reg, value;    /* I2C */
  bool done;
};

static struct step steps[STEPS_MAX];
static int step_count;
static bool had_problem;
static struct timespec started;

static void problem(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void problem(const char *format, ...) {
  va_list args;
  had_problem = true;
  fputs("outputs-safe: ", stderr);
  va_start(args, format);
  vfprintf(stderr, format, args);
  va_end(args);
  fputc('\n', stderr);
}

static long elapsed_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (now.tv_sec - started.tv_sec) * 1000L + (now.tv_nsec - started.tv_nsec) / 1000000L;
}

/* ---- reading ---- */

/* A number within 0..max, decimal or 0x..; -1 if the text is none. */
static int number(const char *text, int max) {
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

static void parse_line(char *line, int line_number) {
  if (line[0] == '\0' || line[0] == '#') {
    return;
  }
  char shown[NAME_MAX_BYTES];
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
  struct step *step = &steps[step_count];
  bool good = strncmp(line, "gpio ", 5) == 0  ? parse_gpio(line + 5, step)
              : strncmp(line, "i2c ", 4) == 0 ? parse_i2c(line + 4, step)
                                              : false;
  if (good) {
    step_count++;
  } else {
    problem("line %d: expected 'gpio LINE 0|1' or 'i2c BUS ADDRESS REGISTER VALUE', got '%s'", line_number, shown);
  }
}

static bool read_steps(const char *path) {
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

/* ---- GPIO ---- */

static int chip_filter(const struct dirent *entry) { return strncmp(entry->d_name, "gpiochip", 8) == 0; }

/* Whether this chip has the line a step names; its offset in *offset. */
static bool has_line(int chip, const char *node, const char *where, unsigned *offset) {
  struct gpiochip_info info;
  memset(&info, 0, sizeof info);
  if (ioctl(chip, GPIO_GET_CHIPINFO_IOCTL, &info) != 0) {
    return false;
  }
  const char *colon = strrchr(where, ':');
  bool numbered = colon != NULL && colon != where && strspn(colon + 1, "0123456789") == strlen(colon + 1);
  int wanted = numbered ? number(colon + 1, 999999999) : -1;
  if (wanted >= 0) {
    size_t length = (size_t)(colon - where);
    bool same = (strlen(node) == length && strncmp(node, where, length) == 0) ||
                (strnlen(info.label, sizeof info.label) == length && strncmp(info.label, where, length) == 0);
    *offset = (unsigned)wanted;
    return same && (unsigned)wanted < info.lines;
  }
  for (unsigned i = 0; i < info.lines; i++) {
    struct gpio_v2_line_info line;
    memset(&line, 0, sizeof line);
    line.offset = i;
    if (ioctl(chip, GPIO_V2_GET_LINEINFO_IOCTL, &line) == 0 && strncmp(line.name, where, sizeof line.name) == 0) {
      *offset = i;
      return true;
    }
  }
  return false;
}

/* Opens the chip that has the line; -1 if none has. */
static int open_chip_of(const char *where, unsigned *offset) {
  struct dirent **nodes;
  int count = scandir("/dev", &nodes, chip_filter, versionsort);
  int found = -1;
  for (int i = 0; i < count; i++) {
    char path[sizeof "/dev/" + sizeof nodes[i]->d_name];
    snprintf(path, sizeof path, "/dev/%s", nodes[i]->d_name);
    int chip = found >= 0 || i >= CHIPS_MAX ? -1 : open(path, O_RDWR | O_CLOEXEC);
    if (chip >= 0 && has_line(chip, nodes[i]->d_name, where, offset)) {
      found = chip;
    } else if (chip >= 0) {
      close(chip);
    }
    free(nodes[i]);
  }
  if (count >= 0) {
    free(nodes);
  }
  errno = ENOENT;
  return found;
}

/* Requests the line as an output with its safe level: the kernel sets both in one go. 0 or an errno. The descriptor of the
   line stays open, and with it the line ours, until the process ends. */
static int set_line(const struct step *step) {
  unsigned offset = 0;
  int chip = open_chip_of(step->where, &offset);
  if (chip < 0) {
    return errno;
  }
  struct gpio_v2_line_request request;
  memset(&request, 0, sizeof request);
  request.offsets[0] = offset;
  request.num_lines = 1;
  request.config.flags = GPIO_V2_LINE_FLAG_OUTPUT;
  request.config.num_attrs = 1;
  request.config.attrs[0].mask = 1;
  request.config.attrs[0].attr.id = GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES;
  request.config.attrs[0].attr.values = (unsigned)step->level;
  strcpy(request.consumer, "junctor outputs-safe");
  int result = ioctl(chip, GPIO_V2_GET_LINE_IOCTL, &request) == 0 ? 0 : errno;
  close(chip);
  return result;
}

/* ---- I2C ---- */

/* Writes the byte. 0 or an errno. */
static int write_register(const struct step *step) {
  char path[sizeof "/dev/" + NAME_MAX_BYTES];
  snprintf(path, sizeof path, "/dev/%s", step->where);
  int bus = open(path, O_RDWR | O_CLOEXEC);
  if (bus < 0) {
    return errno;
  }
  union i2c_smbus_data data = {.byte = (unsigned char)step->value};
  struct i2c_smbus_ioctl_data transfer = {
      .read_write = I2C_SMBUS_WRITE,
      .command = (unsigned char)step->reg,
      .size = I2C_SMBUS_BYTE_DATA,
      .data = &data,
  };
  /* a kernel driver may be bound to the chip; safe is more important than asking it */
  int result =
      ioctl(bus, I2C_SLAVE_FORCE, (unsigned long)step->address) == 0 && ioctl(bus, I2C_SMBUS, &transfer) == 0 ? 0 : errno;
  close(bus);
  return result;
}

/* ---- doing it ---- */

static void pause_before_retry(void) {
  struct timespec pause = {.tv_nsec = RETRY_MS * 1000000L};
  nanosleep(&pause, NULL);
}

static void describe(const struct step *step, int error) {
  if (step->kind == GPIO) {
    problem("gpio %s: level %d not set: %s", step->where, step->level, strerror(error));
  } else {
    problem("i2c %s 0x%02x: register 0x%02x not set to 0x%02x: %s", step->where, step->address, step->reg, step->value,
            strerror(error));
  }
}

/* GPIO is one place: a line's name does not say its chip. */
static bool same_place(const struct step *a, const struct step *b) {
  return a->kind == b->kind && (a->kind == GPIO || strcmp(a->where, b->where) == 0);
}

/* Every step of one place, round after round until all are done or the time is over; false if one is not. */
static bool carry_out(const struct step *place) {
  int errors[STEPS_MAX] = {0};
  bool all = false;
  while (!all) {
    all = true;
    for (int i = 0; i < step_count; i++) {
      struct step *step = &steps[i];
      if (!step->done && same_place(step, place)) {
        errors[i] = step->kind == GPIO ? set_line(step) : write_register(step);
        step->done = errors[i] == 0;
        all = all && step->done;
      }
    }
    if (!all && elapsed_ms() + RETRY_MS >= DEADLINE_MS) {
      break;
    }
    if (!all) {
      pause_before_retry();
    }
  }
  for (int i = 0; i < step_count; i++) {
    if (same_place(&steps[i], place) && !steps[i].done) {
      describe(&steps[i], errors[i]);
    }
  }
  return all;
}

static bool is_first_of_its_place(int index) {
  for (int i = 0; i < index; i++) {
    if (same_place(&steps[i], &steps[index])) {
      return false;
    }
  }
  return true;
}

/* Starts a child for each bus; how many. */
static int start_buses(bool *good) {
  int children = 0;
  for (int i = 0; i < step_count; i++) {
    if (steps[i].kind != I2C || !is_first_of_its_place(i)) {
      continue;
    }
    pid_t child = fork();
    if (child == 0) {
      _exit(carry_out(&steps[i]) ? 0 : 1);
    } else if (child > 0) {
      children++;
    } else {
      *good = carry_out(&steps[i]) && *good; /* no process to be had: one after the other */
    }
  }
  return children;
}

/* Waits for the buses, but not for one that hangs in the kernel: that cannot even be killed. */
static bool await_buses(int children) {
  bool good = true;
  while (children > 0) {
    int status;
    pid_t ended = waitpid(-1, &status, WNOHANG);
    if (ended > 0) {
      children--;
      good = good && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    } else if (elapsed_ms() >= DEADLINE_MS + 5 * RETRY_MS) {
      problem("%d buses did not answer in time", children);
      return false;
    } else {
      struct timespec pause = {.tv_nsec = 1000000L};
      nanosleep(&pause, NULL);
    }
  }
  return good;
}

static bool carry_out_all(void) {
  bool good = true;
  int children = start_buses(&good);
  for (int i = 0; i < step_count; i++) {
    if (steps[i].kind == GPIO) {
      good = carry_out(&steps[i]) && good;
      break; /* that was all of them */
    }
  }
  return await_buses(children) && good;
}

static void hold(int ms) {
  struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};
  nanosleep(&pause, NULL);
}

static int usage(void) {
  fputs("usage: outputs-safe [--check | --hold MILLISECONDS] FILE\n", stderr);
  return 2;
}

int main(int argc, char **argv) {
  bool check = argc == 3 && strcmp(argv[1], "--check") == 0;
  bool holds = argc == 4 && strcmp(argv[1], "--hold") == 0;
  int hold_ms = holds ? number(argv[2], HOLD_MS_MAX) : 0;
  if (argc != (check ? 3 : holds ? 4 : 2) || argv[argc - 1][0] == '-' || hold_ms < 0) {
    return usage();
  }
  clock_gettime(CLOCK_MONOTONIC, &started);
  if (!read_steps(argv[argc - 1])) {
    return 2;
  }
  if (!check && !carry_out_all()) {
    had_problem = true;
  }
  if (hold_ms > 0) {
    hold(hold_ms);
  }
  return had_problem ? 1 : 0;
}
