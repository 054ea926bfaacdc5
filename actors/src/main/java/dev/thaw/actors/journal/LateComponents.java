package dev.thaw.actors.journal;

import dev.thaw.actors.directory.StudyLine;
import dev.thaw.core.bracket.Rung;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.Spending;
import dev.thaw.core.budget.StopWhen;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.ByHand;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Cluster;
import dev.thaw.core.study.Contract;
import dev.thaw.core.study.Counsel;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.Lease;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.Search;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.Trial;
import java.util.Map;
import java.util.Set;

/**
 * Components that records got after rows had been written without them. Where one is missing it is
 * read as absent, so it must be {@code @Nullable} or an {@code Optional} of some kind, and absent
 * must mean what old rows meant. All others are required.
 */
final class LateComponents {

  private static final Map<Class<?>, Set<String>> LATE =
      Map.ofEntries(
          Map.entry(StudyLine.class, Set.of("paused")),
          Map.entry(Search.Debt.class, Set.of("failedOn")),
          Map.entry(Advice.class, Set.of("prospect")),
          Map.entry(
              StudySpec.Resources.class,
              Set.of("slotsPerGpu", "gpusPerTrial", "slotsMin", "weight", "priority")),
          Map.entry(StudySpec.Checkpoints.class, Set.of("quota", "store")),
          Map.entry(StudySpec.class, Set.of("hours", "stopWhen", "confirm", "control", "known")),
          Map.entry(
              Budget.class,
              Set.of("deadline", "gpuTime", "cost", "downtime", "onOverrun", "reserve")),
          Map.entry(Spending.class, Set.of("usage", "pace", "effort", "unmeasured")),
          Map.entry(StudySpec.Fidelity.class, Set.of("growth", "parameter", "grant")),
          Map.entry(StudySpec.Growth.class, Set.of("schedule", "settleBy")),
          Map.entry(Search.class, Set.of("ceiling")),
          Map.entry(Lease.class, Set.of("since", "tariff", "gap", "grant")),
          Map.entry(Progress.class, Set.of("confirmations", "kinds")),
          Map.entry(StopWhen.class, Set.of("improvementPerHour", "improvementPerCost")),
          Map.entry(Counsel.class, Set.of("poor")),
          Map.entry(Lifecycle.class, Set.of("contract")),
          Map.entry(ByHand.class, Set.of("windows", "forked")),
          Map.entry(Contract.class, Set.of("requests", "byHand")),
          Map.entry(StudyInput.EpochReported.class, Set.of("processorSeconds", "inEffect")),
          Map.entry(StudyEvent.EpochRecorded.class, Set.of("effort", "inEffect", "watched")),
          Map.entry(StudyEvent.RungReached.class, Set.of("outcome")),
          Map.entry(StudySpec.Objective.class, Set.of("aims")),
          Map.entry(Rung.class, Set.of("shown")),
          Map.entry(StudyInput.BudgetRequested.class, Set.of("key")),
          Map.entry(StudyInput.CommandGiven.class, Set.of("key")),
          Map.entry(StudyInput.NodeJoined.class, Set.of("store", "label")),
          Map.entry(StudyInput.Recovered.class, Set.of("nodePatience", "sessionsLive")),
          Map.entry(StudyEvent.StudyTakenOver.class, Set.of("sessionsLive")),
          Map.entry(StudyEvent.NodeAdded.class, Set.of("store", "label")),
          Map.entry(Cluster.Node.class, Set.of("store", "label")),
          Map.entry(Effect.PauseSession.class, Set.of("atOnce")),
          Map.entry(Effect.ContinueSession.class, Set.of("trainFor")),
          Map.entry(CheckpointRef.class, Set.of("owner")),
          Map.entry(StudyEvent.TrialCreated.class, Set.of("lineage")),
          Map.entry(
              Trial.class,
              Set.of("store", "milestones", "worked", "inEffect", "watched", "lineage")));

  private LateComponents() {}

  /** Whether rows may lack a component of a record. */
  static boolean contains(Class<?> record, String component) {
    return LATE.getOrDefault(record, Set.of()).contains(component);
  }
}
