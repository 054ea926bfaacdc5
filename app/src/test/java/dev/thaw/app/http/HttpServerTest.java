package dev.thaw.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.desk.DeskJson;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.fixture.FakeDesk;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.TestServer;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.app.spec.SpecJson;
import dev.thaw.core.share.Share;
import dev.thaw.core.study.StudyCommand;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each route answers, good and bad. */
final class HttpServerTest {
  static final String YAML =
      """
      study: small
      objective: {metric: loss, goal: minimize}
      parameters:
        rate: {type: real, min: 1e-4, max: 1.0}
      fidelity: {name: epochs, min: 1, max: 9}
      trainer: {name: counting}
      resources: {slots: 2}
      budget: {trials: 12}
      """;

  private static final String STUDIES = "/api/v1/studies";

  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  @SuppressWarnings("NullAway.Init")
  private static Asking asking;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    asking = new Asking(server.url());
  }

  @BeforeEach
  void forget() {
    server.reset();
  }

  @AfterAll
  static void stop() {
    asking.close();
    server.close();
  }

  @Test
  void takesAStudyInYaml() throws Exception {
    HttpResponse<String> answer = asking.post(STUDIES, "application/yaml", YAML);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Location")).contains("/api/v1/studies/small");
    assertThat(json(answer).get("created").asBoolean()).isTrue();
    assertThat(server.desk().studies())
        .singleElement()
        .matches(spec -> spec.name().equals("small"));
  }

  @Test
  void takesAStudyInJson() throws Exception {
    var spec = Specs.accuracy(1, 9);

    HttpResponse<String> answer =
        asking.post(STUDIES, "application/json; charset=utf-8", SpecJson.text(spec));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(server.desk().studies()).containsExactly(spec);
  }

  @Test
  void takesTheSameStudyTwiceAsOne() throws Exception {
    asking.post(STUDIES, "application/yaml", YAML);

    HttpResponse<String> again = asking.post(STUDIES, "text/yaml", YAML);

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.headers().firstValue("Location")).contains("/api/v1/studies/small");
    assertThat(json(again).get("created").asBoolean()).isFalse();
    assertThat(server.desk().studies()).hasSize(1);
  }

  @Test
  void refusesAnotherStudyOfTheSameName() throws Exception {
    asking.post(STUDIES, "application/yaml", YAML);

    var answer = asking.post(STUDIES, "application/yaml", YAML.replace("12", "13"));

    assertProblem(answer, 409, "conflict", "small", "Maybe choose another name");
  }

  @Test
  void namesAllThatIsWrongWithASpec() throws Exception {
    String spec = YAML.replace("max: 9", "max: -9").replace("slots: 2", "slots: none");

    var answer = asking.post(STUDIES, "application/yaml", spec);

    assertProblem(answer, 400, "bad-input", "2 problems", "fidelity.max", "resources.slots");
    JsonNode errors = json(answer).get("errors");
    assertThat(errors).hasSize(2);
    assertThat(errors.get(0).get("path").asText()).isEqualTo("fidelity.max");
    assertThat(errors.get(0).get("line").asInt()).isEqualTo(5);
    assertThat(server.desk().studies()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "study: [small", "[]", "null", "{\"study\": \"small\"}"})
  void refusesWhatIsNoSpec(String body) throws Exception {
    assertProblem(asking.post(STUDIES, "application/yaml", body), 400, "bad-input", "the spec");
  }

  @Test
  void refusesATextThatIsNotInUtf8() throws Exception {
    var answer = asking.send("POST", STUDIES, "application/yaml", new byte[] {'a', (byte) 0xff});

    assertProblem(answer, 400, "bad-input", "UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
  void refusesWhatAFormCouldSend(String mediaType) throws Exception {
    String type = mediaType.startsWith("multipart") ? mediaType + "; boundary=x" : mediaType;

    assertProblem(asking.post(STUDIES, type, YAML), 415, "unknown-media-type", "application/yaml");
    assertThat(server.desk().studies()).isEmpty();
  }

  @Test
  void listsStudies() throws Exception {
    asking.post(STUDIES, "application/yaml", YAML);

    HttpResponse<String> answer = asking.get(STUDIES);

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode rows = json(answer).get("studies");
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).toString())
        .isEqualTo(
            "{\"study\":\"small\",\"state\":\"running\",\"metric\":\"loss\",\"best\":0.25,"
                + "\"trials\":7,\"epochs\":42,\"slots\":2,\"node\":\"node-1\",\"paused\":false}");
  }

  @Test
  void showsOneStudyAsTheCommandLineDoes() throws Exception {
    var spec = Specs.accuracy(1, 60);
    var status = FakeDesk.status(VirtualStudy.afterEpochs(spec, 100));
    server.desk().script(spec, () -> status);

    HttpResponse<String> answer = asking.get(STUDIES + "/digits");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(json(answer)).isEqualTo(DeskJson.tree(DeskJson.bytes(status)));
  }

  @Test
  void changesWhatIsGivenOfAShareAndNothingElse() throws Exception {
    asking.post(STUDIES, "application/yaml", YAML);

    var answer =
        asking.patch(STUDIES + "/small", "application/json", "{\"slotsMax\": 4, \"weight\": 2}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(server.desk().share("small")).isEqualTo(new Share(0, 4, 2, 0));
    assertThat(json(answer).toString())
        .isEqualTo("{\"slotsMin\":0,\"slotsMax\":4,\"weight\":2.0,\"priority\":0}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{} | at least one of",
        "[] | at least one of",
        "4 | at least one of",
        "{'slotsMax': null} | at least one of",
        "{'slotMax': 4} | key (slotMax) must be one of",
        "{'slotsMax': 4, 'more': 1} | key (more)",
        "{'slotsMax': 0} | slotsMax (0) must be a whole number in 1..100000",
        "{'slotsMax': 100001} | slotsMax (100001)",
        "{'slotsMin': 2147483647} | slotsMin (2147483647) must be a whole number in 0..100000",
        "{'slotsMax': 1.5} | slotsMax (1.5)",
        "{'slotsMax': true} | slotsMax (true)",
        "{'slotsMax': 99999999999} | slotsMax (99999999999)",
        "{'slotsMin': -1} | slotsMin (-1)",
        "{'slotsMin': 3, 'slotsMax': 2} | slotsMin (3) must be in",
        "{'weight': 0} | weight (0) must be a number above 0",
        "{'weight': 1e999} | weight",
        "{'weight': 1000001} | weight (1000001) must be a number above 0, and at most 1000000.",
        "{'priority': []} | priority ([]) must be a whole number in -1000..1000.",
        "{'priority': 1001} | priority (1001)",
        "{'slotsMax': 4 | must be JSON",
        "{'slotsMax': 4} trailing | must be JSON",
      })
  void refusesWhatIsNoShare(String body, String message) throws Exception {
    asking.post(STUDIES, "application/yaml", YAML);

    String sent = body.replace('\'', '"');
    var answer = asking.patch(STUDIES + "/small", "application/json", sent);

    assertProblem(answer, 400, "bad-input", message);
    assertThat(server.desk().share("small")).isEqualTo(Share.upTo(2));
  }

  @Test
  void refusesAMinimumAboveTheMaximumThatTheStudyHas() throws Exception {
    asking.post(STUDIES, "application/yaml", YAML);

    var answer = asking.patch(STUDIES + "/small", "application/json", "{\"slotsMin\": 3}");

    assertProblem(answer, 409, "conflict", "slotsMin (3) must be in 0..slotsMax (2)");
    assertThat(server.desk().share("small")).isEqualTo(Share.upTo(2));
  }

  @Test
  void extendsABudget() throws Exception {
    asking.post(STUDIES, "application/yaml", YAML);

    var answer = asking.post(STUDIES + "/small/extend", "application/json", "{\"epochs\": 5000}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"epochs\":5000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"wallClock\": \"+soon\"} | 400 | wallClock (soon)",
        "{\"money\": 3} | 400 | key (money) must be one of",
        "{} | 400 | nothing is to be changed",
        "{\"gpuHours\": \"+2\"} | 409 | the budget has no such limit"
      })
  void refusesAnExtensionThatMakesNoSense(String body, int status, String complaint)
      throws Exception {
    asking.post(STUDIES, "application/yaml", YAML);

    var answer = asking.post(STUDIES + "/small/extend", "application/json", body);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(complaint);
  }

  @Test
  void handsTheKeyOfAChangeOn() throws Exception {
    asking.post(STUDIES, "application/yaml", YAML);
    byte[] change = "{\"epochs\": \"+5000\"}".getBytes(UTF_8);
    String path = STUDIES + "/small/extend";

    asking.send("POST", path, "application/json", change, "Idempotency-Key", "key-1");
    asking.send("POST", path, "application/json", change);
    var bad = asking.send("POST", path, "application/json", change, "Idempotency-Key", "a b");

    assertThat(server.desk().keys()).containsExactly("key-1", "null");
    assertProblem(bad, 400, "bad-input", "Idempotency-Key must be 1 to 100");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pause | Pause[]",
        "resume | Resume[]",
        "kill | Kill[]",
        "trials/3/stop | EndTrial[trial=3, atOnce=false]",
        "trials/3/kill | EndTrial[trial=3, atOnce=true]"
      })
  void handsACommandOn(String place, String command) throws Exception {
    asking.post(STUDIES, "application/yaml", YAML);

    var answer = asking.post(STUDIES + "/small/" + place, "", "");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(server.desk().commands())
        .singleElement()
        .extracting(Object::toString)
        .isEqualTo(command);
  }

  @Test
  void handsAConfigurationOnWithItsTypes() throws Exception {
    asking.post(STUDIES, "application/yaml", YAML);
    String body = "{\"values\": {\"a\": 1, \"b\": 0.5, \"c\": \"x\", \"d\": true}}";

    var answer = asking.post(STUDIES + "/small/trials", "application/json", body);

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(server.desk().commands())
        .containsExactly(new StudyCommand.AddTrial(Map.of("a", 1L, "b", 0.5, "c", "x", "d", true)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | values must be an object",
        "{\"values\": [1]} | values must be an object",
        "{\"values\": {\"a\": null}} | a (null) must be a number",
        "{\"values\": {\"a\": {\"b\": 1}}} | must be a number",
        "{\"values\": {\"a\": 1e999}} | must be a number",
        "{\"values\" | the body must be JSON"
      })
  void refusesAConfigurationThatIsNone(String body, String complaint) throws Exception {
    asking.post(STUDIES, "application/yaml", YAML);

    var answer = asking.post(STUDIES + "/small/trials", "application/json", body);

    assertProblem(answer, 400, "bad-input", complaint);
    assertThat(server.desk().commands()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trials/3/fork | {'values': {'a': 1}} | ForkTrial[trial=3, values={a=1}]",
        "narrow | {'parameter': 'a', 'min': 1, 'max': 2.5} | NarrowSpace[parameter=a,"
            + " to=Narrowing[min=1.0, max=2.5, values=null]]",
        "narrow | {'parameter': 'a', 'values': [1, 'x', true]} | NarrowSpace[parameter=a,"
            + " to=Narrowing[min=null, max=null, values=[1, x, true]]]",
        "narrow | {'parameter': 'a'} | NarrowSpace[parameter=a, to=null]"
      })
  void handsOnWhatToForkAndWhatIsLeft(String place, String body, String command) throws Exception {
    asking.post(STUDIES, "application/yaml", YAML);

    var answer =
        asking.post(STUDIES + "/small/" + place, "application/json", body.replace('\'', '"'));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(server.desk().commands())
        .singleElement()
        .extracting(Object::toString)
        .isEqualTo(command);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trials/3/fork | {} | values must be an object",
        "narrow | {} | parameter () must be the name of a parameter",
        "narrow | {'parameter': 'a', 'min': 1} | must have min and max",
        "narrow | {'parameter': 'a', 'min': 1, 'max': 2, 'values': [1]} | must have min and max",
        "narrow | {'parameter': 'a', 'values': 'x'} | must have min and max",
        "narrow | {'parameter': 'a', 'values': []} | must be at least one",
        "narrow | {'parameter': 'a', 'values': [[1]]} | must be a number, a text, true or false",
        "narrow | {'parameter': 'a', 'min': 2, 'max': 1} | min (2.0) must be"
      })
  void refusesToForkOrNarrowToWhatIsNone(String place, String body, String complaint)
      throws Exception {
    asking.post(STUDIES, "application/yaml", YAML);

    var answer =
        asking.post(STUDIES + "/small/" + place, "application/json", body.replace('\'', '"'));

    assertProblem(answer, 400, "bad-input", complaint);
    assertThat(server.desk().commands()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "x", "99999999999"})
  void saysThatThereIsNoTrialOfSuchANumber(String number) throws Exception {
    asking.post(STUDIES, "application/yaml", YAML);

    var answer = asking.post(STUDIES + "/small/trials/" + number + "/stop", "", "");

    assertProblem(answer, 404, "unknown", "there is no trial of that number");
  }

  @ParameterizedTest(name = "query {0}, accept {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | '' | application/json | {",
        "'' | */* | application/json | {",
        "'' | text/markdown | text/markdown; charset=UTF-8 | # small",
        "'' | text/html,application/xhtml+xml,*/*;q=0.8 | text/html; charset=UTF-8 | <!DOCTYPE"
            + " html>",
        "'' | application/json;q=0.1, text/* | text/markdown; charset=UTF-8 | # small",
        "?format=html | application/json | text/html; charset=UTF-8 | <!DOCTYPE html>",
        "?format=json | text/html | application/json | {"
      })
  void reportsInTheFormatThatIsWanted(String query, String accept, String type, String begin)
      throws Exception {
    asking.post(STUDIES, "application/yaml", YAML);
    String path = STUDIES + "/small/report" + query;

    var answer =
        accept.isEmpty()
            ? asking.get(path)
            : asking.send("GET", path, "", new byte[0], "Accept", accept);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains(type);
    assertThat(answer.body()).startsWith(begin);
  }

  @Test
  void refusesAReportInAFormatThatThereIsNot() throws Exception {
    var answer = asking.get(STUDIES + "/small/report?format=pdf");

    assertProblem(answer, 400, "bad-input", "format (pdf) must be html, markdown or json");
  }

  @Test
  void stopsAStudyAsOftenAsAsked() throws Exception {
    asking.post(STUDIES, "application/yaml", YAML);

    assertThat(asking.post(STUDIES + "/small/stop", "", "").statusCode()).isEqualTo(202);
    assertThat(asking.post(STUDIES + "/small/stop", "", "").statusCode()).isEqualTo(202);
    assertThat(server.desk().stopped()).containsExactly("small");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/studies/nowhere",
    "GET, /api/v1/studies/nowhere/report",
    "PATCH, /api/v1/studies/nowhere",
    "POST, /api/v1/studies/nowhere/stop",
    "POST, /api/v1/studies/nowhere/extend",
    "GET, /api/v1/studies/a%20b",
    "GET, /api/v1/studies/..%2Fsecret",
  })
  void saysThatThereIsNoSuchStudy(String method, String path) throws Exception {
    var answer = asking.send(method, path, "application/json", change(path).getBytes(UTF_8));

    assertProblem(answer, 404, "unknown", "there is no study");
  }

  private static String change(String path) {
    return path.endsWith("extend") ? "{\"epochs\": 4}" : "{\"slotsMax\": 4}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api", "/api/v2/studies", "/api/v1/studies/small/more"})
  void saysThatThereIsNothingElsewhere(String path) throws Exception {
    assertProblem(asking.get(path), 404, "unknown", "nothing at that path", STUDIES);
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /api/v1/studies/small, 'GET, PATCH'",
    "PUT, /api/v1/studies, 'GET, POST'",
    "GET, /api/v1/studies/small/stop, POST",
    "POST, /metrics, GET"
  })
  void saysWhichMethodsThereAre(String method, String path, String allowed) throws Exception {
    var answer = asking.send(method, path, "application/json", "{}".getBytes(UTF_8));

    assertProblem(answer, 405, "no-such-method", method);
    assertThat(answer.headers().firstValue("Allow")).contains(allowed);
  }

  @Test
  void saysNothingOfAFaultButItsNumber() throws Exception {
    server.desk().failWith(() -> new IllegalStateException("secret of the inside"));

    var answer = asking.get(STUDIES);

    assertProblem(answer, 500, "fault", "Maybe its log says more, at fault ");
    assertThat(answer.body()).doesNotContain("secret", "Illegal");
  }

  @Test
  void saysWhenToAskAgain() throws Exception {
    server.desk().failWith(() -> new RefusedException(Refusal.UNAVAILABLE, "it moves."));

    var answer = asking.get(STUDIES);

    assertProblem(answer, 503, "unavailable", "it moves.");
    assertThat(answer.headers().firstValue("Retry-After")).contains("2");
  }

  @Test
  void answersThatTheProcessLives() throws Exception {
    HttpResponse<String> answer = asking.get("/health/live");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"status\":\"ok\",\"reasons\":[]}");
  }

  @Test
  void answersWhyTheProcessIsNotReady() throws Exception {
    assertThat(asking.get("/health/ready").statusCode()).isEqualTo(200);
    server.becomeUnready("the node has not joined the cluster.");

    HttpResponse<String> answer = asking.get("/health/ready");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .isEqualTo(
            "{\"status\":\"failing\",\"reasons\":[\"the node has not joined the cluster.\"]}");
  }

  @Test
  void answersMetricsInTheFormatOfPrometheus() throws Exception {
    HttpResponse<String> answer = asking.get("/metrics");

    assertThat(answer.body()).isEqualTo("thaw_up 1\n");
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/plain")
        .contains("version=0.0.4");
  }

  @Test
  void tellsBrowsersNeitherToGuessNorToKeep() throws Exception {
    HttpResponse<String> answer = asking.get("/health/live");

    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
  }

  static void assertProblem(HttpResponse<String> answer, int status, String kind, String... words)
      throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    JsonNode problem = json(answer);
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("kind").asText()).isEqualTo(kind);
    assertThat(problem.get("detail").asText()).contains(words);
    assertThat(answer.body()).doesNotContain("\\tat ", "Exception", "dev.thaw");
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return DeskJson.tree(answer.body().getBytes(UTF_8));
  }
}
