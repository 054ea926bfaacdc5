package dev.thaw.app.client;

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

  /** The message; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
