package dev.thaw.core.study;

import dev.thaw.core.bracket.Position;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.race.Judgement;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why something was decided, as data. */
public sealed interface Reason {

  /** The default configuration is trained fully, as the yardstick. */
  record Baseline() implements Reason {}

  /**
   * A new configuration was started, because no paused trial was promotable.
   *
   * @param suggestion where it came from
   * @param index its index in that sequence
   * @param bracket the bracket that it enters
   * @param heldBack the best paused trial of every rung that has one, and why it was not taken
   */
  record NewConfiguration(String suggestion, long index, int bracket, List<Position> heldBack)
      implements Reason {
    public NewConfiguration {
      heldBack = List.copyOf(heldBack);
    }
  }

  /**
   * A trial was promoted to the next rung by its rank.
   *
   * @param rule the rule that was applied
   * @param position where it stood
   * @param heldBack the best paused trial of every other rung that has one
   */
  record PromotedByRank(PromotionRule rule, Position position, List<Position> heldBack)
      implements Reason {
    public PromotedByRank {
      heldBack = List.copyOf(heldBack);
    }
  }

  /**
   * A trial was paused because its rank does not suffice for now.
   *
   * @param rule the rule that was applied
   * @param position where it stands
   */
  record RankTooLow(PromotionRule rule, Position position) implements Reason {}

  /**
   * A promotable trial was paused because another deserves the slot more.
   *
   * @param position where it stands
   * @param rival the trial that goes first
   */
  record Outranked(Position position, Position rival) implements Reason {}

  /**
   * The adviser proposed it.
   *
   * @param ask the question that it answered
   * @param row the row of the journal from which the advice was made
   * @param evidence what spoke for it
   */
  record Advised(long ask, long row, Advice.Evidence evidence) implements Reason {}

  /**
   * A trial was paused because the adviser proposed something else for its slot.
   *
   * @param ask the question that it answered
   * @param winner what it proposed
   */
  record Outscored(long ask, Advice.Proposal winner) implements Reason {}

  /** A trial was trained to the maximal fidelity. */
  record MaximumReached(int epochs) implements Reason {}

  /**
   * A trial goes on to the rung that it was promised.
   *
   * @param why what interrupted it
   * @param fromEpoch the epoch of the checkpoint that it goes on from, 0 for none
   */
  record Owed(Interruption why, int fromEpoch) implements Reason {}

  /** What interrupts a trial before it reached what it was promised. */
  enum Interruption {
    /** Its node or its process died. */
    LEASE_LOST,
    /** Its session failed, and it may be tried again. */
    FAILURE,
    /** The study ended or was stopped. */
    STUDY_ENDED,
    /** The epochs budget, or the time of a grant, allowed only a part of the way. */
    PARTIAL_GRANT,
    /** Its promotion came while it was still leaving its slot. */
    PROMOTED_WHILE_PAUSING,
    /** The adviser left it between two rungs and says nothing now. */
    ADVICE_MISSING,
    /** It ran out of memory beside others, or its turn came while no device was empty for it. */
    UNPACKED,
    /** Its device was needed for a trial that must train alone. */
    DEVICE_NEEDED,
    /** Its slot was given up, for another study or because its node was leaving. */
    SLOT_GIVEN_UP,
    /** The hours of its study closed. */
    OUT_OF_HOURS,
    /** A better trial needed its slot to be complete in time. */
    LANDS_FIRST,
    /** It has the configuration of the winner, which is trained again with its seed. */
    CONFIRMS,
    /** It has the configuration of one of the best, which was trained for a smaller maximum. */
    MAXIMUM_GREW,
    /** The time within which it was granted epochs is over. */
    GRANT_SPENT,
    /** It is a fork of another trial, and has not trained an epoch itself. */
    FORKED,
    /** Somebody paused its study. */
    STUDY_PAUSED,
    /** It is not significantly worse than the best of its race, and goes on to the next fold. */
    STAYS_IN_RACE
  }

  /**
   * A trial was given up.
   *
   * @param failure the last failure
   * @param restarts how often it had been tried again
   */
  record RestartsSpent(Failure failure, int restarts) implements Reason {}

  /**
   * A configuration cannot be trained: the trainer said so, or it ran out of memory alone again.
   *
   * @param failure the last failure
   */
  record CannotBeTrained(Failure failure) implements Reason {}

  /**
   * A trial was paused because its device is needed for one that must train alone.
   *
   * @param trial who needs it
   */
  record DeviceNeeded(int trial) implements Reason {}

  /**
   * A trial was paused because another study is entitled to its slot.
   *
   * @param allowed how many slots its own study may hold
   */
  record Preempted(int allowed) implements Reason {}

