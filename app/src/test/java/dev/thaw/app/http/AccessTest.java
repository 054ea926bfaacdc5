package dev.thaw.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.access.Scope;
import dev.thaw.app.access.Token;
import dev.thaw.app.access.TokenFile;
import dev.thaw.app.desk.DeskJson;
import dev.thaw.app.fixture.TestServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and what they may do. */
final class AccessTest {
  private static final String STUDIES = "/api/v1/studies";
  private static final String YAML = HttpServerTest.YAML;
  private static final String READER = Token.secret();
  private static final String SUBMITTER = Token.secret();
  private static final String ADMIN = Token.secret();
  private static final String TEAM = Token.secret();
  private static final String EXPIRED = Token.secret();

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Path tokens;

  @SuppressWarnings("NullAway.Init")
  private static Path audit;

  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  @SuppressWarnings("NullAway.Init")
  private static Asking asking;

  @BeforeAll
  static void start() throws IOException {
    tokens = folder.resolve("tokens");
    audit = folder.resolve("audit.log");
    add("reader", READER, Scope.READ, List.of(), Optional.empty());
    add("submitter", SUBMITTER, Scope.SUBMIT, List.of(), Optional.empty());
    add("admin", ADMIN, Scope.ADMIN, List.of(), Optional.empty());
    add("team", TEAM, Scope.SUBMIT, List.of("team-*", "shared"), Optional.empty());
    add(
        "late",
        EXPIRED,
        Scope.ADMIN,
        List.of(),
        Optional.of(Instant.parse("2020-01-01T00:00:00Z")));
    server =
        TestServer.start(
            "thaw.http.tokens-file = \"%s\"".formatted(tokens),
            "thaw.http.audit-file = \"%s\"".formatted(audit),
            "thaw.http.request-burst = 100000",
            "thaw.http.studies-max = 3",
            "thaw.http.studies-per-project-max = 2",
            "thaw.http.spec-size-max = 2KiB");
    asking = new Asking(server.url());
  }

  private static void add(
      String name, String secret, Scope scope, List<String> projects, Optional<Instant> expires)
      throws IOException {
    TokenFile.add(tokens, new Token(name, Token.hash(secret), scope, projects, expires));
  }

  @BeforeEach
  void forget() throws IOException {
    server.reset();
    Files.writeString(audit, "");
  }

  @AfterAll
  static void stop() {
    asking.close();
    server.close();
  }

  private static HttpResponse<String> send(
      String method, String path, String body, String... headers) throws Exception {
    return asking.send(
        method,
        path,
        body.isEmpty() ? "" : "application/yaml",
        body.getBytes(StandardCharsets.UTF_8),
        headers);
  }

  private static HttpResponse<String> as(String secret, String method, String path, String body)
      throws Exception {
    return send(method, path, body, "Authorization", "Bearer " + secret);
  }

  private static String spec(String name) {
    return YAML.replace("study: small", "study: " + name);
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return DeskJson.tree(answer.body().getBytes(StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw new AssertionError(answer.body(), broken);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, ''",
    "POST, 'study: small'",
    "GET, /small",
    "POST, /small/stop",
    "GET, /small/report"
  })
  void wantsATokenForEverythingAboutStudies(String method, String rest) throws Exception {
    boolean body = rest.startsWith("study");

    var answer = send(method, STUDIES + (body ? "" : rest), body ? YAML : "");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"thaw\"");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(json(answer).get("kind").asText()).isEqualTo("unauthorized");
    assertThat(json(answer).get("detail").asText()).contains("a token is needed", "\nMaybe ");
    assertThat(server.desk().asked()).isZero();
  }

  static Stream<String> oddHeaders() {
    return Stream.of(
        "Bearer",
        "Bearer thaw_",
        "Bearer " + Token.secret(),
        "Bearer " + READER + "x",
        "Bearer " + READER.substring(1),
        "Bearer " + READER + " " + READER,
        "Bearer " + READER + "," + READER,
        "Bearer " + Token.hash(READER),
        "Basic " + READER,
        READER,
        "Bearer \"" + READER + "\"",
        "Bearer " + "x".repeat(3_000));
  }

