package dev.thaw.actors.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.thaw.actors.node.GpuNode;
import dev.thaw.actors.node.ReportBatch;
import dev.thaw.actors.study.StudySupervisor;
import dev.thaw.actors.trial.StudyReport;
import dev.thaw.core.study.Effect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What processes may tell each other survives the way, and nothing else goes out or comes in. */
final class WireSerializerTest {

  private static final int SEEDS = 12;
  private static final CBORMapper TREES = new CBORMapper();

  @SuppressWarnings("NullAway.Init")
  private static ActorTestKit kit;

  @SuppressWarnings("NullAway.Init")
  private static Serialization serialization;

  @SuppressWarnings("NullAway.Init")
  private static List<ActorRef<?>> actors;

  @BeforeAll
  static void start() {
    kit = Systems.start("wire");
    serialization = SerializationExtension.get(Adapter.toClassic(kit.system()));
    actors = List.of(kit.createTestProbe().ref(), kit.createTestProbe().ref());
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  static Stream<WireType> messages() {
    return WireTable.MESSAGES.stream();
  }

  private static Object sample(WireType message, long seed) {
    return new Messages(seed, actors).of(message.type());
  }

  private static Object read(byte[] bytes, String manifest) {
    return serialization.deserialize(bytes, WireSerializer.IDENTIFIER, manifest).get();
  }

  @Test
  void everyRecordThatBearsTheMarkIsInTheTable() {
    assertThat(WireTable.MESSAGES)
        .extracting(WireType::type)
        .containsAll(Messages.below(WireMessage.class))
        .isNotEmpty();
  }

  @Test
  void everyReportOfANodeHasAName() {
    assertThat(Messages.reports()).containsExactlyInAnyOrderElementsOf(reports());
  }

  @SuppressWarnings("unchecked")
  private static List<Class<?>> reports() {
    return (List<Class<?>>) Messages.below(StudyReport.class);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void everyMessageSurvivesTheWayThroughPekko(WireType message) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Object sample = sample(message, seed);

      byte[] bytes = serialization.serialize(sample).get();

      assertThat(read(bytes, message.manifest())).as("seed %d", seed).isEqualTo(sample);
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void noOtherSerializerIsBoundToAMessage(WireType message) throws Exception {
    assertThat(serialization.serializerFor(message.type())).isInstanceOf(WireSerializer.class);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void toleratesWhatANewerVersionAdds(WireType message) throws IOException {
    Object sample = sample(message, 1);
    var tree = (ObjectNode) TREES.readTree(serialization.serialize(sample).get());
    addEverywhere(tree);

    assertThat(read(TREES.writeValueAsBytes(tree), message.manifest())).isEqualTo(sample);
  }

  /** Adds something to every record; maps of names, which may hold anything, are left alone. */
  private static void addEverywhere(ObjectNode tree) {
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      boolean isMap =
          Set.of("options", "metrics", "configuration", "perSlotHour", "stages", "values")
              .contains(entry.getKey());
      if (entry.getValue() instanceof ObjectNode inner && !isMap) {
        addEverywhere(inner);
      } else if (entry.getValue() instanceof ArrayNode array) {
        array.forEach(
            element -> {
              if (element instanceof ObjectNode inner) {
                addEverywhere(inner);
              }
            });
      }
    }
    tree.putObject("fromTheFuture").putArray("x").add(1);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void refusesAMessageThatLacksWhatIsNotListedAsLate(WireType message) throws IOException {
    for (RecordComponent component : message.type().getRecordComponents()) {
      var tree = (ObjectNode) TREES.readTree(serialization.serialize(sample(message, 1)).get());
      tree.remove(component.getName());
      byte[] bytes = TREES.writeValueAsBytes(tree);

      if (!isLate(message.type(), component)) {
        assertThatThrownBy(() -> read(bytes, message.manifest()))
            .isInstanceOf(NotSerializableException.class)
            .hasMessageContaining(component.getName())
            .hasMessageContaining("Maybe the message was sent by another version of Thaw.");
      }
    }
  }

  private static boolean isLate(Class<?> type, RecordComponent component) {
    return WireTable.LATE.getOrDefault(type, Set.of()).contains(component.getName());
  }

  @Test
  void everyLateComponentIsThereAndMayBeAbsent() {
    WireTable.LATE.forEach(
        (type, names) ->
            assertThat(Stream.of(type.getRecordComponents()).filter(c -> isLate(type, c)))
                .hasSameSizeAs(names)
                .allMatch(WireSerializerTest::mayBeAbsent));
  }

  private static boolean mayBeAbsent(RecordComponent component) {
    return component.getType().getSimpleName().startsWith("Optional")
        || component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  /** A message that has grown: an older version does not send the note. */
  private record Grown(int number, @Nullable String note, Optional<String> word)
      implements WireMessage {}

  @Test
  void readsALateComponentThatIsMissingAsAbsent() throws Exception {
    byte[] old = TREES.writeValueAsBytes(Map.of("number", 5));
    var codec =
        new WireCodec(
            List.of(WireType.of(1, Grown.class)),
            List.of(),
            Map.of(Grown.class, Set.of("note", "word")));

    assertThat(codec.decode(old, "Grown:1")).isEqualTo(new Grown(5, null, Optional.empty()));
  }

  @Test
  void refusesTwoMessagesOfOneName() {
    WireType twice = WireType.of(1, Grown.class);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WireCodec(List.of(twice, twice), List.of(), Map.of()))
        .withMessageContaining("message (Grown:1) must be there once");
  }

  @Test
  void refusesAMessageThatIsMarkedButNotListed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> serialization.serialize(new Grown(5, null, Optional.empty())).get())
        .withMessageContaining("Grown must be a message between processes");
  }

  @Test
  void refusesAManifestThatItDoesNotKnow() {
    assertThatExceptionOfType(NotSerializableException.class)
        .isThrownBy(() -> read(new byte[0], "CarryOut:99"))
        .withMessageContaining(
            "manifest (CarryOut:99) must be one of Answering:1, AskPulse:1, BatchTaken:1");
  }

  @Test
  void refusesTheNameOfAClassAsAManifest() {
    assertThatExceptionOfType(NotSerializableException.class)
        .isThrownBy(() -> read(new byte[0], GpuNode.CarryOut.class.getName()));
  }

  @Test
  void refusesARecordThatItDoesNotKnowInsideAMessage() throws IOException {
    var batch = new ReportBatch(1, List.of(), actors.getFirst().unsafeUpcast());
    var tree = (ObjectNode) TREES.readTree(serialization.serialize(batch).get());
    tree.putArray("reports").addObject().put("@", "java.util.HashMap").put("trial", 1);
    byte[] bytes = TREES.writeValueAsBytes(tree);

    assertThatThrownBy(() -> read(bytes, "ReportBatch:1"))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining("java.util.HashMap");
  }

  @Test
  void refusesBytesThatAreNoMessage() {
    assertThatExceptionOfType(NotSerializableException.class)
        .isThrownBy(() -> read(new byte[] {1, 2, 3}, "SlotsLost:1"))
        .withMessageContaining("bytes (3 of them) must be a SlotsLost:1");
  }

  /** Messages of actors that stay in their process, and what core keeps for itself. */
  static Stream<Object> staysAtHome() {
    return Stream.of(
        new StudySupervisor.Watch(actors.getFirst().unsafeUpcast()), new Effect.ArmPatience(1));
  }

  @Test
  void hasNoSerializerForWhatStaysAtHome() {
    assertThat(staysAtHome())
        .allSatisfy(
            message ->
                assertThatThrownBy(() -> serialization.serialize(message).get())
                    .isInstanceOf(NotSerializableException.class));
  }

  /** What Java would serialise. */
  private record Stranger(String name) implements Serializable {}

  @Test
  void javaSerializationIsOffInBothDirections() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Stranger("x"));
    }

    assertThatThrownBy(() -> serialization.serialize(new Stranger("x")).get())
        .hasMessageContaining("Java serialization");
    assertThatThrownBy(
            () -> serialization.deserialize(bytes.toByteArray(), 1, Stranger.class.getName()).get())
        .hasMessageContaining("Java serialization");
  }

  @ParameterizedTest
  @ValueSource(ints = {31, 33})
  void theSerializersOfPekkoForAnyClassReadNoMessage(int jackson) {
    String manifest = GpuNode.CarryOut.class.getName();

    assertThatThrownBy(() -> serialization.deserialize(new byte[0], jackson, manifest).get())
        .hasMessageContaining("Only classes that are listed as allowed are allowed");
  }

  @Test
  void isFoundByANumberThatNeverChanges() {
    assertThat(new WireSerializer().identifier()).isEqualTo(20_260_102);
  }
}
