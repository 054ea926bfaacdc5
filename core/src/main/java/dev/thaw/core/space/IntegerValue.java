package dev.thaw.core.space;

/** A whole number. */
public record IntegerValue(long value) implements Value {
  @Override
  public Object toObject() {
    return value;
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
