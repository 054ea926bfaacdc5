package dev.thaw.actors.journal;

import dev.thaw.core.bracket.BracketPlan;
import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.Ladder;
import dev.thaw.core.bracket.Position;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.budget.Cost;
import dev.thaw.core.budget.Deadline;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.pareto.Outcome;
import dev.thaw.core.race.Judgement;
import dev.thaw.core.race.RankTest;
import dev.thaw.core.share.Share;
import dev.thaw.core.share.ShareChange;
import dev.thaw.core.space.DerivedParameter;
import dev.thaw.core.space.Narrowing;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Device;
import dev.thaw.core.study.Failure;
import dev.thaw.core.study.KnownResult;
import dev.thaw.core.study.Lease;
import dev.thaw.core.study.Lineage;
import dev.thaw.core.study.OfferedSlot;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.Slot;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyCommand;
import dev.thaw.core.study.StudyEnd;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.suggest.GridSuggestion;
import dev.thaw.core.suggest.ListedSuggestion;
import dev.thaw.core.suggest.ModelSuggestion;
import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.core.suggest.SobolSuggestion;
import dev.thaw.core.suggest.Suggestion;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What the golden files hold: every kind of input, event and reason once. No real history. */
final class GoldenFiles {

  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.123456789Z");
  private static final Slot SLOT = new Slot("node-1", 0);
  private static final CheckpointRef CHECKPOINT = new CheckpointRef(7, 3);
  private static final Position POSITION = new Position(0, 1, 3, 5, 0.125, 2, 9, 3, 0.25);
  private static final Position RIVAL = new Position(0, 0, 1, 6, 0.5, 1, 2, 0, null);
  private static final Failure FAILURE =
      new Failure(Failure.Kind.TRAINER_ERROR, "out of memory\nin layer 2");

  private GoldenFiles() {}

  static Recorded row() {
    return new Recorded(
        List.of(
            opened(
                new Scheduler.Hyperband(
                    3, Scheduler.Hyperband.Sizes.FLOOR, false, PromotionRule.QUANTILE, 0),
                new RandomSuggestion(),
                new Budget(Duration.ofMinutes(90), 100, null)),
            opened(
                new Scheduler.Asha(3, PromotionRule.DELAYED, true),
                new SobolSuggestion(),
                Budget.unlimited()),
            opened(
                new Scheduler.SuccessiveHalving(2, 16, 1),
                new GridSuggestion(4),
                new Budget(null, null, 5_000_000_000L)),
            opened(new Scheduler.FullTraining(), new RandomSuggestion(), Budget.unlimited()),
            opened(
                new Scheduler.Population(20, 5, 0.2, 0.2, 0.25, List.of("learning_rate")),
                new RandomSuggestion(),
                Budget.unlimited()),
            opened(
                new Scheduler.Race(20, 5, 0.05, "fold_error", 1),
                new RandomSuggestion(),
                Budget.unlimited()),
            opened(new Scheduler.MedianStopping(), new RandomSuggestion(), Budget.unlimited()),
            opened(
                new Scheduler.Guided(Guide.THAW, new Scheduler.Asha(3, PromotionRule.PAPER, false)),
                new RandomSuggestion(),
                Budget.unlimited()),
            opened(
                new Scheduler.Hyperband(
                    3, Scheduler.Hyperband.Sizes.CEIL, true, PromotionRule.PAPER, 2),
                proposer(),
                Budget.unlimited()),
            advice(),
            nodes(),
            trials(),
            epochs(),
            rungs(),
            ends(),
            failures(),
            memory(),
            sharing(),
            silence(),
            leaving(),
            silenceEnds(),
            share(),
            step(new StudyInput.SessionEnded(AT, 5, 8), new StudyEvent.LeaseEnded(5, 8, true)),
            step(
                new StudyInput.NodeLost(AT, "node-1"),
                new StudyEvent.NodeRemoved("node-1"),
                new StudyEvent.ResumeOwed(5, 9, Reason.Interruption.LEASE_LOST)),
            step(new StudyInput.AdviceOverdue(AT, 4), new StudyEvent.AdviceMissed(4)),
            step(new StudyInput.Recovered(AT), new StudyEvent.StudyTakenOver()),
            step(
                new StudyInput.DeadlinePassed(AT, AT.plusNanos(1)),
                new StudyEvent.StudyEnding(StudyEnd.WALL_CLOCK_SPENT)),
            step(
                new StudyInput.StopRequested(AT),
                new StudyEvent.StudyEnded(StudyEnd.STOP_REQUESTED)),
            checkpoints(),
            scattered(),
            contract(),
            requested(),
            byHand(),
            added(),
            steered(),
            landing(),
            hours(),
            confirming(),
            growing(),
            effort(),
            controlled(),
            manyObjectives(),
            population(),
            race()));
  }

