package dev.thaw.app.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.thaw.core.online.Controllers;
import dev.thaw.core.proposer.Proposers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published schema says the same as the code and as the example. */
class SpecSchemaTest {
  private static final Path STUDIES = Path.of("..", "conf", "studies");

  /** A maximum that only keeps numbers within their type. */
  private static final int BOUND_OF_NUMBERS = 1_000_000;

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
      case "scheduler.population",
          "scheduler.interval",
          "scheduler.share",
          "scheduler.step",
          "scheduler.resample" ->
          new String[] {"scheduler.name=pbt", "parameters.rate.online=true", "budget.trials=100"};
      case "scheduler.minFolds", "scheduler.alpha" -> new String[] {"scheduler.name=race"};
      case "fidelity.growth.stall" -> new String[] {"fidelity={max: 81, growth: {from: 9}}"};
      case "parameters.NAME.whole" ->
          new String[] {"parameters.NAME={type: derived, formula: rate}"};
      case "suggest.pointsPerReal" -> new String[] {"suggest.name=grid"};
      case "suggest.name" -> new String[] {};
      case "controller.name" -> new String[] {};
      default -> path.startsWith("controller.") ? controlled(path) : elsewhere(path);
    };
  }

  /** A study with the first controller that has an option. */
  private static String[] controlled(String path) {
    String option = path.substring("controller.".length());
    String name =
        Controllers.names().stream()
            .filter(one -> Controllers.defaults(one).containsKey(option))
            .findFirst()
            .orElseThrow();
    String online = "parameters.rate.online=true";
    return Controllers.defaults(name).getOrDefault("parameter", "").equals("")
        ? new String[] {online, "controller.name=" + name}
        : new String[] {online, "controller.name=" + name, "controller.parameter=rate"};
  }

  private static String[] elsewhere(String path) {
    return path.startsWith("suggest.")
        ? new String[] {"scheduler.name=asha", "suggest.name=" + proposer(path)}
        : new String[] {"parameters.NAME={type: integer, min: 1, max: 3}"};
  }

  /** The first proposer that has an option. */
  private static String proposer(String path) {
    String option = path.substring("suggest.".length());
    return Proposers.names().stream()
        .filter(name -> Proposers.defaults(name).containsKey(option))
        .findFirst()
        .orElseThrow();
  }

  static Set<String> proposers() {
    return Proposers.names();
  }

  /** A proposer's part of the schema: its options by name. */
  private static Map<String, JsonNode> options(String proposer) {
    Map<String, JsonNode> options = new LinkedHashMap<>();
    SpecSchema.root()
        .at("/$defs/" + proposer)
        .path("properties")
        .properties()
        .forEach(option -> options.put(option.getKey(), option.getValue()));
    options.remove("name");
    return options;
  }

  @Test
  void namesAllProposersAfterWhatNeedsNoResults() {
    List<String> names = new ArrayList<>(List.of("random", "sobol", "grid"));
    names.addAll(Proposers.names());

    assertThat(Spoken.texts(SpecSchema.root().at("/$defs/suggest/properties/name/enum")))
        .isEqualTo(names);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proposers")
  void describesTheOptionsOfEveryProposerWithTheirDefaults(String proposer) {
    Map<String, Object> defaults = new LinkedHashMap<>();
    options(proposer)
        .forEach(
            (option, schema) -> {
              assertThat(schema.path("description").asText()).as(option).endsWith(".");
              defaults.put(option, typed(schema));
            });

    assertThat(defaults).isEqualTo(Proposers.defaults(proposer));
    assertThat(defaults.keySet()).containsExactlyElementsOf(Proposers.defaults(proposer).keySet());
  }

  private static Object typed(JsonNode schema) {
    JsonNode value = schema.path("default");
    return switch (schema.path("type").asText()) {
      case "integer" -> (Object) value.longValue();
      case "number" -> value.doubleValue();
      case "boolean" -> value.booleanValue();
      default -> value.textValue();
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proposers")
  void allowsWhatEveryProposerAllows(String proposer) {
    options(proposer)
        .forEach(
            (option, schema) -> {
              schema.path("enum").forEach(choice -> accepts(proposer, option, choice.asText()));
              double off = schema.path("type").asText().equals("integer") ? 1 : 0.004;
              if (schema.has("minimum")) {
                accepts(proposer, option, schema.get("minimum").asDouble());
                refuses(proposer, option, schema.get("minimum").asDouble() - off);
              }
              if (schema.has("exclusiveMinimum")) {
                refuses(proposer, option, schema.get("exclusiveMinimum").asDouble());
              }
              if (schema.has("maximum") && schema.get("maximum").asInt() < BOUND_OF_NUMBERS) {
                refuses(proposer, option, schema.get("maximum").asDouble() + off);
              }
            });
  }

  private static void accepts(String proposer, String option, Object value) {
    assertThat(Proposers.of(proposer, Map.of(option, value))).isNotNull();
  }

  private static void refuses(String proposer, String option, double value) {
    assertThatThrownBy(() -> Proposers.of(proposer, Map.of(option, value)))
        .as("%s: %s", option, value)
        .isInstanceOf(IllegalArgumentException.class);
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
              : SpecSchema.properties(SpecSchema.resolve(at)).getOrDefault(key, missing());
    }
    return path.endsWith("NAME") ? SpecSchema.root().at("/properties/parameters") : at;
  }

  private static JsonNode missing() {
    return MissingNode.getInstance();
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
