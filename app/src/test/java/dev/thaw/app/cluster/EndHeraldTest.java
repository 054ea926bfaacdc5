package dev.thaw.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.app.notify.Notifier;
import dev.thaw.app.notify.NotifySettings;
import dev.thaw.app.report.JournalFacts;
import dev.thaw.app.report.StudyReport;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EndHeraldTest {

  private static final StudySpec SPEC = Specs.accuracy(1, 6);
  private static final Instant DUE = Instant.parse("2026-01-01T07:00:00Z");

  @TempDir private Path root;

  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private CompletionStage<StudyReport> report = CompletableFuture.failedFuture(noJournal());

  @SuppressWarnings("NullAway.Init")
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private Path folder() {
    return root.resolve(SPEC.name());
  }

  private static IllegalStateException noJournal() {
    return new IllegalStateException("the journal is away");
  }

  private EndHerald herald() {
    URI address = URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort()));
    var hook =
        new NotifySettings.Hook(address, "", Duration.ofSeconds(20), 1, Duration.ofSeconds(1));
    return new EndHerald(
        study -> report,
        Optional.of(root),
        new Notifier(new NotifySettings(hook, null)),
        Runnable::run);
  }

  private static CompletionStage<StudyReport> of(StudyState state) {
    return CompletableFuture.completedFuture(
        StudyReport.of(
            Watched.of(state),
            JournalFacts.unknown(),
            DUE,
            Path.of(SPEC.name()),
            StudyReport.Home.CLUSTER));
  }

  private static CompletionStage<StudyReport> ended() {
    return of(VirtualStudy.finished(SPEC));
  }

  private boolean tells(EndHerald herald, Instant due) {
    CompletableFuture<?> telling = herald.tell(SPEC.name(), due).toCompletableFuture();
    return telling.isDone() && !telling.isCompletedExceptionally();
  }

  @Test
  void writesTheReportAndSendsWordOfIt() {
    report = ended();

    assertThat(tells(herald(), DUE)).isTrue();

    assertThat(bodies).singleElement().asString().contains("\"event\":\"ended\"");
    assertThat(folder().resolve("report.html")).content().startsWith("<!DOCTYPE html>");
    assertThat(folder().resolve("report.md")).content().contains("./thaw show " + SPEC.name());
    assertThat(folder().resolve("report.json")).isNotEmptyFile();
  }

  @Test
  void tellsAnEndOnceHoweverOftenItIsAsked() {
    EndHerald herald = herald();
    report = ended();

    assertThat(tells(herald, DUE)).isTrue();
    assertThat(tells(herald, DUE)).isTrue();
    assertThat(bodies).hasSize(1);
    assertThat(tells(herald, DUE.plusSeconds(60))).isTrue();
    assertThat(bodies).hasSize(2);
  }

  @Test
  void triesAgainWhatItCouldNotRead() {
    EndHerald herald = herald();

    assertThat(tells(herald, DUE)).isFalse();
    report = ended();
    assertThat(tells(herald, DUE)).isTrue();

    assertThat(bodies).hasSize(1);
  }

  @Test
  void saysNothingOfAStudyThatGoesOn() {
    report = of(VirtualStudy.afterEpochs(SPEC, 10));

    assertThat(tells(herald(), DUE)).isTrue();

    assertThat(bodies).isEmpty();
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void leavesTheFolderOfAProcessAlone() throws IOException {
    Path spec = new StudyFolder(folder()).spec();
    Files.createDirectories(spec.getParent());
    Files.writeString(spec, "{}");
    report = ended();

    assertThat(tells(herald(), DUE)).isTrue();

    assertThat(bodies).hasSize(1);
    assertThat(folder().resolve("report.html")).doesNotExist();
  }

  @Test
  void tellsThoughTheReportCannotBeWritten() throws IOException {
    Files.writeString(folder(), "a file");
    report = ended();

    assertThat(tells(herald(), DUE)).isTrue();

    assertThat(bodies).hasSize(1);
  }
}
