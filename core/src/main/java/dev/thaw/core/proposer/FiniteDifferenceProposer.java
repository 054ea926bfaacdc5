package dev.thaw.core.proposer;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Steepest descent by numerical gradients, the method that everybody knows: a rival to learn from,
 * which pays a trial for each parameter before it takes a step, and is led astray by noise.
 *
 * <p>A descent starts at a point, the defaults for the first one and anywhere for others. It tries
 * one neighbour along each coordinate for the forward differences, or the backward ones where there
 * is no room, then steps down the slope: first far, then half as far each time, until a step is
 * better. There it begins again; where no step longer than the differences is better, it ends and
 * another descent starts. Categorical parameters keep the value of the start, because they have no
 * slope, and so do parameters that are inactive there.
 *
 * <p>Descents are worked out anew from the scores of the lowest level, so a proposal needs no
 * waiting: while a neighbour is pending the next one is tried, while a step is pending the next
 * shorter one, and when all of a descent is pending the next descent starts.
 *
 * @param difference the distance of neighbours, above 0 and at most 0.25 of the range of a
 *     parameter; 0.03 by default. Whole numbers and steps go as much further as they need to
 *     change.
 * @param step the longest step, above the difference and at most 1; 0.3 by default
 */
public record FiniteDifferenceProposer(double difference, double step) implements Proposer {

  private static final int DESCENTS_MAX = 1_000;

  public FiniteDifferenceProposer {
    Range.check("difference", difference, Double.MIN_VALUE, 0.25);
    Range.check("step", step, Math.nextUp(difference), 1);
  }

  /** The method with all defaults. */
  public static FiniteDifferenceProposer defaults() {
    return new FiniteDifferenceProposer(0.03, 0.3);
  }

  @Override
  public Optional<Proposal> propose(Knowledge known, Draws draws) {
    Untried untried = new Untried(known);
    if (known.space().dimension() > 0 && known.space().catalogue().isEmpty()) {
      Scores scores = new Scores(known, untried);
      for (int number = 0; number < DESCENTS_MAX; number++) {
        Wanted wanted = new Descent(known, scores, number).next();
        if (wanted != null) {
          Proposal proposal = new Proposal(wanted.configuration(), wanted.measure(), 0);
          return Optional.of(proposal);
        }
      }
    }
    return untried.drawnProposal(draws);
  }

  /** A configuration that a descent wants to try. */
  private record Wanted(Configuration configuration, String measure) {}

  /** What is known of configurations at the lowest level. */
  private static final class Scores {
    private final Map<Configuration, Double> scores = new HashMap<>();
    private final SearchSpace space;
    private final Untried untried;

    Scores(Knowledge known, Untried untried) {
      space = known.space();
      this.untried = untried;
      int lowest = known.observed().stream().mapToInt(Observed::level).min().orElse(1);
      for (Observed one : known.at(lowest)) {
        scores.putIfAbsent(one.configuration(), one.score());
      }
    }

    /** NaN if it is not known, or could not be trained. */
    double at(Configuration configuration) {
      return scores.getOrDefault(configuration, Double.NaN);
    }

    /** Whether a result is going to come. */
    boolean isPending(double[] point) {
      Configuration configuration = space.decode(point);
      return !scores.containsKey(configuration)
          && space.admits(configuration)
          && untried.at(point).isEmpty();
    }
  }

  /** One descent, followed from its start as far as scores are known. */
  private final class Descent {
    private final Knowledge known;
    private final SearchSpace space;
    private final Scores scores;
    private final double[] start;

    /** The first thing that is not known yet; null while there is none. */
    private @Nullable Wanted wanted;

    /** Whether a result is going to come without which the descent cannot go on. */
    private boolean waits;

    Descent(Knowledge known, Scores scores, int number) {
      this.known = known;
      this.scores = scores;
      space = known.space();
      start = start(number);
    }

    private double[] start(int number) {
      Configuration configuration = space.defaults();
      if (number > 0) {
        double[] point = new double[space.dimension()];
        Arrays.setAll(point, Draws.of(known.seed(), "finite-differences.start", number)::uniform);
        configuration = space.decode(point);
      }
      return space.encode(configuration);
    }

    /** What to try next; null if the descent has ended or waits. */
    @Nullable Wanted next() {
      double[] at = start;
      double length = step;
      double score = ask(at, "start");
      while (!Double.isNaN(score)) {
        double[] slope = slope(at, score);
        if (wanted != null || waits || norm(slope) == 0) {
          return wanted;
        }
        Step better = line(at, score, slope, length);
        if (wanted != null || better == null) {
          return wanted;
        }
        at = better.point();
        score = better.score();
        length = Math.min(step, 2 * better.length());
      }
      return wanted;
    }

    /** The score at a point; NaN if it is wanted, pending or worth nothing. */
    private double ask(double[] point, String measure) {
      Configuration configuration = space.decode(point);
      double score = scores.at(configuration);
      if (Double.isNaN(score) && scores.isPending(point)) {
        waits = true;
      } else if (Double.isNaN(score) && wanted == null && scores.untried.at(point).isPresent()) {
        wanted = new Wanted(configuration, measure);
      }
      return Double.isFinite(score) ? score : Double.NaN;
    }

    /** Differences over the distances of neighbours; 0 where they say nothing. */
    private double[] slope(double[] at, double score) {
      double[] slope = new double[at.length];
      for (int c = 0; c < at.length; c++) {
        double[] neighbour = neighbour(at, c);
        double distance = neighbour[c] - at[c];
        double there = distance == 0 ? Double.NaN : ask(neighbour, "difference");
        slope[c] = Double.isNaN(there) ? 0 : (there - score) / distance;
      }
      return slope;
    }

    /** The nearest other value of a coordinate, upwards if there is room; or the same point. */
    private double[] neighbour(double[] at, int c) {
      if (!(space.coordinate(c) instanceof CategoricalParameter)) {
        for (double distance = difference; distance <= 1; distance *= 2) {
          for (int sign = 1; sign >= -1; sign -= 2) {
            double place = at[c] + sign * distance;
            double[] moved = at.clone();
            moved[c] = Math.clamp(place, 0.0, 1.0);
            double[] point = space.encode(space.decode(moved));
            if (place == moved[c] && point[c] != at[c]) {
              return point;
            }
          }
        }
      }
      return at;
    }

    /** The first step down the slope that is better, or null. */
    private @Nullable Step line(double[] at, double score, double[] slope, double longest) {
      double norm = norm(slope);
      for (double length = longest; length > difference; length /= 2) {
        double[] moved = at.clone();
        for (int c = 0; c < at.length; c++) {
          moved[c] = Math.clamp(at[c] - length * slope[c] / norm, 0.0, 1.0);
        }
        double[] point = space.encode(space.decode(moved));
        double there = Arrays.equals(point, at) ? Double.NaN : ask(point, "line-step");
        if (wanted != null) {
          return null;
        }
        if (there < score && !waits) {
          return new Step(point, there, length);
        }
      }
      return null;
    }

    private static double norm(double[] slope) {
      return Math.sqrt(Arrays.stream(slope).map(s -> s * s).sum());
    }
  }

  /** A step that is better than where it started. */
  @SuppressWarnings("ArrayRecordComponent") // A point, which nobody compares.
  private record Step(double[] point, double score, double length) {}
}
