package dev.thaw.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.core.study.StudyEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Goal: real workers that share no folder never train a trial again because it was given to the
 * wrong one. The logs of the nodes stay in {@code target/cluster-scattered}.
 */
final class ScatteredWorkersIT {

  private static final String STUDY = "scattered";
  private static final String SPEC =
      """
      study: scattered
      objective: {metric: loss, goal: minimize}
      parameters:
        learning_rate: {type: real, min: 1e-4, max: 1.0, scale: log, default: 0.01}
      fidelity: {name: epochs, min: 1, max: 9}
      scheduler: {name: asha, eta: 3}
      trainer: {name: chain, epochMillis: 50, burn: false, log: "%s"}
      budget: {trials: 27}
      resources: {slots: 8}
      seed: 3
      """;

  @Test
  void eachTrialGoesOnWhereItsCheckpointIs() throws IOException {
    Path folder = Path.of("target", "cluster-scattered");
    TestCluster.delete(folder);
    TestCluster.Shape shape = TestCluster.Shape.of(1, 1).withOwnFolders();
    try (var cluster = TestCluster.start(folder, Network.loopback(), shape)) {
      cluster.submit(SPEC.formatted(cluster.epochLogs()));
      cluster.awaitEnd(STUDY, Duration.ofMinutes(4));
      cluster.nodes().forEach(NodeProcess::kill);

      List<StudyJournal.Row> rows = cluster.journal(STUDY);
      Audit.Result audit = Audit.of(rows, EpochLog.read(cluster.epochLogs()));
      assertThat(audit.findings()).isEmpty();
      assertThat(audit.retrained()).isZero();
      assertThat(events(rows, StudyEvent.NodeAdded.class).map(StudyEvent.NodeAdded::store))
          .as("both nodes, each with a store of its own")
          .doesNotContainNull()
          .hasSizeGreaterThan(1);
      assertThat(
              events(rows, StudyEvent.NodeAdded.class).map(StudyEvent.NodeAdded::store).distinct())
          .hasSize(2);
      assertThat(events(rows, StudyEvent.CheckpointLost.class)).isEmpty();
      assertThat(events(rows, StudyEvent.CheckpointOutOfReach.class)).isEmpty();
    }
  }

  private static <E> Stream<E> events(List<StudyJournal.Row> rows, Class<E> kind) {
    return rows.stream()
        .flatMap(row -> row.recorded().steps().stream())
        .flatMap(step -> step.events().stream())
        .filter(kind::isInstance)
        .map(kind::cast);
  }
}
