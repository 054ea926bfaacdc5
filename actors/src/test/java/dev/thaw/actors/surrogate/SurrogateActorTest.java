package dev.thaw.actors.surrogate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.meter.Meters;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.testing.Specs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class SurrogateActorTest {

  private static final StudyState STATE =
      Study.evolve(
          null,
          new StudyEvent.StudyOpened(
              Specs.study(new Scheduler.Asha(3, PromotionRule.PAPER, false)).spec()),
          Instant.EPOCH);

  private static Advice answer(Adviser adviser) {
    var meters = Meters.in(new SimpleMeterRegistry()).study("small");
    var kit = BehaviorTestKit.create(SurrogateActor.create("small", () -> adviser, meters));
    TestInbox<Advice> inbox = TestInbox.create();
    kit.run(new SurrogateActor.Advise(STATE, new Adviser.Question(7, 1, 12), inbox.getRef()));
    return inbox.receiveMessage();
  }

  @Test
  void passesOnAllThatTheAdviserSays() {
    var recommendation = new Advice.Recommendation(3, 9, new Advice.Forecast(27, 0.3, 0.2, 0.4));
    var prospect = new Advice.Prospect(0.01, 0.2, 480);

    Advice answer =
        answer(
            (state, question) ->
                question.answer(state, List.of(), List.of(1.5), recommendation).with(prospect));

    assertThat(answer)
        .isEqualTo(new Advice(7, 12, 0, List.of(), List.of(1.5), recommendation).with(prospect));
  }

  @Test
  void saysItselfWhatAnAnswerWasMadeFrom() {
    Advice answer = answer((state, question) -> new Advice(1, 1, 99, List.of(), List.of(), null));

    assertThat(answer).isEqualTo(new Advice(7, 12, 0, List.of(), List.of(), null));
  }
}