  private static Step contract() {
    var prices = Map.of(Cost.OTHERS, 2.5);
    var budget =
        new Budget(
            Duration.ofHours(8),
            null,
            null,
            Deadline.at(AT),
            Duration.ofHours(12),
            new Cost(40, "EUR", prices),
            Budget.Downtime.COUNTED,
            Budget.OnOverrun.CHECKPOINT_AND_STOP,
            Duration.ofMinutes(30));
    return step(
        new StudyInput.BudgetRequested(
            AT, new BudgetChange(true, Duration.ofHours(2), AT, null, 5.0, 3, 7L)),
        new StudyEvent.BudgetSet(budget),
        new StudyEvent.StudyReopened(),
        new StudyEvent.StudyTakenOver(false));
  }

  private static Step requested() {
    var change = new BudgetChange(true, null, null, null, null, null, 100L);
    return step(
        new StudyInput.BudgetRequested(AT, change, "key-1"),
        new StudyEvent.RequestKept("key-1", change));
  }

  private static Step byHand() {
    return step(
        new StudyInput.CommandGiven(AT, new StudyCommand.Pause(), null),
        new StudyEvent.StudyPaused(),
        new StudyEvent.PauseOrdered(4, 7, new Reason.PausedByHand()),
        new StudyEvent.StudyResumed(),
        new StudyEvent.TrialEndAsked(5),
        new StudyEvent.TrialStopped(5, new Reason.EndedByHand()),
        new StudyEvent.ResumeOwed(4, 9, Reason.Interruption.STUDY_PAUSED),
        new StudyEvent.CommandKept("key-2", new StudyCommand.EndTrial(5, true)),
        new StudyEvent.CommandKept("key-3", new StudyCommand.Resume()),
        new StudyEvent.CommandKept("key-4", new StudyCommand.Kill()));
  }

  private static Step added() {
    var command = new StudyCommand.AddTrial(Map.of("learning_rate", 0.5));
    return step(
        new StudyInput.CommandGiven(AT, command, "key-5"),
        new StudyEvent.ConfigurationAdded(
            Samples.space().configuration(Map.of("optimizer", "adam"))),
        new StudyEvent.ConfigurationTried(7),
        new StudyEvent.PauseOrdered(4, 7, new Reason.MakesWayByHand()),
        new StudyEvent.LeaseExtended(7, 8, 9, new Reason.AddedByHand()));
  }

  private static Step steered() {
    var range = Narrowing.between(0.25, 0.5);
    var choice = Narrowing.to(List.of("adam"));
    return step(
        new StudyInput.CommandGiven(
            AT, new StudyCommand.NarrowSpace("learning_rate", range), "key-6"),
        new StudyEvent.SpaceNarrowed("learning_rate", range),
        new StudyEvent.SpaceNarrowed("optimizer", choice),
        new StudyEvent.SpaceNarrowed("learning_rate", null),
        new StudyEvent.CommandKept("key-6", new StudyCommand.NarrowSpace("optimizer", null)),
        new StudyEvent.ForkAsked(8),
        new StudyEvent.CommandKept(
            "key-7", new StudyCommand.ForkTrial(4, Map.of("learning_rate", 0.5))));
  }

  private static Step landing() {
    return step(
        new StudyInput.NodeJoined(AT, "node-1", "i", List.of(), "store-1", "a100"),
        new StudyEvent.LandingBegun(5, 60.5, 55.25),
        new StudyEvent.PauseOrdered(4, 7, new Reason.LandsFirst(5)),
        new StudyEvent.PauseOrdered(5, 8, new Reason.NoTimeLeft(1.5)),
        new StudyEvent.LeaseExtended(5, 8, 9, new Reason.Lands(60.5, 55.25)));
  }

