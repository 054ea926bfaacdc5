package dev.thaw.actors.study;

import dev.thaw.actors.meter.StudyMeters;
import dev.thaw.actors.surrogate.SurrogateActor;
import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import java.time.Duration;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;

/** A supervisor's way to its adviser, who is started when there is a question. Confined to it. */
final class AdviserLink {

  private final ActorContext<StudySupervisor.Command> context;
  private final String study;
  private final Function<StudySpec, Adviser> advisers;
  private final ActorRef<Advice> answers;
  private final StudyMeters meters;
  private @Nullable ActorRef<SurrogateActor.Command> adviser;
  private long asked;
  private long askedAtNs;

  AdviserLink(
      ActorContext<StudySupervisor.Command> context,
      String study,
      Function<StudySpec, Adviser> advisers,
      ActorRef<Advice> answers,
      StudyMeters meters) {
    this.context = context;
    this.study = study;
    this.advisers = advisers;
    this.answers = answers;
    this.meters = meters;
  }

  void ask(StudyState state, Adviser.Question question) {
    if (adviser == null) {
      adviser =
          context.spawnAnonymous(
              SurrogateActor.create(study, () -> advisers.apply(state.spec()), meters),
              SurrogateActor.dispatcher());
    }
    asked = question.ask();
    askedAtNs = System.nanoTime();
    adviser.tell(new SurrogateActor.Advise(state, question, answers));
  }

  void answered(Advice advice) {
    if (advice.ask() == asked) {
      meters.advised(Duration.ofNanos(System.nanoTime() - askedAtNs));
    }
  }

  boolean isThere() {
    return adviser != null;
  }

  /** Gives an adviser up that says nothing; the next question goes to a fresh one. */
  void giveUp() {
    if (adviser != null) {
      context.stop(adviser);
      adviser = null;
    }
  }

  /** The adviser was stopped with its supervisor. */
  void forget() {
    adviser = null;
  }
}
