package dev.thaw.app.http;

import static dev.thaw.app.http.HttpServerTest.YAML;
import static dev.thaw.app.http.HttpServerTest.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.app.fixture.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much, how long and from whom a server takes requests. */
final class LimitsTest {
  private static final String STUDIES = "/api/v1/studies";

  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  @SuppressWarnings("NullAway.Init")
  private static Asking asking;

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            "thaw.http.body-size-max = 4KiB",
            "thaw.http.body-timeout = 300ms",
            "thaw.http.answer-timeout = 300ms",
            "thaw.http.names = [\"Thaw.Example\"]",
            "thaw.http.probe-host = 127.0.0.1");
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
  void refusesABodyThatIsTooLarge() throws Exception {
    var answer = asking.post(STUDIES, "application/yaml", YAML + "#".repeat(5_000));

    assertProblem(answer, 413, "too-large", "at most 4096 bytes");
    assertThat(server.desk().studies()).isEmpty();
  }

  @Test
  void refusesABodyThatTurnsOutTooLarge() throws Exception {
    byte[] body = (YAML + "#".repeat(5_000)).getBytes(UTF_8);
    var unsized = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));

    var answer = asking.send("POST", STUDIES, "application/yaml", unsized);

    assertProblem(answer, 413, "too-large", "at most 4096 bytes");
    assertThat(server.desk().studies()).isEmpty();
  }

  @Test
  void refusesAHugeBodyBeforeItComes() throws Exception {
    String answer =
        Asking.raw(
            server.address(),
            "POST /api/v1/studies HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/yaml\r\nContent-Length: 9999999999\r\n\r\nstudy:");

    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("at most 4096 bytes");
  }

  @Test
  void tellsAClientThatSendsItAllTheSame() throws Exception {
    var answer = asking.post(STUDIES, "application/yaml", "#".repeat(3_000_000));

    assertProblem(answer, 413, "too-large", "at most 4096 bytes");
  }

  @Test
  void doesNotWaitForABodyThatNeverComes() throws Exception {
    String answer =
        Asking.raw(
            server.address(),
            "POST /api/v1/studies HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/yaml\r\nContent-Length: 100\r\n\r\nstudy:");

    assertThat(answer).startsWith("HTTP/1.1 408 ").contains("must arrive within");
  }

  @Test
  void doesNotWaitForADeskThatNeverAnswers() throws Exception {
    server.desk().fallSilent();

    var answer = asking.get(STUDIES);

    assertProblem(answer, 503, "unavailable", "did not answer in time");
    assertThat(answer.headers().firstValue("Retry-After")).contains("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "null", "http://127.0.0.1:1"})
  void refusesAPageOfAnotherOrigin(String origin) throws Exception {
    byte[] body = YAML.getBytes(UTF_8);

    var answer = asking.send("POST", STUDIES, "application/yaml", body, "Origin", origin);

    assertProblem(answer, 403, "forbidden", "web pages of another origin");
    assertThat(server.desk().studies()).isEmpty();
  }

  @Test
  void takesAPageOfItsOwn() throws Exception {
    byte[] body = YAML.getBytes(UTF_8);

    var answer = asking.send("POST", STUDIES, "application/yaml", body, "Origin", server.url());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8080",
        "127.0.0.1.evil.example",
        "decade.cc",
        "cafe.de:8080",
        "feed.ac",
        "1.2.3.4.5",
        "127"
      })
  void refusesToBeCalledByANameThatItDoesNotExpect(String host) throws Exception {
    assertThat(called(host)).startsWith("HTTP/1.1 403 ").contains("thaw.http.names");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:99",
        "127.0.0.1",
        "[::1]:8080",
        "192.0.2.7",
        "thaw.example",
        "THAW.EXAMPLE"
      })
  void mayBeCalledByItsAddressesAndNames(String host) throws Exception {
    assertThat(called(host)).startsWith("HTTP/1.1 200 ");
  }

  private static String called(String host) throws IOException {
    return Asking.raw(
        server.address(),
        "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(STUDIES, host));
  }

  @Test
  void servesNothingButProbesAndMetricsOnTheProbesPort() throws Exception {
    try (var probe = new Asking("http://127.0.0.1:" + server.probeAddress().getPort())) {
      assertThat(probe.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(probe.get("/health/ready").statusCode()).isEqualTo(200);
      assertThat(probe.get("/metrics").statusCode()).isEqualTo(200);
      assertProblem(probe.get(STUDIES), 404, "unknown", "nothing at that path");
      assertProblem(
          probe.post(STUDIES, "application/yaml", YAML), 404, "unknown", "nothing at that path");
      assertThat(server.desk().studies()).isEmpty();
    }
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    var answer = asking.send("HEAD", "/health/live", "", new byte[0]);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void saysThatAPortIsTaken() {
    int port = server.address().getPort();

    assertThatThrownBy(() -> TestServer.start("thaw.http.port = " + port).close())
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageContaining("\nMaybe another process has the port");
  }

  @Test
  void listensNowhereIfOneOfItsPortsIsTaken() throws Exception {
    int taken = server.address().getPort();
    int free = freePort();

    assertThatThrownBy(
            () ->
                TestServer.start(
                        "thaw.http.port = " + free,
                        "thaw.http.probe-host = 127.0.0.1",
                        "thaw.http.probe-port = " + taken)
                    .close())
        .hasMessageContaining("thaw.http.probe-port");
  }

  private static int freePort() throws IOException {
    try (var socket = new java.net.ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
