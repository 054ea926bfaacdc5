package dev.thaw.app.cluster;

import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.testing.Checkers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the journal of a study and the logs of its trainers for what is missing, double,
 * wrong or decided twice. Everything that it finds is a sentence; none is as it should be.
 */
public final class Audit {

  private final List<String> findings = new ArrayList<>();
  private final Map<Integer, Long> leases = new HashMap<>();
  private final Set<List<Integer>> recorded = new HashSet<>();
  private final List<Instant> takeOvers = new ArrayList<>();
  private long lastFence;
  private int retrained;
  private int granted;
  private boolean broken;
  private @Nullable StudyState state;

  /**
   * What an audit came to.
   *
   * @param findings what is wrong
   * @param rows how many rows the journal has
   * @param trials how many trials there were
   * @param epochs how many epochs the curves hold
   * @param retrained how many the study knows to have been trained again
   * @param trained how many the trainers finished
   * @param leases how many leases were granted
   * @param takeOvers when a new process took the study over
   * @param overlaps sessions of one trial that trained at the same time
   * @param best the best value; NaN if there is none
   */
  public record Result(
      List<String> findings,
      int rows,
      int trials,
      int epochs,
      int retrained,
      int trained,
      int leases,
      List<Instant> takeOvers,
      List<Overlap> overlaps,
      double best) {

    public Result {
      findings = List.copyOf(findings);
      takeOvers = List.copyOf(takeOvers);
      overlaps = List.copyOf(overlaps);
    }
  }

  /**
   * Two sessions of one trial that trained at the same time.
   *
   * @param millis for how long
   */
  public record Overlap(EpochLog.Session one, EpochLog.Session other, long millis) {}

  private Audit() {}

  /**
   * Audits a study that is over.
   *
   * @param rows its journal
   * @param trained what its trainers wrote down
   */
  public static Result of(
      List<StudyJournal.Row> rows, Map<EpochLog.Session, List<EpochLog.Epoch>> trained) {
    var audit = new Audit();
    audit.replay(rows);
    StudyState end = audit.state;
    if (end == null) {
      audit.finding("the journal is empty");
    } else {
      audit.checkEnd(end);
      audit.checkCurves(end, rows);
      audit.checkTraining(end, trained);
    }
    return audit.result(rows, trained);
  }

  private Result result(
      List<StudyJournal.Row> rows, Map<EpochLog.Session, List<EpochLog.Epoch>> trained) {
    Progress.Best best = state == null ? null : state.progress().best();
    return new Result(
        findings,
        rows.size(),
        state == null ? 0 : state.progress().trials().size(),
        recorded.size(),
        retrained,
        trained.values().stream().mapToInt(List::size).sum(),
        granted,
        takeOvers,
        overlaps(trained),
        best == null ? Double.NaN : best.value());
  }

  private void finding(String words) {
    if (findings.size() < 50) {
      findings.add(words);
    }
  }

  /** Decides everything again, under the eyes of all checkers. */
  private void replay(List<StudyJournal.Row> rows) {
    StepObserver checkers = Checkers.all();
    long number = 0;
    for (StudyJournal.Row row : rows) {
      if (row.number() != ++number) {
        finding("row %d follows row %d".formatted(row.number(), number - 1));
        number = row.number();
      }
      for (Step step : row.recorded().steps()) {
        replay(row.number(), step, checkers);
      }
    }
  }

