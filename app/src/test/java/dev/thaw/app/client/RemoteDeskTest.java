package dev.thaw.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.desk.StudyDesk;
import dev.thaw.app.desk.Submission;
import dev.thaw.app.fixture.FakeDesk;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.TestServer;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.core.share.Share;
import dev.thaw.core.share.ShareChange;
import dev.thaw.core.study.StudySpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A desk answers the same over HTTP as it does near by. */
final class RemoteDeskTest {
  private static final StudySpec SPEC = Specs.accuracy(1, 60);

  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  @SuppressWarnings("NullAway.Init")
  private static RemoteDesk remote;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    remote = RemoteDesk.at(server.url() + "/");
  }

  @BeforeEach
  void forget() {
    server.reset();
  }

  @AfterAll
  static void stop() {
    remote.close();
    server.close();
  }

  @Test
  void handsInAStudyThatArrivesAsItWas() {
    assertThat(answer(remote.submit(SPEC))).isEqualTo(new Submission("digits", true));
    assertThat(answer(remote.submit(SPEC))).isEqualTo(new Submission("digits", false));
    assertThat(server.desk().studies()).containsExactly(SPEC);
  }

  @Test
  void listsWhatIsThere() {
    assertThat(answer(remote.list())).isEmpty();
    answer(remote.submit(SPEC));

    assertThat(answer(remote.list())).isEqualTo(answer(server.desk().list())).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 150})
  void tellsHowAStudyStands(int epochs) {
    var status = FakeDesk.status(VirtualStudy.afterEpochs(SPEC, epochs));
    server.desk().script(SPEC, () -> status);

    assertThat(answer(remote.status("digits"))).isEqualTo(status);
  }

  @Test
  void changesAShare() {
    answer(remote.submit(SPEC));

    Share share = answer(remote.setShare("digits", new ShareChange(1, 8, 0.5, -2)));

    assertThat(share).isEqualTo(new Share(1, 8, 0.5, -2)).isEqualTo(server.desk().share("digits"));
  }

  @Test
  void stopsAStudy() {
    answer(remote.submit(SPEC));

    answer(remote.stop("digits"));

    assertThat(server.desk().stopped()).containsExactly("digits");
  }

  @ParameterizedTest
  @EnumSource(Refusal.class)
  void bringsEveryKindOfRefusalBack(Refusal refusal) {
    server.desk().failWith(() -> new RefusedException(refusal, "no.\nMaybe later."));

    assertThatThrownBy(() -> answer(remote.list()))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.refusal()).isEqualTo(refusal);
              assertThat(refused).hasMessage("no.\nMaybe later.");
            });
  }

  @Test
  void bringsTheReasonsBack() {
    answer(remote.submit(SPEC));

    assertThatThrownBy(
            () -> answer(remote.setShare("digits", new ShareChange(-1, 0, Double.NaN, null))))
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.details()).hasSize(3));
  }

  @Test
  void namesAStudyAsItIsWrittenHoweverOdd() {
    assertThatThrownBy(() -> answer(remote.status("../a b?c#d%")))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.UNKNOWN));
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    try (var nobody = RemoteDesk.at("127.0.0.1:" + port)) {
      assertUnreachable(nobody, "http://127.0.0.1:" + port, "nobody listens", "\nMaybe start one");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"200 {", "200 {\"schema\":2}", "200 []", "404 <html>", "302 "})
  void saysThatSomebodyElseListens(String answer) throws IOException {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    other.start();
    try (var desk = RemoteDesk.at("http://127.0.0.1:" + other.getAddress().getPort())) {
      assertUnreachable(desk, "must be one of Thaw");
    } finally {
      other.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ftp://host", "http://", "http://a b", "http://host/?x=1", "://"})
  void refusesWhatIsNoUrlOfAServer(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RemoteDesk.at(url))
        .withMessageContaining("server (%s) must be a URL.\nMaybe ".formatted(url));
  }

  private static void assertUnreachable(StudyDesk desk, String... words) {
    assertThatThrownBy(() -> answer(desk.status("digits")))
        .isInstanceOf(UnreachableException.class)
        .message()
        .contains(words);
  }

  private static <T> T answer(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }
}
