/*
 * The guard: runs the worker and is there when it is dead.
 *
 * A program that must first be started when the worker has died comes too late where starting is slow: no memory, no free
 * process, a service manager that is busy or has a sandbox of forty mounts to build. So the guard is there before, is the
 * worker's parent, and is woken by the kernel the moment the last thread of the worker is gone and with it its lines.
 *
 *     worker dies (a signal, no memory, exit)      the guard carries out the file and ends with the worker's status
 *     SIGTERM, INT, HUP, QUIT, USR1 or USR2        is passed on to the worker; after the first three it must end in time,
 *                                                  or is killed
 *     SIGABRT: the service manager's watchdog      the worker hangs and is killed
 *     the guard dies                               the worker is sent SIGTERM: it never runs without a guard. What it
 *                                                  leaves is for the service manager (ExecStopPost=)
 *
 * If the file is there before the worker is, the run before may have left outputs on, with nobody to look after them: they are
 * made safe first.
 *
 * It does nothing else and holds no descriptor but standard error. Its memory is locked: nothing is to be read then from a
 * card that may be what has failed. The file is read when the worker is dead, since the worker writes it at its start; if
 * it is not there, the worker never came to drive an output.
 */
#include "outputs-safe.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { NOT_EXECUTABLE = 126, NOT_FOUND = 127 }; /* as shells do */

static const int SIGNALS[] = {SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGABRT};

/* The service manager names the process that feeds its watchdog: the one it has started. Now that is the worker. */
static void hand_over_watchdog(pid_t guard) {
  char number[16];
  const char *whose = getenv("WATCHDOG_PID");
  snprintf(number, sizeof number, "%d", (int)guard);
  if (whose != NULL && strcmp(whose, number) == 0) {
    snprintf(number, sizeof number, "%d", (int)getpid());
    setenv("WATCHDOG_PID", number, 1);
  }
}

/* In the child: becomes the command. */
static void become(char **command, pid_t guard, const sigset_t *mask) {
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != guard) {
    _exit(128 + SIGTERM); /* it was dead before that */
  }
  hand_over_watchdog(guard);
  sigprocmask(SIG_SETMASK, mask, NULL);
  execvp(command[0], command);
  int error = errno;
  problem("%s: cannot be run: %s", command[0], strerror(error));
  _exit(error == ENOENT || error == ENOTDIR ? NOT_FOUND : NOT_EXECUTABLE);
}

/* Whoever reads the worker's output or writes to it is to see its end. */
static void let_go_of_descriptors(void) {
  int null = open("/dev/null", O_RDWR);
  for (int fd = STDIN_FILENO; fd <= STDOUT_FILENO; fd++) {
    if (null < 0 || dup2(null, fd) < 0) {
      close(fd);
    }
  }
  close_range(STDERR_FILENO + 1, UINT_MAX, 0);
}

/* The next signal; 0 if there was none until then. */
static int next_signal(const sigset_t *signals, long until, siginfo_t *info) {
  for (;;) {
    long left = until < 0 ? INT_MAX : until - now_ms(); /* 24 days, and again */
    struct timespec timeout = {.tv_sec = left / 1000, .tv_nsec = left % 1000 * 1000000L};
    int signal = left <= 0 ? 0 : sigtimedwait(signals, info, &timeout);
    if (signal >= 0) {
      return signal;
    }
    if (errno != EINTR && errno != EAGAIN) {
      return SIGABRT; /* cannot be; a guard that hears nothing must not leave its worker alone */
    }
  }
}

static void pass_on(pid_t worker, const siginfo_t *info) {
  if (info->si_code == SI_KERNEL) {
    return; /* a key of the terminal, which has sent it to the worker as well */
  }
  kill(worker, info->si_signo);
  kill(worker, SIGCONT); /* one that is stopped would not see it */
}

/* Until the worker is dead; its status. */
static int await_end(pid_t worker, const sigset_t *signals, int stop_seconds) {
  long kill_at = -1;
  for (;;) {
    int status = 0;
    if (waitpid(worker, &status, WNOHANG) != 0) {
      return status;
    }
    siginfo_t info;
    int signal = next_signal(signals, kill_at, &info);
    switch (signal) {
      case SIGCHLD:
        break; /* or it was only stopped */
      case 0:
      case SIGABRT:
        note(signal == 0 ? "process %d has not ended within %d s of being told to, and is killed"
                         : "process %d is killed by the watchdog",
             (int)worker, stop_seconds);
        kill(worker, SIGKILL);
        kill_at = -1;
        break;
      case SIGTERM:
      case SIGINT:
      case SIGHUP:
        kill_at = kill_at < 0 ? now_ms() + stop_seconds * 1000L : kill_at;
        pass_on(worker, &info);
        break;
      default:
        pass_on(worker, &info);
    }
  }
}

static void carry_out_for_the_dead(const char *path) {
  long died = now_ms();
  if (access(path, F_OK) != 0 && errno == ENOENT) {
    note("there is no %s: no output was ever driven", path);
  } else if (read_steps(path) && carry_out_all()) {
    note("%d outputs are safe, %ld ms after the end of the worker", step_count, now_ms() - died);
  } else {
    had_problem = true;
  }
}

/* What the run before has left. In a process of its own, because lines are held until the end of the process. */
static void carry_out_left(const char *path) {
  if (access(path, F_OK) != 0) {
    return;
  }
  pid_t child = fork();
  if (child == 0) {
    if (read_steps(path) && carry_out_all()) {
      note("%d outputs of the run before are safe", step_count);
    }
    _exit(0);
  }
  if (child > 0) {
    waitpid(child, NULL, 0);
  }
}

int guard(const char *path, int stop_seconds, int hold_ms, char **command) {
  sigset_t signals, before;
  signal(SIGCHLD, SIG_DFL); /* ignored by our parent, it would never come */
  carry_out_left(path);
  sigemptyset(&signals);
  for (size_t i = 0; i < sizeof SIGNALS / sizeof SIGNALS[0]; i++) {
    sigaddset(&signals, SIGNALS[i]);
  }
  sigprocmask(SIG_BLOCK, &signals, &before);
  pid_t self = getpid();
  pid_t worker = fork();
  if (worker == 0) {
    become(command, self, &before);
  }
  if (worker < 0) {
    problem("%s: no process for it: %s", command[0], strerror(errno));
    return NOT_EXECUTABLE;
  }
  signal(SIGPIPE, SIG_IGN); /* who read standard error may be gone */
  let_go_of_descriptors();
  (void)mlockall(MCL_CURRENT); /* not what it may ask for later: with a small limit that would be refused */
  int status = await_end(worker, &signals, stop_seconds);
  if (WIFSIGNALED(status)) {
    note("process %d was killed by signal %d (%s)", (int)worker, WTERMSIG(status), strsignal(WTERMSIG(status)));
  }
  carry_out_for_the_dead(path);
  sleep_ms(hold_ms);
  if (WIFSIGNALED(status)) {
    return 128 + WTERMSIG(status);
  }
  return WEXITSTATUS(status) == 0 && had_problem ? 1 : WEXITSTATUS(status);
}
