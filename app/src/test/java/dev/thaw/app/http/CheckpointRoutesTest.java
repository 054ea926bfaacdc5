package dev.thaw.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.client.RemoteDesk;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.StepRows;
import dev.thaw.app.fixture.TestServer;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Trial;
import dev.thaw.workers.checkpoint.FolderCheckpoints;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered to who wants the weights of a trial. */
final class CheckpointRoutesTest {

  private static final String TRIALS = "/api/v1/studies/digits/trials/";
  private static final byte[] WEIGHTS = new byte[300_000];

  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  @SuppressWarnings("NullAway.Init")
  private static Trial kept;

  @SuppressWarnings("NullAway.Init")
  private static Trial lost;

  @SuppressWarnings("NullAway.Init")
  private static Trial damaged;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private static Path folder;

  @BeforeAll
  static void start() throws IOException {
    server = TestServer.start();
    var night = new VirtualStudy(Specs.accuracy(6, 10), 0.02);
    night.runUntil(state -> false);
    server.watch("digits", StepRows.of(night.steps()));
    server.keep(folder);
    List<Trial> withOne = new ArrayList<>();
    for (Trial trial : night.state().progress().trials()) {
      if (trial.latest() != null) {
        withOne.add(trial);
      }
    }
    kept = withOne.getFirst();
    lost = withOne.get(1);
    damaged = withOne.get(2);
    new Random(5).nextBytes(WEIGHTS);
    try (var store = new FolderCheckpoints(folder.resolve("digits/checkpoints"))) {
      store.write(
          kept.number(),
          latest(kept),
          directory -> {
            Files.write(directory.resolve("weights.bin"), WEIGHTS);
            Files.writeString(
                Files.createDirectories(directory.resolve("more")).resolve("note.txt"), "é");
          });
    }
  }

  private static CheckpointRef latest(Trial trial) {
    return Objects.requireNonNull(trial.latest());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<byte[]> get(String path) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(server.url() + TRIALS + path)).build(),
          BodyHandlers.ofByteArray());
    }
  }

  private static Map<String, byte[]> entries(InputStream bytes) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (var zip = new ZipInputStream(bytes)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  @Test
  void allItsFilesComeAsAnArchiveWithAName() throws Exception {
    HttpResponse<byte[]> answer = get(kept.number() + "/checkpoint");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/zip");
    int epoch = latest(kept).epoch();
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .hasValue(
            "attachment; filename=\"digits-trial-%05d-epoch-%d.zip\""
                .formatted(kept.number(), epoch));
    assertThat(answer.headers().firstValue("Thaw-Checkpoint-Epoch"))
        .hasValue(Integer.toString(epoch));
    Map<String, byte[]> entries = entries(new ByteArrayInputStream(answer.body()));
    assertThat(entries).containsOnlyKeys("checksums.txt", "more/note.txt", "weights.bin");
    assertThat(entries.get("weights.bin")).isEqualTo(WEIGHTS);
  }

  @Test
  void theCommandLineTakesItToAFile() throws Exception {
    Path target = folder.resolve("taken.zip");
    try (RemoteDesk desk = RemoteDesk.at(server.url())) {
      desk.checkpoint("digits", kept.number(), "latest", target).toCompletableFuture().join();
    }

    assertThat(entries(Files.newInputStream(target)).get("weights.bin")).isEqualTo(WEIGHTS);
    assertThat(folder.resolve("taken.zip.part")).doesNotExist();
  }

  @Test
  void whatIsNotOnThisNodeIsUnknown() throws Exception {
    HttpResponse<byte[]> answer = get(lost.number() + "/checkpoint");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .contains("is missing in", "Maybe it was on another node's disk.");
  }

  @Test
  void aTrialThatIsNotThereHasNoneAndOddWordsAreRefused() throws Exception {
    assertThat(get("99/checkpoint").statusCode()).isEqualTo(404);
    assertThat(get(kept.number() + "/checkpoint?which=worst").statusCode()).isEqualTo(400);
  }

  @Test
  void aDamagedOneIsNotHandedOut() throws Exception {
    try (var store = new FolderCheckpoints(folder.resolve("digits/checkpoints"))) {
      Path file =
          store
              .write(
                  damaged.number(),
                  latest(damaged),
                  at -> Files.writeString(at.resolve("weights.bin"), "abc"))
              .directory()
              .resolve("weights.bin");
      Files.writeString(file, "abd");
    }

    HttpResponse<byte[]> answer = get(damaged.number() + "/checkpoint");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("is damaged");
  }
}
