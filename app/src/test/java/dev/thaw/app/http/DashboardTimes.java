package dev.thaw.app.http;

import dev.thaw.app.fixture.LiveStudy;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.TestServer;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.study.StudySpec;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.awaitility.Awaitility;

/**
 * Measures how fast the dashboard shows a large study, in a Chromium without a window: {@code
 * DashboardTimes TRIALS [EPOCHS]}, by default 10,000 trials. With epochs, every trial is trained
 * for so many of them, so that curves are long; without, successive halving ends most after a few.
 * Prints, in seconds: the time from the start of a page to its first curves, for the first load of
 * a cold server and browser and for five warm ones, and the longest that the page did not answer
 * while 300 rows came. A program, and no test: its figures are those of the machine.
 */
final class DashboardTimes {
  private static final int WARM = 5;
  private static final int ROWS = 300;
  private static final int LEFT_FOR_LATER = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Browser browser;
  private final PrintStream out;

  private DashboardTimes(Browser browser, PrintStream out) {
    this.browser = browser;
    this.out = out;
  }

  /** Runs it. */
  public static void main(String[] arguments) {
    String missing = Browser.missing().orElse("");
    if (!missing.isEmpty()) {
      throw new IllegalStateException(missing);
    }
    int trials = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    int epochs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
    StudySpec spec = spec(trials, epochs);
    var study = LiveStudy.nearItsEnd(spec, LEFT_FOR_LATER);
    try (var server = TestServer.start();
        var browser = Browser.start()) {
      server.watch(spec.name(), study.rows());
      server.desk().script(spec, study::status);
      browser.at(server.url() + "/");
      browser.screen(1280, 800, "light");
      new DashboardTimes(browser, System.out).measure(study, spec.name());
    }
  }

  private static StudySpec spec(int trials, int epochs) {
    Scheduler scheduler = epochs > 0 ? new Scheduler.FullTraining() : Specs.asha();
    return Specs.study(
        "large", Goal.MAXIMIZE, scheduler, Specs.trials(trials), 7, Math.max(27, epochs), null);
  }

  private void measure(LiveStudy study, String name) {
    out.printf(Locale.ROOT, "%,d trials%n", study.trials());
    out.printf(Locale.ROOT, "first curves, cold: %.2f%n", curves("?cold#/studies/" + name));
    for (int i = 0; i < WARM; i++) {
      out.printf(Locale.ROOT, "first curves, warm: %.2f%n", curves("?" + i + "#/studies/" + name));
    }
    browser.script(
        """
        window.longest = 0;
        window.before = performance.now();
        setInterval(() => {
          const now = performance.now();
          window.longest = Math.max(window.longest, now - window.before - 10);
          window.before = now;
        }, 10);
        """);
    for (int i = 0; i < ROWS / 10; i++) {
      study.advance(10);
      rest(Duration.ofMillis(100));
    }
    rest(Duration.ofSeconds(3));
    out.printf(Locale.ROOT, "longest without an answer: %.2f%n", seconds("return window.longest"));
    out.printf(
        Locale.ROOT,
        "memory of the page: %.0f MiB%n",
        number("return performance.memory.usedJSHeapSize") / (1 << 20));
  }

  private double curves(String place) {
    browser.open(place);
    String mark = "return performance.getEntriesByName('first-curves')[0]?.startTime ?? -1";
    Awaitility.await().atMost(PATIENCE).until(() -> number(mark) >= 0);
    return seconds(mark);
  }

  private double seconds(String script) {
    return number(script) / 1000;
  }

  private double number(String script) {
    return Double.parseDouble(String.valueOf(browser.script(script)));
  }

  private static void rest(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
