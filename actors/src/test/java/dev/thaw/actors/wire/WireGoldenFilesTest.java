package dev.thaw.actors.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.thaw.core.study.Effect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What any version of Thaw ever sent stays readable, and reads as what it meant.
 *
 * <p>A file holds messages of one manifest in hexadecimal, one a line, and is never changed once a
 * version was released. {@code ./mvnw -pl actors -am verify -Dtest=WireGoldenFilesTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dthaw.golden=write} adds the files that are missing.
 */
final class WireGoldenFilesTest {

  private static final Path FOLDER = Path.of("src/test/resources/wire");
  private static final int SAMPLES = 24;
  private static final CBORMapper TREES = new CBORMapper();

  @SuppressWarnings("NullAway.Init")
  private static ActorTestKit kit;

  @SuppressWarnings("NullAway.Init")
  private static Serialization serialization;

  @BeforeAll
  static void start() throws IOException {
    kit = Systems.start("golden");
    serialization = SerializationExtension.get(Adapter.toClassic(kit.system()));
    if ("write".equals(System.getProperty("thaw.golden"))) {
      Files.createDirectories(FOLDER);
      for (WireType message : WireTable.MESSAGES) {
        if (!Files.exists(file(message.manifest()))) {
          Files.write(file(message.manifest()), lines(message));
        }
      }
    }
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private static Path file(String manifest) {
    return FOLDER.resolve(manifest.replace(':', '-') + ".cbor.hex");
  }

  private static List<String> lines(WireType message) {
    List<ActorRef<Object>> actors =
        Stream.of("pekko://thaw@10.0.0.1:17355/user/node#42", "pekko://thaw@n2:17355/user/s/a#7")
            .map(address -> ActorRefResolver.get(kit.system()).resolveActorRef(address))
            .toList();
    return IntStream.range(0, SAMPLES)
        .mapToObj(seed -> new Messages(seed, actors).of(message.type()))
        .map(sample -> HexFormat.of().formatHex(serialization.serialize(sample).get()))
        .toList();
  }

  static List<String> manifests() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString().replace(".cbor.hex", "").replace('-', ':'))
          .sorted()
          .toList();
    }
  }

  @Test
  void everyMessageHasAFile() throws IOException {
    assertThat(manifests())
        .containsAll(WireTable.MESSAGES.stream().map(WireType::manifest).toList());
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void oldMessagesAreReadAsWhatTheyMeant(String manifest) throws IOException {
    for (String line : Files.readAllLines(file(manifest))) {
      byte[] old = HexFormat.of().parseHex(line);

      Object message = serialization.deserialize(old, WireSerializer.IDENTIFIER, manifest).get();

      byte[] now = serialization.serialize(message).get();
      assertHolds(TREES.readTree(now), TREES.readTree(old), manifest);
    }
  }

  /** Everything that the old message said must be said by the new one; it may say more. */
  private static void assertHolds(JsonNode now, JsonNode old, String where) {
    if (old instanceof ObjectNode record) {
      record
          .properties()
          .forEach(
              property -> {
                String path = where + "." + property.getKey();
                assertThat(now.has(property.getKey())).as(path).isTrue();
                assertHolds(now.get(property.getKey()), property.getValue(), path);
              });
    } else if (old.isArray()) {
      assertThat(now.size()).as(where).isEqualTo(old.size());
      IntStream.range(0, old.size()).forEach(i -> assertHolds(now.get(i), old.get(i), where));
    } else {
      assertThat(now).as(where).isEqualTo(old);
    }
  }

  @Test
  void everyReportAndOrderIsAmongThem() throws IOException {
    var all = new StringBuilder();
    for (String manifest : manifests()) {
      for (String line : Files.readAllLines(file(manifest))) {
        all.append(new String(HexFormat.of().parseHex(line), StandardCharsets.ISO_8859_1));
      }
    }

    List<Class<?>> named = new ArrayList<>(Messages.reports().toList());
    Messages.permitted(Effect.OnSlot.class).forEach(named::add);
    assertThat(named).extracting(Class::getSimpleName).allMatch(name -> all.indexOf(name) >= 0);
  }
}
