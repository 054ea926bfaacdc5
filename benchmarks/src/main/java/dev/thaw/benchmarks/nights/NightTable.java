package dev.thaw.benchmarks.nights;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says the results of nights as a table for people. */
final class NightTable {

  private NightTable() {}

  static List<String> lines(List<NightResult> nights) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| seed | limit, s | onOverrun | over by, s | allowed | trained after the end, s | gone"
            + " after, s | unused | slots idle | hanging epochs, s (limit) | winner complete |"
            + " adds up | killed: scripts lived on, s | load, mean and most |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    nights.forEach(night -> lines.add(row(night)));
    lines.add("");
    for (NightResult night : nights) {
      Judgement.of(night).forEach(finding -> lines.add("seed " + night.seed() + ": " + finding));
    }
    long bad = nights.stream().filter(night -> !Judgement.of(night).isEmpty()).count();
    lines.add("%d nights, %d with findings".formatted(nights.size(), bad));
    return lines;
  }

  private static String row(NightResult night) {
    NightResult.Accounts sums = night.accounts();
    boolean exact = sums.charged() == sums.held() && sums.held() == sums.leased();
    return String.format(
        Locale.ROOT,
        "| %d | %s %.0f | %s | %s | %.0f | %s | %s | %.1f %% | %.1f %% | %s | %s | %s | %s | %.1f,"
            + " %.1f |",
        night.seed(),
        night.limit(),
        night.limitSeconds(),
        night.overrun(),
        number(night.overshoot()),
        night.bound(),
        number(night.trainedLate()),
        number(night.exitLate()),
        100 * night.unusedShare(),
        100 * night.idleShare(),
        night.hangs().stream().map(NightTable::hang).collect(Collectors.joining(", ")),
        night.winnerComplete() ? "yes" : "no",
        exact ? "to the nanosecond" : "no",
        number(night.orphanSeconds()),
        night.load().mean(),
        night.load().most());
  }

  private static String hang(NightResult.Hang hang) {
    return String.format(
        Locale.ROOT,
        "%.1f (%.0f)%s%s",
        hang.charged(),
        hang.limit(),
        hang.ignores() ? " deaf" : "",
        hang.why().equals("late") ? " late" : "");
  }

  private static String number(@Nullable Double seconds) {
    return seconds == null ? "" : String.format(Locale.ROOT, "%.2f", seconds);
  }
}
