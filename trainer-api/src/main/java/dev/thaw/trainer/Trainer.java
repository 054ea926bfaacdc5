package dev.thaw.trainer;

import java.util.List;
import java.util.Map;

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
   * Opens a session for one lease of one trial, restored from {@link TrialSetup#resumeFrom()} where
   * that is present.
   *
   * @throws Exception if the session cannot be opened; the trial then fails with that reason
   */
  TrainingSession open(TrialSetup setup) throws Exception;
}
