package dev.thaw.actors.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.journal.JournalCodec;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyState;
import org.jspecify.annotations.Nullable;

/**
 * Follows a simulation on copies of its states: decides every input on the state that came back
 * from bytes, and requires the same decision. Every test that runs under its eyes is a recovery
 * test.
 */
final class ShadowStudy implements StepObserver {

  /** States of more trials than this go through bytes less often. */
  private static final int SMALL = 64;

  private static final int STRIDE_OF_LARGE = 50;

  private final JournalCodec codec;
  private final int stride;
  private @Nullable StudyState copy;
  private int steps;
  private int copies;

  /**
   * @param stride one state in so many goes through bytes, if it has at most 64 trials
   */
  ShadowStudy(JournalCodec codec, int stride) {
    this.codec = codec;
    this.stride = stride;
  }

  /** How many states went through bytes. */
  int copies() {
    return copies;
  }

  @Override
  public void onStep(@Nullable StudyState before, Step step, Decision decision) {
    Decision again = Study.decide(copy, step.input());
    assertThat(again.events()).as("step %d", steps).isEqualTo(step.events());
    assertThat(again.reply()).as("step %d", steps).isEqualTo(decision.reply());
    if (!step.events().isEmpty()) {
      boolean small = decision.after().progress().trials().size() <= SMALL;
      boolean due = steps % (small ? stride : STRIDE_OF_LARGE) == 0;
      copy = due ? throughBytes(decision.after()) : again.after();
      steps++;
    }
  }

  private StudyState throughBytes(StudyState state) {
    byte[] bytes = codec.encode(state);
    StudyState decoded = codec.decodeState(bytes);
    assertThat(decoded.equals(state)).as("step %d: the copy equals the state", steps).isTrue();
    assertThat(codec.encode(decoded)).as("step %d", steps).isEqualTo(bytes);
    copies++;
    return decoded;
  }
}
