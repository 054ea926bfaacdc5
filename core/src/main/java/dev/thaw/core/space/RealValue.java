package dev.thaw.core.space;

/**
 * A finite real number. Negative zero is stored as zero, so that equal numbers are equal values.
 */
public record RealValue(double value) implements Value {
  public RealValue {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value (%s) must be finite.".formatted(value));
    }
    value += 0.0;
  }

  @Override
  public Object toObject() {
    return value;
  }

  @Override
  public String toString() {
    return Double.toString(value);
  }
}
