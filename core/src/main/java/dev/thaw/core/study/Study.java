package dev.thaw.core.study;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a study: four total functions without side effects. Whatever drives a study
 * (actors, the simulator, a replay) calls these and nothing else.
 */
public final class Study {

  private Study() {}

  /**
   * Decides what follows from an input. Never throws on an input that the outside can send: what
   * makes no sense is refused by the reply.
   *
   * @param state the state so far; null before the first input, which must be {@link
   *     StudyInput.Opened}
   */
  public static Decision decide(@Nullable StudyState state, StudyInput input) {
    return Decider.decide(state, input);
  }

  /**
   * Applies one fact. Bookkeeping without judgement; also used to recover.
   *
   * @param state the state so far; null before the first event, which must be {@link
   *     StudyEvent.StudyOpened}
   * @param at the instant of the input that the event was decided of
   */
  public static StudyState evolve(@Nullable StudyState state, StudyEvent event, Instant at) {
    return Evolution.evolve(state, event, at);
  }

  /** Applies all facts of a step. */
  public static @Nullable StudyState evolve(@Nullable StudyState state, Step step) {
    StudyState after = state;
    for (StudyEvent event : step.events()) {
      after = evolve(after, event, step.input().at());
    }
    return after;
  }

  /**
   * What a shell must do once an event is durable.
   *
   * @param after the state after the step that the event belongs to
   */
  public static List<Effect> effects(StudyState after, StudyEvent event) {
    return Effects.of(after, event);
  }

  /** What a shell must do once all events of a step are durable, in order. */
  public static List<Effect> effects(StudyState after, List<StudyEvent> events) {
    List<Effect> all = new ArrayList<>();
    events.forEach(event -> all.addAll(effects(after, event)));
    return all;
  }

  /**
   * How many slots a study could use now, whatever it may hold: as many as it is entitled to while
   * there is more to do than it has slots for, else those that it uses.
   */
  public static int demand(StudyState state) {
    return Sharing.demand(state);
  }

  /** The effects that are still owed; carried out after a recovery. */
  public static List<Effect> outstanding(StudyState state) {
    return Effects.outstanding(state);
  }

  /**
   * Returns what sessions are told of a study that must not go on: to write a checkpoint after the
   * epoch in hand, and to end. Nothing is decided by that: their leases stay as they are.
   */
  public static List<Effect.OnSlot> pauses(StudyState state) {
    return Effects.pauses(state);
  }

  /**
   * Returns what the session of each lease is to do now; told again every few seconds, because
   * orders may be lost on their way. Those that have arrived before change nothing.
   */
  public static List<Effect.OnSlot> orders(StudyState state) {
    return Effects.orders(state);
  }
}
