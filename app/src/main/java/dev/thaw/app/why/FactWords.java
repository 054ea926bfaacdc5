package dev.thaw.app.why;

import dev.thaw.app.summary.Figures;
import dev.thaw.core.space.Narrowing;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Device;
import dev.thaw.core.study.Failure;
import dev.thaw.core.study.StudyEnd;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decisions whose event says all that there is to say, in words. */
final class FactWords {

  private final StudySpec spec;

  FactWords(StudySpec spec) {
    this.spec = spec;
  }

  /**
   * A decision without a reason of its own.
   *
   * @param trial whom it is about; null for the study
   * @param kind in a word
   * @param text a sentence without its full stop
   */
  record Fact(@Nullable Integer trial, String kind, String text) {}

  /** What an event decided; null if it is bookkeeping, or has a reason. */
  @Nullable Fact of(StudyEvent event) {
    return switch (event) {
      case StudyEvent.StudyOpened(StudySpec opened) ->
          study("opened", "Study %s begins, seed %d".formatted(opened.name(), opened.seed()));
      case StudyEvent.StudyTakenOver _ ->
          study("taken-over", "Another process took the study over");
      case StudyEvent.BudgetSet _ -> study("budget-set", "The budget was changed");
      case StudyEvent.StudyPaused() -> study("paused", "Somebody paused the study");
      case StudyEvent.SpaceNarrowed(String parameter, Narrowing to) ->
          study(
              "narrowed",
              to == null
                  ? "Somebody let new trials have all values of %s again".formatted(parameter)
                  : "Somebody wants new trials to have %s %s".formatted(parameter, to.text()));
      case StudyEvent.ForkAsked(int trial) ->
          trial(trial, "fork-asked", "is a fork that somebody asked for");
      case StudyEvent.StudyResumed() -> study("resumed", "Somebody let the study go on");
      case StudyEvent.StudyReopened() ->
          study("reopened", "The study goes on, since its budget allows it again");
      case StudyEvent.StudyEnding(StudyEnd end) ->
          study("ending", "The study ends: " + ReasonWords.end(end));
      case StudyEvent.StudyEnded(StudyEnd end) ->
          study("ended", "The study is over: " + ReasonWords.end(end));
      case StudyEvent.HoursClosed(@Nullable Instant until) ->
          study("hours-closed", "The hours of the study close" + until(until));
      case StudyEvent.HoursOpened(@Nullable Instant until) ->
          study("hours-opened", "The hours of the study open" + until(until));
      case StudyEvent.LandingBegun(int trial, double left, double needed) ->
          study(
              "landing",
              "From now on the best trials are trained to their ends first: trial %d needs about %s of the %s that are left"
                  .formatted(trial, seconds(needed), seconds(left)));
      case StudyEvent.WinnersRenewed renewed ->
          study(
              "winners-renewed",
              "The best trials (%s) are trained again for the larger maximum"
                  .formatted(numbers(renewed.winners())));
      case StudyEvent.ConfirmationBegun begun -> confirmation(begun);
      case StudyEvent.SuggestionsExhausted() ->
          study("exhausted", "There are no more configurations to suggest");
      case StudyEvent.AdviceMissed(long ask) ->
          study("advice-missed", "The adviser did not answer in time; ranks decide meanwhile");
      default -> ofMachines(event);
    };
  }

  private @Nullable Fact ofMachines(StudyEvent event) {
    return switch (event) {
      case StudyEvent.NodeMissed(String node, Instant until) ->
          study(
              "node-missed",
              "Node %s gives no sign of life; it is lost at %s".formatted(node, until));
      case StudyEvent.NodeRemoved(String node) ->
          study("node-removed", "Node %s is gone with its slots".formatted(node));
      case StudyEvent.SlotQuarantined(String node, int slot, String reason) ->
          study("quarantined", "Slot %s/%d is not used: %s".formatted(node, slot, reason));
      case StudyEvent.AllowanceSet(int slots) ->
          study("allowance", "The study may hold %s now".formatted(Figures.count(slots, "slot")));
      case StudyEvent.MemoryExceeded(int trial, Device device, int failures) ->
          trial(trial, "memory-exceeded", "ran out of memory on a device that it had to itself");
      case StudyEvent.TrialUnpacked(int trial) ->
          trial(trial, "unpacked", "ran out of memory beside others, and trains alone from now on");
      case StudyEvent.DeviceReserved(int trial, Device device) ->
          trial(trial, "device-reserved", "is to train alone, and a device is emptied for it");
      default -> ofTrials(event);
    };
  }

  private @Nullable Fact ofTrials(StudyEvent event) {
    return switch (event) {
      case StudyEvent.RungLeft left ->
          trial(left.trial(), "left-rung", "went on past a rung by advice, whatever its rank");
      case StudyEvent.TrialPassedOver(int trial, List<String> nodes) ->
          trial(
              trial,
              "passed-over",
              "waits for a slot where its checkpoint is (%s)".formatted(String.join(", ", nodes)));
      case StudyEvent.CheckpointOutOfReach(int trial, CheckpointRef _, String _) ->
          trial(trial, "out-of-reach", "begins anew, since nobody who is there has its checkpoint");
      case StudyEvent.CheckpointLost(int trial, CheckpointRef lost) ->
          trial(
              trial,
              "checkpoint-lost",
              "cannot go on from its checkpoint of epoch %d".formatted(lost.epoch()));
      case StudyEvent.CheckpointEvicted evicted ->
          trial(
              evicted.trial(),
              "checkpoint-evicted",
              "gives up its checkpoint of epoch %d to save room; going on would cost %s of training"
                  .formatted(evicted.checkpoint().epoch(), seconds(evicted.retrainingSeconds())));
      case StudyEvent.SessionErred(int trial, long _, Failure failure) ->
          trial(trial, "erred", "ended badly: " + ReasonWords.failure(failure));
      case StudyEvent.RestartCounted(int trial, int restarts) ->
          trial(trial, "retried", "is tried again, for time %d".formatted(restarts));
      case StudyEvent.TrialEndAsked(int trial) ->
          trial(
              trial,
              "end-asked",
              "is to end as soon as it has left its slot, since somebody asked");
      case StudyEvent.TrialRecommended(var recommendation) ->
          trial(
              recommendation.trial(),
              "recommended",
              "is the one to take if the study ended now: expected to reach %s at epoch %d"
                  .formatted(
                      Figures.number(recommendation.last().median()),
                      recommendation.last().epoch()));
      default -> null;
    };
  }

  private Fact confirmation(StudyEvent.ConfirmationBegun begun) {
    return study(
        "confirmation",
        begun.trials() == 0
            ? "The winner, trial %d, cannot be confirmed: nothing is left for it"
                .formatted(begun.winner())
            : "The winner, trial %d, is trained %s again with other seeds, to %s"
                .formatted(
                    begun.winner(),
                    begun.trials() == 1 ? "once" : begun.trials() + " times",
                    Figures.level(spec.fidelity(), spec.fidelity().max())));
  }

  private static Fact study(String kind, String text) {
    return new Fact(null, kind, text);
  }

  private static Fact trial(int trial, String kind, String deed) {
    return new Fact(trial, kind, "Trial %d %s".formatted(trial, deed));
  }

  private static String numbers(List<Integer> numbers) {
    return String.join(", ", numbers.stream().map(String::valueOf).toList());
  }

  private static String until(@Nullable Instant until) {
    return until == null ? "" : " until " + until;
  }

  private static String seconds(double seconds) {
    return Figures.duration(Duration.ofMillis(Math.round(seconds * 1e3)));
  }
}
