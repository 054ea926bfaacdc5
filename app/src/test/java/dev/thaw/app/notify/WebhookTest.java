package dev.thaw.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebhookTest {

  private static final Notice NOTICE =
      new Notice(
          "digits", Notice.Event.ENDED, "digits ended", Map.of("trial", 7), "# digits", "<html>");

  private final List<byte[]> bodies = Collections.synchronizedList(new ArrayList<>());
  private final List<String> signatures = Collections.synchronizedList(new ArrayList<>());
  private final Deque<Integer> answers = new ArrayDeque<>();
  private final List<Duration> waits = new ArrayList<>();
  private final CountDownLatch hung = new CountDownLatch(1);

  @SuppressWarnings("NullAway.Init")
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          bodies.add(exchange.getRequestBody().readAllBytes());
          signatures.add(String.valueOf(exchange.getRequestHeaders().getFirst(Webhook.SIGNATURE)));
          int status = answers.isEmpty() ? 204 : answers.removeFirst();
          if (status == 0) {
            await();
          }
          exchange.sendResponseHeaders(status == 0 ? 500 : status, -1);
          exchange.close();
        });
    server.start();
  }

  private void await() {
    try {
      hung.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void close() {
    hung.countDown();
    server.stop(0);
  }

  private Webhook webhook(String secret, Duration timeout, int attempts) {
    URI address = URI.create("http://127.0.0.1:%d/hook".formatted(server.getAddress().getPort()));
    return new Webhook(
        new NotifySettings.Hook(address, secret, timeout, attempts, Duration.ofSeconds(1)),
        waits::add);
  }

  private Webhook webhook(String secret) {
    return webhook(secret, Duration.ofSeconds(20), 4);
  }

  @Test
  void postsOneObject() throws Exception {
    assertThat(webhook("").send(NOTICE)).isNull();

    assertThat(bodies).hasSize(1);
    JsonNode object = new ObjectMapper().readTree(bodies.getFirst());
    assertThat(object.path("event").asText()).isEqualTo("ended");
    assertThat(object.path("study").asText()).isEqualTo("digits");
    assertThat(object.path("summary").path("trial").asInt()).isEqualTo(7);
    assertThat(object.path("markdown").asText()).isEqualTo("# digits");
    assertThat(signatures).containsExactly("null");
  }

  @Test
  void signsTheBodyWithTheSecret() throws Exception {
    webhook("hush").send(NOTICE);

    assertThat(signatures)
        .containsExactly("sha256=" + Webhook.hmac(bodies.getFirst(), "hush"))
        .doesNotContain("sha256=" + Webhook.hmac(bodies.getFirst(), "other"));
  }

  /** RFC 4231, test case 2. */
  @Test
  void computesTheHmacOfTheStandard() {
    assertThat(
            Webhook.hmac(
                "what do ya want for nothing?".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                "Jefe"))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }

  @Test
  void triesAgainLaterAndLaterUntilItIsTaken() throws Exception {
    answers.addAll(List.of(503, 429, 500));

    assertThat(webhook("").send(NOTICE)).isNull();
    assertThat(bodies).hasSize(4);
    assertThat(waits)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void givesUpAfterItsAttempts() throws Exception {
    answers.addAll(List.of(503, 503, 503, 503, 503));

    assertThat(webhook("").send(NOTICE)).isEqualTo("it answers 503");
    assertThat(bodies).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 404, 410})
  void doesNotInsistWhereItIsRefused(int status) throws Exception {
    answers.add(status);

    assertThat(webhook("").send(NOTICE)).isEqualTo("it answers " + status);
    assertThat(bodies).hasSize(1);
  }

  @Test
  void doesNotWaitForAServerThatHangs() throws Exception {
    answers.add(0);

    assertThat(webhook("", Duration.ofMillis(300), 1).send(NOTICE)).contains("timed out");
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    var hook =
        new NotifySettings.Hook(
            URI.create("http://127.0.0.1:%d/".formatted(free)),
            "",
            Duration.ofSeconds(5),
            2,
            Duration.ZERO);

    assertThat(new Webhook(hook, waits::add).send(NOTICE)).contains("ConnectException");
    assertThat(waits).hasSize(1);
  }
}
