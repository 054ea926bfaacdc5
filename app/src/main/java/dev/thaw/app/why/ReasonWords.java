package dev.thaw.app.why;

import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.RuleWords;
import dev.thaw.core.bracket.Position;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.race.Judgement;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Failure;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.StudyEnd;
import dev.thaw.core.study.StudySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every reason of a study in words: a clause that follows what was decided. */
final class ReasonWords {

  private static final int RIVALS = 3;

  private final StudySpec spec;

  /** The words of a study's reasons; values are those of its metric. */
  ReasonWords(StudySpec spec) {
    this.spec = spec;
  }

  /** Why something was decided, without a capital letter and without a full stop. */
  String of(Reason reason) {
    return switch (reason) {
      case Reason.Baseline() -> "the default configuration is the yardstick, and is trained fully";
      case Reason.NewConfiguration fresh -> fresh(fresh);
      case Reason.PromotedByRank(PromotionRule rule, Position at, List<Position> heldBack) ->
          "%s; %s%s".formatted(place(at), may(at, rule), others(heldBack));
      case Reason.RankTooLow(PromotionRule rule, Position at) ->
          "%s; %s".formatted(place(at), may(at, rule));
      case Reason.Outranked(Position at, Position rival) ->
          "%s, but trial %d goes first: %s".formatted(place(at), rival.trial(), place(rival));
      case Reason.Advised(long ask, long row, Advice.Evidence evidence) ->
          "chosen by %s%s%s; the advice was made from row %d"
              .formatted(
                  RuleWords.of(evidence.rule()),
                  expected(evidence),
                  rivals(evidence.rivals()),
                  row);
      case Reason.Outscored(long ask, Advice.Proposal winner) ->
          "its slot does something better: %s, by %s"
              .formatted(proposal(winner), RuleWords.of(winner.evidence().rule()));
      case Reason.MaximumReached(int epochs) ->
          "it was trained as far as trials are trained, %s"
              .formatted(Figures.count(epochs, "epoch"));
      case Reason.Owed(Reason.Interruption why, int from) ->
          "it was promised to go on%s, and %s".formatted(from(from), interruption(why));
      case Reason.RestartsSpent(Failure failure, int restarts) ->
          "%s, after it had been tried again %s".formatted(failure(failure), times(restarts));
      case Reason.CannotBeTrained(Failure failure) ->
          "its configuration cannot be trained: %s".formatted(failure(failure));
      case Reason.DeviceNeeded(int trial) ->
          "trial %d needs the device for itself".formatted(trial);
      case Reason.Preempted(int allowed) ->
          "another study is entitled to its slot; this one may hold %s now"
              .formatted(Figures.count(allowed, "slot"));
      case Reason.NodeLeaving(String node) -> "node %s is leaving".formatted(node);
      case Reason.NoTimeLeft(double seconds) ->
          "its next epoch would probably not end within the %s that are left for it"
              .formatted(seconds(seconds));
      case Reason.OutOfHours(@Nullable Instant until) ->
          until == null
              ? "the study may not train any more"
              : "the study may not train before %s".formatted(until);
      case Reason.Lands(@Nullable Double left, double needed) ->
          "it is one of the best and is to be complete when the study ends: it needs about %s%s"
              .formatted(
                  seconds(needed),
                  left == null ? "" : ", and %s are left".formatted(seconds(left)));
      case Reason.LandsFirst(int trial) ->
          "trial %d is better and needs the slot to be complete in time".formatted(trial);
      case Reason.CeilingReached(int ceiling) ->
          "trials are not trained further than %s for now"
              .formatted(Figures.level(spec.fidelity(), ceiling));
      case Reason.MaximumGrew(int before, int now) ->
          "it was trained for a maximum of %s, which is %s now"
              .formatted(level(before), level(now));
      case Reason.GrantSpent(int epochs) ->
          "its time is over, in which it trained %s".formatted(Figures.count(epochs, "epoch"));
      case Reason.TimeLeft(double seconds, int level) ->
          "it has trained for %s of the %s that it may".formatted(seconds(seconds), level(level));
      case Reason.EnoughReached(int reached, int wanted) ->
          "%s reached the maximum, and %d were to"
              .formatted(Figures.count(reached, "trial"), wanted);
      case Reason.GainTooSmall(double gain, double spread) ->
          "little is to be gained below: %s, where the last values spread over %s"
              .formatted(Figures.number(gain), Figures.number(spread));
      case Reason.CheapSettled(double width, int trials) ->
          "what can be settled below is settled: the good range is %s of its scale, say %s"
              .formatted(Figures.percent(width), Figures.count(trials, "trial"));
      case Reason.WaitedEnough(double share) ->
          "%s of the budget is spent, and no more is to be spent below"
              .formatted(Figures.percent(share));
      case Reason.NothingBelow() -> "nothing is left to do below";
      case Reason.Survived(Position at) -> "%s; it is not among the worst".formatted(place(at));
      case Reason.Replaced(Position at) ->
          "%s; it is among the worst, and a fork of one of the best takes its place"
              .formatted(place(at));
      case Reason.MakesWay(Position at) -> "%s; others go before it".formatted(place(at));
      case Reason.OriginLost lost ->
          "the checkpoint that it would go on from cannot be had, and to begin anew would make"
              + " another trial of it";
      case Reason.PausedByHand() -> "somebody paused the study";
      case Reason.EndedByHand() -> "somebody asked for it";
      case Reason.AddedByHand() -> "somebody added its configuration";
      case Reason.MakesWayByHand() -> "a configuration that somebody added needs its slot";
      case Reason.LostRace(Judgement judgement) ->
          "it is significantly worse than trial %d over %s: %s"
              .formatted(judgement.best(), folds(judgement.folds()), judgement(judgement));
      case Reason.StaysInRace(Judgement judgement) ->
          "it is not significantly worse than the best over %s: %s"
              .formatted(folds(judgement.folds()), judgement(judgement));
      case Reason.AwaitsRivals(int folds, int missing) ->
          "%s of its race %s not met %s yet"
              .formatted(
                  Figures.count(missing, "trial"), missing == 1 ? "has" : "have", folds(folds));
      case Reason.Ending(StudyEnd end) -> "the study ends: %s".formatted(end(end));
    };
  }