  @ParameterizedTest
  @MethodSource("oddHeaders")
  void refusesWhatIsNoTokenOfItsOwn(String header) throws Exception {
    var answer = send("GET", STUDIES, "", "Authorization", header);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).doesNotContain(READER);
    assertThat(server.desk().asked()).isZero();
  }

  @Test
  void refusesTwoTokensAtOnce() throws Exception {
    var answer =
        send(
            "GET",
            STUDIES,
            "",
            "Authorization",
            "Bearer " + READER,
            "Authorization",
            "Bearer " + READER);

    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void takesTheWordBearerInAnyLetters() throws Exception {
    assertThat(send("GET", STUDIES, "", "Authorization", "bEARER " + READER).statusCode())
        .isEqualTo(200);
  }

  @Test
  void takesNoTokenFromTheQuery() throws Exception {
    assertThat(send("GET", STUDIES + "?access_token=" + ADMIN, "").statusCode()).isEqualTo(401);
  }

  @Test
  void refusesATokenThatHasExpired() throws Exception {
    var answer = as(EXPIRED, "GET", STUDIES, "");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("error=\"invalid_token\"");
  }

  @Test
  void letsATokenInFromWhenItIsMadeUntilItIsRevoked() throws Exception {
    String fresh = Token.secret();
    assertThat(as(fresh, "GET", STUDIES, "").statusCode()).isEqualTo(401);

    add("fresh", fresh, Scope.READ, List.of(), Optional.empty());
    assertThat(as(fresh, "GET", STUDIES, "").statusCode()).isEqualTo(200);

    TokenFile.remove(tokens, "fresh");
    assertThat(as(fresh, "GET", STUDIES, "").statusCode()).isEqualTo(401);
  }

  @Test
  void letsNobodyInWhileTheFileIsWrong() throws Exception {
    String good = Files.readString(tokens);
    try {
      Files.writeString(tokens, good + "what is this\n");
      assertThat(as(ADMIN, "GET", STUDIES, "").statusCode()).isEqualTo(401);
    } finally {
      Files.writeString(tokens, good);
    }
    assertThat(as(ADMIN, "GET", STUDIES, "").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/stop", "/pause", "/resume", "/kill", "/trials/1/stop", "/trials/1/kill"})
  void letsNobodyChangeAStudyWhoMayOnlyRead(String place) throws Exception {
    as(SUBMITTER, "POST", STUDIES, YAML);
    int before = server.desk().asked();

    var answer = as(READER, "POST", STUDIES + "/small" + place, "");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(json(answer).get("detail").asText())
        .contains("needs the scope (submit)", "[read]", "\nMaybe ");
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("insufficient_scope", "scope=\"submit\"");
    assertThat(server.desk().asked()).isEqualTo(before);
  }

  @Test
  void letsWhoMayReadReadAndWhoMaySubmitSubmit() throws Exception {
    assertThat(as(READER, "POST", STUDIES, YAML).statusCode()).isEqualTo(403);
    assertThat(server.desk().studies()).isEmpty();
    assertThat(as(SUBMITTER, "POST", STUDIES, YAML).statusCode()).isEqualTo(201);
    assertThat(as(READER, "GET", STUDIES + "/small", "").statusCode()).isEqualTo(200);
    assertThat(as(ADMIN, "POST", STUDIES + "/small/stop", "").statusCode()).isEqualTo(202);
  }

  @Test
  void showsATokenOnlyTheStudiesOfItsProjects() throws Exception {
    as(ADMIN, "POST", STUDIES, spec("team-a"));
    as(ADMIN, "POST", STUDIES, spec("other"));
    as(ADMIN, "POST", STUDIES, spec("shared"));

    JsonNode rows = json(as(TEAM, "GET", STUDIES, "")).get("studies");

    assertThat(rows)
        .extracting(row -> row.get("study").asText())
        .containsExactly("shared", "team-a");
    assertThat(as(TEAM, "GET", STUDIES + "/team-a", "").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, ''",
    "GET, /report",
    "POST, /stop",
    "POST, /pause",
    "POST, /kill",
    "POST, /trials/1/stop"
  })
  void answersForAForbiddenStudyAsForOneThatIsNotThere(String method, String place)
      throws Exception {
    as(ADMIN, "POST", STUDIES, spec("other"));
    int before = server.desk().asked();

    var forbidden = as(TEAM, method, STUDIES + "/other" + place, "");
    int after = server.desk().asked();
    var foreign = as(TEAM, method, STUDIES + "/nowhere" + place, "");
    var unknown = as(TEAM, method, STUDIES + "/team-x" + place, "");

    assertThat(forbidden.statusCode()).isEqualTo(404);
    assertThat(foreign.statusCode()).isEqualTo(404);
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(foreign.body().replace("nowhere", "other")).isEqualTo(forbidden.body());
    assertThat(unknown.body().replace("team-x", "other")).isEqualTo(forbidden.body());
    assertThat(shape(forbidden)).isEqualTo(shape(unknown));
    assertThat(after).isEqualTo(before);
  }

  private static Map<String, List<String>> shape(HttpResponse<String> answer) {
    Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
    headers.keySet().removeAll(List.of("content-length", "date"));
    return headers;
  }

  @Test
  void takesNoStudyUnderANameOfOthers() throws Exception {
    var answer = as(TEAM, "POST", STUDIES, spec("other"));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(json(answer).get("detail").asText()).contains("study (other)", "team-*", "\nMaybe ");
    assertThat(server.desk().asked()).isZero();
    assertThat(as(TEAM, "POST", STUDIES, spec("team-a")).statusCode()).isEqualTo(201);
  }

  @Test
  void takesOnlySoManyStudiesOfAProjectAndInAll() throws Exception {
    assertThat(as(TEAM, "POST", STUDIES, spec("team-a")).statusCode()).isEqualTo(201);
    assertThat(as(TEAM, "POST", STUDIES, spec("team-b")).statusCode()).isEqualTo(201);

    var third = as(TEAM, "POST", STUDIES, spec("team-c"));
    assertThat(third.statusCode()).isEqualTo(409);
    assertThat(third.body()).contains("studies-per-project-max", "2 studies");
    assertThat(as(TEAM, "POST", STUDIES, spec("team-b")).statusCode()).isEqualTo(200);

    assertThat(as(SUBMITTER, "POST", STUDIES, spec("more")).statusCode()).isEqualTo(201);
    var fourth = as(SUBMITTER, "POST", STUDIES, spec("most"));
    assertThat(fourth.statusCode()).isEqualTo(409);
    assertThat(fourth.body()).contains("studies-max", "3 studies");
    assertThat(server.desk().studies()).hasSize(3);
  }

  @Test
  void takesNoSpecThatIsTooLarge() throws Exception {
    var answer = as(SUBMITTER, "POST", STUDIES, YAML + "#".repeat(2_000) + "\n");

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("spec-size-max", "2048");
    assertThat(server.desk().asked()).isZero();
  }

  @Test
  void saysWhoAsks() throws Exception {
    assertThat(as(SUBMITTER, "GET", "/api/v1/whoami", "").body())
        .isEqualTo("{\"name\":\"submitter\",\"scopes\":[\"read\",\"submit\"]}");
    assertThat(as(TEAM, "GET", "/api/v1/whoami", "").body())
        .isEqualTo(
            "{\"name\":\"team\",\"scopes\":[\"read\",\"submit\"],\"projects\":[\"team-*\",\"shared\"]}");
    assertThat(send("GET", "/api/v1/whoami", "").statusCode()).isEqualTo(401);
  }

  @Test
  void answersProbesForEverybodyAndTellsMetricsToWhoMaySeeAllStudies() throws Exception {
    assertThat(send("GET", "/health/live", "").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/health/ready", "").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/metrics", "").statusCode()).isEqualTo(401);
    assertThat(as(READER, "GET", "/metrics", "").statusCode()).isEqualTo(200);
    assertThat(as(TEAM, "GET", "/metrics", "").statusCode()).isEqualTo(403);
  }

  @Test
  void writesDownWhoChangedWhatAndWhatBecameOfIt() throws Exception {
    as(TEAM, "POST", STUDIES, spec("team-a"));
    as(READER, "POST", STUDIES + "/team-a/stop", "");
    as(TEAM, "POST", STUDIES + "/other/kill", "");
    send("POST", STUDIES + "/team-a/pause", "", "Authorization", "Bearer " + EXPIRED);
    as(READER, "GET", STUDIES, "");

    List<String> lines = Files.readAllLines(audit);

    assertThat(lines).hasSize(4);
    assertThat(lines.stream().map(AccessTest::withoutTime))
        .containsExactly(
            "team,127.0.0.1,POST /api/v1/studies,team-a,201,done",
            "reader,127.0.0.1,POST /api/v1/studies/{study}/stop,team-a,403,refused",
            "team,127.0.0.1,POST /api/v1/studies/{study}/kill,other,404,refused",
            "-,127.0.0.1,POST /api/v1/studies/{study}/pause,team-a,401,refused");
    assertThat(Files.readString(audit))
        .doesNotContain(Token.PREFIX)
        .doesNotContain(Token.hash(TEAM));
  }

  private static String withoutTime(String line) {
    JsonNode tree;
    try {
      tree = DeskJson.tree(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw new AssertionError(line, broken);
    }
    Instant.parse(tree.get("at").asText());
    return Stream.of("who", "from", "action", "study", "status", "outcome")
        .map(key -> tree.path(key).asText("-"))
        .map(text -> text.isEmpty() ? "-" : text)
        .collect(Collectors.joining(","));
  }

  @Test
  void tellsBrowsersWithEveryAnswerWhatTheyMayDo() throws Exception {
    as(ADMIN, "POST", STUDIES, YAML);
    for (var answer :
        List.of(
            send("GET", STUDIES, ""),
            as(READER, "GET", STUDIES, ""),
            as(READER, "GET", "/nowhere", ""),
            as(READER, "POST", STUDIES, YAML),
            as(READER, "GET", STUDIES + "/small/report?format=html", ""))) {
      var headers = answer.headers();
      assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
      assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
      boolean html = headers.firstValue("Content-Type").orElse("").startsWith("text/html");
      assertThat(headers.firstValue("Content-Security-Policy").isPresent()).isEqualTo(html);
    }
  }

  @Test
  void refusesToStartWithoutATokenThatCouldBeShown() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty"), "# nobody\n");

    for (Path file : List.of(empty, folder.resolve("missing"))) {
      assertThatThrownBy(
              () -> TestServer.start("thaw.http.tokens-file = \"%s\"".formatted(file)).close())
          .hasStackTraceContaining("thaw.http.tokens-file (%s) must ".formatted(file))
          .hasStackTraceContaining("Maybe ");
    }
  }
}
