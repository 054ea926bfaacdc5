package dev.thaw.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.thaw.app.desk.DeskJson;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.StepRows;
import dev.thaw.app.fixture.TestServer;
import dev.thaw.app.fixture.VirtualStudy;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The document of the API says what the server does. */
final class OpenApiTest {

  private static final VirtualStudy NIGHT = new VirtualStudy(Specs.accuracy(6, 30), 0.02);
  private static final List<String> ODD =
      List.of("0", "-1", "1e9", "x", "", "%00", "99999999999999999999", "..%2F..", "%F0%9F%90%98");
  private static final List<String> BODIES =
      List.of(
          "",
          "{}",
          "[]",
          "null",
          "{\"values\": 3}",
          "{\"values\": {\"a\": [1]}}",
          "{\"slotsMax\": -1}",
          "{\"wallClock\": \"-3 h\"}",
          "{\"a\": ".repeat(200),
          "a: &a [*a, *a]");

  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  @SuppressWarnings("NullAway.Init")
  private static Asking asking;

  @SuppressWarnings("NullAway.Init")
  private static JsonNode document;

  @BeforeAll
  static void start() throws Exception {
    NIGHT.runUntil(state -> false);
    server = TestServer.start();
    server.watch("digits", StepRows.of(NIGHT.steps()));
    asking = new Asking(server.url());
    document = json(asking.get("/api/v1/openapi.json"));
  }

  @AfterAll
  static void stop() {
    asking.close();
    server.close();
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return DeskJson.tree(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  /** A route of the document. */
  private record Described(String method, String template, JsonNode operation) {

    List<String> names(String place) {
      List<String> names = new ArrayList<>();
      for (JsonNode parameter : operation.path("parameters")) {
        if (parameter.path("in").asText().equals(place)) {
          names.add(parameter.path("name").asText());
        }
      }
      return names;
    }
  }

  private static List<Described> routes() {
    List<Described> routes = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        each ->
                            routes.add(
                                new Described(
                                    each.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    each.getValue()))));
    return routes;
  }

  @Test
  void describesEveryRouteAndNoOther() {
    Map<String, Operation> described = new TreeMap<>(Operations.all());

    assertThat(routes())
        .extracting(route -> route.method() + " " + route.template())
        .containsExactlyInAnyOrderElementsOf(described.keySet());
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<String> references = new ArrayList<>();
    for (JsonNode reference : document.findValues("$ref")) {
      references.add(reference.asText());
    }

    assertThat(references).isNotEmpty();
    assertThat(references)
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
  }

  @Test
  void whatIsAnsweredIsDescribedToTheLastProperty() {
    JsonNode trial = document.at("/components/schemas/TrialPage");

    assertThat(trial.path("properties").properties())
        .extracting(Map.Entry::getKey)
        .contains("trial", "parameters", "leases", "decisions", "checkpoint")
        .doesNotContain("line");
    assertThat(trial.path("required")).extracting(JsonNode::asText).doesNotContain("forecast");
    assertThat(document.at("/components/schemas/Timeline/properties/spans/items/$ref").asText())
        .startsWith("#/components/schemas/");
  }

  private static void assertConforms(Described route, HttpResponse<String> answer)
      throws Exception {
    String status = Integer.toString(answer.statusCode());
    JsonNode responses = route.operation().path("responses");
    JsonNode response =
        responses.has(status)
            ? responses.path(status)
            : document.at("/components/responses/Problem");
    String type = answer.headers().firstValue("content-type").orElse("").replaceFirst(";.*", "");
    JsonNode content = response.path("content");
    boolean report = route.template().endsWith("/report");
    assertThat(content.has(type) || report)
        .as("%s %s: %s", route.template(), status, type)
        .isTrue();
    if (type.endsWith("json") && content.has(type)) {
      JsonSchema schema = schema(content.path(type).path("schema"));
      assertThat(schema.validate(json(answer)))
          .as("%s %s %s", route.method(), route.template(), answer.body())
          .isEmpty();
    }
  }

  private static JsonSchema schema(JsonNode reference) {
    Map<String, Object> whole = new TreeMap<>();
    whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    whole.put("allOf", List.of(reference));
    whole.put("components", document.path("components"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(DeskJson.tree((Object) whole));
  }

  @Test
  void answersOfTheViewsHaveTheShapeThatItSays() throws Exception {
    for (Described route : routes()) {
      boolean streams = route.template().endsWith("/events");
      if (route.method().equals("GET") && !streams) {
        String path = route.template().replace("{study}", "digits").replace("{trial}", "0");
        assertConforms(route, asking.get(path));
      }
    }
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 8);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void oddRequestsToEveryRouteAreAnsweredAsItSays(long seed) throws Exception {
    var random = new SplittableRandom(seed);
    for (Described route : routes()) {
      if (route.template().endsWith("/events")) {
        continue;
      }
      HttpResponse<String> answer = ask(route, random);

      assertThat(answer.statusCode())
          .as("%s %s", route.template(), answer.body())
          .isNotEqualTo(500);
      assertThat(answer.body()).doesNotContain("\\tat ", "Exception", "dev.thaw", "com.fasterxml");
      assertConforms(route, answer);
    }
  }

  private static HttpResponse<String> ask(Described route, SplittableRandom random)
      throws Exception {
    String study = random.nextInt(3) == 0 ? name(random) : "digits";
    String trial = random.nextInt(3) == 0 ? "3" : name(random);
    var path =
        new StringBuilder(route.template().replace("{study}", study).replace("{trial}", trial));
    String mark = "?";
    for (String name : route.names("query")) {
      if (random.nextBoolean()) {
        path.append(mark).append(name).append('=').append(any(ODD, random));
        mark = "&";
      }
    }
    String body = route.method().equals("GET") ? "" : any(BODIES, random);
    String type = body.isEmpty() ? "" : "application/json";
    return asking.send(
        route.method(), path.toString(), type, body.getBytes(StandardCharsets.UTF_8));
  }

  /** An odd name in a path; without one the path would be another route's. */
  private static String name(SplittableRandom random) {
    String name = any(ODD, random);
    return name.isEmpty() ? "%20" : name;
  }

  private static String any(List<String> values, SplittableRandom random) {
    return values.get(random.nextInt(values.size()));
  }
}
