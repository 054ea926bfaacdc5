package dev.thaw.core.space;

/** A boolean. */
public record FlagValue(boolean value) implements Value {
  private static final FlagValue TRUE = new FlagValue(true);
  private static final FlagValue FALSE = new FlagValue(false);

  /** Returns one of the two shared instances. */
  public static FlagValue of(boolean value) {
    return value ? TRUE : FALSE;
  }

  @Override
  public Object toObject() {
    return value;
  }

  @Override
  public String toString() {
    return Boolean.toString(value);
  }
}
