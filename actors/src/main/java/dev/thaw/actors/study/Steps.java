package dev.thaw.actors.study;

import dev.thaw.actors.journal.Recorded;
import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.Reply;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudyState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The inputs of one message, decided one after the other before any is persisted. */
final class Steps {
  private final List<Step> taken = new ArrayList<>();
  private final Instant at;
  private @Nullable StudyState state;

  /** All happen now, but never earlier than the row before, even when a clock was set back. */
  Steps(@Nullable StudyState state, InstantSource clock) {
    this.state = state;
    Instant now = clock.instant();
    this.at =
        state != null && now.isBefore(state.lifecycle().lastAt())
            ? state.lifecycle().lastAt()
            : now;
  }

  /** The state after a row. */
  static @Nullable StudyState evolve(@Nullable StudyState before, Recorded row) {
    StudyState after = before;
    for (Step step : row.steps()) {
      after = Study.evolve(after, step);
    }
    return after;
  }

  Reply take(Function<Instant, ? extends StudyInput> input) {
    StudyInput next = input.apply(at);
    Decision decision = Study.decide(state, next);
    if (!decision.events().isEmpty()) {
      taken.add(new Step(next, decision.events()));
      state = decision.after();
    }
    return decision.reply();
  }

  boolean isEmpty() {
    return taken.isEmpty();
  }

  Recorded recorded() {
    return new Recorded(taken);
  }

  @Nullable StudyState state() {
    return state;
  }

  /** What is owed to others whatever was taken. */
  List<Effect> outstanding() {
    return state == null ? List.of() : Study.outstanding(state);
  }

  List<Effect> effects() {
    List<Effect> all = new ArrayList<>();
    StudyState last = state;
    if (last != null) {
      taken.forEach(step -> all.addAll(Study.effects(last, step.events())));
    }
    return all;
  }
}
