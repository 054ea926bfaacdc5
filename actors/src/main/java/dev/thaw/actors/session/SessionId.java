package dev.thaw.actors.session;

import java.util.Map;

/**
 * Names a session: one lease of one trial.
 *
 * @param study the study's name
 * @param trial the trial's number
 * @param fence the lease's fence
 */
public record SessionId(String study, int trial, long fence) {

  /** What lines of the log that are about it carry, in the words of the log. */
  public Map<String, String> logged() {
    return Map.of("study", study, "trial", String.valueOf(trial), "lease", String.valueOf(fence));
  }
}
