package dev.thaw.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.thaw.app.access.Scope;
import dev.thaw.app.access.Token;
import dev.thaw.app.access.TokenSource;
import dev.thaw.app.client.UnreachableException;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.export.TrialCheckpoint;
import dev.thaw.app.fixture.FakeDesk;
import dev.thaw.app.fixture.LiveStudy;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.StepRows;
import dev.thaw.app.fixture.TestServer;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.app.http.Cable;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.share.ShareChange;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.StudyCommand;
import dev.thaw.core.study.StudySpec;
import dev.thaw.workers.process.TrialOutput;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program does with studies of a server, over HTTP and with a token. */
class ThawConnectTest {

  private static final String TOKEN = Token.secret();

  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  @SuppressWarnings("NullAway.Init")
  private static VirtualStudy night;

  @BeforeAll
  static void start() {
    server = TestServer.guarded(TokenSource.of("tester", TOKEN, Scope.ADMIN));
    night = new VirtualStudy(Specs.accuracy(6, 10), 0.02);
    night.runUntil(state -> false);
    server.watch("digits", StepRows.of(night.steps()));
    server.desk().script(night.state().spec(), () -> FakeDesk.status(night.state()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Thaw thaw() {
    return Thaw.connect(URI.create(server.url()), TOKEN);
  }

  @Test
  void aDraftIsHandedInOnceAndLookedAt() {
    StudyDraft draft =
        StudyDraft.named("small")
            .minimize("loss")
            .real("x", 0, 1)
            .epochs(3)
            .trials(4)
            .with("trainer", Map.of("name", "asked"));
    try (Thaw thaw = thaw()) {
      assertThat(thaw.submit(draft).name()).isEqualTo("small");
      assertThat(thaw.submitAsync(draft).toCompletableFuture().join().name()).isEqualTo("small");
      assertThat(server.desk().studies()).contains(draft.spec());
    }
  }

  @Test
  void aStudyIsReadWatchedAndSteered() {
    List<StudyNews> heard = Collections.synchronizedList(new ArrayList<>());
    try (Thaw thaw = thaw()) {
      Study study = thaw.study("digits");

      study.watch(heard::add).await();
      study.fork(2, Map.of("learningRate", 0.5));

      assertThat(study.await().state()).isEqualTo("ended");
      assertThat(study.trials()).hasSameSizeAs(night.state().progress().trials());
      assertThat(study.curves()).isNotEmpty();
      assertThat(heard.stream().filter(StudyNews.TrialCreated.class::isInstance))
          .hasSameSizeAs(night.state().progress().trials());
      assertThat(server.desk().commands())
          .contains(new StudyCommand.ForkTrial(2, Map.of("learningRate", 0.5)));
    }
  }

  @Test
  void watchingGoesOnWhereAStudyThatHadEndedWasGivenMoreToSpend() {
    var longer = new VirtualStudy(named("longer"), 0);
    longer.runUntil(state -> false);
    longer.extend(new BudgetChange(true, null, null, null, null, 3, null));
    longer.runUntil(state -> false);
    assertThat(longer.state().lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
    server.watch("longer", StepRows.of(longer.steps()));
    server.desk().script(longer.state().spec(), () -> FakeDesk.status(longer.state()));
    List<StudyNews> heard = Collections.synchronizedList(new ArrayList<>());
    try (Thaw thaw = thaw()) {
      thaw.study("longer").watch(heard::add).await();
    }

    assertThat(heard)
        .filteredOn(StudyNews.TrialCreated.class::isInstance)
        .hasSameSizeAs(longer.state().progress().trials());
  }

  @Test
  void watchingLosesNothingAndHearsNothingTwiceThoughTheConnectionBreaks() throws Exception {
    var live = new LiveStudy(named("cut"), 40);
    server.watch("cut", live.rows());
    server.desk().script(named("cut"), live::status);
    List<StudyNews> all = Collections.synchronizedList(new ArrayList<>());
    List<StudyNews> heard = Collections.synchronizedList(new ArrayList<>());
    try (var cable = new Cable(server.address());
        Thaw direct = thaw();
        Thaw cut = Thaw.connect(URI.create(cable.url()), TOKEN)) {
      Watching watching = cut.study("cut").watch(heard::add);
      await().until(() -> !heard.isEmpty());
      cable.pull();
      live.advance(Integer.MAX_VALUE);
      direct.study("cut").watch(all::add).await();
      cable.plugIn();
      watching.await();
    }

    assertThat(heard).isEqualTo(all);
  }

  private static StudySpec named(String name) {
    return Specs.study(name, Goal.MAXIMIZE, Specs.asha(), Specs.trials(12), 4);
  }

  @Test
  void watchingGoesOnBehindARow() {
    List<StudyNews> all = Collections.synchronizedList(new ArrayList<>());
    List<StudyNews> rest = Collections.synchronizedList(new ArrayList<>());
    try (Thaw thaw = thaw()) {
      Study study = thaw.study("digits");
      study.watch(all::add).await();
      long middle = all.get(all.size() / 2).row();
      study.watch(middle, rest::add).await();

      assertThat(rest).isEqualTo(all.stream().filter(news -> news.row() > middle).toList());
    }
  }

  @Test
  void whatIsNotThereOrNotAllowedIsSaid() {
    try (Thaw thaw = thaw();
        Thaw stranger = Thaw.connect(URI.create(server.url()), null)) {
      assertThatThrownBy(() -> thaw.study("nobodys").status())
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("nobodys");
      assertThatThrownBy(() -> stranger.study("digits").status())
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("wants a token");
      assertThatThrownBy(() -> stranger.study("digits").watch(news -> {}).await())
          .isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void theTokenAndTheCertificatesAreThoseOfTheCommandLine(@TempDir Path home) throws Exception {
    URI uri = URI.create(server.url());
    Path file = Files.createDirectories(home.resolve(".config/thaw")).resolve("token");
    Files.writeString(file, TOKEN + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    try (Thaw usual = Thaw.connect(uri, Map.of(), home);
        Thaw named = Thaw.connect(uri, Map.of("THAW_TOKEN", TOKEN), home.resolve("empty"))) {
      assertThat(usual.study("digits").status().study()).isEqualTo("digits");
      assertThat(named.study("digits").status().study()).isEqualTo("digits");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Thaw.connect(uri, Map.of("THAW_SERVER_CA", file.toString()), home))
        .withMessageContaining(
            "THAW_SERVER_CA (%s) must be a file of certificates".formatted(file));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Thaw.connect(uri, Map.of(), home))
        .withMessageContaining("chmod 600");
  }

  @Test
  void aTrialIsEndedItsLogAndItsCheckpointAreReadAndTheShareIsChanged(@TempDir Path folder)
      throws Exception {
    server.keep(folder);
    Path log = TrialOutput.of(folder.resolve("digits"), "digits", 2, Map.of()).file();
    Files.createDirectories(log.toAbsolutePath().getParent());
    Files.writeString(log, "epoch 1\nepoch 2\n");
    try (Thaw thaw = thaw()) {
      Study study = thaw.study("digits");

      study.killTrial(2);
      assertThat(server.desk().commands()).contains(new StudyCommand.EndTrial(2, true));
      TrialOutput.Part part = study.logs(2);
      assertThat(part.text()).isEqualTo("epoch 1\nepoch 2\n");
      assertThat(study.logs(2, part.end()).text()).isEmpty();
      assertThat(study.share(new ShareChange(null, 8, null, null)).slotsMax()).isEqualTo(8);
      assertThatThrownBy(
              () -> study.checkpoint(2, TrialCheckpoint.Which.BEST, folder.resolve("best.zip")))
          .isInstanceOf(RefusedException.class);
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> study.checkpoint(2, TrialCheckpoint.Which.BEST, folder.resolve("no/x.zip")))
          .withMessageContaining("folder (%s) must exist".formatted(folder.resolve("no")));
    }
  }

  @Test
  void whoDoesNotAnswerIsNamed() {
    try (Thaw nowhere = Thaw.connect(URI.create("http://127.0.0.1:1"))) {
      assertThatThrownBy(() -> nowhere.study("digits").status())
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("http://127.0.0.1:1");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Thaw.connect(URI.create("ftp://x")))
        .withMessageContaining("must be a URL");
  }
}
