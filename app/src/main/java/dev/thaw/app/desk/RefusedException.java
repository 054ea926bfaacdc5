package dev.thaw.app.desk;

import java.util.List;

/**
 * The answer of a desk that does not do what it was asked to. It is no fault of the program, and
 * has no stack trace; its message is for people, with the likely fix on a line that starts with
 * "Maybe".
 */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;
  private final transient List<String> details;

  /** Creates a refusal that says all in one message. */
  public RefusedException(Refusal refusal, String message) {
    this(refusal, message, List.of());
  }

  /**
   * Creates a refusal for several reasons.
   *
   * @param message all of it
   * @param details one text for each reason, for programs that list them; empty if there is one
   */
  public RefusedException(Refusal refusal, String message, List<String> details) {
    super(message, null, false, false);
    this.refusal = refusal;
    this.details = List.copyOf(details);
  }

  /** The refusal for a study that there is not, or that whoever asks must not know of. */
  public static RefusedException noStudy(String study) {
    return new RefusedException(
        Refusal.UNKNOWN,
        "there is no study (%s).\nMaybe look which there are: thaw ls --server".formatted(study));
  }

  /** Returns the kind of the refusal. */
  public Refusal refusal() {
    return refusal;
  }

  /** Returns one text for each reason; empty if the message is all there is to say. */
  public List<String> details() {
    return details;
  }

  /** The message; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
