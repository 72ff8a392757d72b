/* One step on its device: a line of GPIO, a register of a chip on I2C. */
#include "outputs-safe.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { CHIPS_MAX = 64 }; /* a Pi 5 has 15 */

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

int set_line(const struct step *step) {
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

int write_register(const struct step *step) {
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
