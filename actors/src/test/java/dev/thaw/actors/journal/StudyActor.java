package dev.thaw.actors.journal;

import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyState;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.jspecify.annotations.Nullable;

/** Persists the steps that it is given, and takes a snapshot of the state after every second. */
final class StudyActor extends EventSourcedBehavior<StudyActor.Command, Recorded, StudyState> {

  static final String ID = "study|small";

  /** What the actor is told. */
  sealed interface Command {
    /** Persist a row. */
    record Persist(Recorded row, ActorRef<StudyState> replyTo) implements Command {}

    /** Say what the state is. */
    record Ask(ActorRef<StudyState> replyTo) implements Command {}
  }

  private final Step opening;

  /**
   * @param opening the step that opens the study, which is not persisted here
   */
  StudyActor(Step opening) {
    super(PersistenceId.ofUniqueId(ID));
    this.opening = opening;
  }

  @Override
  public StudyState emptyState() {
    return after(null, opening);
  }

  private static StudyState after(@Nullable StudyState before, Step step) {
    StudyState after = Study.evolve(before, step);
    if (after == null) {
      throw new AssertionError("no state after " + step);
    }
    return after;
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(2, 2);
  }

  @Override
  public CommandHandler<Command, Recorded, StudyState> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(
            Command.Persist.class,
            command -> Effect().persist(command.row()).thenReply(command.replyTo(), state -> state))
        .onCommand(Command.Ask.class, (state, command) -> Effect().reply(command.replyTo(), state))
        .build();
  }

  @Override
  public EventHandler<StudyState, Recorded> eventHandler() {
    return (state, row) -> fold(state, row.steps());
  }

  private static StudyState fold(StudyState before, List<Step> steps) {
    StudyState state = before;
    for (Step step : steps) {
      state = after(state, step);
    }
    return state;
  }
}
