package dev.thaw.workers.launch;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a ledger knows about one child.
 *
 * @param trial what people call the trial
 * @param child the leader; its number is also the number of its group
 * @param cookie the random word that its descendants carry in their environment
 * @param worker who started it
 * @param boot where these numbers mean something
 */
record Entry(String trial, Identity child, String cookie, Identity worker, Boot boot) {

  private static final String FORMAT =
      """
      format 1
      trial %s
      pid %d
      group %d
      start %d
      cookie %s
      worker-pid %d
      worker-start %d
      host %s
      boot %s
      space %s
      """;

  /** Whether its worker is known to be gone; those on other machines cannot be seen from here. */
  boolean isAbandoned(Boot here) {
    return boot.equals(here) ? !worker.running() : boot.isOver(here);
  }

  String text() {
    return FORMAT.formatted(
        trial,
        child.pid(),
        child.pid(),
        child.start(),
        cookie,
        worker.pid(),
        worker.start(),
        boot.host(),
        boot.start(),
        boot.space());
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static Entry parse(String text) {
    Map<String, String> values =
        text.lines()
            .map(line -> line.split(" ", 2))
            .filter(words -> words.length == 2)
            .collect(Collectors.toMap(words -> words[0], words -> words[1], (a, b) -> b));
    if (!value(values, "format").equals("1")) {
      throw new IllegalArgumentException("format must be 1.");
    }
    return new Entry(
        value(values, "trial"),
        new Identity(number(values, "pid"), number(values, "start")),
        value(values, "cookie"),
        new Identity(number(values, "worker-pid"), number(values, "worker-start")),
        new Boot(value(values, "host"), value(values, "boot"), value(values, "space")));
  }

  private static String value(Map<String, String> values, String name) {
    return Optional.ofNullable(values.get(name))
        .orElseThrow(() -> new IllegalArgumentException(name + " is missing."));
  }

  private static long number(Map<String, String> values, String name) {
    return Long.parseLong(value(values, name));
  }
}
