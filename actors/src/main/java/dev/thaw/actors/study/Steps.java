package dev.thaw.actors.study;

import dev.thaw.actors.journal.Recorded;
import dev.thaw.core.invariant.Inspector;
import dev.thaw.core.invariant.Violation;
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
  private final Inspector inspector;
  private final Instant at;
  private final @Nullable StudyState before;
  private @Nullable StudyState state;
  private @Nullable Violation violation;

  /** All happen now, but never earlier than the row before, even when a clock was set back. */
  Steps(@Nullable StudyState state, InstantSource clock, Inspector inspector) {
    this.before = state;
    this.state = state;
    this.inspector = inspector;
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

  /** Decides an input; nothing more is decided after a step that breaks what must hold. */
  Reply take(Function<Instant, ? extends StudyInput> input) {
    if (violation != null) {
      return new Reply.Refused(violation.toString());
    }
    StudyInput next = input.apply(at);
    Decision decision = Study.decide(state, next);
    if (!decision.events().isEmpty()) {
      var step = new Step(next, decision.events());
      taken.add(step);
      violation = inspector.inspect(state, step, decision.after()).orElse(null);
      state = decision.after();
    }
    return decision.reply();
  }

  /** What must not be recorded; null if all may be. */
  @Nullable Incident incident(String study, long row) {
    return violation == null ? null : new Incident(study, at, row, violation, before, taken);
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
