package dev.thaw.core.study;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.Rung;
import dev.thaw.core.budget.Pace;
import dev.thaw.core.curve.Curve;
import dev.thaw.core.space.Configuration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How far trials are on their way to levels of the fidelity, and how far they may go: epochs, or
 * seconds of training: of the clock, of processors, or of GPUs, whichever count ({@link
 * Trial#effort}).
 *
 * <p>A trial that is granted seconds stops by itself when in one of ten cases its next epoch would
 * not end within them, judged by its own newest epochs; each grant has room for one epoch at least.
 * It is credited with the epochs that it really trained: its curve is what it is, and never taken
 * for that of a full training.
 */
public final class Reach {

  private Reach() {}

  /** The level up to which trials may be trained for now. */
  public static int ceiling(StudyState state) {
    Integer ceiling = state.search().ceiling();
    boolean lands = state.lifecycle().terms().landing() && !Families.matter(state.spec());
    return ceiling == null || lands ? state.spec().fidelity().max() : ceiling;
  }

  /** The most epochs that a trial may have, or where levels are seconds, that any of them has. */
  public static int longest(StudyState state) {
    if (!inSeconds(state)) {
      return state.spec().fidelity().max();
    }
    int longest = 1;
    for (Trial trial : state.progress().trials()) {
      longest = Math.max(longest, trial.epochs());
    }
    return longest;
  }

  /** The epoch after which a configuration is trained fully by what it says itself. */
  public static int asked(StudySpec spec, Configuration configuration) {
    String parameter = spec.fidelity().parameter();
    Object value = parameter == null ? null : configuration.asMap().get(parameter);
    return value instanceof Number number ? Math.max(1, number.intValue()) : Integer.MAX_VALUE;
  }

  /** How many epochs a typical training up to the ceiling takes, at least 1. */
  public static double fullTraining(StudyState state) {
    return typical(state, ceiling(state));
  }

  /** How many epochs a typical training to the maximal fidelity takes, at least 1. */
  public static double fullestTraining(StudyState state) {
    return typical(state, state.spec().fidelity().max());
  }

  /** How many epochs a typical training to a level takes, at least 1. */
  static double typical(StudyState state, int level) {
    if (!inSeconds(state)) {
      return level;
    }
    Pace pace = state.progress().spending().exertion();
    return pace.isKnown() ? Math.max(1, level / pace.median()) : 1;
  }

  /**
   * Whether a trial that has ended neither way may be trained on below the ceiling: the rung that
   * it has to reach next lies not above it. The baseline, confirmations and forks are trained
   * fully, whatever the ceiling is.
   */
  public static boolean mayGoOn(StudyState state, Trial trial) {
    Rung next = next(state, trial);
    return next != null && (next.epochs() <= ceiling(state) || isTrainedFully(state, trial));
  }

  /** Whether a trial goes on to its next rung by itself, without being proposed by an adviser. */
  static boolean needsNoAdvice(StudyState state, Trial trial) {
    return Guidance.ranksDecide(state)
        || state.bracket(trial.bracket()).plan().isForCertainTrials();
  }

  private static boolean isTrainedFully(StudyState state, Trial trial) {
    return state.isOfTheBaseline(trial.bracket())
        || state.confirms(trial.number())
        || state.byHand().forks().contains(trial.number());
  }

  /** The rung that a trial has to reach next; null if it is at the top. */
  static @Nullable Rung next(StudyState state, Trial trial) {
    Bracket bracket = state.bracket(trial.bracket());
    return trial.rung() > bracket.top() ? null : bracket.rungs().get(trial.rung());
  }

  static boolean inSeconds(StudyState state) {
    return state.spec().fidelity().isInSeconds();
  }

  /** Whether a trial has reached a rung with its newest epoch. */
  static boolean isAt(StudyState state, Trial trial, int level) {
    if (!inSeconds(state)) {
      return trial.epochs() == level;
    }
    return hasClimbed(trial) && left(state, trial, level) <= 0;
  }

  /** Whether a trial was trained since it reached its last rung. */
  static boolean hasClimbed(Trial trial) {
    return trial.epochs() > lastMilestone(trial);
  }

  static int lastMilestone(Trial trial) {
    return trial.milestones() == null ? 0 : trial.milestones().getLast();
  }

  /** How many more epochs of a trial end in nine of ten cases within a level of seconds. */
  private static int left(StudyState state, Trial trial, int level) {
    double left = level - trial.effort().totalSeconds();
    Pace pace = Timing.exertion(state, trial.number());
    if (!pace.isKnown()) {
      return left > 0 ? 1 : 0; // Epochs that take no time at all go on until their session is cut.
    }
    return (int) Math.clamp(left / pace.ninthDecile(), 0, 1e9);
  }

  /**
   * The epoch up to which a trial is granted on its way to a level. Where levels are seconds that
   * is half of what fits, and the rest is granted when its time is known better.
   */
  static int target(StudyState state, Trial trial, int level) {
    if (!inSeconds(state)) {
      return level;
    }
    if (trial.epochs() == 0) {
      return 1;
    }
    // Others have a claim to what is left of a budget of epochs.
    long others = state.affordableEpochs() / (2L * Math.max(1, state.cluster().slots()));
    long dose = Math.min(left(state, trial, level) / 2, others);
    return trial.epochs() + (int) Math.max(1, dose);
  }

  /**
   * The epoch with which a trial is probably at a level.
   *
   * @param level at least where it is
   */
  public static int epochAt(StudyState state, Trial trial, int level) {
    if (!inSeconds(state)) {
      return level;
    }
    return trial.epochs() + Math.max(1, left(state, trial, level));
  }

  /** The epoch with which a trial is probably at the ceiling, at least one more than it has. */
  public static int last(StudyState state, Trial trial) {
    return Math.max(trial.epochs() + 1, epochAt(state, trial, ceiling(state)));
  }

  /** Whether a trial has reached a level, or gone beyond it. */
  public static boolean hasReached(StudyState state, Trial trial, int level) {
    return inSeconds(state)
        ? epochWithin(trial.effort(), level).isPresent()
        : trial.epochs() >= level;
  }

  /** The epoch beyond which nobody trains a trial for now, although it was promised more. */
  static int most(StudyState state, Trial trial) {
    int asked = asked(state.spec(), trial.configuration());
    if (isTrainedFully(state, trial)) {
      return asked;
    }
    if (!inSeconds(state)) {
      return Math.min(asked, ceiling(state));
    }
    return trial.epochs() == 0 ? asked : Math.min(asked, epochAt(state, trial, ceiling(state)));
  }

  /**
   * The last epoch of a curve that ended within some seconds; empty if it could have gone on.
   *
   * @param seconds of training
   */
  public static OptionalInt epochWithin(Curve curve, double seconds) {
    double total = 0;
    for (int epoch = 1; epoch <= curve.length(); epoch++) {
      double next = total + curve.seconds(epoch);
      if (next > seconds) {
        return OptionalInt.of(Math.max(1, epoch - 1));
      }
      total = next;
    }
    boolean done = !curve.isEmpty() && total + curve.seconds(curve.length()) > seconds;
    return done ? OptionalInt.of(curve.length()) : OptionalInt.empty();
  }
}