  private String fresh(Reason.NewConfiguration fresh) {
    return "no frozen trial may go on by rank, so a new configuration (%s, number %d) enters bracket %d%s"
        .formatted(
            RuleWords.of(fresh.suggestion()),
            fresh.index(),
            fresh.bracket(),
            others(fresh.heldBack()));
  }

  /** Where a trial stands in its rung. */
  private String place(Position at) {
    return "rank %d of %d at %s with %s"
        .formatted(at.rank() + 1, at.arrived(), level(at.epochs()), value(at.score()));
  }

  private String may(Position at, PromotionRule rule) {
    String by = rule == PromotionRule.PAPER ? "" : " by the rule " + Figures.word(rule);
    return at.quota() == 0 || at.cutoff() == null
        ? "none may go on yet" + by
        : "the best %d may go on%s, as far as %s".formatted(at.quota(), by, value(at.cutoff()));
  }

  private String others(List<Position> heldBack) {
    if (heldBack.isEmpty()) {
      return "";
    }
    List<String> names = new ArrayList<>();
    for (Position other : heldBack.subList(0, Math.min(RIVALS, heldBack.size()))) {
      names.add("trial %d (%s)".formatted(other.trial(), place(other)));
    }
    String more =
        heldBack.size() > RIVALS ? " and %d more".formatted(heldBack.size() - RIVALS) : "";
    return "; held back: " + String.join(", ", names) + more;
  }

  private String expected(Advice.Evidence evidence) {
    if (evidence.forecasts().isEmpty()) {
      return "";
    }
    Advice.Forecast end = evidence.forecasts().getLast();
    return ": expected to reach %s by epoch %d, nine times in ten %s to %s"
        .formatted(
            Figures.number(end.median()),
            end.epoch(),
            Figures.number(end.low()),
            Figures.number(end.high()));
  }

  private static String rivals(List<Advice.Rival> rivals) {
    if (rivals.isEmpty()) {
      return "";
    }
    List<String> names = new ArrayList<>();
    for (Advice.Rival rival : rivals.subList(0, Math.min(RIVALS, rivals.size()))) {
      String who = rival.trial() == null ? "a new configuration" : "trial " + rival.trial();
      names.add("%s (%s)".formatted(who, Figures.number(rival.score())));
    }
    String more = rivals.size() > RIVALS ? " and %d more".formatted(rivals.size() - RIVALS) : "";
    return "; rather than " + String.join(", ", names) + more;
  }

