package dev.thaw.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.access.Scope;
import dev.thaw.app.access.Token;
import dev.thaw.app.access.TokenSource;
import dev.thaw.app.desk.DeskJson;
import dev.thaw.app.fixture.LiveStudy;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.StepRows;
import dev.thaw.app.fixture.TestServer;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.core.study.StudyState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What watchers of a study are answered. */
final class FeedRoutesTest {

  private static final String STUDY = "/api/v1/studies/digits";
  private static final VirtualStudy NIGHT = new VirtualStudy(Specs.accuracy(6, 40), 0.02);
  private static final StudyState END = NIGHT.runUntil(state -> false);
  private static final int ROWS = NIGHT.steps().size();

  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  @SuppressWarnings("NullAway.Init")
  private static Asking asking;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    server.watch("digits", StepRows.of(NIGHT.steps()));
    asking = new Asking(server.url());
  }

  @AfterAll
  static void stop() {
    asking.close();
    server.close();
  }

  private static JsonNode ask(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = asking.get(STUDY + path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return DeskJson.tree(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void curvesHoldEveryValue() throws Exception {
    JsonNode curves = ask("/curves");

    assertThat(curves.path("metric").asText()).isEqualTo("accuracy");
    assertThat(curves.path("goal").asText()).isEqualTo("maximize");
    assertThat(curves.path("row").asLong()).isEqualTo(ROWS);
    int values = 0;
    for (JsonNode trial : curves.path("trials")) {
      values += trial.path("values").size();
    }
    assertThat(values).isEqualTo((int) END.progress().spending().epochs());
  }

  @Test
  void aPageOfTrialsSaysWhereTheNextOneBegins() throws Exception {
    JsonNode page = ask("/trials?limit=15&sort=best");

    assertThat(page.path("total").asInt()).isEqualTo(40);
    assertThat(page.path("next").asInt()).isEqualTo(15);
    assertThat(page.path("trials")).hasSize(15);
    assertThat(ask("/trials?after=30&limit=15").has("next")).isFalse();
  }

  @Test
  void trialsAreFilteredByStatus() throws Exception {
    for (JsonNode trial : ask("/trials?status=completed,failed").path("trials")) {
      assertThat(trial.path("status").asText()).isIn("completed", "failed");
    }
  }

  @Test
  void aTrialHasItsLineItsCurveAndItsDecisionsInOneObject() throws Exception {
    JsonNode trial = ask("/trials/0");

    assertThat(trial.path("trial").asInt()).isZero();
    assertThat(trial.path("status").asText()).isEqualTo("completed");
    assertThat(trial.path("values")).hasSize(27);
    assertThat(trial.path("decisions").get(0).path("text").asText())
        .contains("the default configuration is the yardstick");
  }

  @Test
  void progressHoldsEachImprovementAndWhatMayBeSpent() throws Exception {
    JsonNode progress = ask("/progress");

    assertThat(progress.path("limits").path("trials").asInt()).isEqualTo(40);
    JsonNode points = progress.path("points");
    assertThat(points.get(points.size() - 1).path("value").asDouble())
        .isEqualTo(VirtualStudy.best(END).value());
    assertThat(progress.path("now").path("epochs").asLong())
        .isEqualTo(END.progress().spending().allEpochs());
  }

  @Test
  void importanceIsThatOfTheReport() throws Exception {
    JsonNode importance = ask("/importance");

    assertThat(importance.path("trials").asInt()).isGreaterThan(10);
    assertThat(importance.path("shares").size() > 0 || importance.path("silence").isTextual())
        .isTrue();
  }

  @Test
  void theSpecIsTheOneThatWasSubmitted() throws Exception {
    assertThat(ask("/spec").path("study").asText()).isEqualTo("digits");
  }

  @Test
  void allCurvesCanBeTakenAway() throws Exception {
    HttpResponse<String> csv = asking.get(STUDY + "/export?format=csv");

    assertThat(csv.headers().firstValue("content-type")).hasValue("text/csv; charset=UTF-8");
    assertThat(csv.body().lines().count()).isEqualTo(1 + END.progress().spending().epochs());
    assertThat(asking.get(STUDY + "/export?format=jsonl").body().lines().count())
        .isEqualTo(END.progress().spending().epochs());
  }

  @Test
  void allConfigurationsCanBeTakenAway() throws Exception {
    HttpResponse<String> table = asking.get(STUDY + "/export?format=table");
    int trials = END.progress().trials().size();

    assertThat(table.headers().firstValue("content-type")).hasValue("text/csv; charset=UTF-8");
    assertThat(table.body().lines().findFirst().orElseThrow()).contains("value,", ",params_");
    assertThat(table.body().lines().count()).isEqualTo(1 + trials);
    assertThat(asking.get(STUDY + "/export?format=trials").body().lines().count())
        .isEqualTo(trials);
  }

  @Test
  void eventsComeRowByRowWithTheirNumbers() throws Exception {
    assertThat(ids("", "")).startsWith(1L, 2L, 3L).hasSize(ROWS);
  }

  @Test
  void whoWasCutOffHearsEveryRowThatFollowsAndNoneTwice() throws Exception {
    assertThat(ids("", Integer.toString(ROWS - 5)))
        .containsExactly(ROWS - 4L, ROWS - 3L, ROWS - 2L, ROWS - 1L, (long) ROWS);
    assertThat(ids("?after=" + (ROWS - 1), "")).containsExactly((long) ROWS);
  }

  @Test
  void whoseTokenIsTakenAwayHearsNothingMore() throws Exception {
    String secret = Token.secret();
    var tokens = new AtomicReference<>(TokenSource.of("anna", secret, Scope.READ).tokens());
    var live = new LiveStudy(Specs.accuracy(3, 60), 20);
    try (var guarded = TestServer.guarded(() -> Objects.requireNonNull(tokens.get()));
        var client = HttpClient.newHttpClient()) {
      guarded.watch("digits", live.rows());
      var request =
          HttpRequest.newBuilder(URI.create(guarded.url() + STUDY + "/events"))
              .header("Authorization", "Bearer " + secret);
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (var lines =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        String line = lines.readLine();
        while (!line.equals("id: 20")) {
          line = lines.readLine();
        }
        tokens.set(List.of());
        live.advance(1);
        long heard = lines.lines().filter(more -> more.startsWith("id: ")).count();

        assertThat(heard).as("what was under way").isLessThanOrEqualTo(1);
      }
    }
  }

  /** The ids of all messages up to the last row. */
  private static List<Long> ids(String query, String lastEventId) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(server.url() + STUDY + "/events" + query));
      if (!lastEventId.isEmpty()) {
        request.header("Last-Event-ID", lastEventId);
      }
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      assertThat(answer.headers().firstValue("content-type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
      List<Long> ids = new ArrayList<>();
      try (var lines =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        while (ids.isEmpty() || ids.getLast() < ROWS) {
          String line = lines.readLine();
          assertThat(line).isNotNull();
          if (line.startsWith("id: ")) {
            ids.add(Long.parseLong(line.substring(4)));
          }
        }
      }
      client.shutdownNow();
      return ids;
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /curves?limit=0           | limit (0) must be a whole number from 1 to 10000.
          /curves?limit=x           | limit (x) must be a whole number from 1 to 10000.
          /curves?limt=3            | query (limt) must have these names only: limit.
          /trials?sort=worst        | sort (worst) must be one of number, best.
          /trials?status=fine       | status (fine) must be some of completed, failed
          /decisions?after=-1       | after (-1) must be a whole number
          /events?after=x           | after (x) must be a whole number
          /export?format=parquet    | format (parquet) must be one of csv, jsonl, trials, table.
          """)
  void whatMakesNoSenseIsRefusedInWords(String path, String words) throws Exception {
    HttpResponse<String> answer = asking.get(STUDY + path);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(words);
  }

  @ParameterizedTest
  @CsvSource({"/api/v1/studies/none/curves", "/api/v1/studies/digits/trials/40"})
  void whatThereIsNotIsUnknown(String path) throws Exception {
    assertThat(asking.get(path).statusCode()).isEqualTo(404);
  }
}
