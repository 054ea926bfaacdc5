package dev.thaw.workers.launch;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The signals that are sent, by their numbers on Linux. */
enum Signal {
  TERM(15),
  KILL(9),
  CONT(18),
  STOP(19);

  private final int number;

  Signal(int number) {
    this.number = number;
  }

  /** Sends it to one process; nothing happens if that is gone or somebody else's. */
  void toProcess(long pid) {
    requireOrdinary(pid);
    send((int) pid);
  }

  /** Sends it to all processes of a group at once; a fork that is under way cannot escape it. */
  void toGroup(long group) {
    requireOrdinary(group);
    send((int) -group);
  }

  // To kill, 0 is our own group, -1 everybody, and 1 the first process of the machine.
  private static void requireOrdinary(long pid) {
    if (pid <= 1 || pid > Integer.MAX_VALUE || pid == ProcessHandle.current().pid()) {
      throw new IllegalArgumentException("pid (%d) must be another process's.".formatted(pid));
    }
  }

  private void send(int target) {
    try {
      int unused = (int) Native.KILL_FUNCTION.invokeExact(target, number);
    } catch (Throwable e) {
      throw new IllegalStateException("kill(%d, %s) cannot be called.".formatted(target, this), e);
    }
  }

  /** Only looked up where a signal is sent, so that other systems can load this class. */
  private static final class Native {
    @SuppressWarnings("restricted")
    private static final MethodHandle KILL_FUNCTION =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }
}
