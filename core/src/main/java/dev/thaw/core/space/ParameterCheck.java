package dev.thaw.core.space;

import java.util.List;

/** Checks one parameter by itself. */
final class ParameterCheck {
  /** Bins stay distinguishable on every scale up to here, with a margin of a thousand. */
  private static final double MAX_VALUES = 0x1.0p40;

  private static final long MAX_INTEGER = 1L << 53;

  private final Problems problems;

  ParameterCheck(Problems problems) {
    this.problems = problems;
  }

  /** Adds what is wrong, and returns whether the parameter has an {@link Axis}. */
  boolean check(Parameter parameter) {
    int before = problems.count();
    switch (parameter) {
      case RealParameter p -> real(p);
      case IntegerParameter p -> integer(p);
      case CategoricalParameter p -> choices(p.values());
      case OrdinalParameter p -> choices(p.values());
      case ConstantParameter _, DerivedParameter _ -> {}
    }
    boolean hasAxis = problems.count() == before;
    if (hasAxis && parameter.defaultValue().isPresent()) {
      checkDefault(Axis.of(parameter), parameter.defaultValue().get());
    }
    return hasAxis;
  }

  private void checkDefault(Axis axis, Value value) {
    if (axis.read(value) == null) {
      problems.add("default", "default (%s) must be %s.", value, axis.expectation());
    }
  }

  private void real(RealParameter p) {
    if (!Double.isFinite(p.min()) || !Double.isFinite(p.max())) {
      problems.add(
          Double.isFinite(p.min()) ? "max" : "min",
          "min (%s) and max (%s) must be finite numbers.",
          p.min(),
          p.max());
    } else if (p.min() >= p.max()) {
      order(p.min(), p.max(), p.min() == p.max());
    } else if (Double.isInfinite(p.max() - p.min())) {
      problems.add("max", "max (%s) minus min (%s) must be at most 1.8e308.", p.max(), p.min());
    } else if (scaleFits(p.scale(), p.min(), p.max()) && p.step().isPresent()) {
      step(p.min(), p.max(), p.step().getAsDouble());
    }
  }

  private void integer(IntegerParameter p) {
    if (p.min() < -MAX_INTEGER || p.max() > MAX_INTEGER) {
      problems.add(
          p.min() < -MAX_INTEGER ? "min" : "max",
          "min (%d) and max (%d) must be from -2^53 to 2^53.",
          p.min(),
          p.max());
    } else if (p.min() >= p.max()) {
      order(p.min(), p.max(), p.min() == p.max());
    } else if (p.scale() == Scale.LOGIT) {
      problems.add(
          "scale", "scale (logit) must be linear or log for whole numbers.\nMaybe use log.");
    } else if (scaleFits(p.scale(), (double) p.min(), (double) p.max())) {
      step((double) p.min(), (double) p.max(), (double) p.step());
    }
  }

  private void order(Object min, Object max, boolean equal) {
    problems.add(
        "min",
        "min (%s) must be less than max (%s).\nMaybe %s.",
        min,
        max,
        equal ? "make it a constant" : "they are swapped");
  }

  private boolean scaleFits(Scale scale, double min, double max) {
    if (scale == Scale.LOG && min <= 0) {
      problems.add(
          "min",
          "min (%s) must be positive on the log scale.\n"
              + "Maybe use a small positive min or the linear scale.",
          plain(min));
      return false;
    }
    if (scale == Scale.LOGIT && (min <= 0 || max >= 1)) {
      problems.add(
          min <= 0 ? "min" : "max",
          "%s (%s) must be strictly between 0 and 1 on the logit scale.\nMaybe use %s.",
          min <= 0 ? "min" : "max",
          plain(min <= 0 ? min : max),
          min <= 0 ? "0.001" : "0.999");
      return false;
    }
    return true;
  }

  private void step(double min, double max, double step) {
    if (!(step > 0) || Double.isInfinite(step)) {
      problems.add("step", "step (%s) must be a positive number.", plain(step));
      return;
    }
    double count = SteppedAxis.count(min, max, step);
    if (count < 2) {
      problems.add(
          "step",
          "step (%s) must leave at least two values from min (%s) to max (%s).\n"
              + "Maybe use a step of at most %s.",
          plain(step),
          plain(min),
          plain(max),
          plain(max - min));
    } else if (count > MAX_VALUES) {
      problems.add(
          "step",
          "step (%s) must leave at most 2^40 values from min (%s) to max (%s).\n"
              + "Maybe use a larger step, or a real parameter without one.",
          plain(step),
          plain(min),
          plain(max));
    }
  }

  /** Writes whole numbers without a fraction, because they may come from an integer parameter. */
  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  private void choices(List<Value> values) {
    if (values.isEmpty()) {
      problems.add("values", "values (none) must hold at least two values.");
    } else if (values.size() == 1) {
      problems.add(
          "values",
          "values (%s) must hold at least two values.\nMaybe make it a constant.",
          values.getFirst());
    }
    for (int i = 0; i < values.size(); i++) {
      Value value = values.get(i);
      // Reading finds the first value that is the same text, boolean or number.
      if (new ChoiceAxis(values.subList(0, i)).read(value) != null) {
        problems.add(
            "values[" + i + "]", "value (%s) must be listed only once.\nMaybe remove it.", value);
      }
    }
  }
}
