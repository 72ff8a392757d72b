/* What the parts of outputs-safe know of each other. */
#ifndef OUTPUTS_SAFE_H
#define OUTPUTS_SAFE_H

#include <stdbool.h>

enum {
  STEPS_MAX = 256,     /* as the writer: OutputsFile.LINES_MAX */
  NAME_MAX_BYTES = 72, /* chip:offset or a bus, with the zero */
};

enum kind { GPIO, I2C };

struct step {
  enum kind kind;
  char where[NAME_MAX_BYTES]; /* line name or chip:offset; bus */
  int level;                  /* GPIO */
  int address, reg, value;    /* I2C */
  bool done;
};

/* outputs-safe.c */

/* A line to standard error that something is not as it should be. */
void problem(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Whether there was one. */
extern bool had_problem;
/* A line to standard error for whoever reads the log. */
void note(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Of a clock that nobody sets. */
long now_ms(void);
void sleep_ms(int ms);

/* steps.c */

extern struct step steps[STEPS_MAX];
extern int step_count;
/* Reads the file into steps; false if there is no such file. A line that is not understood is a problem and left out. */
bool read_steps(const char *path);
/* A number within 0..max, decimal or 0x..; -1 if the text is none. */
int number(const char *text, int max);

/* devices.c */

/* Requests the line as an output with its safe level: the kernel sets both in one go. 0 or an errno. The descriptor of the
   line stays open, and with it the line ours, until the process ends. */
int set_line(const struct step *step);
/* Writes the byte. 0 or an errno. */
int write_register(const struct step *step);

/* carry-out.c */

/* All steps; false if one could not be done in time, which is then named. */
bool carry_out_all(void);

/* guard.c */

/*
 * Runs the command, and when it is dead, whatever killed it, carries out the file.
 *
 * stop_seconds: how long it may take to end after it was told to.
 * Returns its exit status, 128 and the signal's number where that ended it; 1 if it ended with 0 and a step failed.
 */
int guard(const char *path, int stop_seconds, int hold_ms, char **command);

#endif