  /** A trial was paused because its node is leaving. */
  record NodeLeaving(String node) implements Reason {}

  /**
   * A trial was paused because its next epoch would probably not end in time.
   *
   * @param secondsLeft what is left for it
   */
  record NoTimeLeft(double secondsLeft) implements Reason {}

  /**
   * A trial was paused because the study may not train now.
   *
   * @param until when it may again; null for never
   */
  record OutOfHours(@Nullable Instant until) implements Reason {}

  /**
   * One of the best trials is trained to its end before the time of the study is over.
   *
   * @param secondsLeft what is left of the study's time; null if it has no end as things stand
   * @param secondsNeeded what the trial probably needs
   */
  record Lands(@Nullable Double secondsLeft, double secondsNeeded) implements Reason {}

  /**
   * A trial was paused because a better one needs its slot to be complete in time.
   *
   * @param trial the better one
   */
  record LandsFirst(int trial) implements Reason {}

  /**
   * A trial was paused because its rung is the last one for now.
   *
   * @param ceiling the level up to which trials are trained
   */
  record CeilingReached(int ceiling) implements Reason {}

  /**
   * A trial was stopped because its training was made for a maximum that has grown.
   *
   * @param before the level that it was made for
   * @param now the level that trainings are made for now
   */
  record MaximumGrew(int before, int now) implements Reason {}

  /**
   * The time of a grant is over, and its trial did not leave by itself, or others go before it.
   *
   * @param epochs how many epochs it trained in that time
   */
  record GrantSpent(int epochs) implements Reason {}

  /**
   * A trial goes on, since more epochs fit into the time that it was granted.
   *
   * @param seconds for how long it has trained
   * @param level the seconds that it may train
   */
  record TimeLeft(double seconds, int level) implements Reason {}

  /**
   * The maximal fidelity grew because enough trials had reached it.
   *
   * @param reached how many had
   * @param wanted how many were to
   */
  record EnoughReached(int reached, int wanted) implements Reason {}

  /**
   * The maximal fidelity grew because little improvement was to be expected below it.
   *
   * @param gain the expected improvement of the best candidate
   * @param spread that of the last values, of which it was a small share
   */
  record GainTooSmall(double gain, double spread) implements Reason {}

  /**
   * The maximal fidelity grew because what no stage holds back was settled below it.
   *
   * @param width of the widest of these hyperparameters, as a share of its scale
   * @param trials how many trials say so
   */
  record CheapSettled(double width, int trials) implements Reason {}

  /**
   * The maximal fidelity grew because no more of the budget is to be spent below it, settled or
   * not.
   *
   * @param share of the budget that is spent
   */
  record WaitedEnough(double share) implements Reason {}

  /** The maximal fidelity grew because nothing was left to do below it. */
  record NothingBelow() implements Reason {}

  /**
   * A member of a population goes on to its next comparison: it is not among the worst.
   *
   * @param position where it stands
   */
  record Survived(Position position) implements Reason {}

  /**
   * A member of a population was ended because it is among the worst: a fork of one of the best
   * takes its place.
   *
   * @param position where it stood
   */
  record Replaced(Position position) implements Reason {}

  /**
   * A member of a population was paused because others go before it: those that are behind it, or
   * better than it.
   *
   * @param position where it stands
   */
  record MakesWay(Position position) implements Reason {}

  /**
   * A member of a population was given up because the checkpoint that it would go on from is out of
   * reach, or a fork because it is damaged: to begin anew would make another trial of it.
   *
   * @param lineage where it came from; null if it is no fork
   */
  record OriginLost(@Nullable Lineage lineage) implements Reason {}

  /** A trial was paused because somebody paused its study. */
  record PausedByHand() implements Reason {}

  /** A trial was ended because somebody wanted it. */
  record EndedByHand() implements Reason {}

  /** A configuration was tried because somebody added it. */
  record AddedByHand() implements Reason {}

  /** A trial was paused because a configuration that somebody added needs its slot. */
  record MakesWayByHand() implements Reason {}

  /**
   * A trial was stopped because it is significantly worse than the best of its race.
   *
   * @param judgement what the test said of it
   */
  record LostRace(Judgement judgement) implements Reason {}

  /**
   * A trial goes on to the next fold in its slot: it is not significantly worse than the best of
   * its race.
   *
   * @param judgement what the test said of it
   */
  record StaysInRace(Judgement judgement) implements Reason {}

  /**
   * A trial was paused until all that are left in its race have met the same folds.
   *
   * @param folds how many folds
   * @param missing how many trials have not met them yet, those included that have not begun
   */
  record AwaitsRivals(int folds, int missing) implements Reason {}

  /** The study ends. */
  record Ending(StudyEnd end) implements Reason {}
}
