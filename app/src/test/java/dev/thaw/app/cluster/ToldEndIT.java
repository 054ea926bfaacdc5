package dev.thaw.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.thaw.app.client.RemoteDesk;
import dev.thaw.app.report.ReportFormat;
import dev.thaw.app.spec.BudgetChanges;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: whoever wants to know that a study of a cluster has ended is told once, by real nodes, and
 * also if the node dies that was about to tell. The logs of the nodes stay in {@code
 * target/cluster-told}.
 */
final class ToldEndIT {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String SECRET = "hush";
  private static final String SPEC =
      """
      study: %s
      objective: {metric: loss, goal: minimize}
      parameters:
        learning_rate: {type: real, min: 1e-4, max: 1.0, scale: log, default: 0.01}
      fidelity: {name: epochs, min: 1, max: 3}
      scheduler: {name: asha, eta: 3}
      trainer: {name: chain, epochMillis: 50, burn: false, log: "%s"}
      budget: {trials: 4}
      resources: {slots: 4}
      seed: 3
      """;

  /** What a webhook was sent. */
  private record Post(String body, String signature) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(body);
    }

    String study() throws IOException {
      return json().path("study").asText();
    }
  }

  private final List<Post> posts = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
  private volatile int unanswered;

  @SuppressWarnings("NullAway.Init")
  private HttpServer webhook;

  @BeforeEach
  void listen() throws IOException {
    webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    webhook.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    webhook.createContext("/", this::take);
    webhook.start();
    mail.start();
  }

  @AfterEach
  void close() {
    over.countDown();
    webhook.stop(0);
    mail.stop();
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    posts.add(new Post(body, exchange.getRequestHeaders().getFirst("X-Thaw-Signature")));
    if (posts.size() <= unanswered) {
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  private TestCluster start(String name, TestCluster.Shape shape) throws IOException {
    Path folder = Path.of("target", "cluster-told", name);
    TestCluster.delete(folder);
    return TestCluster.start(
        folder,
        Network.loopback(),
        shape.with(
            Map.of(
                "thaw.notify.webhook", "http://127.0.0.1:" + webhook.getAddress().getPort(),
                "thaw.notify.webhook-secret", SECRET,
                "thaw.notify.timeout", "120s",
                "thaw.notify.mail.host", "127.0.0.1",
                "thaw.notify.mail.port", Integer.toString(mail.getSmtp().getPort()),
                "thaw.notify.mail.encryption", "none",
                "thaw.notify.mail.from", "thaw@example.org",
                "thaw.notify.mail.to", "night@example.org")));
  }

  private static String hmac(String body) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static void submit(TestCluster cluster, String study) {
    cluster.submit(SPEC.formatted(study, cluster.epochLogs()));
  }

  private void awaitPosts(TestCluster cluster, int count) {
    cluster.await(LIMIT, "%d posts do not arrive".formatted(count), () -> posts.size() >= count);
  }

  private void awaitMail(TestCluster cluster, int count) {
    cluster.await(
        LIMIT,
        "%d mails do not arrive".formatted(count),
        () -> mail.getReceivedMessages().length >= count);
  }

  @Test
  void tellsEachEndOnceAndLeavesTheReport() throws Exception {
    try (TestCluster cluster = start("once", TestCluster.Shape.of(1, 0))) {
      NodeProcess node = cluster.nodes().getFirst();
      submit(cluster, "first");
      awaitMail(cluster, 1);
      Path report = cluster.folder().resolve("studies").resolve("first").resolve("report.html");

      assertThat(posts).hasSize(1);
      Post post = posts.getFirst();
      assertThat(post.signature()).isEqualTo(hmac(post.body()));
      assertThat(post.json().path("text").asText()).startsWith("first ended after ");
      assertThat(post.json().path("markdown").asText()).contains("./thaw show first");
      assertThat(mail.getReceivedMessages()[0].getSubject()).contains("first ended after ");
      assertThat(report).content().startsWith("<!DOCTYPE html>");
      try (var desk = RemoteDesk.at(node.server())) {
        assertThat(desk.report("first", ReportFormat.HTML).toCompletableFuture().get())
            .isEqualTo(Files.readString(report));

        // The same key twice: the study goes on with one more trial, and not with two.
        for (int time = 0; time < 2; time++) {
          var change = BudgetChanges.read(Map.of("trials", "+1"), ZoneOffset.UTC, Instant.EPOCH);
          assertThat(
                  desk.extend("first", change, "one-more")
                      .toCompletableFuture()
                      .get(60, TimeUnit.SECONDS)
                      .trials())
              .isEqualTo(5);
        }
      }
      awaitMail(cluster, 2);

      // What was told is not told again by the process that comes after.
      var unused = node.terminate();
      node.start();
      node.awaitUp();
      submit(cluster, "second");
      awaitMail(cluster, 3);

      assertThat(posts).hasSize(3);
      assertThat(posts.get(1).json().path("summary").path("trials").path("started").asInt())
          .isEqualTo(5);
      assertThat(posts.getLast().study()).isEqualTo("second");
    }
  }

  @Test
  void anotherNodeTellsWhatTheOneThatDiedDidNot() throws Exception {
    unanswered = 1;
    try (TestCluster cluster = start("moved", TestCluster.Shape.of(3, 0))) {
      submit(cluster, "first");
      awaitPosts(cluster, 1);

      // The directory, which tells, is on the oldest node, as the broker is.
      cluster.await(LIMIT, "nobody hosts the broker", () -> cluster.hostOfBroker().isPresent());
      cluster.hostOfBroker().orElseThrow().kill();

      awaitMail(cluster, 1);
      submit(cluster, "second");
      awaitMail(cluster, 2);
      assertThat(posts).hasSize(3).allMatch(post -> !post.signature().isEmpty());
      assertThat(posts.get(0).study()).isEqualTo("first");
      assertThat(posts.get(1).json().path("text")).isEqualTo(posts.get(0).json().path("text"));
      assertThat(posts.get(2).study()).isEqualTo("second");
    }
  }
}
