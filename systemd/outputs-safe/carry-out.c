/* All steps, each place beside the others, within a time. */
#include "outputs-safe.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
  DEADLINE_MS = 800, /* outputs are to be safe within a second */
  /*
   * A slow serial line with many values takes longer: units that answer are gone through once, whatever the time. What has
   * become of the guard until then, see TimeoutAbortSec= of the units.
   */
  LATE_MS = 4000,
  RETRY_MS = 20,         /* a line is busy until the kernel has cleaned up after its owner */
  FIRST_ANSWER_MS = 100, /* at first, so that some dead units of a line leave time for the others */
  ANSWER_MS = 300,
  UNITS = 256,
};

/* of now_ms */
static long deadline;
static long late;

static void describe(const struct step *step) {
  char text[200];
  switch (step->kind) {
    case GPIO:
      problem("gpio %s: level %d not set: %s", step->where, step->level, step->why);
      break;
    case I2C:
      problem("i2c %s 0x%02x: register 0x%02x not set to 0x%02x: %s", step->where, step->address, step->reg, step->value,
              step->why);
      break;
    case MODBUS_TCP:
    case MODBUS_RTU:
      describe_modbus(step, text, sizeof text);
      problem("%s %s %s: %s", step->kind == MODBUS_TCP ? "modbus-tcp" : "modbus-rtu", step->where, text,
              step->why[0] == '\0' ? "no time was left for it" : step->why);
  }
}

/* GPIO is one place: a line's name does not say its chip. */
static bool same_place(const struct step *a, const struct step *b) {
  return a->kind == b->kind && (a->kind == GPIO || strcmp(a->where, b->where) == 0);
}

static bool is_link(const struct step *step) { return step->kind == MODBUS_TCP || step->kind == MODBUS_RTU; }

static void try_device(struct step *step) {
  int error = step->kind == GPIO ? set_line(step) : write_register(step);
  step->done = error == 0;
  snprintf(step->why, sizeof step->why, "%s", strerror(error));
}

/* What has not been tried is not done for the same reason. */
static void share_reason(const struct step *failed, bool is_everybodys) {
  for (int i = 0; i < step_count; i++) {
    struct step *step = &steps[i];
    bool is_meant = is_everybodys || step->modbus.unit == failed->modbus.unit;
    if (same_place(step, failed) && is_meant && step->why[0] == '\0') {
      strcpy(step->why, failed->why);
    }
  }
}

/* Each unit of a link; one that is silent is left alone until the next round, and so are all when there is no link. */
static void round_of_link(const struct step *place, bool is_first) {
  bool silent[UNITS] = {false};
  for (int i = 0; i < step_count; i++) {
    struct step *step = &steps[i];
    if (step->done || step->refused || !same_place(step, place) || silent[step->modbus.unit]) {
      continue;
    }
    long left = (is_first ? late : deadline) - now_ms();
    if (left <= 0) {
      return;
    }
    long patience = is_first ? FIRST_ANSWER_MS : ANSWER_MS;
    enum outcome outcome = write_modbus(step, (int)(left < patience ? left : patience));
    step->done = outcome == DONE;
    step->refused = outcome == REFUSED;
    silent[step->modbus.unit] = outcome == SILENT;
    if (outcome == SILENT || outcome == BROKEN) {
      share_reason(step, outcome == BROKEN);
    }
    if (outcome == BROKEN) {
      return;
    }
  }
}

/* Every step of one place that is not done yet. */
static void round_of(const struct step *place, bool is_first) {
  if (is_link(place)) {
    round_of_link(place, is_first);
    return;
  }
  for (int i = 0; i < step_count; i++) {
    if (!steps[i].done && same_place(&steps[i], place)) {
      try_device(&steps[i]);
    }
  }
}

/* Whether a step of the place is to be tried again. */
static bool is_open(const struct step *place) {
  for (int i = 0; i < step_count; i++) {
    if (!steps[i].done && !steps[i].refused && same_place(&steps[i], place)) {
      return true;
    }
  }
  return false;
}

static bool report(const struct step *place) {
  bool all = true;
  for (int i = 0; i < step_count; i++) {
    if (!steps[i].done && same_place(&steps[i], place)) {
      describe(&steps[i]);
      all = false;
    }
  }
  return all;
}

/* Some places in turn, round after round until all are done or the time is over; false if one is not. */
static bool carry_out(const struct step *const *places, int count) {
  for (bool is_first = true;; is_first = false) {
    bool open = false;
    for (int i = 0; i < count; i++) {
      if (is_open(places[i])) {
        round_of(places[i], is_first);
        open = open || is_open(places[i]);
      }
      if (count > 1) {
        close_link(); /* there is one at a time */
      }
    }
    if (!open || now_ms() + RETRY_MS >= deadline) {
      break;
    }
    sleep_ms(RETRY_MS);
  }
  close_link();
  bool all = true;
  for (int i = 0; i < count; i++) {
    all = report(places[i]) && all;
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

struct child {
  pid_t pid; /* 0: it has ended */
  const struct step *place;
};

static struct child children[STEPS_MAX];
static int child_count;

/* Starts a child for each bus and link, so that none waits for another. Without a child are those for whom no process is left,
   and the GPIO lines, which are this process's own: they are held until it ends. How many. */
static int start_children(const struct step **own) {
  int count = 0;
  for (int i = 0; i < step_count; i++) {
    if (!is_first_of_its_place(i)) {
      continue;
    }
    const struct step *place = &steps[i];
    pid_t child = place->kind == GPIO ? -1 : fork();
    if (child == 0) {
      _exit(carry_out(&place, 1) ? 0 : 1);
    } else if (child > 0) {
      children[child_count++] = (struct child){child, place};
    } else {
      own[count++] = place;
    }
  }
  return count;
}

/* Lines first: they take a microsecond. */
static bool carry_out_own(const struct step **own, int count) {
  bool good = true;
  int rest = 0;
  for (int i = 0; i < count; i++) {
    if (own[i]->kind == GPIO) {
      good = carry_out(&own[i], 1);
    } else {
      own[rest++] = own[i];
    }
  }
  return carry_out(own, rest) && good;
}

/* Waits for the children, but not for one that hangs in the kernel: that cannot even be killed. */
static bool await_children(void) {
  bool good = true;
  int left = child_count;
  while (left > 0) {
    for (int i = 0; i < child_count; i++) {
      int status = 0;
      long until = (is_link(children[i].place) ? late : deadline) + 5 * RETRY_MS;
      if (children[i].pid == 0) {
        continue;
      }
      if (waitpid(children[i].pid, &status, WNOHANG) == children[i].pid) {
        good = good && WIFEXITED(status) && WEXITSTATUS(status) == 0;
      } else if (now_ms() >= until) {
        problem("%s did not answer in time", children[i].place->where);
        kill(children[i].pid, SIGKILL);
        good = false;
      } else {
        continue;
      }
      children[i].pid = 0;
      left--;
    }
    if (left > 0) {
      sleep_ms(1);
    }
  }
  return good;
}

bool carry_out_all(void) {
  static const struct step *own[STEPS_MAX];
  deadline = now_ms() + DEADLINE_MS;
  late = now_ms() + LATE_MS;
  child_count = 0;
  signal(SIGCHLD, SIG_DFL); /* ignored by our parent, nobody could be waited for */
  int count = start_children(own);
  bool good = carry_out_own(own, count);
  return await_children() && good;
}
