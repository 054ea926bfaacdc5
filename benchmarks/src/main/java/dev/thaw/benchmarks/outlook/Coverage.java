package dev.thaw.benchmarks.outlook;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How often intervals held what came, by group, in the order of their names. */
final class Coverage {

  private static final class Count {
    int all;
    int below;
    int above;
  }

  private final Map<String, Count> groups = new TreeMap<>();

  /** Counts one interval; its ends are inside. */
  void add(String group, double low, double high, double truth) {
    Count count = groups.computeIfAbsent(group, g -> new Count());
    count.all++;
    count.below += truth < low ? 1 : 0;
    count.above += truth > high ? 1 : 0;
  }

  /** The share of a group's intervals that held; NaN if it has none. */
  double held(String group) {
    Count count = groups.get(group);
    return count == null ? Double.NaN : 1 - (double) (count.below + count.above) / count.all;
  }

  /** A table in Markdown. */
  String markdown(String heading) {
    var text = new StringBuilder("| %s | n | held | below | above |\n".formatted(heading));
    text.append("|---|---|---|---|---|\n");
    groups.forEach(
        (group, count) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %d | %.1f %% | %.1f %% | %.1f %% |%n",
                    group,
                    count.all,
                    100 * held(group),
                    100.0 * count.below / count.all,
                    100.0 * count.above / count.all)));
    return text.toString();
  }
}
