package dev.thaw.core.seeded;

import java.util.List;

/** The bugs that are built into the core, one at a time. */
final class SeededBugs {

  private SeededBugs() {}

  static List<SeededBug> all() {
    return List.of(
        new SeededBug(
            "a trial that was promoted still waits, and is promoted again",
            "bracket/Rung.java",
            "waiting.remove(standing), promoted + 1, lost, shown",
            "waiting, promoted + 1, lost, shown"),
        new SeededBug(
            "a rung promotes one too many",
            "bracket/Bracket.java",
            "case PAPER -> arrived / plan.eta();",
            "case PAPER -> arrived / plan.eta() + 1;"),
        new SeededBug(
            "the highest rung but one is forgotten",
            "bracket/Bracket.java",
            "for (int rung = top() - 1; rung >= 0; rung--)",
            "for (int rung = top() - 2; rung >= 0; rung--)"),
        new SeededBug(
            "ties go to the younger trial",
            "bracket/Standing.java",
            "Integer.compare(trial, other.trial)",
            "Integer.compare(other.trial, trial)"),
        new SeededBug(
            "a rung is entered one epoch too late",
            "study/Reports.java",
            "bracket.rungs().get(trial.rung()).epochs())) {",
            "bracket.rungs().get(trial.rung()).epochs() + 1)) {"),
        new SeededBug(
            "the fence of a report is ignored",
            "study/Fold.java",
            "lease != null && lease.fence() == fence ? lease : null",
            "lease"),
        new SeededBug(
            "a report that comes twice counts twice",
            "study/Reports.java",
            "if (in.epoch() <= lease.reported()) {",
            "if (in.epoch() < lease.reported()) {"),
        new SeededBug(
            "a report is taken although the one before it was lost",
            "study/Reports.java",
            "if (in.epoch() > expected) {",
            "if (in.epoch() > expected + 1) {"),
        new SeededBug(
            "advice to an older question is taken",
            "study/Guidance.java",
            "if (!counsel.pending() || advice.ask() != counsel.asked()) {",
            "if (!counsel.pending()) {"),
        new SeededBug(
            "an epoch is charged twice", "budget/Spending.java", "epochs + 1,", "epochs + 2,"),
        new SeededBug(
            "epochs that are granted and not yet trained may be granted again",
            "study/StudyState.java",
            ": limit - progress.spending().allEpochs() - cluster.outstandingEpochs();",
            ": limit - progress.spending().allEpochs();"),
        new SeededBug(
            "epochs that are trained again are free",
            "study/StudyState.java",
            ": limit - progress.spending().allEpochs() - cluster.outstandingEpochs();",
            ": limit - progress.spending().epochs() - cluster.outstandingEpochs();"),
        new SeededBug(
            "the best is any that is not worse",
            "study/Outcomes.java",
            "return score < otherScore;",
            "return score <= otherScore;"),
        new SeededBug(
            "a slot is not given back",
            "study/Cluster.java",
            "return withLeases(slotFree ? free.put(lease.slot(), true) : free,"
                + " leases.remove(lease.trial()));",
            "return withLeases(free, leases.remove(lease.trial()));"),
        new SeededBug(
            "a slot is free before its session has ended",
            "study/Cluster.java",
            "free.remove(lease.slot()),\n        leases.put(lease.trial(), lease),",
            "free,\n        leases.put(lease.trial(), lease),"),
        new SeededBug(
            "a lease gets the fence of the one before",
            "study/Cluster.java",
            "Math.max(nextFence, lease.fence() + 1)",
            "Math.max(nextFence, lease.fence())"),
        new SeededBug(
            "a trial that is thawed begins anew",
            "study/Assignment.java",
            "number, state.cluster().nextFence(), slot, trial.latest(), limit, reason));",
            "number, state.cluster().nextFence(), slot, null, limit, reason));"),
        new SeededBug(
            "a trial that failed keeps its place in the rung",
            "study/Evolution.java",
            "StudyState without = withdrawn(s, trial);",
            "StudyState without = s;"),
        new SeededBug(
            "the checkpoint of the best value is given up with the others",
            "study/Eviction.java",
            "if (trial.best() != null && (!lost || hasBestValue(state, number))) {",
            "if (trial.best() != null && !lost && !hasBestValue(state, number)) {"));
  }
}
