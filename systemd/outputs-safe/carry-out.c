/* All steps, each place beside the others, within a time. */
#include "outputs-safe.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
  DEADLINE_MS = 800, /* outputs are to be safe within a second */
  RETRY_MS = 20,     /* a line is busy until the kernel has cleaned up after its owner */
};

static long deadline; /* of now_ms */

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
    if (!all && now_ms() + RETRY_MS >= deadline) {
      break;
    }
    if (!all) {
      sleep_ms(RETRY_MS);
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
    } else if (now_ms() >= deadline + 5 * RETRY_MS) {
      problem("%d buses did not answer in time", children);
      return false;
    } else {
      sleep_ms(1);
    }
  }
  return good;
}

bool carry_out_all(void) {
  deadline = now_ms() + DEADLINE_MS;
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