  private static Step hours() {
    return step(
        new StudyInput.DeadlinePassed(AT, AT),
        new StudyEvent.HoursClosed(AT),
        new StudyEvent.SessionCut(5, 8, Lease.Ending.HALT, new Reason.OutOfHours(AT)),
        new StudyEvent.HoursOpened(null));
  }

  private static Step confirming() {
    var prospect = new Advice.Prospect(0.01, 0.2, 480);
    return step(
        new StudyInput.AdviceGiven(
            AT, new Advice(3, 17, 120, List.of(), List.of(), null).with(prospect)),
        new StudyEvent.ProspectWeighed(prospect, 0.075, 0.03, false),
        new StudyEvent.ConfirmationBegun(5, 9, 2, 1, 3, 60.5, 25.25, StudyEnd.NO_LONGER_PAYS),
        new StudyEvent.ResumeOwed(9, 27, Reason.Interruption.CONFIRMS));
  }

  private static Step growing() {
    return step(
        new StudyInput.DeadlinePassed(AT, AT),
        new StudyEvent.CeilingRaised(9, new Reason.EnoughReached(4, 4)),
        new StudyEvent.CeilingRaised(27, new Reason.GainTooSmall(0.001, 0.25)),
        new StudyEvent.CeilingRaised(27, new Reason.CheapSettled(0.3, 12)),
        new StudyEvent.CeilingRaised(27, new Reason.WaitedEnough(0.5)),
        new StudyEvent.CeilingRaised(81, new Reason.NothingBelow()),
        new StudyEvent.GrantTimed(5, 8, new Lease.Grant(5, 7, AT)),
        new StudyEvent.TrialStopped(4, new Reason.MaximumGrew(3, 9)),
        new StudyEvent.WinnersRenewed(List.of(2, 3), 8, 4),
        new StudyEvent.ResumeOwed(8, 9, Reason.Interruption.MAXIMUM_GREW),
        new StudyEvent.PauseOrdered(5, 8, new Reason.CeilingReached(9)),
        new StudyEvent.LeaseExtended(5, 8, 7, new Reason.TimeLeft(12.5, 60)),
        new StudyEvent.SessionCut(5, 8, Lease.Ending.HALT, new Reason.GrantSpent(2)));
  }

  private static Step race() {
    var lost = new Judgement(RankTest.FRIEDMAN, 6, 20, 45.25, 6e-4, 96, 5, 24.5, 15.125);
    var stays = new Judgement(RankTest.WILCOXON, 7, 2, 3, 0.078125, 3, 5, 3, 0);
    return step(
        new StudyInput.EpochReported(AT, 5, 7, 6, 0.25, 1.5, Map.of("fold_error", 0.125), null),
        new StudyEvent.TrialStopped(6, new Reason.LostRace(lost)),
        new StudyEvent.TrialPromoted(4, POSITION),
        new StudyEvent.ResumeOwed(4, 7, Reason.Interruption.STAYS_IN_RACE),
        new StudyEvent.LeaseExtended(5, 7, 7, new Reason.StaysInRace(stays)),
        new StudyEvent.PauseOrdered(3, 6, new Reason.AwaitsRivals(6, 2)));
  }

  private static Step population() {
    var lineage = new Lineage(5, CHECKPOINT);
    return step(
        new StudyInput.CheckpointSaved(AT, 5, 7, 3, 5_000),
        new StudyEvent.TrialStopped(6, new Reason.Replaced(POSITION)),
        new StudyEvent.TrialCreated(9, Samples.space().defaults(), 0, lineage),
        new StudyEvent.ResumeOwed(9, 9, Reason.Interruption.FORKED),
        new StudyEvent.LeaseGranted(
            9, 10, SLOT, lineage.origin(), 9, new Reason.Owed(Reason.Interruption.FORKED, 3)),
        new StudyEvent.LeaseExtended(5, 7, 9, new Reason.Survived(POSITION)),
        new StudyEvent.PauseOrdered(4, 6, new Reason.MakesWay(RIVAL)),
        new StudyEvent.TrialFailed(9, new Reason.OriginLost(lineage)));
  }

