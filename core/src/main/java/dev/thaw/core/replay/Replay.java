package dev.thaw.core.replay;

import dev.thaw.core.invariant.Inspector;
import dev.thaw.core.invariant.Violation;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides the inputs of a journal again. Whatever differs, the state is that of the journal: one
 * difference does not make another. Confined to one thread.
 */
public final class Replay {

  private final Inspector inspector;
  private @Nullable StudyState state;
  private long rows;
  private long steps;
  private long events;

  /**
   * Begins before the first row.
   *
   * @param inspector looks at each step
   */
  public Replay(Inspector inspector) {
    this.inspector = inspector;
  }

  /**
   * Decides the inputs of the next row.
   *
   * @param row its number
   * @param recorded what it holds
   * @return the first step that is decided otherwise or breaks what must hold; empty if none does
   */
  public Optional<Divergence> take(long row, List<Step> recorded) {
    Optional<Divergence> first = Optional.empty();
    for (int i = 0; i < recorded.size(); i++) {
      Step step = recorded.get(i);
      StudyState before = state;
      List<StudyEvent> decided = Study.decide(before, step.input()).events();
      StudyState after = Objects.requireNonNull(Study.evolve(before, step), "a step has a state");
      Violation broken = inspector.inspect(before, step, after).orElse(null);
      if (first.isEmpty() && (broken != null || !decided.equals(step.events()))) {
        first =
            Optional.of(new Divergence(row, i + 1, step.input(), step.events(), decided, broken));
      }
      state = after;
      steps++;
      events += step.events().size();
    }
    rows++;
    return first;
  }

  /** The state after the last row; null before the first. */
  public @Nullable StudyState state() {
    return state;
  }

  /** How many rows were taken. */
  public long rows() {
    return rows;
  }

  /** How many inputs were decided again. */
  public long steps() {
    return steps;
  }

  /** How many events they had. */
  public long events() {
    return events;
  }
}
