package dev.thaw.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.thaw.app.client.UnreachableException;
import dev.thaw.app.desk.DeskJson;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.fixture.FakeDesk;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.workers.asked.Work;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is away for a while, or too busy, is no end of a study; one that stays away is. */
class FickleServerTest {

  private static final String CUT = "cut";
  private static final String BUSY = "429 {\"detail\":\"too many requests\"}";
  private static final String MOVING = "503 {\"detail\":\"the study moves\"}";
  private static final String STALE = "409 {\"detail\":\"the session was given up\"}";
  private static final String NOTHING = "200 {}";
  private static final String ENDED = "200 {\"ended\":true}";
  private static final String STOP = "200 {\"next\":\"stop\"}";
  private static final Duration BRIEF = Duration.ofMillis(1);

  /** What is answered, one after the other; the last one for ever. */
  private final Deque<String> answers = new ArrayDeque<>();

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  @SuppressWarnings("NullAway.Init")
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(
        path.substring(path.lastIndexOf('/') + 1)
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    String answer = next();
    if (answer.equals(CUT)) {
      exchange.close();
      return;
    }
    int status = Integer.parseInt(answer.substring(0, 3));
    byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .add("Content-Type", status == 200 ? "application/json" : "application/problem+json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private synchronized String next() {
    return answers.size() > 1 ? answers.remove() : answers.getFirst();
  }

  private Thaw thaw(Duration patience, String... script) {
    answers.addAll(Arrays.asList(script));
    return Thaw.connect(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), null)
        .patience(patience);
  }

  private static String work(String session) {
    return json(
        new Work(session, "digits", 3, Map.of("rate", 0.5), 1, 9, 7, null, "nowhere", List.of()));
  }

  private static String json(Object good) {
    return "200 " + new String(DeskJson.bytes(good), StandardCharsets.UTF_8);
  }

  private static void once(Training trial) throws Exception {
    for (int epoch : trial.epochs()) {
      trial.report("loss", epoch);
    }
  }

  private List<String> told() {
    return asked.stream().filter(line -> line.startsWith("tell")).toList();
  }

  @Test
  void trainingGoesOnThoughTheServerIsAwayOrBusyMeanwhile() {
    try (Thaw thaw =
        thaw(Patience.USUAL, CUT, NOTHING, MOVING, BUSY, work("s-1"), CUT, MOVING, STOP, ENDED)) {
      thaw.study("digits").train(FickleServerTest::once, 1);
    }

    assertThat(told()).hasSize(3).allMatch(line -> line.contains("\"loss\""));
    assertThat(asked).hasSize(9);
  }

  @Test
  void aSessionThatWasGivenUpIsFollowedByOtherWork() {
    try (Thaw thaw = thaw(Patience.USUAL, work("s-1"), STALE, work("s-2"), STOP, ENDED)) {
      thaw.study("digits").train(FickleServerTest::once, 1);
    }

    assertThat(told()).hasSize(2);
  }

  @Test
  void aStudyThatNobodyAsksIsRefused() {
    String process = "409 {\"detail\":\"the trainer of study (digits) is process\"}";
    try (Thaw thaw = thaw(Patience.USUAL, process)) {
      assertThatThrownBy(() -> thaw.study("digits").train(FickleServerTest::once, 1))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("is process");
    }
  }

  @Test
  void whateverWaitsForAServerThatStaysAwayFailsInTheEnd() {
    try (Thaw thaw = thaw(BRIEF, CUT)) {
      Study study = thaw.study("digits");

      assertThatThrownBy(() -> study.train(FickleServerTest::once, 2))
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("no answer for 1ms: server (http://127.0.0.1");
      assertThatThrownBy(study::await).isInstanceOf(UnreachableException.class);
      assertThatThrownBy(() -> study.watch(news -> {}).await())
          .isInstanceOf(UnreachableException.class);
    }
  }

  @Test
  void aServerThatStaysBusyIsUnreachableInTheEndAsWell() {
    try (Thaw thaw = thaw(BRIEF, BUSY)) {
      Study study = thaw.study("digits");

      assertThatThrownBy(() -> study.train(FickleServerTest::once, 1))
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("too many requests");
      assertThatThrownBy(study::await).isInstanceOf(UnreachableException.class);
      assertThatThrownBy(() -> study.watch(news -> {}).await())
          .isInstanceOf(UnreachableException.class);
    }
  }

  @Test
  void whoeverStreamsNoEventsIsNoServerOfThaw() {
    try (Thaw thaw = thaw(BRIEF, NOTHING)) {
      assertThatThrownBy(() -> thaw.study("digits").watch(news -> {}).await())
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("must be one of Thaw");
    }
  }

  @Test
  void theEndIsAwaitedThoughTheServerIsAwayOrBusyMeanwhile() {
    var study = new VirtualStudy(Specs.accuracy(6, 10), 0.02);
    study.runUntil(state -> false);
    String end = json(FakeDesk.status(study.state()));
    try (Thaw thaw = thaw(Patience.USUAL, CUT, MOVING, BUSY, end)) {
      assertThat(thaw.study("digits").await().state()).isEqualTo("ended");
    }

    assertThat(asked).hasSize(4);
  }

  @Test
  void aTrialWhoseObjectiveThrowsAnErrorIsToldOfBeforeTheErrorIsPassedOn() {
    try (Thaw thaw = thaw(Patience.USUAL, work("s-1"), STOP, ENDED)) {
      assertThatThrownBy(
              () ->
                  thaw.study("digits")
                      .train(
                          trial -> {
                            throw new AssertionError("wrong shape");
                          },
                          1))
          .isInstanceOf(AssertionError.class)
          .hasMessage("wrong shape");
    }

    assertThat(told())
        .singleElement()
        .asString()
        .contains("\"s-1\"", "\"failed\":\"AssertionError: wrong shape\"");
  }

  @Test
  void whatTrainsBesideASlotThatFailedIsLetGoAtItsNextReport() {
    var both = new CountDownLatch(2);
    var over = new CountDownLatch(1);
    var first = new AtomicBoolean(true);
    Objective objective =
        trial -> {
          both.countDown();
          both.await();
          if (first.getAndSet(false)) {
            throw new AssertionError("wrong shape");
          }
          over.await();
          once(trial);
        };
    try (Thaw thaw = thaw(Patience.USUAL, work("s-1"), work("s-2"), STOP)) {
      var done = thaw.study("digits").trainAsync(objective, 2).toCompletableFuture();
      assertThatThrownBy(done::join).hasCauseInstanceOf(AssertionError.class);
      over.countDown();
      await().until(() -> told().size() == 2);
    }

    assertThat(told())
        .anyMatch(line -> line.contains("wrong shape"))
        .anyMatch(line -> line.contains("the other slots of its process have failed"))
        .allMatch(line -> line.contains("\"failed\""));
  }
}
