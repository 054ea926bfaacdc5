package dev.thaw.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thaw.core.study.StudyCommand;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
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
  private static final long SEED = 7;

  @SuppressWarnings("NullAway.Init")
  private static PretendNode node;

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @BeforeAll
  static void start() {
    String missing = Browser.missing().orElse("");
    assumeTrue(missing.isEmpty(), missing);
    node = new PretendNode();
    node.add("digits", SEED, 200, 400);
    node.add("words", SEED + 1, 60, 100);
    browser = Browser.start(node.url());
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
      node.close();
    }
  }

  @BeforeEach
  void sitDown() {
    browser.screen(1280, 800, "light");
  }

  @AfterEach
  void open() {
    node.ask("", Set.of("read", "submit", "admin"));
    node.cut(false);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "studies | #/studies | digits",
        "submit | #/submit | Spec",
        "study | #/studies/digits | Learning curves",
        "trials | #/studies/digits/trials | 200 in all",
        "parameters | #/studies/digits/parameters | Which parameters matter",
        "slots | #/studies/digits/slots | How busy",
        "decisions | #/studies/digits/decisions | A new configuration was drawn",
        "trial | #/studies/digits/trials/38 | Every decision about it",
        "compare | #/studies/digits/compare/38,99,4 | Shaded rows differ",
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
  void submitsAStudyAndWatchesItsCurvesArrive() {
    browser.open("#/submit");
    browser.see("#spec");
    fill(HttpServerTest.YAML.replace("small", "fresh").replace("max: 9", "max: -9"));
    browser.press("Submit");
    browser.read("line 5");
    fill(HttpServerTest.YAML.replace("small", "fresh"));
    browser.press("Submit");
    browser.read("No trial yet");

    node.study("fresh").advance(60);

    browser.read("Learning curves");
    browser.read("Best: error");
    assertThat(browser.address()).endsWith("#/studies/fresh");
  }

  private static void fill(String spec) {
    var field = browser.see("#spec");
    field.clear();
    field.sendKeys(spec);
  }

  @Test
  void drawsEpochsAsTheyAreReported() {
    int before = node.study("words").trials.size();
    browser.open("#/studies/words");
    browser.read(before + " trials");

    node.study("words").advance(80);

    int after = node.study("words").trials.size();
    assertThat(after).isGreaterThan(before);
    browser.read(after + " trials");
  }

  @Test
  void saysThatTheConnectionIsLostAndGoesOnBehindTheLastRow() {
    browser.open("#/studies/words");
    browser.see("#live.on");

    node.cut(true);
    browser.see("#live.off");
    node.study("words").advance(40);
    node.cut(false);

    browser.see("#live.on");
    browser.read(node.study("words").trials.size() + " trials");
  }

  @Test
  void pausesAStudyAndLetsItGoOn() {
    browser.open(HOME);
    browser.press("Pause");
    browser.see("dialog[open]");
    browser.press("Pause");
    browser.read("Paused since");
    browser.press("Resume");
    browser.see("dialog[open]");
    browser.press("Resume");

    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> node.desk().commands().contains(new StudyCommand.Resume()));
    assertThat(node.desk().commands())
        .containsExactly(new StudyCommand.Pause(), new StudyCommand.Resume());
    assertThat(node.desk().keys()).doesNotContain("null").doesNotHaveDuplicates();
  }

  @Test
  void showsNoButtonsToThoseWhoMayOnlyLook() {
    node.ask("secret", Set.of("read"));

    browser.open("?reader" + HOME + "&token=secret");

    browser.read("anna may look, not change.");
    assertThat(browser.address()).doesNotContain("secret");
    assertThat(browser.body()).doesNotContain("Pause");
    browser.script("sessionStorage.clear()");
  }

  @Test
  void asksForATokenWhereOneIsNeeded() throws Exception {
    node.ask("secret", Set.of("read", "submit"));
    browser.open("?guest#/studies");
    browser.see("#token").sendKeys("wrong");
    browser.press("Sign in");
    browser.read("does not take this token");
    browser.keep("login-desk-light");
    assertThat(browser.barriers()).isEmpty();

    browser.see("#token").sendKeys("secret");
    browser.press("Sign in");

    browser.read("digits");
    browser.script("sessionStorage.clear()");
  }

  @Test
  void opensATrialFromTheTableByTheKeyboard() {
    browser.open(HOME + "/trials");
    browser.read("200 in all");

    browser.see("tbody a").sendKeys(Keys.ENTER);

    browser.read("Every decision about it");
    browser.see("details summary strong").click();
    browser.read("checkpoint written");
  }
}
