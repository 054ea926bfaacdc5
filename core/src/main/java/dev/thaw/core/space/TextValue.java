package dev.thaw.core.space;

import java.util.Objects;

/** A text, such as the name of an optimiser. */
public record TextValue(String value) implements Value {
  public TextValue {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public Object toObject() {
    return value;
  }

  @Override
  public String toString() {
    return value;
  }
}
