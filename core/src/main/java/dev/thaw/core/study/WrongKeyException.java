package dev.thaw.core.study;

import java.io.Serial;

/** A study is refused because of one of the keys that people write. */
public final class WrongKeyException extends IllegalArgumentException {

  @Serial private static final long serialVersionUID = 1L;

  private final String key;

  /**
   * A refusal.
   *
   * @param key the path of the key, such as {@code scheduler.interval}
   * @param message a sentence, and perhaps a second line that starts with "Maybe"
   */
  WrongKeyException(String key, String message) {
    super(message);
    this.key = key;
  }

  /** The path of the key, such as {@code scheduler.interval}. */
  public String key() {
    return key;
  }
}
