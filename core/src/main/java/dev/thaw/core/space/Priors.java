package dev.thaw.core.space;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.special.Erf;
import org.jspecify.annotations.Nullable;

/** The priors of a valid search space as densities on the unit interval. */
final class Priors {
  private static final double ROOT_2 = StrictMath.sqrt(2);
  private static final double ROOT_2_PI = StrictMath.sqrt(2 * Math.PI);

  /** The share of the probability that is spread evenly. */
  private static final double EVEN = 0.1;

  /** Until neighbouring places differ by less than the digits that values are rounded to. */
  private static final int HALVINGS = 48;

  /** A prior, the coordinate that it is about, and the other parameter if the center moves. */
  private record Placed(
      Prior prior, int coordinate, Axis axis, double min, double max, double deviation, int other) {

    /** The place of the center, given the values of the parameters that were decoded already. */
    double center(@Nullable Value other) {
      double around = prior.around();
      if (prior.moving().isPresent() && other != null) {
        Prior.Moving moving = prior.moving().get();
        around *= moving.rule().of(Axis.number(other) / moving.at());
      }
      double clamped = Math.clamp(around, min, max);
      return axis.place(clamped);
    }

    /** The probability that the prior gives to what is below a place. */
    double probability(double center, double place) {
      double below = cumulative(-center / deviation);
      double mass = cumulative((1 - center) / deviation) - below;
      double normal = (cumulative((place - center) / deviation) - below) / mass;
      return (1 - EVEN) * normal + EVEN * place;
    }

    /** The place below which the prior has this probability, by bisection. */
    double quantile(double center, double probability) {
      double low = 0;
      double high = 1;
      for (int i = 0; i < HALVINGS; i++) {
        double middle = 0.5 * (low + high);
        if (probability(center, middle) < probability) {
          low = middle;
        } else {
          high = middle;
        }
      }
      return 0.5 * (low + high);
    }

    double logDensity(double center, double place) {
      double mass = cumulative((1 - center) / deviation) - cumulative(-center / deviation);
      double z = (place - center) / deviation;
      double normal = StrictMath.exp(-0.5 * z * z) / (ROOT_2_PI * deviation * mass);
      return StrictMath.log((1 - EVEN) * normal + EVEN);
    }

    private static double cumulative(double z) {
      return 0.5 * Erf.erfc(-z / ROOT_2);
    }
  }

  private final Layout layout;

  /** Those that do not move first, because others may move with their parameters. */
  private final List<Placed> placed = new ArrayList<>();

  Priors(List<Prior> priors, Layout layout, List<Parameter> parameters) {
    this.layout = layout;
    priors.stream()
        .filter(prior -> prior.moving().isEmpty())
        .forEach(prior -> placed.add(place(prior, parameters)));
    priors.stream()
        .filter(prior -> prior.moving().isPresent())
        .forEach(prior -> placed.add(place(prior, parameters)));
  }

  private Placed place(Prior prior, List<Parameter> parameters) {
    int index = layout.index(prior.parameter());
    Axis axis = layout.axes.get(index);
    int other = prior.moving().map(m -> layout.index(m.parameter())).orElse(Layout.NONE);
    int coordinate = layout.coordinates[index];
    return switch (parameters.get(index)) {
      case RealParameter p ->
          new Placed(
              prior, coordinate, axis, p.min(), p.max(), deviation(prior, p.scale(), axis), other);
      case IntegerParameter p ->
          new Placed(
              prior,
              coordinate,
              axis,
              (double) p.min(),
              (double) p.max(),
              deviation(prior, p.scale(), axis),
              other);
      case CategoricalParameter _, OrdinalParameter _, ConstantParameter _, DerivedParameter _ ->
          throw new IllegalStateException("prior (%s) must be of a number.".formatted(prior));
    };
  }

  /** One standard deviation on the coordinate. */
  private static double deviation(Prior prior, Scale scale, Axis axis) {
    double spread = scale == Scale.LINEAR ? prior.spread() : StrictMath.log(prior.spread());
    return spread / axis.length();
  }

  boolean areNone() {
    return placed.isEmpty();
  }

  /**
   * The point of which the given one says the cumulative probabilities; the coordinates of
   * parameters without a prior stay.
   *
   * @param inside the point that is answered for coordinates without a prior, and for those that
   *     are narrowed to a list
   * @param windows within whose bounds a prior is cut off
   */
  double[] quantiles(double[] unit, double[] inside, Windows windows) {
    double[] point = inside.clone();
    for (Placed one : placed) {
      if (windows.list(one.coordinate)) {
        continue;
      }
      double center = one.center(other(one, point));
      double below = one.probability(center, windows.low(one.coordinate));
      double above = one.probability(center, windows.high(one.coordinate));
      double share = Math.clamp(unit[one.coordinate], 0.0, 1.0);
      point[one.coordinate] = one.quantile(center, below + share * (above - below));
    }
    return point;
  }

  private @Nullable Value other(Placed one, double[] point) {
    if (one.other == Layout.NONE) {
      return null;
    }
    int coordinate = layout.coordinates[one.other];
    return coordinate == Layout.NONE
        ? layout.fallback(one.other)
        : layout.axes.get(one.other).decode(Math.clamp(point[coordinate], 0.0, 1.0));
  }

  /** The logarithm of the density on the unit cube of the parameters that are active. */
  double logDensity(Configuration configuration, double[] point) {
    double sum = 0;
    for (Placed one : placed) {
      if (configuration.get(one.prior.parameter()).isPresent()) {
        sum += one.logDensity(one.center(other(one, point)), point[one.coordinate]);
      }
    }
    return sum;
  }
}
