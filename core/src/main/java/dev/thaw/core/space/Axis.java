package dev.thaw.core.space;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of one valid parameter, and their places on a coordinate from 0 to 1. */
sealed interface Axis permits ContinuousAxis, SteppedAxis, ChoiceAxis, DerivedAxis {

  /** Returns the value at a coordinate from [0, 1]; never decreasing where values have an order. */
  Value decode(double unit);

  /** Returns a coordinate that decodes to the value, which must be one of this axis. */
  double encode(Value value);

  /** Returns the coordinate of a number between the bounds, whether it is a value or not. */
  double place(double number);

  /** Returns how far it is from coordinate 0 to coordinate 1, on the scale of the axis. */
  double length();

  /** Returns the value of this axis that is meant, or null if there is none. */
  @Nullable Value read(Value written);

  /** Returns what a value must be, to complete the sentence "x must be ...". */
  String expectation();

  /** Returns the value to use if no default is declared. */
  Value middle();

  /** Returns different values, evenly spaced in scale, at most {@code points} if they are many. */
  List<Value> grid(int points);

  /** Returns the axis of a parameter that {@link SpaceCheck} has accepted. */
  static Axis of(Parameter parameter) {
    return switch (parameter) {
      case RealParameter p ->
          p.step().isPresent()
              ? new SteppedAxis(p.min(), p.max(), p.step().getAsDouble(), p.scale())
              : new ContinuousAxis(p.min(), p.max(), p.scale());
      case IntegerParameter p -> new SteppedAxis(p.min(), p.max(), p.step(), p.scale());
      case CategoricalParameter p -> new ChoiceAxis(p.values());
      case OrdinalParameter p -> new ChoiceAxis(p.values());
      case ConstantParameter p -> new ChoiceAxis(List.of(p.value()));
      case DerivedParameter _ -> new DerivedAxis();
    };
  }

  /** Returns the number that a value stands for, or NaN. */
  static double number(Value value) {
    return switch (value) {
      case RealValue real -> real.value();
      case IntegerValue integer -> integer.value();
      case TextValue _, FlagValue _ -> Double.NaN;
    };
  }
}
