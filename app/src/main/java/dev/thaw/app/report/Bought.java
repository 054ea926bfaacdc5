package dev.thaw.app.report;

import dev.thaw.app.summary.Figures;
import dev.thaw.core.insight.Ledger;
import dev.thaw.core.insight.Night;
import dev.thaw.core.insight.SlotTime;
import dev.thaw.core.insight.Stretch;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the time of the slots bought. All figures with {@code Ticks} are whole numbers of the same
 * short time, rounded so that they add up exactly: the parts of a row to its total, the rows of
 * each table to {@code leased}, and {@code leased} and idle to offered. Those in nanoseconds are
 * not rounded at all.
 *
 * @param tickNanos how long a tick is
 * @param offeredTicks for how long the study held slots, added up over the slots
 * @param idleTicks the part in which nobody trained
 * @param leased all that trials had
 * @param byBracket the same by the bracket of the trial
 * @param byOutcome the same by what became of the trial
 * @param offeredNanos exactly for how long the study held slots
 * @param idleNanos exactly how long of that nobody trained
 * @param leasedNanos exactly what trials had
 * @param unattendedNanos for how long nobody ran the study, which counts for nothing above
 * @param freshStarts how many sessions began with the first epoch and reported one
 * @param meanFreshSeconds how long these took to begin; null if there were none
 * @param thaws how many sessions went on with a frozen trial and reported an epoch
 * @param meanThawSeconds how long these took to begin; null if there were none
 * @param gpusPerSlot how many GPUs a slot is, if the study says so; null otherwise
 */
public record Bought(
    long tickNanos,
    long offeredTicks,
    long idleTicks,
    Part leased,
    List<Part> byBracket,
    List<Part> byOutcome,
    long offeredNanos,
    long idleNanos,
    SlotTime leasedNanos,
    long unattendedNanos,
    int freshStarts,
    @Nullable Double meanFreshSeconds,
    int thaws,
    @Nullable Double meanThawSeconds,
    @Nullable Double gpusPerSlot) {

  private static final long SECOND = 1_000_000_000L;
  private static final List<Ledger.Outcome> OUTCOMES = List.of(Ledger.Outcome.values());
  private static final long SHORT = 600 * SECOND;

  public Bought {
    byBracket = List.copyOf(byBracket);
    byOutcome = List.copyOf(byOutcome);
  }

  /**
   * What was spent on some of the trials.
   *
   * @param name what they have in common
   * @param trials how many they are
   * @param starting ticks before first epochs
   * @param training ticks of epochs
   * @param retraining ticks of epochs that were trained again
   * @param other ticks of everything else
   * @param total all of these
   */
  public record Part(
      String name,
      int trials,
      long starting,
      long training,
      long retraining,
      long other,
      long total) {

    private static Part of(String name, int trials, long[] parts) {
      return new Part(
          name,
          trials,
          parts[0],
          parts[1],
          parts[2],
          parts[3],
          parts[0] + parts[1] + parts[2] + parts[3]);
    }
  }

  /** What a night bought. */
  static Bought of(StudyState state, Night night) {
    Ledger ledger = night.ledger();
    SlotTime leased = ledger.leased();
    long tick = ledger.offered() < SHORT ? SECOND / 10 : SECOND;
    long[] top =
        Rounding.apportion(
            tick,
            leased.starting(),
            leased.training(),
            leased.retraining(),
            leased.other(),
            ledger.idle());
    long[] columns = {top[0], top[1], top[2], top[3]};
    List<Stretch> fresh = begun(night, true);
    List<Stretch> thawed = begun(night, false);
    Part all = Part.of("all", ledger.byTrial().size(), columns);
    return new Bought(
        tick,
        all.total() + top[4],
        top[4],
        all,
        parts(state, ledger, tick, columns, trial -> bracket(state, trial)),
        parts(state, ledger, tick, columns, Bought::outcome),
        ledger.offered(),
        ledger.idle(),
        leased,
        ledger.unattended(),
        fresh.size(),
        meanStart(fresh),
        thawed.size(),
        meanStart(thawed),
        gpusPerSlot(state));
  }

  /** The keys sort as the rows do. */
  private record Key(int order, String name) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return Integer.compare(order, other.order);
    }
  }

  private static Key bracket(StudyState state, Trial trial) {
    boolean defaults = state.isOfTheBaseline(trial.bracket());
    return new Key(trial.bracket(), trial.bracket() + (defaults ? " (defaults)" : ""));
  }

  private static Key outcome(Trial trial) {
    Ledger.Outcome outcome = Ledger.Outcome.of(trial.status());
    return new Key(OUTCOMES.indexOf(outcome), Figures.word(outcome));
  }

  private static List<Part> parts(
      StudyState state, Ledger ledger, long tick, long[] columns, Function<Trial, Key> group) {
    SortedMap<Key, SlotTime> sums = new TreeMap<>();
    SortedMap<Key, Integer> counts = new TreeMap<>();
    for (Map.Entry<Integer, SlotTime> entry : ledger.byTrial().entrySet()) {
      Key key = group.apply(state.trial(entry.getKey()));
      sums.merge(key, entry.getValue(), SlotTime::plus);
      counts.merge(key, 1, Integer::sum);
    }
    List<SlotTime> times = List.copyOf(sums.values());
    long[][] rounded = {
      Rounding.apportionTo(
          columns[0], tick, times.stream().mapToLong(SlotTime::starting).toArray()),
      Rounding.apportionTo(
          columns[1], tick, times.stream().mapToLong(SlotTime::training).toArray()),
      Rounding.apportionTo(
          columns[2], tick, times.stream().mapToLong(SlotTime::retraining).toArray()),
      Rounding.apportionTo(columns[3], tick, times.stream().mapToLong(SlotTime::other).toArray())
    };
    List<Part> parts = new ArrayList<>();
    for (Key key : sums.keySet()) {
      int row = parts.size();
      long[] cells = {rounded[0][row], rounded[1][row], rounded[2][row], rounded[3][row]};
      parts.add(Part.of(key.name(), counts.getOrDefault(key, 0), cells));
    }
    return parts;
  }

  private static List<Stretch> begun(Night night, boolean fresh) {
    return night.stretches().stream()
        .filter(stretch -> stretch.epochs() > 0 && stretch.firstEpoch() == 1 == fresh)
        .toList();
  }

  private static @Nullable Double meanStart(List<Stretch> stretches) {
    return stretches.isEmpty()
        ? null
        : stretches.stream().mapToDouble(s -> (s.from() - s.granted()) / 1e9).average().orElse(0);
  }

  private static @Nullable Double gpusPerSlot(StudyState state) {
    var resources = state.spec().resources();
    int several = resources.gpusPerTrial().orElse(0);
    if (several > 0) {
      return (double) several;
    }
    return resources.slotsPerGpu().isPresent() && resources.gpusPerTrial().isEmpty()
        ? 1.0 / resources.slotsPerGpu().getAsInt()
        : null;
  }
}