  private static Step effort() {
    return step(
        new StudyInput.EpochReported(AT, 5, 7, 3, 0.1, 12.5, Map.of("loss", 0.5), 24.75),
        new StudyEvent.ClockCounts(5, 2),
        new StudyEvent.EpochRecorded(5, 7, 3, 0.1, 12.5, 24.75),
        new StudyEvent.PauseOrdered(5, 7, new Reason.GrantSpent(3)),
        new StudyEvent.ResumeOwed(5, 9, Reason.Interruption.GRANT_SPENT));
  }

  private static Step controlled() {
    var spec = opened(new Scheduler.FullTraining(), new RandomSuggestion(), Budget.unlimited());
    StudySpec plain = ((StudyEvent.StudyOpened) spec.events().getFirst()).spec();
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("rate", 0.01);
    values.put("momentum", 0.9);
    var space =
        SearchSpace.of(
            RealParameter.linear("rate", 0, 1),
            RealParameter.linear("momentum", 0, 1),
            DerivedParameter.of("distance", "rate / (1 - momentum)"));
    return step(
        new StudyInput.EpochReported(AT, 5, 7, 4, 0.1, 12.5, Map.of(), null, values),
        new StudyEvent.StudyOpened(
            new StudySpec(
                plain.name(),
                plain.objective(),
                space,
                plain.fidelity(),
                plain.scheduler(),
                new ListedSuggestion(List.of(space.defaults()), plain.suggestion()),
                plain.baseline(),
                plain.trainer(),
                plain.resources(),
                plain.budget(),
                plain.maxRestarts(),
                plain.epochTimeLimit(),
                plain.checkpoints(),
                plain.seed(),
                null,
                null,
                null,
                new StudySpec.Control(
                    "hyperdyn", Map.of("offset", 0.01), List.of("rate", "momentum")),
                List.of(new KnownResult("last-week", space.defaults(), 0.25, 27)))),
        new StudyEvent.EpochRecorded(5, 7, 4, 0.1, 12.5, null, values, null));
  }

  private static Step manyObjectives() {
    return step(
        new StudyInput.EpochReported(AT, 5, 7, 3, 0.1, 12.5, Map.of("size", 5e6), null),
        new StudyEvent.EpochRecorded(5, 7, 3, 0.1, 12.5, null, null, List.of(5e6)),
        new StudyEvent.RungReached(5, 0, 1, 0.1, new Outcome(List.of(0.1, 5e6), 0.25)));
  }

  private static Step step(StudyInput input, StudyEvent... events) {
    return new Step(input, List.of(events));
  }

  private static Step opened(Scheduler scheduler, Suggestion suggestion, Budget budget) {
    var spec =
        new StudySpec(
            "digits",
            new StudySpec.Objective("accuracy", Goal.MAXIMIZE),
            Samples.space(),
            new StudySpec.Fidelity("epochs", 1, 27),
            scheduler,
            suggestion,
            !(scheduler instanceof Scheduler.Race), // With which no baseline goes.
            new StudySpec.TrainerSpec("process", Samples.options()),
            new StudySpec.Resources(2, OptionalInt.of(3), OptionalInt.empty()),
            budget,
            2,
            Duration.ofSeconds(600, 500_000_000),
            new StudySpec.Checkpoints(5),
            -42);
    return step(new StudyInput.Opened(AT, spec), new StudyEvent.StudyOpened(spec));
  }

