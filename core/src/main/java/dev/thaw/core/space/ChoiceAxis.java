package dev.thaw.core.space;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Listed values in equal bins. Configurations share the listed instances. */
record ChoiceAxis(List<Value> values) implements Axis {

  @Override
  public Value decode(double unit) {
    return values.get((int) Math.min(values.size() - 1L, (long) (unit * values.size())));
  }

  @Override
  public double encode(Value value) {
    int index = values.indexOf(value);
    if (index < 0) {
      throw new IllegalArgumentException("value (%s) must be %s.".formatted(value, expectation()));
    }
    return (index + 0.5) / values.size();
  }

  @Override
  public double place(double number) {
    return encode(new RealValue(number));
  }

  @Override
  public double length() {
    return 1;
  }

  /** Takes an equal value, or else the first that is the same number. */
  @Override
  public @Nullable Value read(Value written) {
    int index = values.indexOf(written);
    if (index >= 0) {
      return values.get(index);
    }
    double number = Axis.number(written);
    return values.stream().filter(v -> Axis.number(v) == number).findFirst().orElse(null);
  }

  @Override
  public String expectation() {
    return values.size() == 1
        ? values.getFirst().toString()
        : values.stream().map(Value::toString).collect(Collectors.joining(", ", "one of ", ""));
  }

  @Override
  public Value middle() {
    return values.getFirst();
  }

  @Override
  public List<Value> grid(int points) {
    return values;
  }
}
