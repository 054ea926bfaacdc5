package dev.thaw.core.forecast;

import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Left;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Notes how long slots are leased in a simulation, and how many checkpoints there are at most. */
final class BusyWatch implements StepObserver {

  private double slotSeconds;
  private int checkpoints;

  /** The instant of the newest input, also of one that changed nothing. */
  private @Nullable Instant seen;

  @Override
  public void onStep(@Nullable StudyState before, Step step, Decision decision) {
    if (before != null && seen != null) {
      Duration since = Duration.between(seen, step.input().at());
      // In a guided study a lease may be granted before the one that it follows has ended.
      int slots = before.spec().resources().slots();
      slotSeconds += Math.min(slots, before.cluster().leases().size()) * Left.seconds(since);
    }
    seen = step.input().at();
    checkpoints = Math.max(checkpoints, decision.after().stored().bytes().size());
  }

  double slotSeconds() {
    return slotSeconds;
  }

  int checkpoints() {
    return checkpoints;
  }
}
