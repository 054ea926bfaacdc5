package dev.thaw.actors.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.broker.SlotBroker;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.testing.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: the broker knows what a study wants and holds, without being told the same twice. */
class SlotRequestsTest {

  private final TestInbox<SlotBroker.Command> broker = TestInbox.create();
  private final TestInbox<SlotBroker.SlotOffer> offers = TestInbox.create();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987})
  void afterEachRowTheBrokerKnowsWhatAFreshRequestWouldSay(long seed) {
    SlotRequests requests = requests();
    SlotBroker.Command known = null;

    for (StudyState state : states(Scenario.besieged(seed))) {
      requests.sendIfChanged(state);
      List<SlotBroker.Command> sent = broker.getAllReceived();
      assertThat(sent).hasSizeLessThan(2).doesNotContain(known);
      known = sent.isEmpty() ? known : sent.getFirst();
      requests().send(state);
      assertThat(known).as("seed %d", seed).isEqualTo(broker.receiveMessage());
    }
  }

  @Test
  void tellsTheBrokerWhatItHasHeard() {
    SlotRequests requests = requests();
    StudyState state = states(Scenario.calm(1)).getFirst();
    requests.hear(new SlotBroker.SlotsAllowed("broker", 6, 1));
    requests.sendIfChanged(state);
    broker.getAllReceived();

    requests.hear(new SlotBroker.SlotsAllowed("broker", 7, 1));
    requests.sendIfChanged(state);

    assertThat(((SlotBroker.RequestSlots) broker.receiveMessage()).heard()).isEqualTo(7);
  }

  private SlotRequests requests() {
    return new SlotRequests("small", false, broker.getRef(), offers.getRef());
  }

  private static List<StudyState> states(Scenario scenario) {
    List<StudyState> states = new ArrayList<>();
    scenario.run((before, step, decision) -> states.add(decision.after()));
    return states;
  }
}
