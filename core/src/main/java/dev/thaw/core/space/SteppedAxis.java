package dev.thaw.core.space;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Numbers in steps: value i is first + i step.
 *
 * <p>On the linear scale all bins are equal. On the others a bin reaches half a step to either
 * side, and the outer bins are mirrored in scale, so that each value has its fair share there too.
 */
final class SteppedAxis implements Axis {
  private static final double TOLERANCE = 1e-6;
  private static final long MAX_SHARED = 256;

  private final Scale scale;
  private final boolean integer;
  private final BigDecimal exactFirst;
  private final BigDecimal exactStep;
  private final double first;
  private final double step;
  private final long count;
  private final double low;
  private final double high;

  /** The values themselves if they are few, so that configurations share them; otherwise empty. */
  private final List<Value> shared;

  SteppedAxis(long min, long max, long step, Scale scale) {
    this(scale, true, BigDecimal.valueOf(min), BigDecimal.valueOf(step), (max - min) / step + 1);
  }

  SteppedAxis(double min, double max, double step, Scale scale) {
    this(
        scale,
        false,
        BigDecimal.valueOf(min),
        BigDecimal.valueOf(step),
        (long) count(min, max, step));
  }

  private SteppedAxis(
      Scale scale, boolean integer, BigDecimal exactFirst, BigDecimal exactStep, long count) {
    this.scale = scale;
    this.integer = integer;
    this.exactFirst = exactFirst;
    this.exactStep = exactStep;
    this.count = count;
    first = exactFirst.doubleValue();
    step = exactStep.doubleValue();
    double last = number(count - 1);
    low = 2 * scale.warp(first) - scale.warp(first + step / 2);
    high = 2 * scale.warp(last) - scale.warp(last - step / 2);
    shared =
        count > MAX_SHARED ? List.of() : LongStream.range(0, count).mapToObj(this::create).toList();
  }

  /** Returns how many values there are; a step that ends at max up to rounding reaches it. */
  static double count(double min, double max, double step) {
    return Math.floor((max - min) / step + TOLERANCE) + 1;
  }

  @Override
  public Value decode(double unit) {
    return value(index(unit));
  }

  private long index(double unit) {
    double index =
        scale == Scale.LINEAR
            ? Math.floor(unit * count)
            : Math.rint((scale.unwarp(low + unit * (high - low)) - first) / step);
    return Math.clamp((long) index, 0, count - 1);
  }

  @Override
  public double encode(Value value) {
    long index = index(value);
    if (index < 0) {
      throw new IllegalArgumentException("value (%s) must be %s.".formatted(value, expectation()));
    }
    return scale == Scale.LINEAR ? (index + 0.5) / count : (edge(index) + edge(index + 1)) / 2;
  }

  @Override
  public double place(double number) {
    double from = scale == Scale.LINEAR ? first - step / 2 : low;
    return Math.clamp((scale.warp(number) - from) / length(), 0.0, 1.0);
  }

  @Override
  public double length() {
    return scale == Scale.LINEAR ? count * step : high - low;
  }

  /** Returns the lower edge of a bin. */
  private double edge(long index) {
    if (index == 0 || index == count) {
      return index == 0 ? 0 : 1;
    }
    return (scale.warp(first + (index - 0.5) * step) - low) / (high - low);
  }

  @Override
  public @Nullable Value read(Value written) {
    long index = index(written);
    return index < 0 ? null : value(index);
  }

  private long index(Value written) {
    double x = Axis.number(written);
    double index = Math.rint((x - first) / step);
    boolean taken =
        index >= 0
            && index < count
            && Math.abs(first + index * step - x) <= (integer ? 0 : TOLERANCE * step);
    return taken ? (long) index : -1;
  }

  private Value value(long index) {
    return shared.isEmpty() ? create(index) : shared.get((int) index);
  }

  private Value create(long index) {
    return integer ? new IntegerValue((long) number(index)) : new RealValue(number(index));
  }

  /** Counts reals in decimals, so that the third tenth is 0.3 and not 0.30000000000000004. */
  private double number(long index) {
    return integer
        ? first + index * step
        : exactFirst.add(exactStep.multiply(BigDecimal.valueOf(index))).doubleValue();
  }

  @Override
  public String expectation() {
    String steps = integer && step == 1 ? "" : " in steps of " + exactStep.toPlainString();
    return (integer ? "a whole number" : "a number")
        + " from %s to %s".formatted(value(0), value(count - 1))
        + steps;
  }

  @Override
  public Value middle() {
    return decode(0.5);
  }

  @Override
  public List<Value> grid(int points) {
    if (count <= points) {
      return LongStream.range(0, count).mapToObj(this::value).toList();
    }
    if (points == 1) {
      return List.of(middle());
    }
    double from = scale.warp(first);
    double to = scale.warp(number(count - 1));
    return LongStream.range(0, points)
        .mapToDouble(i -> scale.unwarp(from + (to - from) * (i / (points - 1.0))))
        .mapToLong(x -> Math.clamp((long) Math.rint((x - first) / step), 0, count - 1))
        .distinct()
        .mapToObj(this::value)
        .toList();
  }
}
