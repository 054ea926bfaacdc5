package dev.thaw.core.insight;

import dev.thaw.core.curve.Goal;
import dev.thaw.core.study.Failure;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Folds the steps of a study's journal, given in order, into its {@link Night}. What it keeps grows
 * with the number of trials, sessions and epochs: a few numbers each. Confined to one thread.
 */
public final class NightReader {

  private final LedgerReader ledger = new LedgerReader();
  private final SettlingReader settling = new SettlingReader();
  private final List<Night.Improvement> improvements = new ArrayList<>();
  private final List<Night.Recommended> recommendations = new ArrayList<>();
  private final List<Long> missed = new ArrayList<>();
  private final Map<Failure.Kind, Failed> failures = new EnumMap<>(Failure.Kind.class);
  private final SortedMap<Integer, Integer> retrained = new TreeMap<>();
  private final SortedMap<Integer, Map<String, Double>> metrics = new TreeMap<>();
  private final Map<Integer, Double> best = new HashMap<>();
  private Goal goal = Goal.MINIMIZE;
  private long epochs;

  /** Failures of one kind so far. */
  private static final class Failed {
    final SortedSet<Integer> trials = new TreeSet<>();
    int sessions;
    int lastTrial;
    String lastMessage = "";
  }

  /** Takes the next steps. */
  public void take(List<Step> steps) {
    steps.forEach(this::take);
  }

  /** Takes the next step. */
  public void take(Step step) {
    ledger.take(step);
    settling.take(step);
    for (StudyEvent event : step.events()) {
      take(event, step.input());
    }
  }

  private void take(StudyEvent event, StudyInput input) {
    switch (event) {
      case StudyEvent.StudyOpened opened -> goal = opened.spec().objective().goal();
      case StudyEvent.EpochRecorded epoch -> {
        epochs++;
        if (input instanceof StudyInput.EpochReported reported) {
          keep(epoch, reported.metrics());
        }
      }
      case StudyEvent.EpochRetrained epoch -> {
        epochs++;
        retrained.merge(epoch.trial(), 1, Integer::sum);
      }
      case StudyEvent.BestImproved better ->
          improvements.add(
              new Night.Improvement(
                  ledger.now(), epochs, better.trial(), better.epoch(), better.value()));
      case StudyEvent.TrialRecommended(var newest) -> recommend(newest.trial());
      case StudyEvent.AdviceMissed _ -> missed.add(ledger.now());
      case StudyEvent.SessionErred erred -> fail(erred.trial(), erred.failure());
      default -> {}
    }
  }

  /** The other metrics are those of the epoch that a trial is judged by. */
  private void keep(StudyEvent.EpochRecorded epoch, Map<String, Double> reported) {
    Double before = best.get(epoch.trial());
    if (before == null || goal.better(epoch.value(), before)) {
      best.put(epoch.trial(), epoch.value());
      metrics.put(epoch.trial(), reported);
    }
  }

  private void recommend(int trial) {
    if (recommendations.isEmpty() || recommendations.getLast().trial() != trial) {
      recommendations.add(new Night.Recommended(ledger.now(), epochs, trial));
    }
  }

  private void fail(int trial, Failure failure) {
    Failed group = failures.computeIfAbsent(failure.kind(), kind -> new Failed());
    group.sessions++;
    group.trials.add(trial);
    group.lastTrial = trial;
    group.lastMessage = failure.message();
  }

  /** What happened up to the newest step. */
  public Night night() {
    return new Night(
        ledger.now(),
        ledger.ledger(),
        ledger.stretches(),
        improvements,
        recommendations,
        missed,
        groups(),
        retrained,
        metrics,
        settling.settling());
  }

  private List<Night.FailureGroup> groups() {
    List<Night.FailureGroup> groups = new ArrayList<>();
    failures.forEach(
        (kind, group) ->
            groups.add(
                new Night.FailureGroup(
                    kind,
                    group.sessions,
                    group.trials.size(),
                    group.lastTrial,
                    group.lastMessage)));
    groups.sort(Comparator.comparingInt(Night.FailureGroup::sessions).reversed());
    return groups;
  }
}
