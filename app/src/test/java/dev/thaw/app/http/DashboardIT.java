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
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.Narrowing;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.StudyCommand;
import dev.thaw.core.study.StudySpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

  @Test
  void drawsWhatIsExpectedOfTrialsThatGoOnWhileItIsOpen() throws Exception {
    StudySpec spec = Specs.study("guided", Goal.MINIMIZE, Specs.thaw(), Specs.trials(14), 3);
    var study = new LiveStudy(spec, 2);
    show(server, study, spec);
    browser.open("#/studies/guided");
    browser.read("Learning curves");
    browser.drawn();

    await()
        .atMost(Duration.ofSeconds(15))
        .until(
            () -> {
              study.advance(2);
              return "true".equals(browser.script(SERIES + ".some(id => id.startsWith('band-'))"));
            });

    browser.keep("guided-desk-light");
    browser.screen(390, 844, "light");
    browser.drawn();
    browser.keep("guided-phone-light");
  }

  private static final String SERIES =
      "return echarts.getInstanceByDom(document.querySelector('.plot.tall'))"
          + ".getOption().series.map(one => one.id)";

  @Test
  void pagesThatWereOpenedTooEarlyComeAlive() throws Exception {
    SearchSpace space =
        SearchSpace.of(
            RealParameter.log("rate", 1e-5, 1),
            RealParameter.linear("width", 0, 1),
            CategoricalParameter.of("kind", "a<b", "c & d"));
    StudySpec spec =
        Specs.study("early", Goal.MINIMIZE, Specs.asha(), Specs.trials(40), 5, 9, space);
    var study = new LiveStudy(spec, 1);
    show(server, study, spec);
    browser.open("#/studies/early/slots");
    browser.read("Nothing has run yet");
    study.advance(60);
    browser.read("How busy");

    StudySpec later =
        Specs.study("later", Goal.MINIMIZE, Specs.asha(), Specs.trials(40), 5, 9, space);
    study = new LiveStudy(later, 1);
    show(server, study, later);
    browser.open("?again#/studies/later/parameters");
    browser.read("No trial yet");
    study.advance(120);
    browser.read("Parallel coordinates");
    browser.drawn();

    assertThat(
            browser.script(
                """
                const chart = echarts.getInstanceByDom(document.querySelector('.plot.tall'));
                const {parallelAxis, series} = chart.getOption();
                const dim = parallelAxis.findIndex(axis => axis.name === 'kind');
                return series[0].data.every(one => parallelAxis[dim].data.includes(one.value[dim]));
                """))
        .as("each trial passes through its category")
        .isEqualTo("true");
  }

  @Test
  void savesTheTrialsOfAServerThatAsksForATokenAsCsv() {
    browser.at(guarded.url() + "/");
    browser.open("?csv" + HOME + "/trials&token=" + SECRET);
    browser.read("in all");
    browser.script(
        "URL.createObjectURL = blob => { blob.text().then(text => { window.saved = text; });"
            + " return '#' + location.hash.slice(1); }");

    browser.press("CSV");

    browser.until("String(window.saved).split(',')[0]", "trial");
    browser.script("sessionStorage.clear()");
  }

  @Test
  void findsTrialsByTheWordsThatTheTableSays() {
    var study = new LiveStudy(named("starting"), 3);
    show(server, study, named("starting"));
    browser.open("#/studies/starting/trials");
    browser.read("running");
    int rows = study.trials();

    choose("State", "Running");
    browser.read("%d in all".formatted(rows));
    browser.see("input[type=search]").sendKeys("layers > 0");
    browser.read("%d fit".formatted(rows));
  }

  private static void choose(String label, String option) {
    browser.script(
        """
        const select = document.querySelector('select[aria-label="%s"]');
        select.value = [...select.options].find(one => one.text === '%s').value;
        select.dispatchEvent(new Event('change'));
        """
            .formatted(label, option));
  }

  @Test
  void anAnswerThatComesLateDoesNotReplaceWhatWasAskedSince() {
    browser.open("?late" + HOME + "/trials");
    browser.read("in all");
    browser.script(
        """
        const real = window.fetch;
        window.fetch = (url, options) => !String(url).includes('/trials?') ? real(url, options)
          : new Promise(answer => { window.late = async () => { answer(await real(url, options)); window.came = true; }; });
        """);
    choose("Order", "By number");
    browser.see("input[type=search]").sendKeys("layers = 3");
    browser.read("fit");

    browser.script("window.late()");
    browser.until("new Promise(done => setTimeout(() => done(window.came), 300))", "true");

    assertThat(browser.body()).contains(" fit").doesNotContain("in all");
  }

  @Test
  void theTableOfTrialsKeepsTheFocusWhileTheStudyRuns() {
    var study = new LiveStudy(named("focus"), 100);
    show(server, study, named("focus"));
    browser.open("#/studies/focus/trials");
    browser.read("in all");
    choose("Order", "By number");
    browser.until("document.querySelector('tbody a').textContent", "0");
    browser.script(
        "document.querySelector('tbody a').focus(); window.was = document.activeElement");
    study.advance(120);
    browser.read(study.trials() + " in all");

    assertThat(browser.script("return document.activeElement !== window.was")).isEqualTo("true");
    assertThat(browser.script("return document.activeElement.textContent")).isEqualTo("0");
  }

  @Test
  void triesAgainByItselfWhenTheServerComesBack() throws Exception {
    try (var cable = new Cable(server.address())) {
      browser.at(cable.url());
      browser.open("#/studies");
      browser.read("digits");
      browser.script("location.hash = '#/submit'");
      browser.see("#spec");
      cable.pull();
      browser.script("location.hash = '#/studies'");
      browser.read("tries again by itself");

      cable.plugIn();

      browser.read("words");
    }
  }

  @Test
  void saysWhenTheStudyWasPausedAndWhyALogCannotBeRead() {
    StudySpec spec = Specs.study("halted", Goal.MAXIMIZE, Specs.asha(), Specs.trials(30), 9);
    var study = new LiveStudy(spec, 50);
    study.give(new StudyCommand.Pause());
    show(server, study, spec);
    browser.open("#/studies/halted/slots");
    browser.read("The study was frozen once");

    browser.open("#/studies/halted/trials/0");
    browser.read("Every decision about it");
    browser.script("[...document.querySelectorAll('summary')].at(-1).click()");
    browser.press("Load again");
  }

  @Test
  void aLadderIsAsWideAsItsPictureOnATablet() {
    browser.screen(900, 1100, "light");
    browser.open(HOME);
    browser.see(".ladder svg");

    assertThat(
            browser.script(
                "const svg = document.querySelector('.ladder svg');"
                    + "return svg.getBoundingClientRect().width >= .9 * svg.viewBox.baseVal.width"))
        .isEqualTo("true");
    assertThat(browser.script("return document.querySelector('select[aria-label=Against]').value"))
        .as("the budget is one of trials")
        .isEqualTo("trials");
  }

  @Test
  void goesOnFromTheTabThatWasChosenByTheKeyboard() {
    browser.open("?tabs" + HOME + "/decisions");
    browser.see(".tabs a[href$='/trials']").sendKeys(Keys.ENTER);
    browser.read("in all");

    browser.until("document.activeElement.textContent", "Trials");
  }

  @Test
  void asksForATokenWhereTheOneInTheAddressIsDamaged() {
    browser.at(guarded.url() + "/");
    browser.open("?damaged" + HOME + "&token=%");

    browser.see("#token");
    assertThat(browser.address()).doesNotContain("token");
  }

  @Test
  void forksAndStopsATrialAndNarrowsTheSpaceByHand() throws Exception {
    StudySpec spec = Specs.study("by-hand", Goal.MAXIMIZE, Specs.asha(), Specs.trials(30), 9);
    var study = new LiveStudy(spec, 60);
    show(server, study, spec);
    int before = server.desk().commands().size();
    int running = running(study);
    browser.open("#/studies/by-hand/trials/" + running);
    browser.press("Fork …");
    var layers = browser.see("dialog[open] input[name=layers]");
    browser.press("Fork");
    browser.read("Change at least one value");
    layers.clear();
    layers.sendKeys("5");
    browser.keep("fork-desk-light");
    assertThat(browser.barriers()).isEmpty();
    browser.press("Fork");
    browser.read("Fork: done.");
    browser.press("Stop");
    browser.see("dialog[open]");
    browser.press("Stop");
    browser.read("Stop: done.");
    browser.open("#/studies/by-hand/parameters");
    browser.press("Narrow momentum …");
    var max = browser.see("dialog[open] input[name=max]");
    max.clear();
    max.sendKeys("0.5");
    browser.press("Narrow");
    browser.read("Narrow: done.");

    var commands = server.desk().commands();
    assertThat(commands.subList(before, commands.size()))
        .containsExactly(
            new StudyCommand.ForkTrial(running, Map.of("layers", 5L)),
            new StudyCommand.EndTrial(running, false),
            new StudyCommand.NarrowSpace("momentum", Narrowing.between(0, 0.5)));
    assertThat(server.desk().keys()).doesNotContain("null").doesNotHaveDuplicates();
  }

  /** A trial that has a slot and has trained. */
  private static int running(LiveStudy study) {
    return study.status().best().stream()
        .filter(row -> row.status().equals("running"))
        .findFirst()
        .orElseThrow()
        .trial();
  }
}