  private static Suggestion proposer() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("measure", "ucb");
    options.put("kappa", 2.0);
    options.put("initial", 8L);
    options.put("capped", true);
    return new ModelSuggestion("gp", options);
  }

  private static Step checkpoints() {
    var spec = opened(new Scheduler.FullTraining(), new RandomSuggestion(), Budget.unlimited());
    StudySpec plain = ((StudyEvent.StudyOpened) spec.events().getFirst()).spec();
    return step(
        new StudyInput.CheckpointSaved(AT, 5, 7, 3, 1),
        new StudyEvent.StudyOpened(
            new StudySpec(
                plain.name(),
                plain.objective(),
                plain.space(),
                plain.fidelity(),
                plain.scheduler(),
                plain.suggestion(),
                plain.baseline(),
                plain.trainer(),
                plain.resources(),
                plain.budget(),
                plain.maxRestarts(),
                plain.epochTimeLimit(),
                new StudySpec.Checkpoints(5, 20_000_000_000L, "s3://models/thaw"),
                plain.seed())),
        new StudyEvent.CheckpointEvicted(5, CHECKPOINT, 5_000_000_000L, 37.5));
  }

  private static Step scattered() {
    return step(
        new StudyInput.NodeJoined(AT, "node-3", "9@host", OfferedSlot.own(List.of(0)), "0f1e-2d"),
        new StudyEvent.NodeAdded("node-3", "9@host", OfferedSlot.own(List.of(0)), "0f1e-2d"),
        new StudyEvent.TrialPassedOver(5, List.of("node-1", "node-2")),
        new StudyEvent.CheckpointOutOfReach(6, CHECKPOINT, "3c4b-5a"));
  }

  private static Step nodes() {
    return step(
        new StudyInput.NodeJoined(AT, "node-1", "1234@host", OfferedSlot.own(List.of(0, 2))),
        new StudyEvent.NodeAdded("node-1", "1234@host", OfferedSlot.own(List.of(0, 2))),
        new StudyEvent.NodeAdded(
            "node-2", "5678@host", List.of(new OfferedSlot(0, 0), new OfferedSlot(1, 0))),
        new StudyEvent.DeadlineSet(AT.plusSeconds(5400)),
        new StudyEvent.BracketOpened(
            0,
            new BracketPlan(
                new Ladder(List.of(1, 3, 9, 27)),
                List.of(27, 9, 3, 1),
                3,
                PromotionRule.PAPER,
                false,
                0.5)),
        new StudyEvent.SuggestionsExhausted());
  }

  private static Step trials() {
    var fresh = new Reason.NewConfiguration("random", 5, 0, List.of(POSITION, RIVAL));
    return step(
        new StudyInput.SessionStarted(AT, 5, 7),
        new StudyEvent.TrialCreated(5, Samples.space().defaults(), 0),
        new StudyEvent.TrialCreated(
            6, Samples.space().configuration(Map.of("optimizer", "adam")), 0),
        new StudyEvent.LeaseGranted(5, 7, SLOT, null, 3, fresh),
        new StudyEvent.LeaseGranted(0, 8, SLOT, null, 27, new Reason.Baseline()),
        new StudyEvent.LeaseGranted(
            6, 9, SLOT, CHECKPOINT, 9, new Reason.Owed(Reason.Interruption.PARTIAL_GRANT, 3)),
        new StudyEvent.LeaseStarted(5, 7));
  }

  private static Step epochs() {
    return step(
        new StudyInput.EpochReported(
            AT, 5, 7, 3, 0.1, 12.5, Map.of("loss", 1e-300, "grad_norm", Double.NaN)),
        new StudyEvent.EpochRecorded(5, 7, 3, 0.1, 12.5),
        new StudyEvent.EpochRetrained(5, 7, 2, -0.0, 1e10),
        new StudyEvent.BestImproved(5, 3, 0.1));
  }

  private static Step rungs() {
    return step(
        new StudyInput.CheckpointSaved(AT, 5, 7, 3, 5_000_000_000L),
        new StudyEvent.CheckpointRecorded(5, CHECKPOINT, 5_000_000_000L),
        new StudyEvent.RungReached(5, 0, 1, -0.1),
        new StudyEvent.TrialPromoted(5, POSITION),
        new StudyEvent.LeaseExtended(
            5, 7, 9, new Reason.PromotedByRank(PromotionRule.PAPER, POSITION, List.of(RIVAL))),
        new StudyEvent.PauseOrdered(6, 9, new Reason.RankTooLow(PromotionRule.QUANTILE, RIVAL)),
        new StudyEvent.PauseOrdered(4, 6, new Reason.Outranked(POSITION, RIVAL)));
  }

  private static Step advice() {
    var forecast = new Advice.Forecast(27, 0.25, 0.125, 0.5);
    var evidence =
        new Advice.Evidence(
            "expected-improvement",
            -1.5,
            List.of(forecast),
            List.of(new Advice.Rival(3, -2), new Advice.Rival(null, -2.5)));
    var go = new Advice.Proposal.Go(5, 9, evidence);
    var start =
        new Advice.Proposal.Start(
            Samples.space().defaults(), 1, new Advice.Evidence("initial", 0, List.of(), List.of()));
    var recommendation = new Advice.Recommendation(5, 8, forecast);
    return step(
        new StudyInput.AdviceGiven(
            AT, new Advice(3, 17, 120, List.of(go, start), List.of(-0.5, 1.25), recommendation)),
        new StudyEvent.AdviceAsked(3, 2),
        new StudyEvent.AdviceKept(3, 17, 120, List.of(go, start), false),
        new StudyEvent.TrialRecommended(recommendation),
        new StudyEvent.RungLeft(5, POSITION),
        new StudyEvent.LeaseExtended(5, 7, 9, new Reason.Advised(3, 17, evidence)),
        new StudyEvent.PauseOrdered(6, 9, new Reason.Outscored(3, go)));
  }

  private static Step ends() {
    return step(
        new StudyInput.EpochReported(AT, 5, 7, 27, 0.9, 1, Map.of()),
        new StudyEvent.TrialCompleted(5, new Reason.MaximumReached(27)),
        new StudyEvent.TrialStopped(4, new Reason.Ending(StudyEnd.EPOCHS_SPENT)));
  }

  private static Step failures() {
    return step(
        new StudyInput.SessionFailed(AT, 5, 8, FAILURE),
        new StudyEvent.SessionErred(5, 8, FAILURE),
        new StudyEvent.CheckpointLost(5, CHECKPOINT),
        new StudyEvent.RestartCounted(5, 1),
        new StudyEvent.TrialFailed(5, new Reason.RestartsSpent(FAILURE, 2)));
  }

  private static Step sharing() {
    return step(
        new StudyInput.SlotsAllowed(AT, 3),
        new StudyEvent.AllowanceSet(3),
        new StudyEvent.SlotGivenUp(new Slot("node-2", 1)),
        new StudyEvent.PauseOrdered(6, 9, new Reason.Preempted(3)),
        new StudyEvent.ResumeOwed(6, 9, Reason.Interruption.SLOT_GIVEN_UP));
  }

  private static Step silence() {
    return step(
        new StudyInput.NodeSilent(AT, "node-2", Duration.ofMinutes(2)),
        new StudyEvent.NodeMissed("node-2", AT.plusSeconds(120)));
  }

  private static Step leaving() {
    return step(
        new StudyInput.NodeLeaving(AT, "node-2", "5678@host"),
        new StudyEvent.PauseOrdered(6, 9, new Reason.NodeLeaving("node-2")));
  }

  private static Step silenceEnds() {
    return step(
        new StudyInput.SilenceEnded(AT, "node-2", AT.plusSeconds(120)),
        new StudyEvent.NodeRemoved("node-2"));
  }

  private static Step share() {
    var change = new ShareChange(null, 4, 2.0, null);
    return step(
        new StudyInput.ShareRequested(AT, change), new StudyEvent.ShareSet(new Share(0, 4, 2, 0)));
  }

  private static Step memory() {
    var device = new Device("node-2", 1);
    return step(
        new StudyInput.SlotQuarantined(AT, "node-2", "5678@host", 1, "2 GB did not come back"),
        new StudyEvent.SlotQuarantined("node-2", 1, "2 GB did not come back"),
        new StudyEvent.TrialUnpacked(5),
        new StudyEvent.MemoryExceeded(5, device, 1),
        new StudyEvent.DeviceReserved(5, device),
        new StudyEvent.PauseOrdered(6, 9, new Reason.DeviceNeeded(5)),
        new StudyEvent.ResumeOwed(6, 9, Reason.Interruption.DEVICE_NEEDED),
        new StudyEvent.TrialInfeasible(5, new Reason.CannotBeTrained(FAILURE)));
  }
}
