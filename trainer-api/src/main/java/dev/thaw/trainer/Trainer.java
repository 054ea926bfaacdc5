package dev.thaw.trainer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Knows how to train one kind of model. One instance serves all trials of a process and must be
 * safe to call from several threads; what belongs to one trial lives in its {@link
 * TrainingSession}.
 */
public interface Trainer {

  /** The name by which a study asks for this trainer: {@code trainer: {name: ...}}. */
  String name();

  /**
   * What is wrong with the options of a study's {@code trainer} section, one sentence each that
   * names the option, its value and the constraint; empty if nothing is. Asked before a study
   * starts.
   */
  default List<String> problemsWith(Map<String, Object> options) {
    return List.of();
  }

  /**
   * The same, by a trainer whose options may name hyperparameters.
   *
   * @param parameters the names of the study's hyperparameters, in the order of the search space
   */
  default List<String> problemsWith(Map<String, Object> options, Set<String> parameters) {
    return problemsWith(options);
  }

  /** Whether sessions with these options train on a GPU where there is one. */
  default boolean usesGpu(Map<String, Object> options) {
    return false;
  }

  /**
   * The names of those parameters whose values sessions can change between epochs, by {@link
   * TrainingSession#change}; none by default. A study whose controller wants others is refused
   * before it begins, or where nobody could ask before, its trials are infeasible.
   *
   * @param parameters the names of the study's hyperparameters, in the order of the search space
   */
  default Set<String> changeable(Map<String, Object> options, Set<String> parameters) {
    return Set.of();
  }

  /**
   * Whether a trial with these options can go on from a checkpoint of another trial: false if
   * sessions write none, and train their epochs again instead. A population of such trials is
   * refused before it begins.
   */
  default boolean canFork(Map<String, Object> options) {
    return true;
  }

  /**
   * Keeps what a study must find unchanged for as long as it runs, such as the code that trains.
   * Called once, when the study is submitted.
   *
   * @param folder the study's folder, absolute; the sessions find it in {@link TrialSetup#folder}
   * @throws IOException if it cannot be kept; the study is then not begun
   */
  default void begin(Map<String, Object> options, Path folder) throws IOException {}

  /**
   * The same, by a trainer that tells its sessions which hyperparameters there are.
   *
   * @param parameters the names of the study's hyperparameters, in the order of the search space
   */
  default void begin(Map<String, Object> options, Set<String> parameters, Path folder)
      throws IOException {
    begin(options, folder);
  }

  /**
   * A command line for a POSIX shell that trains a trial again, from its first epoch and without
   * Thaw; empty if this trainer has none.
   *
   * @param setup the trial; its slot and checkpoint do not count
   * @param epochs how long to train it
   * @throws IOException if what the study has kept cannot be read
   */
  default Optional<String> commandFor(TrialSetup setup, int epochs) throws IOException {
    return Optional.empty();
  }

  /**
   * Opens a session for one lease of one trial, restored from {@link TrialSetup#resumeFrom()} where
   * that is present.
   *
   * @throws Exception if the session cannot be opened; the trial then fails with that reason
   */
  TrainingSession open(TrialSetup setup) throws Exception;

  /**
   * Ends at once what sessions of this trainer still run outside of this process, and waits for it,
   * a few seconds at most. Called when the process is about to end; no session can be opened
   * afterwards.
   */
  default void shutDown() {}
}
