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

  /** Whether of two leases of one slot this is the valid one: its fence is higher. */
  public boolean supersedes(SessionId other) {
    return study.equals(other.study) && fence > other.fence;
  }

  /** What lines of the log that are about it carry, in the words of the log. */
  public Map<String, String> logged() {
    return Map.of("study", study, "trial", String.valueOf(trial), "lease", String.valueOf(fence));
  }
}
