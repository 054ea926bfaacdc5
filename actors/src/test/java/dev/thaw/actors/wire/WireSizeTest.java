package dev.thaw.actors.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.thaw.actors.node.GpuNode;
import dev.thaw.actors.node.NodeSettings;
import dev.thaw.actors.node.ReportBatch;
import dev.thaw.actors.session.TrialTerms;
import dev.thaw.actors.trial.SessionReport;
import dev.thaw.actors.trial.StudyReport;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.Failure;
import dev.thaw.core.study.Slot;
import dev.thaw.core.study.StudySpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The largest messages fit into a frame; what does not fit would be dropped, and sent again. */
final class WireSizeTest {

  private static final Config REFERENCE = ConfigFactory.defaultReference().resolve();
  private static final long FRAME =
      REFERENCE.getBytes("pekko.remote.artery.advanced.maximum-frame-size");
  private static final int REPORTS = NodeSettings.from(REFERENCE).batchSizeMax();

  @SuppressWarnings("NullAway.Init")
  private static ActorTestKit kit;

  @SuppressWarnings("NullAway.Init")
  private static Serialization serialization;

  @BeforeAll
  static void start() {
    kit = Systems.start("size");
    serialization = SerializationExtension.get(Adapter.toClassic(kit.system()));
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private static int size(Object message) {
    return serialization.serialize(message).get().length;
  }

  private static ReportBatch batch(int metrics, int letters) {
    Map<String, Double> all =
        IntStream.range(0, metrics)
            .boxed()
            .collect(Collectors.toMap(i -> "m".repeat(letters - 3) + (100 + i), i -> 0.1 * i));
    List<StudyReport> reports =
        IntStream.range(0, REPORTS)
            .<StudyReport>mapToObj(
                i -> new SessionReport.EpochTrained(10_000 + i, 1L << 40, 81, 0.1 * i, 12.3, all))
            .toList();
    return new ReportBatch(123_456, reports, kit.<GpuNode.BatchTaken>createTestProbe().ref());
  }

  /** An order for each of so many slots, with thirty parameters each. */
  private static GpuNode.CarryOut orders(int slots) {
    Parameter[] parameters =
        IntStream.range(0, 30)
            .mapToObj(i -> RealParameter.linear("layer_%d_dropout_rate".formatted(i), 0.1, 0.7))
            .toArray(Parameter[]::new);
    var configuration = SearchSpace.of(parameters).defaults();
    var terms =
        new TrialTerms(
            "a-study-with-a-name",
            "validation_accuracy",
            Goal.MAXIMIZE,
            "process",
            Map.of("command", List.of("python3", "-u", "train.py", "x".repeat(2000))),
            Duration.ofMinutes(30),
            81,
            new StudySpec.Checkpoints(1),
            List.copyOf(configuration.names()));
    List<Effect.OnSlot> orders =
        IntStream.range(0, slots)
            .<Effect.OnSlot>mapToObj(
                i ->
                    new Effect.StartSession(
                        10_000 + i,
                        1L << 40,
                        new Slot("node-with-a-long-name.example.org", i),
                        configuration,
                        Long.MAX_VALUE,
                        new CheckpointRef(1L << 39, 27),
                        81,
                        Duration.ofSeconds(3600, 1),
                        0.123,
                        true,
                        81))
            .toList();
    return new GpuNode.CarryOut(
        terms, "12345@node#1", orders, kit.<ReportBatch>createTestProbe().ref());
  }

  @Test
  void aFullBatchOfReportsWithFiveMetricsEachTakesAnEighthOfAFrame() {
    assertThat(size(batch(5, 20))).isBetween(60_000, (int) FRAME / 8);
  }

  @Test
  void aFullBatchOfReportsWithThirtyMetricsEachFits() {
    assertThat(size(batch(30, 20))).isLessThan((int) FRAME);
  }

  @Test
  void aFullBatchOfFailuresFits() {
    var failure = new Failure(Failure.Kind.TRAINER_ERROR, "e".repeat(600));
    List<StudyReport> reports =
        IntStream.range(0, REPORTS)
            .<StudyReport>mapToObj(i -> new SessionReport.Failed(i, 1L << 40, failure))
            .toList();

    assertThat(size(new ReportBatch(1, reports, kit.<GpuNode.BatchTaken>createTestProbe().ref())))
        .isLessThan((int) FRAME);
  }

  @Test
  void ordersForSixtyFourSlotsFit() {
    assertThat(size(orders(64))).isBetween(60_000, (int) FRAME / 4);
  }

  @Test
  void whatToKeepOfFiveHundredTrialsFits() {
    var newest = new CheckpointRef(Long.MAX_VALUE, Integer.MAX_VALUE);
    List<Effect.KeepCheckpoints> orders =
        IntStream.range(0, 500)
            .mapToObj(i -> new Effect.KeepCheckpoints(10_000 + i, List.of(newest, newest), newest))
            .toList();

    assertThat(size(new GpuNode.KeepCheckpoints("a-study-with-a-name", orders)))
        .isLessThan((int) FRAME / 4);
  }

  @Test
  void anOrderForOneSlotTakesFewKilobytes() {
    assertThat(size(orders(1))).isBetween(2_000, 5_000);
  }
}
