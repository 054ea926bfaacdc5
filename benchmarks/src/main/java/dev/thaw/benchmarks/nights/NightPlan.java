package dev.thaw.benchmarks.nights;

import dev.thaw.core.budget.Budget;
import dev.thaw.core.random.Draws;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a night, drawn from its seed. Twelve seeds in a row have each limit with each
 * {@code onOverrun}.
 *
 * @param seed where it comes from
 * @param length how long the night lasts; what its limit comes to if all slots are busy
 * @param limit what limits it
 * @param overrun what becomes of epochs in hand
 * @param downtime whether the wall clock counts while no process runs the study
 * @param scheduler its name
 * @param slots how many trials train at once
 * @param kill when the process is killed; null for never
 * @param faults what trainers do
 */
record NightPlan(
    long seed,
    Duration length,
    Limit limit,
    Budget.OnOverrun overrun,
    Budget.Downtime downtime,
    String scheduler,
    int slots,
    @Nullable Kill kill,
    Faults faults) {

  /** What an hour of a slot costs, where cost is the limit. */
  static final double PRICE = 2.5;

  private static final List<Limit> LIMITS = List.of(Limit.values());
  private static final List<Budget.OnOverrun> OVERRUNS = List.of(Budget.OnOverrun.values());
  private static final List<String> SCHEDULERS = List.of("thaw", "asha", "hyperband");

  /** What limits a night. */
  enum Limit {
    WALL_CLOCK,
    GPU_HOURS,
    DEADLINE,
    COST;

    /** Whether it is spent by the clock, and not by leases. */
    boolean isClock() {
      return this == WALL_CLOCK || this == DEADLINE;
    }
  }

  /**
   * A {@code kill -9} of the process.
   *
   * @param after how long after its start
   * @param away how long nobody runs the study then
   */
  record Kill(Duration after, Duration away) {}

  /**
   * What trainers do, beside taking long now and then.
   *
   * @param hungTrial the trial whose first epoch never ends, however often it is tried
   * @param hungOnce the trial whose second epoch does not end the first time
   * @param hungIgnores whether the first of these ignores SIGTERM; the other one does if not
   * @param deadTrial the trial whose process dies in its second epoch, once
   * @param lateHang whether one epoch hangs that begins just before the end
   * @param lateIgnores whether that one ignores SIGTERM
   * @param listens whether scripts listen for a stop in the middle of an epoch
   * @param stragglers the share of epochs that take longer, by a heavy tail
   */
  record Faults(
      int hungTrial,
      int hungOnce,
      boolean hungIgnores,
      int deadTrial,
      boolean lateHang,
      boolean lateIgnores,
      boolean listens,
      double stragglers) {}

  /** The night of a seed. */
  static NightPlan of(long seed, Duration length) {
    Draws draws = Draws.of(seed, "real-night", 0);
    boolean killed = draws.uniform(0) < 0.5;
    var kill =
        new Kill(share(length, 0.3 + 0.4 * draws.uniform(1)), seconds(3 + 12 * draws.uniform(2)));
    return new NightPlan(
        seed,
        length,
        LIMITS.get(Math.floorMod(seed, LIMITS.size())),
        OVERRUNS.get(Math.floorMod(seed, OVERRUNS.size())),
        draws.below(2, 3) == 0 ? Budget.Downtime.FREE : Budget.Downtime.COUNTED,
        SCHEDULERS.get(draws.below(SCHEDULERS.size(), 4)),
        2 + draws.below(3, 5),
        killed ? kill : null,
        faults(draws.split("faults", 0)));
  }

  private static Faults faults(Draws draws) {
    int hung = 2 + draws.below(4, 0);
    return new Faults(
        hung,
        hung + 1 + draws.below(3, 1),
        draws.below(2, 2) == 0,
        hung + 4 + draws.below(4, 3),
        draws.uniform(4) < 0.6,
        draws.below(2, 5) == 0,
        draws.below(2, 6) == 0,
        0.02 + 0.04 * draws.uniform(7));
  }

  private static Duration share(Duration whole, double share) {
    return Duration.ofMillis((long) (share * whole.toMillis()));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis((long) (1_000 * seconds));
  }

  /** The longest that an epoch may take: a fifteenth of the night, and eight seconds at least. */
  Duration epochTimeLimit() {
    return Duration.ofSeconds(Math.max(8, length.toSeconds() / 15));
  }

  /** How long a script may take to end when it is told to, and again when it gets SIGTERM. */
  Duration stopTimeLimit() {
    return Duration.ofSeconds(2);
  }

  /** How much slower than usual an epoch may be; the longest usual one takes 2.5 seconds. */
  double slowest() {
    return 0.7 * epochTimeLimit().toSeconds() / 2.5;
  }

  /** How long slots may be held, all together, where leases spend the limit. */
  Duration slotTime() {
    return length.multipliedBy(slots);
  }

  /**
   * The study's spec.
   *
   * @param begin when it is going to be begun
   * @param variable the value of the trainers' variable NIGHT
   */
  String spec(Instant begin, String variable) {
    return """
    study: night-%d
    objective: {metric: loss, goal: minimize}
    parameters:
      learning_rate: {type: real, min: 1e-3, max: 3.0, scale: log, default: 0.1}
      momentum: {type: real, min: 0.0, max: 0.95, default: 0.5}
      batch: {type: ordinal, values: [8, 16, 32], default: 16}
      width: {type: integer, min: 4, max: 32, scale: log, default: 8}
    fidelity: {name: epochs, min: 1, max: 9}
    scheduler: {name: %s}
    trainer:
      name: process
      command: [python3, train.py]
      workingDirectory: code
      stopTimeLimit: %d
      env: {NIGHT: '%s'}
    resources: {slots: %d, gpusPerTrial: 0}
    budget: {%s, onOverrun: %s}
    epochTimeLimit: %ds
    maxRestarts: 1
    seed: %d
    """
        .formatted(
            seed,
            scheduler,
            stopTimeLimit().toSeconds(),
            variable,
            slots,
            budget(begin),
            word(overrun),
            epochTimeLimit().toSeconds(),
            seed);
  }

  private String budget(Instant begin) {
    double hours = length.toMillis() / 3.6e6;
    return switch (limit) {
      case WALL_CLOCK ->
          "wallClock: %ds, downtime: %s".formatted(length.toSeconds(), word(downtime));
      case GPU_HOURS -> "gpuHours: " + hours;
      case DEADLINE -> "deadline: '%s'".formatted(begin.plus(length));
      case COST -> "cost: %s EUR, perSlotHour: %s".formatted(PRICE * slots * hours, PRICE);
    };
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
