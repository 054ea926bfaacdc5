package dev.thaw.app.api;

import dev.thaw.workers.asked.Next;
import dev.thaw.workers.asked.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trial, as whoever trains it sees it. Used in one thread.
 *
 * <pre>{@code
 * for (int epoch : trial.epochs()) {
 *   trial.report("loss", model.train(trial.real("learning_rate"), epoch));
 * }
 * }</pre>
 */
public final class Training {

  /** What a trial says of itself to the study. */
  interface Telling {
    /** What came of an epoch, and what to do next. */
    Next epoch(int epoch, Map<String, Double> metrics);

    /** Whether the checkpoint of an epoch was written, and what to do next. */
    Next checkpoint(int epoch, boolean written);
  }

  private final Work work;
  private final Telling study;
  private Objective.@Nullable Saving saving;
  private int epoch;
  private boolean reported;
  private boolean over;

  Training(Work work, Telling study) {
    this.work = work;
    this.study = study;
    this.epoch = work.epoch() - 1;
    this.reported = true;
  }

  /** Its number in the study, from 0. */
  public int trial() {
    return work.trial();
  }

  /** Its active parameters, by name: Long, Double, String or Boolean. */
  public Map<String, Object> parameters() {
    return work.parameters();
  }

  /**
   * The value of a parameter that is a number.
   *
   * @throws IllegalArgumentException if there is no such parameter, or it is none
   */
  public double real(String name) {
    return number(name).doubleValue();
  }

  /**
   * The value of a parameter that is a whole number.
   *
   * @throws IllegalArgumentException if there is no such parameter, or it is no number
   */
  public long integer(String name) {
    return number(name).longValue();
  }

  /**
   * The value of a parameter as a text.
   *
   * @throws IllegalArgumentException if there is no such parameter
   */
  public String text(String name) {
    return String.valueOf(value(name));
  }

  private Number number(String name) {
    if (value(name) instanceof Number number) {
      return number;
    }
    throw new IllegalArgumentException(
        "parameter %s (%s) must be a number.\nMaybe text(\"%s\")."
            .formatted(name, value(name), name));
  }

  private Object value(String name) {
    Object value = work.parameters().get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "parameter %s must be one of %s.".formatted(name, work.parameters().keySet()));
    }
    return value;
  }

  /** Where its randomness comes from; the same when it is trained again. */
  public long seed() {
    return work.seed();
  }

  /** The folder of the checkpoint to go on from; empty if it begins anew. */
  public Optional<Path> resumeFrom() {
    return Optional.ofNullable(work.resumeFrom()).map(Path::of);
  }

  /**
   * Says how to write a checkpoint when one is wanted; without that, a frozen trial is trained
   * again from its start when it goes on.
   */
  public void checkpoint(Objective.Saving how) {
    saving = how;
  }

  /**
   * The epochs to train, by number from 1, as long as the study wants more. Each must be reported
   * before the next.
   */
  public Iterable<Integer> epochs() {
    return () ->
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            if (!over && !reported) {
              throw new IllegalStateException(
                  "epoch %d must be reported before the next one: trial.report(...)."
                      .formatted(epoch));
            }
            return !over;
          }

          @Override
          public Integer next() {
            if (!hasNext()) {
              throw new NoSuchElementException("the trial is over, or frozen.");
            }
            reported = false;
            return ++epoch;
          }
        };
  }

  /**
   * Reports a metric of the epoch in hand.
   *
   * @throws Exception if a checkpoint was wanted, and could not be written
   */
  public void report(String metric, double value) throws Exception {
    report(Map.of(metric, value));
  }

  /**
   * Reports all metrics of the epoch in hand, by name.
   *
   * @throws Exception if a checkpoint was wanted, and could not be written
   */
  public void report(Map<String, Double> metrics) throws Exception {
    if (reported) {
      throw new IllegalStateException(
          "an epoch must be trained before it is reported.\n"
              + "Maybe report inside of the loop over trial.epochs().");
    }
    reported = true;
    Next next = study.epoch(epoch, new LinkedHashMap<>(metrics));
    if (next == Next.SAVE) {
      next = study.checkpoint(epoch, saved());
    }
    over = next != Next.CONTINUE;
  }

  private boolean saved() throws Exception {
    if (saving == null) {
      return false;
    }
    try {
      saving.save(Path.of(work.checkpointTo()));
      return true;
    } catch (IOException unwritten) {
      throw new IOException(
          "the checkpoint of epoch %d could not be written: %s"
              .formatted(epoch, unwritten.getMessage()),
          unwritten);
    }
  }

  /** Whether an epoch was begun that was not reported, or the study wants more. */
  boolean isUnfinished() {
    return !over;
  }

  /** The epoch that was begun last, or the one before the first. */
  int epoch() {
    return epoch;
  }
}
