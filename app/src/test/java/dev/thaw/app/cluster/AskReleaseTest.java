package dev.thaw.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.FakeDesk;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.core.study.StudySpec;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrainingSlot;
import dev.thaw.trainer.TrialSetup;
import dev.thaw.workers.asked.AskHub;
import dev.thaw.workers.asked.AskedTrainer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AskReleaseTest {

  private final AskedTrainer trainer = new AskedTrainer();
  private final AskHub hub = trainer.hub();
  private final FakeDesk desk = new FakeDesk();
  private final StudySpec spec = Specs.accuracy(1, 12);

  @TempDir private Path folder;

  private FutureTask<TrainingSession> open() {
    var setup =
        new TrialSetup(
            spec.name(),
            1,
            Map.of(),
            1,
            Map.of(),
            new TrainingSlot(0, List.of(), Map.of()),
            folder,
            Optional.empty());
    var task = new FutureTask<>(() -> trainer.open(setup));
    Thread.ofPlatform().daemon().start(task);
    while (!hub.studiesThatWait().contains(spec.name())) {
      Thread.onSpinWait();
    }
    return task;
  }

  @Test
  void letsGoWhatNobodyHasAskedForWhenTheStudyHasEnded() throws Exception {
    desk.script(spec, () -> FakeDesk.status(VirtualStudy.finished(spec)));
    FutureTask<TrainingSession> opening = open();

    AskRelease.look(hub, desk);

    opening.get(30, TimeUnit.SECONDS).close();
    assertThat(hub.studiesThatWait()).isEmpty();
  }

  @Test
  void leavesTheSessionsOfAStudyThatRunsToThoseWhoAsk() {
    desk.script(spec, () -> FakeDesk.status(VirtualStudy.afterEpochs(spec, 20)));
    FutureTask<TrainingSession> opening = open();

    AskRelease.look(hub, desk);

    assertThat(hub.ask(spec.name(), Duration.ZERO).toCompletableFuture().join()).isPresent();
    assertThat(opening.isCancelled()).isFalse();
  }
}
