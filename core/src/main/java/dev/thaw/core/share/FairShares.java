package dev.thaw.core.share;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Says how many slots each study may hold.
 *
 * <ol>
 *   <li>Everybody with demand gets one slot. If there are fewer slots than such studies, they take
 *       turns: who has had its only slot for a turn makes way for who has waited longest, where a
 *       priority higher by one counts as one turn of waiting. A turn that has begun is not cut
 *       short.
 *   <li>Minimums are filled up: those of a higher priority before all others, and slot by slot in
 *       turn within a priority.
 *   <li>What is left goes to the highest priority first, within a priority by weighted max-min
 *       fairness: everybody gets the same multiple of its weight on top of its minimum, or its
 *       demand if that is less.
 * </ol>
 *
 * <p>Nothing stays idle while anybody has demand. Fractions of slots are rounded by the largest
 * remainder, after those that already hold the slot in question: a slot changes hands only if the
 * fair shares differ by more than a rounding. Ties go to the study that is named first. The same
 * study with a larger weight never gets less.
 */
public final class FairShares {
  /** Below this a fraction of a slot is an error of arithmetic. */
  private static final double ROUNDING = 1e-9;

  /** Weights that differ by more than this factor count as differing by this factor. */
  private static final double WEIGHT_RATIO_MAX = 1e9;

  private final List<Contender> contenders;
  private final int[] allowed;
  private final int slots;
  private int left;

  private FairShares(int slots, List<Contender> contenders) {
    this.contenders = contenders;
    this.allowed = new int[contenders.size()];
    this.slots = slots;
    this.left = slots;
  }

  /**
   * Returns how many slots each study may hold.
   *
   * @param slots how many slots there are, at least 0
   * @param contenders the studies, in an order that stays the same from call to call
   * @param turn for how long a study keeps its only slot at least, more than 0
   * @return one number for each study, in the same order
   */
  public static List<Integer> allowed(int slots, List<Contender> contenders, Duration turn) {
    var shares = new FairShares(slots, contenders);
    List<Integer> present =
        IntStream.range(0, contenders.size())
            .filter(i -> contenders.get(i).demand() > 0)
            .boxed()
            .toList();
    if (slots < present.size()) {
      shares.inTurns(present, turn);
    } else {
      present.forEach(i -> shares.give(i, 1));
      List<List<Integer>> levels = shares.byPriority(present);
      levels.forEach(shares::fillMinimums);
      levels.forEach(shares::fillByWeight);
    }
    return Arrays.stream(shares.allowed).boxed().toList();
  }

  private void give(int study, int slots) {
    allowed[study] += slots;
    left -= slots;
  }

  private void inTurns(List<Integer> present, Duration turn) {
    List<Integer> ranked = new ArrayList<>(present);
    ranked.sort(
        Comparator.comparing((Integer i) -> !inItsTurn(contenders.get(i), turn))
            .thenComparing(i -> -urgency(contenders.get(i), turn)));
    ranked.subList(0, left).forEach(i -> give(i, 1));
  }

  private static boolean inItsTurn(Contender study, Duration turn) {
    return study.held() > 0 && study.since().compareTo(turn) < 0;
  }

  /** In turns of waiting. Who holds a slot is worth one, so that others must have waited longer. */
  private static double urgency(Contender study, Duration turn) {
    double waited = study.held() > 0 ? 1 : (double) study.since().toMillis() / turn.toMillis();
    return study.share().priority() + waited;
  }

  private List<List<Integer>> byPriority(List<Integer> present) {
    return present.stream()
        .map(i -> contenders.get(i).share().priority())
        .distinct()
        .sorted(Comparator.reverseOrder())
        .map(
            priority ->
                present.stream()
                    .filter(i -> contenders.get(i).share().priority() == priority)
                    .toList())
        .toList();
  }

  private void fillMinimums(List<Integer> level) {
    List<Integer> lacking = level;
    while (left > 0 && !lacking.isEmpty()) {
      lacking = lacking.stream().filter(i -> allowed[i] < contenders.get(i).minimum()).toList();
      lacking.stream().limit(left).forEach(i -> give(i, 1));
    }
  }

  /** Shares out what is left, and anew what was given beyond the minimums. */
  private void fillByWeight(List<Integer> level) {
    if (left == 0) {
      return;
    }
    double heaviest =
        level.stream().mapToDouble(i -> contenders.get(i).share().weight()).max().orElse(1);
    List<Portion> portions = new ArrayList<>();
    for (int i : level) {
      Contender study = contenders.get(i);
      double weight = Math.max(study.share().weight() / heaviest, 1 / WEIGHT_RATIO_MAX);
      int minimum = study.minimum();
      int most = Math.min(study.demand(), slots) - minimum; // As slots are left, minimums fit.
      portions.add(new Portion(i, weight, allowed[i] - minimum, most, study.held() - minimum));
    }
    long most = portions.stream().mapToLong(Portion::most).sum();
    int least = portions.stream().mapToInt(Portion::least).sum();
    int shared = (int) Math.min(left + least, most);
    portions.forEach(portion -> give(portion.study(), -portion.least()));
    round(portions, level(portions, shared), shared);
  }

  /** Gives everybody the whole slots of its portion, and the rest by remainder. */
  private void round(List<Portion> portions, double level, int shared) {
    int rest = shared;
    for (Portion portion : portions) {
      give(portion.study(), portion.whole(level));
      rest -= portion.whole(level);
    }
    List<Portion> ranked =
        portions.stream()
            .filter(portion -> portion.whole(level) < portion.most())
            .sorted(
                Comparator.comparing((Portion portion) -> !portion.keeps(level))
                    .thenComparing(portion -> -portion.remainder(level)))
            .limit(rest)
            .toList();
    ranked.forEach(portion -> give(portion.study(), 1));
  }

  /** The level up to which the weights fill, so that the portions add up; by water filling. */
  private static double level(List<Portion> portions, int shared) {
    double[] bends =
        portions.stream()
            .flatMapToDouble(
                portion ->
                    Arrays.stream(
                        new double[] {
                          portion.least() / portion.weight(), portion.most() / portion.weight()
                        }))
            .sorted()
            .toArray();
    double before = 0;
    for (double bend : bends) {
      double sum = sum(portions, bend);
      if (sum >= shared) {
        double sumBefore = sum(portions, before);
        return sum == sumBefore
            ? bend
            : before + (shared - sumBefore) * (bend - before) / (sum - sumBefore);
      }
      before = bend;
    }
    return before;
  }

  private static double sum(List<Portion> portions, double level) {
    return portions.stream().mapToDouble(portion -> portion.at(level)).sum();
  }

  /**
   * What a study gets beyond its minimum.
   *
   * @param least how much it gets at least
   * @param most how much it could use
   * @param held how much of it the study holds now; negative if it does not hold its minimum
   */
  private record Portion(int study, double weight, int least, int most, int held) {
    double at(double level) {
      return Math.clamp(level * weight, least, most);
    }

    int whole(double level) {
      return (int) (at(level) + ROUNDING);
    }

    double remainder(double level) {
      return at(level) - whole(level);
    }

    /** Whether the slot of which only a fraction is due is the study's already. */
    boolean keeps(double level) {
      return remainder(level) > ROUNDING && held > whole(level);
    }
  }
}
