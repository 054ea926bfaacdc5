/*
 * A stand-in for the driver's library: two GPUs, the second of which somebody else computes on.
 *
 * A control file changes it while it is loaded. Its path is that in the environment variable
 * FAKE_NVML_CONTROL, or else what was compiled in as CONTROL. Each line is a key and a number, and the
 * last line of a key counts; a key may end in "@" and the index of a GPU:
 *
 *   nvmlInit_v2 18            that function returns this error
 *   nvmlDeviceGetName@1 15    that function returns this error for the second GPU
 *   gpus 0                    so many GPUs
 *   used@0 1234               bytes in use that no process accounts for
 *   busy@1 0                  nobody else computes on the second GPU
 *   holds@0@123 1048576       process 123 holds so many bytes of the first GPU for as long as it lives
 *   hiddenprocesses@0 1       processes are not listed, as in a container, but their memory is in use
 *   processes@0 100           so many more processes, with 1 MiB each, from process 10000 on
 *   hiddenmemory@1 1          processes do not tell their memory
 *   graphics@0 1              a display server, process 99, with 50 MiB
 *   mig@0 1                   MIG mode is on, with instances 0 and 2 of at most 7
 *   stride 32                 bytes per process that are written, whatever the function's version
 *   hang 1                    nvmlDeviceGetCount_v2 returns when this line is gone
 *
 * Compiled with OLD, it lacks what old drivers lack: versions of functions, and MIG.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef CONTROL
#define CONTROL ""
#endif

#define GIB (1ULL << 30)
#define MIB (1ULL << 20)

typedef struct { int gpu; int instance; } device;
typedef struct { unsigned long long total, free, used; } memory_v1;
typedef struct { unsigned version; unsigned long long total, reserved, free, used; } memory_v2;
typedef struct { unsigned gpu, memory; } utilization;

static device gpus[2] = {{0, -1}, {1, -1}};
#ifndef OLD
static device instances[3] = {{0, 0}, {0, 1}, {0, 2}};
#endif
static int initialised = 0;

static FILE *control(void) {
  const char *path = getenv("FAKE_NVML_CONTROL");
  return fopen(path ? path : CONTROL, "r");
}

static unsigned long long told(const char *key, int gpu, unsigned long long otherwise) {
  char at[128], word[128];
  unsigned long long value, answer = otherwise;
  snprintf(at, sizeof at, "%s@%d", key, gpu);
  FILE *file = control();
  if (!file) return otherwise;
  while (fscanf(file, "%127s %llu", word, &value) == 2)
    if (!strcmp(word, key) || (gpu >= 0 && !strcmp(word, at))) answer = value;
  fclose(file);
  return answer;
}

typedef struct { unsigned pid; unsigned long long bytes; } holder;

/* Who holds memory of a GPU, by what processes have said of themselves while they lived. */
static unsigned holders(int gpu, holder *list, unsigned room) {
  char word[128];
  unsigned long long bytes;
  unsigned count = 0;
  FILE *file = control();
  if (!file) return 0;
  while (fscanf(file, "%127s %llu", word, &bytes) == 2) {
    int on;
    unsigned pid, i = 0;
    if (sscanf(word, "holds@%d@%u", &on, &pid) != 2 || on != gpu) continue;
    if (kill((pid_t)pid, 0) && errno == ESRCH) continue;
    while (i < count && list[i].pid != pid) i++;
    if (i == room) break;
    if (i == count) count++;
    list[i].pid = pid;
    list[i].bytes = bytes;
  }
  fclose(file);
  return count;
}

static int start(const char *function, int gpu) {
  int code = (int)told(function, gpu, 0);
  return code ? code : initialised > 0 ? 0 : 1;
}

#define START(gpu) do { int code = start(__func__, gpu); if (code) return code; } while (0)

int nvmlInit_v2(void) {
  int code = (int)told(__func__, -1, 0);
  if (!code) initialised++;
  return code;
}

int nvmlShutdown(void) {
  START(-1);
  initialised--;
  return 0;
}

int fakeInitialised(void) { return initialised; }

int nvmlDeviceGetCount_v2(unsigned *count) {
  while (told("hang", -1, 0)) usleep(2000);
  START(-1);
  *count = (unsigned)told("gpus", -1, 2);
  return 0;
}

static int text(const char *from, char *to, unsigned length) {
  if (strlen(from) >= length) return 7;
  strcpy(to, from);
  return 0;
}

int nvmlSystemGetDriverVersion(char *version, unsigned length) {
  START(-1);
  return text("550.54.15", version, length);
}

int nvmlDeviceGetHandleByIndex_v2(unsigned index, device **handle) {
  START((int)index);
  if (index > 1) return 2;
  *handle = &gpus[index];
  return 0;
}

