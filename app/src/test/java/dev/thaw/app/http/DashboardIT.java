package dev.thaw.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thaw.app.access.Scope;
import dev.thaw.app.access.Token;
import dev.thaw.app.access.TokenSource;
import dev.thaw.app.fixture.LiveStudy;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.TestServer;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.study.StudyCommand;
import dev.thaw.core.study.StudySpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/**
 * The dashboard in a real browser, on a desk and on a phone. Pictures of its pages are left in
 * {@code target/screenshots}.
 */
final class DashboardIT {
  private static final String HOME = "#/studies/digits";
  private static final String SECRET = Token.secret();

  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  @SuppressWarnings("NullAway.Init")
  private static TestServer guarded;

  @SuppressWarnings("NullAway.Init")
  private static LiveStudy words;

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @BeforeAll
  static void start() {
    String missing = Browser.missing().orElse("");
    assumeTrue(missing.isEmpty(), missing);
    server = TestServer.start();
    guarded = TestServer.guarded(TokenSource.of("anna", SECRET, Scope.READ));
    var digits = new LiveStudy(Specs.accuracy(7, 400), 1_500);
    words = new LiveStudy(named("words"), 300);
    show(server, digits, Specs.accuracy(7, 400));
    show(server, words, named("words"));
    show(guarded, digits, Specs.accuracy(7, 400));
    browser = Browser.start();
  }

  private static StudySpec named(String name) {
    return Specs.study(name, Goal.MAXIMIZE, Specs.asha(), Specs.trials(100), 8);
  }

  private static void show(TestServer on, LiveStudy study, StudySpec spec) {
    on.watch(spec.name(), study.rows());
    on.desk().script(spec, study::status);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
      server.close();
      guarded.close();
    }
  }

  @BeforeEach
  void sitDown() {
    browser.at(server.url() + "/");
    browser.screen(1280, 800, "light");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "studies | #/studies | digits",
        "submit | #/submit | Spec",
        "study | #/studies/digits | Learning curves",
        "trials | #/studies/digits/trials | in all",
        "parameters | #/studies/digits/parameters | Which parameters matter",
        "slots | #/studies/digits/slots | How busy",
        "decisions | #/studies/digits/decisions | no frozen trial may go on by rank",
        "trial | #/studies/digits/trials/3 | Every decision about it",
        "compare | #/studies/digits/compare/3,9,14 | Shaded rows differ",
        "missing | #/studies/nowhere | Not found"
      })
  void isSeenByAllOnEveryPage(String name, String place, String text) throws Exception {
    browser.open(place);
    browser.read(text);
    browser.drawn();
    browser.keep(name + "-desk-light");
    assertThat(browser.barriers()).isEmpty();

    browser.screen(390, 844, "dark");
    browser.drawn();
    browser.keep(name + "-phone-dark");
    assertThat(browser.barriers()).isEmpty();
    assertThat(browser.script("return document.documentElement.scrollWidth <= innerWidth"))
        .as("nothing sticks out of a phone")
        .isEqualTo("true");
    assertThat(browser.complaints()).filteredOn(line -> !line.contains("404")).isEmpty();
  }

  @Test
  void submitsAStudyAndWatchesItsCurvesArrive() throws Exception {
    String yaml = HttpServerTest.YAML.replace("small", "fresh");
    StudySpec spec = SpecReader.read(yaml, "the spec", List.of());
    var fresh = new LiveStudy(spec, 1);
    server.watch("fresh", fresh.rows());
    server.desk().script(spec, fresh::status);
    browser.open("#/submit");
    browser.see("#spec");
    fill(yaml.replace("max: 9", "max: -9"));
    browser.press("Submit");
    browser.read("line 5");
    fill(yaml);
    browser.press("Submit");
    browser.read("No trial yet");

    fresh.advance(60);

    browser.read("Learning curves");
    browser.read("Best: loss");
    assertThat(browser.address()).endsWith("#/studies/fresh");
  }

  private static void fill(String spec) {
    var field = browser.see("#spec");
    field.clear();
    field.sendKeys(spec);
  }

  @Test
  void drawsEpochsAsTheyAreReported() {
    int before = words.trials();
    browser.open("#/studies/words");
    browser.read(before + " trials");

    words.advance(120);

    assertThat(words.trials()).isGreaterThan(before);
    browser.read(words.trials() + " trials");
  }

  @Test
  void saysThatTheConnectionIsLostAndGoesOnBehindTheLastRow() throws Exception {
    try (var cable = new Cable(server.address())) {
      browser.at(cable.url());
      browser.open("#/studies/words");
      browser.see("#live.on");

      cable.pull();
      browser.see("#live.off");
      words.advance(60);
      cable.plugIn();

      browser.see("#live.on");
      browser.read(words.trials() + " trials");
    }
  }

  @Test
  void pausesAStudyAndLetsItGoOn() {
    var spec = Specs.study("pausing", Goal.MAXIMIZE, Specs.asha(), Specs.trials(30), 9);
    var study = new LiveStudy(spec, 50);
    show(server, study, spec);
    server.desk().onCommand((name, command) -> study.give(command));
    browser.open("#/studies/pausing");
    browser.press("Pause");
    browser.see("dialog[open]");
    browser.press("Pause");
    browser.read("Paused since");
    browser.press("Resume");
    browser.see("dialog[open]");
    browser.press("Resume");

    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> server.desk().commands().contains(new StudyCommand.Resume()));
    assertThat(server.desk().commands())
        .containsExactly(new StudyCommand.Pause(), new StudyCommand.Resume());
    assertThat(server.desk().keys()).doesNotContain("null").doesNotHaveDuplicates();
  }

  @Test
  void showsNoButtonsToThoseWhoMayOnlyLook() {
    browser.at(guarded.url() + "/");
    browser.open("?reader" + HOME + "&token=" + SECRET);

    browser.read("anna may look, not change.");
    assertThat(browser.address()).doesNotContain(SECRET);
    assertThat(browser.body()).doesNotContain("Pause");
    browser.script("sessionStorage.clear()");
  }

  @Test
  void asksForATokenWhereOneIsNeeded() throws Exception {
    browser.at(guarded.url() + "/");
    browser.open("?guest#/studies");
    browser.see("#token").sendKeys("wrong");
    browser.press("Sign in");
    browser.read("does not take this token");
    browser.keep("login-desk-light");
    assertThat(browser.barriers()).isEmpty();

    browser.see("#token").sendKeys(SECRET);
    browser.press("Sign in");

    browser.read("digits");
    browser.script("sessionStorage.clear()");
  }

  @Test
  void opensATrialFromTheTableByTheKeyboard() {
    browser.open(HOME + "/trials");
    browser.read("in all");

    browser.see("tbody a").sendKeys(Keys.ENTER);

    browser.read("Every decision about it");
    browser.see("ol.steps details summary").click();
    browser.read("NewConfiguration");
  }
}
