package dev.thaw.actors.surrogate;

import dev.thaw.actors.meter.StudyMeters;
import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.StudyState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * Owns the adviser of one study. Answers questions one by one, each from the state that it comes
 * with, while a refit runs beside it. An adviser that throws is replaced by a fresh one, and its
 * answer is that it has nothing to propose.
 */
public final class SurrogateActor {

  /** What it understands. */
  public sealed interface Command {}

  /**
   * A question.
   *
   * @param state the study after the row of the journal that the question names
   */
  public record Advise(StudyState state, Adviser.Question question, ActorRef<Advice> replyTo)
      implements Command {}

  private record Refitted(@Nullable Runnable installation, @Nullable Throwable failure)
      implements Command {}

  private final ActorContext<Command> context;
  private final String study;
  private final Supplier<Adviser> advisers;
  private final StudyMeters meters;
  private @Nullable Adviser adviser;
  private boolean refitting;

  private SurrogateActor(
      ActorContext<Command> context, String study, Supplier<Adviser> advisers, StudyMeters meters) {
    this.context = context;
    this.study = study;
    this.advisers = advisers;
    this.meters = meters;
  }

  /** Where it is to be spawned, so that it takes no thread from anybody else. */
  public static DispatcherSelector dispatcher() {
    return DispatcherSelector.fromConfig("surrogate-dispatcher");
  }

  /**
   * An actor without an adviser yet; the first question makes one.
   *
   * @param study the study's name, for the log
   * @param advisers makes a fresh adviser
   * @param meters where the time of its fits goes; may be told from any thread
   */
  public static Behavior<Command> create(
      String study, Supplier<Adviser> advisers, StudyMeters meters) {
    return Behaviors.withMdc(
        Command.class,
        Map.of("study", study),
        Behaviors.setup(
            context -> new SurrogateActor(context, study, advisers, meters).behavior()));
  }

  private Behavior<Command> behavior() {
    return Behaviors.receiveMessage(
        command -> {
          switch (command) {
            case Advise question -> onAdvise(question);
            case Refitted refitted -> onRefitted(refitted);
          }
          return Behaviors.same();
        });
  }

  private void onAdvise(Advise asked) {
    Advice answer;
    try {
      Adviser able = adviser == null ? advisers.get() : adviser;
      adviser = able;
      beginRefit(able, asked.state());
      answer = stamped(asked, able.advise(asked.state(), asked.question()));
    } catch (RuntimeException | StackOverflowError broken) {
      context.getLog().warn("study {}: the adviser failed and is replaced", study, broken);
      adviser = null;
      answer = asked.question().answer(asked.state(), List.of());
    }
    asked.replyTo().tell(answer);
  }

  /** What an answer was made from is known here, and not left to the adviser to say. */
  private static Advice stamped(Advise asked, Advice answer) {
    return asked
        .question()
        .answer(
            asked.state(), answer.proposals(), answer.hyperparameters(), answer.recommendation())
        .with(answer.prospect());
  }

  private void beginRefit(Adviser able, StudyState state) {
    if (!refitting) {
      able.refit(state)
          .ifPresent(
              refit -> {
                refitting = true;
                context.pipeToSelf(
                    CompletableFuture.supplyAsync(
                        () -> compute(refit),
                        context.getSystem().dispatchers().lookup(dispatcher())),
                    Refitted::new);
              });
    }
  }

  private Runnable compute(Adviser.Refit refit) {
    long beganNs = System.nanoTime();
    Runnable installation = refit.compute();
    meters.fitted(Duration.ofNanos(System.nanoTime() - beganNs));
    return installation;
  }

  /** The result belongs to the adviser that wanted it; a replaced one takes it with it. */
  private void onRefitted(Refitted refitted) {
    refitting = false;
    if (refitted.failure() != null) {
      context.getLog().warn("study {}: the refit failed", study, refitted.failure());
    } else if (refitted.installation() != null) {
      try {
        refitted.installation().run();
      } catch (RuntimeException broken) {
        context.getLog().warn("study {}: the refit cannot be used", study, broken);
        adviser = null;
      }
    }
  }
}
