package dev.thaw.workers.launch;

import java.util.List;
import java.util.Optional;

/** How a command ended, as far as that can be told from outside. */
public sealed interface Ending {

  /** How many lines of a log {@link #classify} is meant to see. */
  int LAST_LINES = 60;

  /** One sentence for people, and perhaps a line that begins with "Maybe". */
  String sentence();

  /**
   * It ended by itself.
   *
   * @param code 0 to 255, where 0 says that all went well
   */
  record Exited(int code) implements Ending {
    @Override
    public String sentence() {
      String text = "The command ended with exit code %d.".formatted(code);
      return switch (code) {
        case 126 -> text + "\nMaybe its file is not executable.";
        case 127 -> text + "\nMaybe a program that it needs was not found.";
        default -> text;
      };
    }
  }

  /**
   * A signal killed it, or a shell in front of it says so.
   *
   * @param signal the signal's number, for example 9 for {@code SIGKILL}
   */
  record Signalled(int signal) implements Ending {
    @Override
    public String sentence() {
      String name = Endings.SIGNALS.get(signal);
      String text =
          name == null
              ? "The command was killed by signal %d.".formatted(signal)
              : "The command was killed by SIG%s (%d).".formatted(name, signal);
      return switch (signal) {
        case 4 -> text + "\nMaybe a library was built for another processor.";
        case 6 -> text + "\nMaybe a library found an error; the log's last lines may say which.";
        case 7 -> text + "\nMaybe /dev/shm is full, as it soon is in a container.";
        case 9 -> text + "\nMaybe a container's or a batch system's memory limit was reached.";
        case 11 -> text + "\nMaybe a library read memory that is not its own.";
        case 25 -> text + "\nMaybe a file grew larger than allowed (ulimit -f).";
        default -> text;
      };
    }
  }

  /**
   * Memory ran out.
   *
   * @param memory which one
   * @param evidence the line of the log that says so, or what the kernel says
   */
  record OutOfMemory(Memory memory, String evidence) implements Ending {
    @Override
    public String sentence() {
      return "%s: %s".formatted(memory.sentence, evidence);
    }
  }

  /** A memory that can run out. */
  enum Memory {
    /** A GPU's memory; the same configuration may fit on another GPU, or alone on this one. */
    DEVICE("The GPU's memory ran out"),
    /** An allocation of main memory was refused. */
    HOST("Main memory ran out"),
    /** The kernel killed the command or a part of it because main memory ran out. */
    KERNEL("The kernel's out-of-memory killer ended the command");

    private final String sentence;

    Memory(String sentence) {
      this.sentence = sentence;
    }
  }

  /**
   * Tells how a command ended. A pure function.
   *
   * <p>Exit code 0 is success, whatever the log says. Otherwise the kernel's word comes first if
   * the code or the log says that something was killed by {@code SIGKILL}, then the last line of
   * the log that tells of exhausted memory, then the code. Codes 129 to 159 count as signals if
   * they are one that kills by default; that is how Java and shells report them.
   *
   * @param code 0 to 255
   * @param lastLines the end of what the command wrote, about {@value #LAST_LINES} lines
   * @param kernelKilled whether the kernel's out-of-memory killer was at work, on this machine or
   *     among the processes of the same control group, while the command ran
   */
  static Ending classify(int code, List<String> lastLines, boolean kernelKilled) {
    if (code == 0) {
      return new Exited(0);
    }
    if (kernelKilled && (code == 128 + 9 || Endings.tellOfKill(lastLines))) {
      return new OutOfMemory(
          Memory.KERNEL,
          "it has killed somebody while the command ran, and the command was killed.");
    }
    Optional<Ending> outOfMemory = Endings.outOfMemory(lastLines);
    return outOfMemory.orElseGet(
        () ->
            Endings.SIGNALS.containsKey(code - 128) ? new Signalled(code - 128) : new Exited(code));
  }
}
