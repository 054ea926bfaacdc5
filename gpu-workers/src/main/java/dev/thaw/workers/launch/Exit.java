package dev.thaw.workers.launch;

import java.util.List;
import java.util.Objects;

/**
 * How a child process came to its end.
 *
 * @param code the command's exit code, 0 to 255; 128 + n if signal n killed it
 * @param order whether it ended because it was told to; look at this first
 * @param ending what the code, the last lines of the log and the kernel tell about it
 * @param survivors numbers of processes of this child that still run ten seconds after {@code KILL}
 *     was sent to them, as one does that hangs in a device driver; normally empty. What they hold,
 *     a GPU for example, is not free. They stay in the ledger.
 */
public record Exit(int code, Order order, Ending ending, List<Long> survivors) {

  /** What was asked of a child before it ended, the strongest last. */
  public enum Order {
    /** Nothing: it ended by itself, or somebody else ended it. */
    NONE,
    /** To end soon. */
    END,
    /** To end at once, or its time to end gently was over. */
    KILL
  }

  /** Copies the list. */
  public Exit {
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(ending, "ending");
    survivors = List.copyOf(survivors);
  }

  /** One sentence or two for people. */
  public String sentence() {
    String what =
        switch (order) {
          case NONE -> ending.sentence();
          case END -> "The command was told to end. " + ending.sentence();
          case KILL -> "The command was killed by Thaw.";
        };
    return survivors.isEmpty()
        ? what
        : "%s\nThese processes of it do not end even by SIGKILL: %s.\nMaybe a device driver hangs."
            .formatted(what, survivors);
  }
}
