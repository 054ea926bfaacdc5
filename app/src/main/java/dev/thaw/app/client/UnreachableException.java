package dev.thaw.app.client;

import dev.thaw.app.spec.Durations;
import java.time.Duration;

/**
 * Nobody answers at the address of a server, or whoever does is no Thaw. The message is for people,
 * with the likely fix on a line that starts with "Maybe".
 */
public final class UnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreachableException(String message, Throwable cause) {
    super(message, cause);
  }

  UnreachableException(String message) {
    super(message);
  }

  /**
   * Whoever was asked again and again has not answered for so long.
   *
   * @param last what became of the last question
   */
  public static UnreachableException after(Duration patience, RuntimeException last) {
    return new UnreachableException(
        "no answer for %s: %s".formatted(Durations.print(patience), last.getMessage()), last);
  }

  /** The message; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
