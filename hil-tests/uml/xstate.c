/*
 * Preloaded into a User-Mode Linux kernel (LD_PRELOAD) so that it runs on processors with a large extended state.
 *
 * Why: UML 6.12 saves the floating point state of its processes in a buffer of a fixed size and restores it with
 * PTRACE_SETREGSET(NT_X86_XSTATE). The kernel of the machine takes nothing shorter than the whole state of the processor,
 * and with AMX (Xeon of 2023 and later) that is four times the buffer: the first process panics with
 * "ptrace set fp regs failed, errno = 14".
 *
 * What: a write that is too short is completed with what the process has, and the components that lie beyond the buffer
 * are marked as unused, so that no process inherits them from another. On other processors nothing is changed.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define XSTATE_BYTES_MAX 65536 /* AMX makes it 11 KB */
#define XSTATE_BV 512          /* where the bit vector of used components stands; SDM volume 1, 13.4.2 */
#define X87_SSE_AVX 0x07ull
#define AVX512 0xe0ull
#define AVX512_END 2688 /* 13.5.6: the last of its components ends here */

static long raw(long request, long pid, void *address, void *data) {
  return syscall(SYS_ptrace, request, pid, address, data);
}

static long set_xstate(long pid, struct iovec *given) {
  static unsigned char state[XSTATE_BYTES_MAX] __attribute__((aligned(64)));
  struct iovec whole = {state, sizeof state};
  uint64_t used;

  if (raw(PTRACE_GETREGSET, pid, (void *)NT_X86_XSTATE, &whole) != 0 || whole.iov_len <= given->iov_len ||
      given->iov_len < XSTATE_BV + sizeof used)
    return raw(PTRACE_SETREGSET, pid, (void *)NT_X86_XSTATE, given);
  memcpy(state, given->iov_base, given->iov_len);
  memcpy(&used, state + XSTATE_BV, sizeof used);
  used &= given->iov_len >= AVX512_END ? X87_SSE_AVX | AVX512 : X87_SSE_AVX;
  memcpy(state + XSTATE_BV, &used, sizeof used);
  return raw(PTRACE_SETREGSET, pid, (void *)NT_X86_XSTATE, &whole);
}

long ptrace(enum __ptrace_request request, ...) {
  va_list arguments;
  va_start(arguments, request);
  long pid = va_arg(arguments, pid_t);
  void *address = va_arg(arguments, void *);
  void *data = va_arg(arguments, void *);
  va_end(arguments);

  if (request == PTRACE_SETREGSET && (uintptr_t)address == NT_X86_XSTATE) return set_xstate(pid, data);
  if (request == PTRACE_PEEKTEXT || request == PTRACE_PEEKDATA || request == PTRACE_PEEKUSER) {
    long value; /* the system call stores what the C library returns */
    if (raw(request, pid, address, &value) < 0) return -1;
    errno = 0;
    return value;
  }
  return raw(request, pid, address, data);
}
