package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.engine.ThawProcess;
import dev.thaw.app.serve.ServerFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One process that serves its study, and somebody who trains for it over HTTP: what happens in the
 * order of the tests.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class AskedStudyIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String SPEC =
      """
      study: lent
      objective: {metric: loss, goal: minimize}
      parameters:
        rate: {type: real, min: 1e-4, max: 1.0, scale: log, default: 0.01}
      fidelity: {name: epochs, min: 1, max: 2}
      scheduler: {name: asha, eta: 2}
      trainer: {name: asked}
      resources: {slots: 2}
      budget: {trials: 3}
      """;

  @TempDir private static Path temp;

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init")
  private static ThawProcess process;

  @SuppressWarnings("NullAway.Init")
  private static StudyFolder folder;

  @SuppressWarnings("NullAway.Init")
  private static ServerFile server;

  @SuppressWarnings("NullAway.Init")
  private static JsonNode work;

  private record Said(int status, JsonNode body) {}

  @BeforeAll
  static void serve() throws IOException {
    folder = new StudyFolder(temp.resolve("study"));
    process =
        ThawProcess.start(
            temp,
            List.of(),
            "run",
            "-f",
            SmallStudy.write(temp, SPEC),
            "--dir",
            folder.directory().toString(),
            "--serve");
    process.awaitThat(() -> process.err().contains("serving at"));
    server = ServerFile.find(folder).orElseThrow(() -> new AssertionError(process.err()));
  }

  @AfterAll
  static void end() {
    process.close();
    CLIENT.close();
  }

  private static Said send(String method, String path, String body, String token)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    return new Said(response.statusCode(), JSON.readTree(response.body()));
  }

  private static Said post(String place, String body) throws IOException, InterruptedException {
    return send("POST", "/api/v1/studies/lent" + place, body, server.token());
  }

  private static String told(JsonNode of, String rest) {
    return "{\"session\": \"%s\", %s}".formatted(of.path("session").asText(), rest);
  }

  @Test
  @Order(1)
  void saysWhereItListensToWhoeverCanReadTheFolder() throws IOException {
    Path file = folder.directory().resolve("server.json");

    assertThat(process.err()).contains("thaw: serving at " + server.url() + "/#token=");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  @Order(2)
  void letsInNobodyWithoutTheToken() throws Exception {
    Said refused = send("GET", "/api/v1/studies", "", "x" + server.token());

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.body().path("detail").asText()).contains("the token is not known here");
  }

  @Test
  @Order(3)
  void showsItsStudyAndTakesInNoOther() throws Exception {
    Said all = send("GET", "/api/v1/studies", "", server.token());
    Said status = send("GET", "/api/v1/studies/lent", "", server.token());
    Said strange = send("GET", "/api/v1/studies/other", "", server.token());
    Said second =
        send(
            "POST",
            "/api/v1/studies",
            JSON.writeValueAsString(new YAMLMapper().readTree(SPEC)),
            server.token());

    assertThat(all.body().path("studies").get(0).path("study").asText()).isEqualTo("lent");
    assertThat(status.body().path("summary").path("state").asText()).isEqualTo("running");
    assertThat(strange.status()).isEqualTo(404);
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.body().path("detail").asText()).contains("lent");
  }

  @Test
  @Order(4)
  void givesOutWorkAndTakesItsValueOnce() throws Exception {
    work = post("/ask", "{\"wait\": 20}").body();
    String report = told(work, "\"epoch\": 1, \"metrics\": {\"loss\": 0.5}");

    assertThat(work.path("epoch").asInt()).isEqualTo(1);
    assertThat(work.path("parameters").path("rate").isDouble()).isTrue();
    assertThat(post("/tell", report).body().path("next").asText()).isEqualTo("save");
    assertThat(post("/tell", report).body().path("next").asText()).isEqualTo("save");
    assertThat(post("/tell", told(work, "\"epoch\": 3, \"metrics\": {\"loss\": 1}")).status())
        .isEqualTo(409);
    assertThat(post("/tell", told(work, "\"epoch\": 1")).status()).isEqualTo(400);
    assertThat(
            send("GET", "/api/v1/studies/lent", "", server.token())
                .body()
                .path("summary")
                .path("epochs")
                .asInt())
        .isEqualTo(1);
  }

  @Test
  @Order(5)
  void pausesWithoutWaitingForWhatNobodyHasAskedFor() throws Exception {
    assertThat(post("/pause", "").status()).isEqualTo(202);
    Files.writeString(Path.of(work.path("checkpointTo").asText()).resolve("w"), "0.5");

    assertThat(post("/tell", told(work, "\"epoch\": 1, \"checkpoint\": true")).body())
        .isEqualTo(JSON.readTree("{\"next\": \"pause\"}"));
    process.awaitThat(() -> leases() == 0);
    assertThat(post("/ask", "").status()).isEqualTo(204);
    assertThat(post("/resume", "").status()).isEqualTo(202);
  }

  private static int leases() {
    try {
      return send("GET", "/api/v1/studies", "", server.token())
          .body()
          .path("studies")
          .get(0)
          .path("slots")
          .asInt();
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  /** By the command line, as a shell script would, through the file in the folder. */
  @Test
  @Order(6)
  void isTrainedToItsEndByCommands() throws Exception {
    String dir = folder.directory().toString();
    boolean resumed = false;
    JsonNode next = Answer.to("ask", "--dir", dir, "--wait", "20", "--json").json();
    while (!next.path("ended").asBoolean()) {
      resumed |= next.path("resumeFrom").isTextual();
      String answer = "continue";
      for (int epoch = next.path("epoch").asInt(); answer.equals("continue"); epoch++) {
        Answer said =
            Answer.to(
                "tell",
                next.path("session").asText(),
                "loss=" + (1 + 1.0 / epoch),
                "--epoch",
                "" + epoch,
                "--no-checkpoint",
                "--dir",
                dir);
        assertThat(said.exitCode()).as(said.err()).isZero();
        answer = said.lines().getLast();
      }
      next = Answer.to("ask", "--dir", dir, "--wait", "20", "--json").json();
    }
    Answer end = Answer.to("wait", "lent", "--server", server.link());

    assertThat(end.exitCode()).as("whoever waits hears of the end: " + end.err()).isZero();
    assertThat(end.out()).startsWith("lent: ended, best loss ");
    assertThat(resumed).as("went on from the checkpoint that was written").isTrue();
    assertThat(process.exitCode()).as(process.err()).isZero();
    assertThat(folder.directory().resolve("server.json")).doesNotExist();
    assertThat(Answer.to("best", "--dir", dir).exitCode()).isZero();
  }
}
