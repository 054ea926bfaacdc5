package dev.thaw.benchmarks.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Adds the results of seeds up to a table for people. */
final class Summary {

  private Summary() {}

  static List<String> lines(List<SeedResult> results) {
    List<String> lines = new ArrayList<>();
    Map<String, List<SeedResult.FaultResult>> kinds = new TreeMap<>();
    for (SeedResult result : results) {
      for (SeedResult.FaultResult fault : result.faults()) {
        String leases = result.longLeases() ? ", long leases" : "";
        kinds.computeIfAbsent(fault.kind() + leases, kind -> new ArrayList<>()).add(fault);
      }
    }
    lines.add(
        "| fault | times | new owner after, s: p50 | p95 | all train again after, s: p50 | p95"
            + " | idle share of spared slots | longest idle, s |");
    lines.add("|---|---|---|---|---|---|---|---|");
    kinds.forEach((kind, faults) -> lines.add(row(kind, faults)));
    long faults = kinds.values().stream().mapToLong(List::size).sum();
    long bad = results.stream().filter(result -> !result.isWell()).count();
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%d seeds, %d faults; %d seeds with findings or problems; %d epochs in the journals, %d"
                + " trained; %d overlaps of sessions",
            results.size(),
            faults,
            bad,
            results.stream().mapToLong(SeedResult::epochs).sum(),
            results.stream().mapToLong(SeedResult::trained).sum(),
            results.stream().mapToLong(result -> result.overlapsMs().size()).sum()));
    return lines;
  }

  private static String row(String kind, List<SeedResult.FaultResult> faults) {
    long idle = faults.stream().mapToLong(SeedResult.FaultResult::idleMs).sum();
    long time = faults.stream().mapToLong(Summary::slotTime).sum();
    long longest = faults.stream().mapToLong(SeedResult.FaultResult::longestIdleMs).max().orElse(0);
    return String.format(
        Locale.ROOT,
        "| %s | %d | %s | %s | %s | %s | %s | %.1f |",
        kind.toLowerCase(Locale.ROOT).replace('_', ' '),
        faults.size(),
        quantile(faults, SeedResult.FaultResult::takeOverMs, 0.5),
        quantile(faults, SeedResult.FaultResult::takeOverMs, 0.95),
        quantile(faults, SeedResult.FaultResult::workingMs, 0.5),
        quantile(faults, SeedResult.FaultResult::workingMs, 0.95),
        time == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100.0 * idle / time),
        longest / 1e3);
  }

  private static long slotTime(SeedResult.FaultResult fault) {
    long working = fault.workingMs() == null ? 0 : fault.workingMs();
    return fault.sparedSlots() * (fault.lengthMs() + working);
  }

  private static String quantile(
      List<SeedResult.FaultResult> faults,
      Function<SeedResult.FaultResult, @Nullable Long> millis,
      double share) {
    List<Long> known =
        new ArrayList<>(faults.stream().map(millis).filter(Objects::nonNull).toList());
    if (known.isEmpty()) {
      return "";
    }
    Collections.sort(known);
    int rank = (int) Math.ceil(share * known.size()) - 1;
    return String.format(Locale.ROOT, "%.1f", known.get(Math.max(0, rank)) / 1e3);
  }
}
