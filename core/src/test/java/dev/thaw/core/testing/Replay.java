package dev.thaw.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyState;
import org.jspecify.annotations.Nullable;

/** Decides anew on the inputs of a study that was simulated. */
public final class Replay {

  private Replay() {}

  /** The same inputs give the same events, and those the state in which the study ended. */
  public static void check(SimulatedRun run, long seed) {
    @Nullable StudyState evolved = null;
    for (Step step : run.steps()) {
      Decision again = Study.decide(evolved, step.input());
      assertThat(again.events()).as("seed %d", seed).isEqualTo(step.events());
      evolved = Study.evolve(evolved, step);
    }

    assertThat(evolved).isEqualTo(run.state());
  }
}
