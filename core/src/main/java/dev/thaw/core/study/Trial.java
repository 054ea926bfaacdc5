package dev.thaw.core.study;

import dev.thaw.core.curve.Curve;
import dev.thaw.core.space.Configuration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One configuration and what is known of it. Immutable.
 *
 * @param number its number in the study, from 0
 * @param configuration its hyperparameters
 * @param bracket the number of the bracket that it climbs
 * @param rung the index of the rung that it has to reach next
 * @param status where it is in its life
 * @param curve the objective and the seconds of every epoch so far
 * @param bestEpoch the earliest epoch with its best value; 0 before the first
 * @param restarts how often it was tried again after a failure
 * @param latest the checkpoint from which it would go on; null if it would begin anew
 * @param best the checkpoint with its best value; null if there is none
 * @param failure its last failure; null if it never failed
 * @param store where the newest checkpoint was written; null if that is not known
 * @param milestones the epoch at which it reached each rung so far; null where rungs are epochs
 * @param worked its curve with the seconds of processors or of GPUs; null if only those of the
 *     clock count
 * @param inEffect what a controller had changed parameters to during its last epoch; null without a
 *     controller
 * @param watched for each metric that counts beside the objective, in the order of {@link
 *     Aims#watched}, its curve; null if none does, or before the first epoch
 * @param lineage the checkpoint of another trial that it began from, whose epochs are the first of
 *     its curve; null if it began anew
 */
public record Trial(
    int number,
    Configuration configuration,
    int bracket,
    int rung,
    TrialStatus status,
    Curve curve,
    int bestEpoch,
    int restarts,
    @Nullable CheckpointRef latest,
    @Nullable CheckpointRef best,
    @Nullable Failure failure,
    @Nullable String store,
    @Nullable List<Integer> milestones,
    @Nullable Curve worked,
    @Nullable Map<String, Double> inEffect,
    @Nullable List<Curve> watched,
    @Nullable Lineage lineage) {

  public Trial {
    inEffect = inEffect == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(inEffect));
    watched = watched == null ? null : List.copyOf(watched);
  }

  static Trial create(int number, Configuration configuration, int bracket) {
    return new Trial(
        number,
        configuration,
        bracket,
        0,
        TrialStatus.PENDING,
        Curve.empty(),
        0,
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /**
   * A trial that goes on from the checkpoint of another one.
   *
   * @param bracket the number of the bracket that it climbs
   * @param climbs the rung that it has to reach next
   */
  static Trial fork(
      int number,
      Configuration configuration,
      int bracket,
      int climbs,
      Trial parent,
      Lineage lineage) {
    return new Trial(
        number,
        configuration,
        bracket,
        climbs,
        TrialStatus.PENDING,
        parent.curve.upTo(lineage.checkpoint().epoch()),
        0,
        0,
        lineage.origin(),
        null,
        null,
        parent.store,
        null,
        null,
        null,
        null,
        lineage);
  }

  /** The epochs that it trained itself, and not one that it was forked from; counted once. */
  public int ownEpochs() {
    return curve.length() - firstEpoch();
  }

  /** The seconds of the epochs that it trained itself, the first one first. */
  public double[] ownSeconds() {
    double[] seconds = curve.seconds();
    return Arrays.copyOfRange(seconds, firstEpoch(), seconds.length);
  }

  /** How long those took together, summed from the first of them on. */
  public double ownTotalSeconds() {
    if (lineage == null) {
      return curve.totalSeconds();
    }
    double total = 0;
    for (double seconds : ownSeconds()) {
      total += seconds;
    }
    return total;
  }

  /** The epoch that it began from: 0, or that of the checkpoint that it was forked from. */
  public int firstEpoch() {
    return lineage == null ? 0 : lineage.checkpoint().epoch();
  }

  /** Epochs trained so far, counted once. */
  public int epochs() {
    return curve.length();
  }

  /**
   * The curve with the seconds that count for the levels of the fidelity, where those are seconds:
   * of the clock, of processors or of GPUs.
   */
  public Curve effort() {
    return worked == null ? curve : worked;
  }

  /** Whether it ended before it was complete. */
  public boolean gaveUp() {
    return status.ended() && status != TrialStatus.COMPLETED;
  }

  /** The epoch from which its next session would go on; 0 for a fresh start. */
  public int resumeEpoch() {
    return latest == null ? 0 : latest.epoch();
  }

  Trial with(TrialStatus next) {
    return next == status
        ? this
        : new Trial(
            number,
            configuration,
            bracket,
            rung,
            next,
            curve,
            bestEpoch,
            restarts,
            latest,
            best,
            failure,
            store,
            milestones,
            worked,
            inEffect,
            watched,
            lineage);
  }

  /** After one more epoch. */
  Trial learn(
      Curve longer, @Nullable Curve longerWorked, @Nullable List<Curve> longerWatched, int best) {
    return new Trial(
        number,
        configuration,
        bracket,
        rung,
        status.afterEpoch(),
        longer,
        best,
        restarts,
        latest,
        this.best,
        failure,
        store,
        milestones,
        longerWorked,
        inEffect,
        longerWatched,
        lineage);
  }

  /**
   * The epoch at which it stood in a rung that it reached.
   *
   * @param index the rung's index in its bracket
   * @param level the rung's level
   */
  public int epochsAt(int index, int level) {
    return milestones == null ? level : milestones.get(index);
  }

  /** It reached a rung, whose level is seconds or else epochs. */
  Trial climb(boolean inSeconds) {
    List<Integer> reached = milestones;
    if (inSeconds) {
      reached = new ArrayList<>(milestones == null ? List.of() : milestones);
      reached.add(epochs());
      reached = List.copyOf(reached);
    }
    return new Trial(
        number,
        configuration,
        bracket,
        rung + 1,
        status,
        curve,
        bestEpoch,
        restarts,
        latest,
        best,
        failure,
        store,
        reached,
        worked,
        inEffect,
        watched,
        lineage);
  }

  Trial restart() {
    return new Trial(
        number,
        configuration,
        bracket,
        rung,
        status,
        curve,
        bestEpoch,
        restarts + 1,
        latest,
        best,
        failure,
        store,
        milestones,
        worked,
        inEffect,
        watched,
        lineage);
  }

  Trial keep(@Nullable CheckpointRef newest, @Nullable CheckpointRef bestSoFar) {
    return new Trial(
        number,
        configuration,
        bracket,
        rung,
        status,
        curve,
        bestEpoch,
        restarts,
        newest,
        bestSoFar,
        failure,
        store,
        milestones,
        worked,
        inEffect,
        watched,
        lineage);
  }

  /** Its newest checkpoint lies in this store, or nobody knows where. */
  Trial in(@Nullable String newest) {
    return Objects.equals(store, newest)
        ? this
        : new Trial(
            number,
            configuration,
            bracket,
            rung,
            status,
            curve,
            bestEpoch,
            restarts,
            latest,
            best,
            failure,
            newest,
            milestones,
            worked,
            inEffect,
            watched,
            lineage);
  }

  Trial err(Failure last) {
    return new Trial(
        number,
        configuration,
        bracket,
        rung,
        status,
        curve,
        bestEpoch,
        restarts,
        latest,
        best,
        last,
        store,
        milestones,
        worked,
        inEffect,
        watched,
        lineage);
  }

  /** Its last epoch was trained with these values; the same if nobody changes any. */
  Trial under(@Nullable Map<String, Double> values) {
    return values == null
        ? this
        : new Trial(
            number,
            configuration,
            bracket,
            rung,
            status,
            curve,
            bestEpoch,
            restarts,
            latest,
            best,
            failure,
            store,
            milestones,
            worked,
            values,
            watched,
            lineage);
  }
}