int nvmlDeviceGetUUID(device *d, char *uuid, unsigned length) {
  START(d->gpu);
  char buffer[96];
  if (d->instance >= 0)
    snprintf(buffer, sizeof buffer, "MIG-0000000%d-fake", d->instance);
  else
    snprintf(buffer, sizeof buffer, "GPU-0000000%d-fake", d->gpu);
  return text(buffer, uuid, length);
}

int nvmlDeviceGetName(device *d, char *name, unsigned length) {
  START(d->gpu);
  return text(d->instance >= 0 ? "Fake H200 MIG 3g.71gb" : "Fake H200", name, length);
}

static int busy(device *d) { return told("busy", d->gpu, d->gpu == 1) != 0; }

/* As drivers do, the first version counts what is reserved as used, the second does not. */
static unsigned long long used(device *d) {
  holder held[64];
  unsigned long long all = told("used", d->gpu, 4 * MIB) + (busy(d) ? 12 * GIB : 0);
  for (unsigned i = holders(d->gpu, held, 64); i > 0; i--) all += held[i - 1].bytes;
  return all;
}

int nvmlDeviceGetMemoryInfo(device *d, memory_v1 *memory) {
  START(d->gpu);
  memory->total = 140 * GIB;
  memory->used = used(d) + 512 * MIB;
  memory->free = memory->total - memory->used;
  return 0;
}

#ifndef OLD
int nvmlDeviceGetMemoryInfo_v2(device *d, memory_v2 *memory) {
  START(d->gpu);
  if (memory->version != (sizeof(memory_v2) | 2U << 24)) return 25;
  memory->total = d->instance >= 0 ? 70 * GIB : 140 * GIB;
  memory->reserved = 512 * MIB;
  memory->used = used(d);
  memory->free = memory->total - memory->reserved - memory->used;
  return 0;
}
#endif

int nvmlDeviceGetUtilizationRates(device *d, utilization *rates) {
  START(d->gpu);
  rates->gpu = busy(d) ? 97 : 0;
  rates->memory = 55;
  return 0;
}

int nvmlDeviceGetTemperature(device *d, int sensor, unsigned *celsius) {
  START(d->gpu);
  if (sensor != 0) return 2;
  *celsius = 33 + (unsigned)d->gpu;
  return 0;
}

static void put(char *list, unsigned i, unsigned stride, unsigned pid, unsigned long long bytes) {
  unsigned none = 0xFFFFFFFFU;
  unsigned long long protectedBytes = 0;
  char *at = list + (size_t)i * stride;
  memcpy(at, &pid, 4);
  memcpy(at + 8, &bytes, 8);
  if (stride >= 24) {
    memcpy(at + 16, &none, 4);
    memcpy(at + 20, &none, 4);
  }
  if (stride >= 32) memcpy(at + 24, &protectedBytes, 8);
}

static int processes(device *d, unsigned *count, char *list, unsigned stride) {
  unsigned room = *count, more = (unsigned)told("processes", d->gpu, 0);
  unsigned others = busy(d) ? 1 : 0;
  holder held[64];
  unsigned trials = holders(d->gpu, held, 64);
  stride = (unsigned)told("stride", -1, stride);
  if (told("hiddenprocesses", d->gpu, 0)) {
    *count = 0;
    return 0;
  }
  *count = others + trials + more;
  if (*count > room) return 7;
  unsigned long long hidden = told("hiddenmemory", d->gpu, 0) ? ~0ULL : 0;
  unsigned next = 0;
  if (others) put(list, next++, stride, 4711, hidden | 12 * GIB);
  for (unsigned i = 0; i < trials; i++) put(list, next++, stride, held[i].pid, hidden | held[i].bytes);
  for (unsigned i = 0; i < more; i++) put(list, next++, stride, 10000 + i, hidden | MIB);
  return 0;
}

int nvmlDeviceGetComputeRunningProcesses(device *d, unsigned *count, char *list) {
  START(d->gpu);
  return processes(d, count, list, 16);
}

int nvmlDeviceGetGraphicsRunningProcesses(device *d, unsigned *count, char *list) {
  START(d->gpu);
  *count = (unsigned)told("graphics", d->gpu, 0);
  if (*count) put(list, 0, 16, 99, 50 * MIB);
  return 0;
}

#ifndef OLD
int nvmlDeviceGetComputeRunningProcesses_v3(device *d, unsigned *count, char *list) {
  START(d->gpu);
  return processes(d, count, list, 24);
}

int nvmlDeviceGetMigMode(device *d, unsigned *current, unsigned *pending) {
  START(d->gpu);
  *current = *pending = (unsigned)told("mig", d->gpu, 0);
  return 0;
}

int nvmlDeviceGetMaxMigDeviceCount(device *d, unsigned *count) {
  START(d->gpu);
  *count = 7;
  return 0;
}

int nvmlDeviceGetMigDeviceHandleByIndex(device *d, unsigned index, device **handle) {
  START(d->gpu);
  if (index != 0 && index != 2) return 6;
  *handle = &instances[index];
  return 0;
}
#endif
