package dev.thaw.app.http;

import java.util.ArrayList;
import java.util.List;

/**
 * Measures how soon the dashboard shows the curves of large studies, and how it bears news. A
 * program, since times are no test: {@code DashboardTimes 10000 100000}.
 */
final class DashboardTimes {
  private static final int LOADS = 5;
  private static final int NEWS = 300;

  private DashboardTimes() {}

  public static void main(String[] sizes) throws Exception {
    try (var node = new PretendNode();
        var browser = Browser.start(node.url())) {
      browser.screen(1280, 800, "light");
      for (String size : sizes) {
        measure(node, browser, Integer.parseInt(size));
      }
    }
  }

  private static void measure(PretendNode node, Browser browser, int trials) throws Exception {
    String name = "large-" + trials;
    PretendStudy study = node.add(name, 3, trials, 2 * trials);
    List<Integer> times = new ArrayList<>();
    for (int i = 0; i < LOADS; i++) {
      browser.open("?load=%d-%d#/studies/%s".formatted(trials, i, name));
      browser.see(".plot:not(.waiting) canvas");
      browser.drawn();
      times.add(
          (int)
              Double.parseDouble(
                  browser
                      .script("return performance.getEntriesByName('first-curves')[0].startTime")
                      .toString()));
    }
    browser.script(
        "window.longest = 0; new PerformanceObserver(list => { for (const task of"
            + " list.getEntries()) window.longest = Math.max(window.longest, task.duration);"
            + " }).observe({entryTypes: ['longtask']})");
    for (int i = 0; i < NEWS; i++) {
      study.advance(1);
      Thread.sleep(10);
    }
    browser.read(study.trials.size() > 9999 ? "of " : "trials");
    Thread.sleep(1000);
    System.out.printf(
        "%d trials: first curves after %s ms (first load, then with a warm cache); longest task"
            + " during %d rows in 3 s: %s ms; heap %s MiB%n",
        trials,
        times,
        NEWS,
        browser.script("return Math.round(window.longest)"),
        browser.script("return Math.round(performance.memory.usedJSHeapSize / 1048576)"));
    System.out.println(
        browser
            .body()
            .lines()
            .filter(line -> line.startsWith("Showing"))
            .findFirst()
            .orElse("all are shown"));
  }
}
