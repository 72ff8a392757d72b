/* What the parts of outputs-safe know of each other. */
#ifndef OUTPUTS_SAFE_H
#define OUTPUTS_SAFE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

enum {
  STEPS_MAX = 1024,     /* as the writer: OutputsFile.LINES_MAX */
  NAME_MAX_BYTES = 128, /* chip:offset, a bus, a server or a serial port by its path in a USB tree, with the zero */
  WHY_MAX_BYTES = 120,
  MODBUS_VALUES_MAX = 123, /* registers in one request, MODBUS Application Protocol V1.1b3, 6.12 */
};

enum kind { GPIO, I2C, MODBUS_TCP, MODBUS_RTU };

/* What a step writes to a unit, and by which function of the protocol. */
enum modbus_write {
  COIL,     /* 5 */
  COILS,    /* 15 */
  HOLDING,  /* 6 */
  HOLDINGS, /* 16 */
  BIT,      /* of a holding register, the others as they are: 3, then 6 */
  BITS,     /* 3, then 16 */
};

struct modbus {
  int baud; /* RTU; the data bits are 8 */
  char parity;
  int stop_bits;
  bool rs485;
  int unit;
  enum modbus_write write;
  int address;
  int bit; /* BIT, BITS */
  int count;
  uint16_t values[MODBUS_VALUES_MAX]; /* coils and bits: 0 or 1 each */
};

struct step {
  enum kind kind;
  char where[NAME_MAX_BYTES]; /* line name or chip:offset; bus; address:port; serial port */
  int level;                  /* GPIO */
  int address, reg, value;    /* I2C */
  struct modbus modbus;
  bool done;
  bool refused;            /* it will not do to try again */
  char why[WHY_MAX_BYTES]; /* it was not done */
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

/* modbus-steps.c */

/* The rest of a line after its first word, which is cut into words. */
bool parse_modbus_tcp(char *rest, struct step *step);
bool parse_modbus_rtu(char *rest, struct step *step);
/* What the step writes, in words: "unit 1: holding 100..101 not set to 0x0000 0x0000". */
void describe_modbus(const struct step *step, char *text, size_t size);

/* devices.c */

/* Requests the line as an output with its safe level: the kernel sets both in one go. 0 or an errno. The descriptor of the
   line stays open, and with it the line ours, until the process ends. */
int set_line(const struct step *step);
/* Writes the byte. 0 or an errno. */
int write_register(const struct step *step);

/* modbus.c */

enum outcome {
  DONE,
  REFUSED, /* by the unit, and will be again */
  FAILED,  /* it may do to try again; the unit is there */
  SILENT,  /* the unit did not answer, or not understandably */
  BROKEN,  /* there is no way to any unit of this place */
};

/* Writes what the step wants and checks the answer; says in step->why what was wrong. The link stays open for the next. */
enum outcome write_modbus(struct step *step, int answer_ms);
void close_link(void);

/* modbus-tcp.c, modbus-rtu.c: a link's two functions. Both wait no longer than they are told and say in why what was wrong. */

enum { PDU_MAX = 253 };

/* Opens it; the descriptor, -1 if it cannot be. */
int open_tcp(const struct step *step, int wait_ms, char *why);
int open_rtu(const struct step *step, char *why);
/*
 * Sends a request and receives the answer to it, which has the expected length or is an exception.
 *
 * request: function code and data; answer: room for PDU_MAX.
 * Returns DONE, FAILED, SILENT or BROKEN.
 */
enum outcome ask_tcp(int fd, int unit, const uint8_t *request, size_t size, uint8_t *answer, size_t expected, int wait_ms,
                     char *why);
enum outcome ask_rtu(int fd, const struct modbus *line, const uint8_t *request, size_t size, uint8_t *answer, size_t expected,
                     int wait_ms, char *why);
/* Reads 192.0.2.10:502 or [2001:db8::10]:502 or [fe80::1%eth0]:502; false for a name. */
bool parse_server(const char *text, struct sockaddr_storage *address, socklen_t *size);

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