  /** From the first step that cannot be decided at all, only the books go on. */
  private void replay(long row, Step step, StepObserver checkers) {
    step.events().forEach(event -> book(row, event));
    if (step.input() instanceof StudyInput.Recovered(Instant at, var _, var _)) {
      takeOvers.add(at);
    }
    if (broken) {
      return;
    }
    StudyState before = state;
    try {
      Decision decision = Study.decide(before, step.input());
      if (!decision.events().equals(step.events())) {
        finding("row %d: %s was decided as %s".formatted(row, step, decision.events()));
      }
      state = Study.evolve(before, step);
      checkers.onStep(before, step, decision);
    } catch (IllegalStateException | AssertionError e) {
      finding("row %d: %s".formatted(row, String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      finding("row %d cannot be replayed: %s".formatted(row, e));
      broken = true;
    }
  }

  /** Books of the audit's own, which trust no state. */
  private void book(long row, StudyEvent event) {
    switch (event) {
      case StudyEvent.LeaseGranted e -> {
        granted++;
        if (e.fence() <= lastFence) {
          finding("row %d: fence %d follows fence %d".formatted(row, e.fence(), lastFence));
        }
        lastFence = e.fence();
        Long other = leases.put(e.trial(), e.fence());
        if (other != null) {
          finding(
              "row %d: trial %d has leases %d and %d".formatted(row, e.trial(), other, e.fence()));
        }
      }
      case StudyEvent.LeaseEnded e -> {
        if (!leases.remove(e.trial(), e.fence())) {
          finding("row %d: lease %d of trial %d ends twice".formatted(row, e.fence(), e.trial()));
        }
      }
      case StudyEvent.EpochRecorded e -> {
        if (!recorded.add(List.of(e.trial(), e.epoch()))) {
          finding(
              "row %d: epoch %d of trial %d is there twice".formatted(row, e.epoch(), e.trial()));
        }
        if (e.epoch() > 1 && !recorded.contains(List.of(e.trial(), e.epoch() - 1))) {
          finding(
              "row %d: epoch %d of trial %d follows a gap".formatted(row, e.epoch(), e.trial()));
        }
      }
      case StudyEvent.EpochRetrained _ -> retrained++;
      default -> {}
    }
  }

  private void checkEnd(StudyState end) {
    if (end.lifecycle().phase() != Lifecycle.Phase.ENDED) {
      finding("the study has not ended: %s".formatted(end.lifecycle().phase()));
      return;
    }
    try {
      Checkers.checkEnd(end);
    } catch (RuntimeException | AssertionError e) {
      finding("in the end: %s".formatted(String.valueOf(e.getMessage())));
    }
    if (end.progress().best() == null) {
      finding("the study has no winner");
    }
    for (Trial trial : end.progress().trials()) {
      if (trial.status().name().equals("FAILED")) {
        finding("trial %d has failed".formatted(trial.number()));
      }
    }
  }

  /** Every value is what an uninterrupted trial yields, also those that were trained again. */
  private void checkCurves(StudyState end, List<StudyJournal.Row> rows) {
    if (!end.spec().trainer().name().equals("chain")) {
      return;
    }
    double best = Double.POSITIVE_INFINITY;
    Map<Integer, double[]> curves = new HashMap<>();
    for (Trial trial : end.progress().trials()) {
      long seed = Draws.of(end.spec().seed(), "trial", trial.number()).bits(0);
      double[] expected = ChainTrainer.curve(trial.configuration().asMap(), seed, trial.epochs());
      double[] values = trial.curve().values();
      curves.put(trial.number(), expected);
      for (int epoch = 1; epoch <= values.length; epoch++) {
        best = Math.min(best, values[epoch - 1]);
        if (values[epoch - 1] != expected[epoch - 1]) {
          finding(
              "epoch %d of trial %d was trained from a wrong state"
                  .formatted(epoch, trial.number()));
        }
      }
    }
    checkRetrained(rows, curves);
    Progress.Best winner = end.progress().best();
    if (winner != null && winner.value() != best) {
      finding("the best value is %s and the winner's is %s".formatted(best, winner.value()));
    }
  }

  private void checkRetrained(List<StudyJournal.Row> rows, Map<Integer, double[]> curves) {
    for (StudyJournal.Row row : rows) {
      for (Step step : row.recorded().steps()) {
        for (StudyEvent event : step.events()) {
          if (event instanceof StudyEvent.EpochRetrained e) {
            double[] curve = curves.getOrDefault(e.trial(), new double[0]);
            if (e.epoch() > curve.length || curve[e.epoch() - 1] != e.value()) {
              finding("row %d: %s was trained from a wrong state".formatted(row.number(), e));
            }
          }
        }
      }
    }
  }

  /** What is in a curve was trained, and what goes on from an epoch is known to have had it. */
  private void checkTraining(StudyState end, Map<EpochLog.Session, List<EpochLog.Epoch>> trained) {
    Set<List<Integer>> done = new HashSet<>();
    trained.forEach(
        (session, epochs) -> {
          int before = session.resumed();
          for (EpochLog.Epoch epoch : epochs) {
            done.add(List.of(session.trial(), epoch.number()));
            if (epoch.number() != before + 1) {
              finding("%s trained epoch %d behind %d".formatted(session, epoch.number(), before));
            }
            before = epoch.number();
          }
        });
    if (trained.isEmpty()) {
      return;
    }
    for (Trial trial : end.progress().trials()) {
      for (int epoch = 1; epoch <= trial.epochs(); epoch++) {
        if (!done.contains(List.of(trial.number(), epoch))) {
          finding("epoch %d of trial %d was never trained".formatted(epoch, trial.number()));
        }
      }
    }
  }

  /** Pairs of sessions of a trial whose epochs overlap in time. */
  static List<Overlap> overlaps(Map<EpochLog.Session, List<EpochLog.Epoch>> trained) {
    List<Overlap> overlaps = new ArrayList<>();
    List<EpochLog.Session> sessions =
        trained.entrySet().stream()
            .filter(entry -> !entry.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    for (int i = 0; i < sessions.size(); i++) {
      for (int j = i + 1; j < sessions.size(); j++) {
        EpochLog.Session one = sessions.get(i);
        EpochLog.Session other = sessions.get(j);
        if (one.trial() == other.trial()) {
          long millis = overlap(trained.get(one), trained.get(other));
          if (millis > 0) {
            overlaps.add(new Overlap(one, other, millis));
          }
        }
      }
    }
    return overlaps;
  }

  private static long overlap(
      @Nullable List<EpochLog.Epoch> one, @Nullable List<EpochLog.Epoch> other) {
    if (one == null || other == null) {
      return 0;
    }
    long from = Math.max(one.getFirst().begunMs(), other.getFirst().begunMs());
    long to = Math.min(one.getLast().endedMs(), other.getLast().endedMs());
    return Math.max(0, to - from);
  }

  /** One line for people. */
  public static String line(Result result) {
    return String.format(
        Locale.ROOT,
        "%s: %d rows, %d trials, %d epochs (%d trained, %d known as again), %d leases,"
            + " %d take-overs, %d overlaps, best %.4f",
        result.findings().isEmpty() ? "nothing wrong" : result.findings().size() + " FINDINGS",
        result.rows(),
        result.trials(),
        result.epochs(),
        result.trained(),
        result.retrained(),
        result.leases(),
        result.takeOvers().size(),
        result.overlaps().size(),
        result.best());
  }
}