  private static String proposal(Advice.Proposal proposal) {
    return switch (proposal) {
      case Advice.Proposal.Go go ->
          "trial %d goes on to epoch %d".formatted(go.trial(), go.epochLimit());
      case Advice.Proposal.Start start ->
          "a new configuration is trained to epoch %d".formatted(start.epochLimit());
    };
  }

  private static String judgement(Judgement judgement) {
    return "rank sum %s against %s, p %s by the test of %s among %d"
        .formatted(
            Figures.number(judgement.rankSum()),
            Figures.number(judgement.bestRankSum()),
            Figures.number(judgement.pValue()),
            Figures.word(judgement.test()),
            judgement.rivals());
  }

  private static String folds(int folds) {
    return Figures.count(folds, "fold");
  }

  /** What went wrong, and what was said of it. */
  static String failure(Failure failure) {
    String message = failure.message().isBlank() ? "" : " (%s)".formatted(failure.message());
    return switch (failure.kind()) {
      case TRAINER_ERROR -> "its trainer failed" + message;
      case OUT_OF_MEMORY -> "it ran out of memory" + message;
      case INFEASIBLE -> "its trainer says that it cannot be trained" + message;
      case NON_FINITE_METRIC -> "its objective was not finite" + message;
      case MISSING_METRIC -> "it did not report the objective" + message;
      case EPOCH_TIMEOUT -> "an epoch took longer than is allowed" + message;
      case CHECKPOINT_WRITE -> "its checkpoint could not be written" + message;
      case CHECKPOINT_DAMAGED -> "its checkpoint is missing or damaged" + message;
      case CHECKPOINT_READ -> "its checkpoint could not be read" + message;
    };
  }

  private static String interruption(Reason.Interruption why) {
    return switch (why) {
      case LEASE_LOST -> "its node or its process was gone";
      case FAILURE -> "its session had failed";
      case STUDY_ENDED -> "the study had ended meanwhile";
      case PARTIAL_GRANT -> "the budget had allowed only a part of the way";
      case PROMOTED_WHILE_PAUSING -> "its promotion came while it was leaving its slot";
      case ADVICE_MISSING -> "the adviser says nothing now";
      case UNPACKED -> "it needs a device for itself";
      case DEVICE_NEEDED -> "its device had been needed for another trial";
      case SLOT_GIVEN_UP -> "its slot had been given up";
      case OUT_OF_HOURS -> "the hours of the study had closed";
      case LANDS_FIRST -> "a better trial had needed its slot";
      case CONFIRMS -> "it repeats the winner with another seed";
      case MAXIMUM_GREW -> "it repeats one of the best for the larger maximum";
      case GRANT_SPENT -> "the time that it was granted was over";
      case FORKED -> "it is a fork that has not trained yet";
      case STUDY_PAUSED -> "somebody had paused the study";
      case STAYS_IN_RACE -> "it stays in its race";
    };
  }

  /** Why a study ends. */
  static String end(StudyEnd end) {
    return switch (end) {
      case SEARCH_EXHAUSTED -> "nothing is left to try";
      case WALL_CLOCK_SPENT -> "its time is over";
      case DEADLINE_REACHED -> "its deadline is reached";
      case GPU_HOURS_SPENT -> "its GPU hours are spent";
      case COST_SPENT -> "its money is spent";
      case TARGET_REACHED -> "its target is reached";
      case NO_IMPROVEMENT -> "nothing has been better for as long as is allowed";
      case NO_LONGER_PAYS -> "what the best candidate promises is too little for its price";
      case TRIALS_SPENT -> "its trials are spent";
      case EPOCHS_SPENT -> "its epochs are spent";
      case EVERYTHING_FAILS -> "every trial failed before its first epoch";
      case STOP_REQUESTED -> "somebody stopped it";
    };
  }

  private String level(int level) {
    return Figures.level(spec.fidelity(), level);
  }

  private String value(double score) {
    return Figures.number(spec.objective().goal().value(score));
  }

  private static String from(int epoch) {
    return epoch == 0 ? "" : " from epoch " + epoch;
  }

  private static String times(int times) {
    return times == 1 ? "once" : times + " times";
  }

  private static String seconds(double seconds) {
    return Figures.duration(Duration.ofMillis(Math.round(seconds * 1e3)));
  }
}
