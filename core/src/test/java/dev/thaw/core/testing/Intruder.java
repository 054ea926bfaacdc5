package dev.thaw.core.testing;

import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Counsel;
import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Lease;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudyState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says, after each step of a study, what must have no effect: the words of sessions that have lost
 * their lease, epochs that come twice or too early, advice to older questions. Nothing of it is
 * kept: the study goes on as if nobody had spoken.
 */
public final class Intruder implements StepObserver {

  @Override
  public void onStep(@Nullable StudyState before, Step step, Decision decision) {
    StudyState state = decision.after();
    for (StudyInput input : lies(state)) {
      Decision answer = Study.decide(state, input);
      if (!answer.events().isEmpty()) {
        throw new AssertionError("%s had an effect: %s".formatted(input, answer.events()));
      }
    }
  }

  private static List<StudyInput> lies(StudyState state) {
    Instant at = state.lifecycle().lastAt();
    List<StudyInput> lies = new ArrayList<>();
    for (Map.Entry<Integer, Lease> entry : state.cluster().leases()) {
      Lease lease = entry.getValue();
      lies.add(epoch(at, lease, lease.fence() - 1, lease.reported() + 1));
      lies.add(epoch(at, lease, lease.fence() + 1, lease.reported() + 1));
      lies.add(epoch(at, lease, lease.fence(), lease.reported() + 2));
      if (lease.reported() > 0) {
        lies.add(epoch(at, lease, lease.fence(), lease.reported()));
      }
      lies.add(new StudyInput.SessionEnded(at, lease.trial(), lease.fence() - 1));
    }
    Counsel counsel = state.search().counsel();
    if (counsel.asked() > 0) {
      lies.add(new StudyInput.AdviceGiven(at, advice(counsel.asked() - 1)));
    }
    return lies;
  }

  private static StudyInput epoch(Instant at, Lease lease, long fence, int epoch) {
    return new StudyInput.EpochReported(at, lease.trial(), fence, epoch, -1e9, 1, Map.of());
  }

  private static Advice advice(long ask) {
    return new Advice(ask, 1, 0, List.of(), List.of(), null, null);
  }
}
