package dev.thaw.app.api;

import dev.thaw.app.client.UnreachableException;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a server may be away, or too busy to answer, before whoever waits for it gives up: it
 * may be started again meanwhile, and a study may move. Safe for use by several threads.
 */
final class Patience {

  /** As long as the command line waits. */
  static final Duration USUAL = Duration.ofMinutes(2);

  private final Duration longest;

  /**
   * When nothing was heard for the first time since somebody answered; null while somebody does.
   */
  private @Nullable Long awaySinceNs;

  Patience(Duration longest) {
    this.longest = longest;
  }

  /** Somebody has answered. */
  synchronized void heard() {
    awaySinceNs = null;
  }

  /** Whether a failure may be gone when the same is asked again. */
  static boolean isPassing(Throwable failure) {
    return failure instanceof UnreachableException
        || (failure instanceof RefusedException refused
            && refused.refusal() == Refusal.UNAVAILABLE);
  }

  /**
   * Bears a failure that may pass.
   *
   * @throws UnreachableException if it has lasted too long
   * @throws RuntimeException the failure, if it is another one
   */
  synchronized void bear(RuntimeException failure) {
    if (!isPassing(failure)) {
      throw failure;
    }
    long nowNs = System.nanoTime();
    if (awaySinceNs == null) {
      awaySinceNs = nowNs;
    }
    if (nowNs - awaySinceNs >= longest.toNanos()) {
      throw UnreachableException.after(longest, failure);
    }
  }
}
