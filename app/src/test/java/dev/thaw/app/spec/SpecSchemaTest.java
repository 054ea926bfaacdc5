package dev.thaw.app.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published schema says the same as the code and as the example. */
class SpecSchemaTest {
  private static final Path STUDIES = Path.of("..", "conf", "studies");

  static List<String> keys() {
    return SpecSchema.paths(List.of("NAME"));
  }

  @Test
  void isAValidSchema() {
    var factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    var draft =
        factory.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

    assertThat(draft.validate(SpecSchema.root()))
        .extracting(ValidationMessage::getMessage)
        .isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keys")
  void describesEveryKey(String path) {
    assertThat(described(path).path("description").asText()).endsWith(".");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keys")
  void isShownWholeByTheExample(String path) throws IOException {
    String example = Files.readString(STUDIES.resolve("example.yaml"));
    String key = path.substring(path.lastIndexOf('.') + 1);

    assertThat(example.replace("learning_rate", "NAME"))
        .containsPattern("(?m)^[# ]*" + Pattern.quote(key) + ":");
  }

  /** Checks against the spec that a minimal text gives, which is where defaults take effect. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("keys")
  void documentsTheDefaultsThatApply(String path) {
    JsonNode documented = described(path).path("default");
    JsonNode actual = at(SpecJson.tree(Texts.minimal(fitting(path))), path);

    if (!documented.isMissingNode()) {
      assertThat(actual.asText()).isEqualTo(documented.asText());
    }
  }

  /** The kind of part that has the key at all. */
  private static String[] fitting(String path) {
    return switch (path) {
      case "scheduler.trials", "scheduler.sweeps" ->
          new String[] {"scheduler.name=successive-halving"};
      case "scheduler.sizes", "scheduler.synchronous" -> new String[] {"scheduler.name=hyperband"};
      case "scheduler.variant" -> new String[] {"scheduler.name=asha"};
      case "fidelity.growth.stall" -> new String[] {"fidelity={max: 81, growth: {from: 9}}"};
      case "suggest.pointsPerReal" -> new String[] {"suggest.name=grid"};
      default -> new String[] {"parameters.NAME={type: integer, min: 1, max: 3}"};
    };
  }

  private static JsonNode at(JsonNode node, String path) {
    JsonNode at = node;
    for (String key : path.split("\\.", -1)) {
      at = at.path(key);
    }
    return at;
  }

  private static JsonNode described(String path) {
    JsonNode at = SpecSchema.root();
    for (String key : path.split("\\.", -1)) {
      at =
          key.equals("NAME")
              ? SpecSchema.root().at("/$defs/parameter")
              : SpecSchema.resolve(at).path("properties").path(key);
    }
    return path.endsWith("NAME") ? SpecSchema.root().at("/properties/parameters") : at;
  }

  static List<Path> studies() throws IOException {
    try (Stream<Path> files = Files.list(STUDIES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("studies")
  void acceptsEveryStudyThatComesWithTheProject(Path file) throws Exception {
    assertThat(SpecReader.read(file, List.of()).space().parameters()).isNotEmpty();
  }
}
