package dev.thaw.core.foresight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.space.ModelInputs;
import dev.thaw.core.study.Lease;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.OfferedSlot;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Timing;
import dev.thaw.core.testing.Specs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Goal: the speeds of kinds of nodes are learned from where epochs were trained. */
class CostSurrogateTest {

  private static final Instant START = Instant.parse("2026-03-01T18:00:00Z");

  private static StudyState give(StudyState state, StudyInput input) {
    return Study.decide(state, input).after();
  }

  /** Every trial trains three epochs, of 10 s each on one kind of node and of 4 s on the other. */
  private static StudyState trained() {
    var spec = Specs.study(new Scheduler.FullTraining()).epochs(1, 3).slots(2).trials(30).spec();
    StudyState state = Study.decide(null, new StudyInput.Opened(START, spec)).after();
    for (String kind : List.of("a100", "h100")) {
      state =
          give(
              state,
              new StudyInput.NodeJoined(
                  START, kind, "1", OfferedSlot.own(List.of(0)), "store", kind));
    }
    while (state.lifecycle().phase() != Lifecycle.Phase.ENDED && !isLast(state)) {
      List<Lease> leases = new ArrayList<>();
      state.cluster().leases().forEach((trial, lease) -> leases.add(lease));
      for (Lease lease : leases) {
        state = train(state, lease);
      }
    }
    return state;
  }

  /** Two trials are left in their slots. */
  private static boolean isLast(StudyState state) {
    return state.progress().trials().size() == 30;
  }

  private static StudyState train(StudyState before, Lease lease) {
    StudyState state = before;
    double seconds = lease.slot().node().equals("a100") ? 10 : 4;
    for (int epoch = 1; epoch <= 3; epoch++) {
      var report =
          new StudyInput.EpochReported(
              START, lease.trial(), lease.fence(), epoch, 0.5, seconds, Map.of());
      state = give(state, report);
    }
    return give(state, new StudyInput.SessionEnded(START, lease.trial(), lease.fence()));
  }

  @Test
  void theSpeedOfAKindOfNodeIsLearnedAgainstTheUsualOne() {
    StudyState state = trained();
    var costs = new CostSurrogate(new ModelInputs(state.spec().space()));
    costs.follow(state);

    assertThat(state.cluster().leases().size()).isPositive();
    state
        .cluster()
        .leases()
        .forEach(
            (trial, lease) ->
                assertThat(costs.slowness(state, trial))
                    .isCloseTo(lease.slot().node().equals("a100") ? 1 : 0.4, within(0.06)));
    assertThat(Math.exp(costs.logSeconds(state.trial(0).configuration())))
        .isCloseTo(10, within(1.0));
  }

  @Test
  void whereAllNodesAreOfOneKindNothingIsSlower() {
    var spec = Specs.study(new Scheduler.FullTraining()).epochs(1, 3).trials(3).spec();
    StudyState state = Study.decide(null, new StudyInput.Opened(START, spec)).after();
    var costs = new CostSurrogate(new ModelInputs(spec.space()));

    assertThat(costs.slowness(state, Timing.NEW)).isEqualTo(1);
  }
}
