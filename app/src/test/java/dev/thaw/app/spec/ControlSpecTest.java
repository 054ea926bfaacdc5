package dev.thaw.app.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.core.online.Controllers;
import dev.thaw.core.study.StudySpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: a study can say what changes between epochs, and is told what does not fit. */
class ControlSpecTest {
  private static final String ONLINE = "parameters.rate.online=true";

  static Set<String> names() {
    return Controllers.names();
  }

  private static Map<String, JsonNode> options(String controller) {
    Map<String, JsonNode> options = new LinkedHashMap<>();
    SpecSchema.root()
        .at("/$defs/controller-" + controller)
        .path("properties")
        .properties()
        .forEach(option -> options.put(option.getKey(), option.getValue()));
    options.remove("name");
    return options;
  }

  @Test
  void withoutAControllerNothingChanges() {
    assertThat(Texts.minimal().control()).isNull();
  }

  @Test
  void aControllerIsReadWithAllItsOptions() {
    StudySpec.Control control =
        Texts.minimal(ONLINE, "controller={name: hyperdyn, window: 7}").control();

    assertThat(control).isNotNull();
    assertThat(control.parameters()).containsExactly("rate");
    assertThat(control.options()).containsEntry("window", 7L).containsEntry("offset", 0.01);
    assertThat(control.options().keySet()).isEqualTo(Controllers.defaults("hyperdyn").keySet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void everyControllerIsWrittenAsItIsRead(String name) {
    boolean named = !Controllers.defaults(name).getOrDefault("parameter", "").equals("");
    StudySpec spec =
        named
            ? Texts.minimal(ONLINE, "controller.name=" + name, "controller.parameter=rate")
            : Texts.minimal(ONLINE, "controller.name=" + name);

    assertThat(Texts.read(SpecJson.text(spec))).isEqualTo(spec);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void theSchemaDescribesTheOptionsOfEveryControllerWithTheirDefaults(String name) {
    Map<String, Object> defaults = new LinkedHashMap<>();
    options(name)
        .forEach(
            (option, schema) -> {
              assertThat(schema.path("description").asText()).as(option).endsWith(".");
              defaults.put(option, typed(schema));
            });

    assertThat(defaults).isEqualTo(Controllers.defaults(name));
    assertThat(defaults.keySet()).containsExactlyElementsOf(Controllers.defaults(name).keySet());
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
  @MethodSource("names")
  void theSchemaAllowsWhatEveryControllerAllows(String name) {
    options(name)
        .forEach(
            (option, schema) -> {
              for (JsonNode choice : schema.path("enum")) {
                assertThat(Controllers.of(name, Map.of(option, choice.asText()))).isNotNull();
              }
              if (schema.has("minimum")) {
                double least = schema.get("minimum").asDouble();
                assertThat(Controllers.of(name, Map.of(option, least))).isNotNull();
                refuses(name, option, least - 1);
              }
              if (schema.has("exclusiveMinimum")) {
                refuses(name, option, schema.get("exclusiveMinimum").asDouble());
              }
            });
  }

  private static void refuses(String name, String option, double value) {
    assertThatThrownBy(() -> Controllers.of(name, Map.of(option, value)))
        .as("%s: %s", option, value)
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "parameters.rate.online=true | seed=1 | online (true) needs a controller | controller:"
            + " {name: cosine}",
        "seed=1 | controller.name=cosine | controller (cosine) has no parameter to change |"
            + " parameters.learning_rate.online: true",
        "parameters.rate={type: real, min: 0, max: 1, step: 0.1, online: true} |"
            + " controller.name=cosine | there is a step (0.1) | remove step",
        "parameters.rate.online=true | controller={name: cosine, floor: 3} | floor (3) | 1",
        "parameters.rate.online=true | controller={name: hyperdyn, floor: 3} | floor (3) does not"
            + " apply to the controller hyperdyn | remove it",
        "parameters.rate.online=true | controller={name: cosin} | name (cosin) | cosine",
        "parameters.rate.online=true | controller={name: hyperdyn, proposals: 0} | proposals (0) |"
            + " 1",
        "parameters.rate.online=true | controller={name: hyperdyn, cooling: 0} | cooling (0) | 0",
        "parameters.rate.online=true | controller={name: random-5x, backtrackFrom: 3} |"
            + " backtrackFrom (3) does not apply to the controller random-5x | remove it",
        "parameters.rate.online=true | controller={name: random-5x, bracket: 3} | bracket (3) needs"
            + " ranges that shrink | Maybe shrink: 0.1",
        "parameters.rate.online=true | controller={name: salera} | parameter (learning_rate) must"
            + " be online, which are: rate | controller.parameter: rate",
        "parameters.n={type: integer, min: 1, max: 3, online: true} | controller.name=cosine |"
            + " online (true) does not apply to the type integer | remove it"
      })
  void whatDoesNotFitIsRefused(String first, String second, String message, String maybe) {
    List<String> errors = Texts.errors(first, second).stream().map(SpecError::toString).toList();

    assertThat(String.join("\n", errors)).contains(message).contains(maybe);
  }

  @Test
  void aConstraintOfWhatChangesIsRefused() {
    List<SpecError> errors =
        Texts.errors(ONLINE, "controller.name=cosine", "constraints=['rate < 0.5']");

    assertThat(errors.toString()).contains("does not go with the constraint (rate < 0.5)");
  }

  @Test
  void aScheduleWithoutAnEndIsRefusedWhereSecondsCount() {
    List<SpecError> errors =
        Texts.errors(ONLINE, "controller.name=cosine", "fidelity={name: seconds, max: 600}");

    assertThat(errors.toString()).contains("epochs (0) must be given");
    assertThat(
            Texts.minimal(
                    ONLINE,
                    "controller={name: cosine, epochs: 30}",
                    "fidelity={name: seconds, max: 600}")
                .control())
        .isNotNull();
  }

  @Test
  void whatFollowsFromAParameterOnceIsNoneThatFollowsAController() {
    List<SpecError> errors =
        Texts.errors(
            ONLINE,
            "controller.name=cosine",
            "parameters.twice={type: derived, formula: 2 * rate}");

    assertThat(errors.toString()).contains("does not go with twice (2 * rate), which follows");
  }
}
