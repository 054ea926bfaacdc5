package dev.thaw.core.space;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The numbers that a derived parameter may be: it has no coordinate, and nobody chooses one. */
record DerivedAxis() implements Axis {

  private static final Value NOBODYS = new RealValue(0);

  @Override
  public Value decode(double unit) {
    throw new UnsupportedOperationException("A derived parameter has no coordinate.");
  }

  @Override
  public double encode(Value value) {
    throw new UnsupportedOperationException("A derived parameter has no coordinate.");
  }

  @Override
  public double place(double number) {
    throw new UnsupportedOperationException("A derived parameter has no coordinate.");
  }

  @Override
  public double length() {
    return 1;
  }

  @Override
  public @Nullable Value read(Value written) {
    return Double.isNaN(Axis.number(written)) ? null : written;
  }

  @Override
  public String expectation() {
    return "left out, because it follows from others";
  }

  @Override
  public Value middle() {
    return NOBODYS;
  }

  @Override
  public List<Value> grid(int points) {
    return List.of(NOBODYS);
  }
}
