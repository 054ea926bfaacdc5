package dev.thaw.benchmarks.nights;

import dev.thaw.app.engine.StudyFolder;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Timing;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what journal, scripts and the clock outside say of a night.
 *
 * @param plan what was to happen
 * @param seen the clock outside
 * @param journal the journal
 * @param scripts the training processes
 */
record Measurement(NightPlan plan, NightRun.Seen seen, JournalFigures journal, Scripts scripts) {

  /** Reads what a night has left. */
  static NightResult of(NightPlan plan, NightRun run, NightRun.Seen seen) throws IOException {
    var journal = JournalFigures.read(new StudyFolder(run.study()), "night-" + plan.seed());
    return new Measurement(plan, seen, journal, Scripts.read(run.records())).result();
  }

  NightResult result() {
    StudyState state = journal.state();
    boolean clock = plan.limit().isClock();
    Instant end = end();
    Trial winner = state.recommended();
    return new NightResult(
        plan.seed(),
        plan.toString(),
        NightPlan.word(plan.limit()),
        NightPlan.word(plan.overrun()),
        seen.load(),
        state.lifecycle().end() == null ? null : NightPlan.word(state.lifecycle().end()),
        seconds(limit()),
        seconds(clock ? Duration.between(end, lastRow()) : journal.leases().total().minus(limit())),
        bound(),
        ending(),
        clock ? seconds(Duration.between(end, lastTrained())) : null,
        clock ? seconds(Duration.between(end, seen.ended())) : null,
        (double) journal.ledger().idle() / Math.max(1, journal.ledger().offered()),
        hangs(),
        winner != null && winner.status() == TrialStatus.COMPLETED,
        accounts(),
        state.progress().trials().size(),
        orphans(),
        outlived(),
        seen.problem());
  }

  private Instant lastRow() {
    return journal.state().lifecycle().lastAt();
  }

  /** The end that was declared, by the clock. */
  private Instant end() {
    if (plan.limit() == NightPlan.Limit.DEADLINE) {
      return seen.begun().plus(plan.length());
    }
    Instant end = journal.opened().plus(plan.length());
    return plan.downtime() == Budget.Downtime.FREE ? end.plus(journal.leases().gaps()) : end;
  }

  private Duration limit() {
    return switch (plan.limit()) {
      case WALL_CLOCK -> plan.length();
      case DEADLINE -> Duration.between(journal.opened(), end());
      case GPU_HOURS, COST -> plan.slotTime();
    };
  }

  /** As the operations manual says it: an epoch, or one for each slot, or nothing. */
  private double bound() {
    double epoch = seconds(plan.epochTimeLimit());
    return plan.overrun() == Budget.OnOverrun.FINISH_EPOCH ? epoch * slotsThatCount() : 0;
  }

  /** Scripts are asked to end, then told to by SIGTERM, then killed. */
  private double ending() {
    return 2 * seconds(plan.stopTimeLimit()) * slotsThatCount();
  }

  private int slotsThatCount() {
    return plan.limit().isClock() ? 1 : plan.slots();
  }

  private Instant lastTrained() {
    return scripts.lives().stream()
        .flatMap(life -> life.epochs().stream())
        .map(Scripts.Epoch::to)
        .max(Instant::compareTo)
        .orElse(journal.opened());
  }

  private List<NightResult.Hang> hangs() {
    return scripts.hangs().stream()
        .map(
            hang ->
                new NightResult.Hang(
                    hang.trial(),
                    hang.epoch(),
                    hang.why(),
                    hang.ignores(),
                    seconds(journal.leases().after(hang.trial(), hang.at())),
                    seconds(Duration.between(hang.at(), hang.until())),
                    seconds(plan.epochTimeLimit())))
        .toList();
  }

  private NightResult.Accounts accounts() {
    Duration charged = Timing.used(journal.state(), lastRow()).slotTime();
    return new NightResult.Accounts(
        charged.toNanos(),
        journal.leases().total().toNanos(),
        journal.ledger().leased().total(),
        journal.ledger().offered(),
        journal.ledger().idle(),
        seconds(trained()),
        journal.epochs(),
        scripts.wholeEpochs());
  }

  /** What scripts do after the kill of their process is charged to nobody. */
  private Duration trained() {
    Duration sum = Duration.ZERO;
    Instant killedAt = seen.killedAt();
    for (Scripts.Life life : scripts.lives()) {
      for (Scripts.Epoch epoch : life.epochs()) {
        boolean orphan = killedAt != null && epoch.from().isBefore(killedAt);
        Instant to = orphan && epoch.to().isAfter(killedAt) ? killedAt : epoch.to();
        sum = sum.plus(Duration.between(epoch.from(), to));
      }
    }
    return sum;
  }

  private @Nullable Double orphans() {
    Instant killedAt = seen.killedAt();
    if (killedAt == null) {
      return null;
    }
    return scripts.lives().stream()
        .filter(life -> life.isBegunBefore(killedAt))
        .mapToDouble(life -> seconds(Duration.between(killedAt, life.lastAlive())))
        .reduce(0, Math::max);
  }

  private double outlived() {
    return scripts.lives().stream()
        .mapToDouble(life -> seconds(Duration.between(seen.ended(), life.lastAlive())))
        .reduce(0, Math::max);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
