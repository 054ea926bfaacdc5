package dev.thaw.app.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What befalls a cluster, one thing after another: a function of the seed and nothing else. Four
 * seeds in a row hold all kinds of faults at least once between them, as far as faults go around.
 *
 * @param seed where it comes from
 * @param busy whether models train by burning all processors instead of waiting
 * @param longLeases whether a lease lasts for most of a minute, longer than any fail-over, and not
 *     for seconds
 * @param faults in order
 */
public record FaultPlan(long seed, boolean busy, boolean longLeases, List<Fault> faults) {

  /** How many faults befall one cluster. */
  public static final int FAULTS = 5;

  public FaultPlan {
    faults = List.copyOf(faults);
  }

  /** The plan of a seed of 0 or more. */
  public static FaultPlan of(long seed) {
    var random = new SplittableRandom(0x7468617721L + seed);
    Fault.Kind[] kinds = Fault.Kind.values();
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < FAULTS; i++) {
      // In turns, so that a short range of seeds leaves nothing out; chance does the rest.
      Fault.Kind kind = kinds[(int) ((seed * FAULTS + i) * 7 % kinds.length)];
      Duration after = Duration.ofMillis(random.nextLong(2_000, 12_000));
      faults.add(new Fault(after, kind, random.nextInt(1_000), length(kind, random)));
    }
    return new FaultPlan(seed, random.nextInt(4) == 0, seed % 2 == 1, faults);
  }

  /** The same without some kinds of faults, for machines that do not permit them. */
  public FaultPlan without(Predicate<Fault.Kind> unwanted) {
    return new FaultPlan(
        seed,
        busy,
        longLeases,
        faults.stream().filter(fault -> !unwanted.test(fault.kind())).toList());
  }

  /** One kind of fault, as often as a plan has faults, in the moments of this one. */
  public FaultPlan only(Fault.Kind kind) {
    var random = new SplittableRandom(seed);
    return new FaultPlan(
        seed,
        busy,
        longLeases,
        faults.stream()
            .map(fault -> new Fault(fault.after(), kind, fault.pick(), length(kind, random)))
            .toList());
  }

  private static Duration length(Fault.Kind kind, SplittableRandom random) {
    return Duration.ofMillis(
        switch (kind) {
          case KILL_WORKER, KILL_HOST, KILL_SINGLETON, KILL_ALL -> random.nextLong(500, 15_000);
          case KILL_SEED_WHILE_OTHERS_JOIN -> random.nextLong(2_000, 12_000);
          case TERMINATE_NODE -> random.nextLong(0, 5_000);
          case CUT_WORKER_OFF, CUT_HOST_OFF, CUT_HOST_FROM_JOURNAL, CUT_IN_HALVES -> 60_000;
          case CUT_ALL_APART, CUT_ONE_LINK, CUT_ONE_WAY -> 60_000;
          case SLOW_LINK -> random.nextLong(10_000, 40_000);
          case CRASH_POSTGRES -> random.nextLong(0, 3_000);
          case STOP_POSTGRES -> random.nextLong(1_000, 30_000);
          case FREEZE_NODE -> random.nextLong(1_000, 40_000);
          case CLOCK_AHEAD, CLOCK_BACK -> random.nextLong(10_000, 3_600_000);
        });
  }

  @Override
  public String toString() {
    return "seed %d%s%s: %s"
        .formatted(
            seed,
            busy ? ", busy" : "",
            longLeases ? ", long leases" : "",
            faults.stream().map(Fault::toString).collect(Collectors.joining("; ")));
  }
}
