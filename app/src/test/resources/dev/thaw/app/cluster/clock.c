/* Shifts the wall clock of a process by the seconds in a file, which may change while it runs. What
 * measures durations is left alone. (libfaketime shifts timed waits too, under which a JVM hangs.) */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile long *offset;

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("THAW_CLOCK_FILE");
  int handle = file ? open(file, O_RDONLY) : -1;
  if (handle >= 0) {
    void *at = mmap(0, sizeof(long), PROT_READ, MAP_SHARED, handle, 0);
    offset = at == MAP_FAILED ? 0 : at;
    close(handle);
  }
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  int result = syscall(SYS_clock_gettime, clock, now);
  if (result == 0 && clock == CLOCK_REALTIME && offset) now->tv_sec += *offset;
  return result;
}

int gettimeofday(struct timeval *now, void *zone) {
  int result = syscall(SYS_gettimeofday, now, zone);
  if (result == 0 && now && offset) now->tv_sec += *offset;
  return result;
}
