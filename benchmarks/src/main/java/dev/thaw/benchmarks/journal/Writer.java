package dev.thaw.benchmarks.journal;

import dev.thaw.actors.journal.Recorded;
import java.util.function.LongConsumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/** Persists the same row again and again, as soon as the one before is durable. */
final class Writer extends EventSourcedBehavior<Writer.Write, Recorded, Long> {

  /** Write the next row. */
  record Write() {}

  private final ActorContext<Write> context;
  private final Recorded row;
  private final LongConsumer written;

  private Writer(ActorContext<Write> context, String id, Recorded row, LongConsumer written) {
    super(PersistenceId.of("study", id));
    this.context = context;
    this.row = row;
    this.written = written;
  }

  /**
   * Starts with the first message.
   *
   * @param written hears how long each row took, in nanoseconds
   */
  static Behavior<Write> create(String id, Recorded row, LongConsumer written) {
    return Behaviors.setup(context -> new Writer(context, id, row, written));
  }

  @Override
  public Long emptyState() {
    return 0L;
  }

  @Override
  public CommandHandler<Write, Recorded, Long> commandHandler() {
    return (state, command) -> {
      long begun = System.nanoTime();
      return Effect()
          .persist(row)
          .thenRun(
              after -> {
                written.accept(System.nanoTime() - begun);
                context.getSelf().tell(command);
              });
    };
  }

  @Override
  public EventHandler<Long, Recorded> eventHandler() {
    return (state, event) -> state + 1;
  }
}
