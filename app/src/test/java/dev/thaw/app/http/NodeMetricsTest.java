package dev.thaw.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.meter.Meters;
import dev.thaw.actors.meter.StudyMeters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Prometheus reads, and what docs/operations.md says of it. */
final class NodeMetricsTest {
  private static final Pattern FAMILY = Pattern.compile("# TYPE (thaw_\\w+) (\\w+)");
  private static final Pattern ROW = Pattern.compile("\\| `(thaw_\\w+)` \\| (\\w+) \\|.*");

  private final NodeMetrics metrics = NodeMetrics.open();
  private final Meters meters = Meters.in(metrics.registry());

  @AfterEach
  void close() {
    metrics.close();
  }

  private Map<String, String> scraped() {
    return metrics
        .scrape()
        .lines()
        .map(FAMILY::matcher)
        .filter(line -> line.matches())
        // Timers come with a second family, the longest time of late, which needs no words.
        .filter(line -> !line.group(1).endsWith("_seconds_max"))
        .collect(
            Collectors.toMap(
                line -> line.group(1), line -> line.group(2), (a, b) -> a, TreeMap::new));
  }

  private static Map<String, String> documented() throws IOException {
    try (var lines = Files.lines(Path.of("..", "docs", "operations.md"))) {
      return lines
          .map(ROW::matcher)
          .filter(line -> line.matches())
          .collect(
              Collectors.toMap(
                  line -> line.group(1), line -> line.group(2), (a, b) -> a, TreeMap::new));
    }
  }

  @Test
  void areAllDocumentedAndAllThatIsDocumentedIsThere() throws IOException {
    meters.study("digits");
    meters.node("node-1");
    meters.hosting("node-1", () -> true, () -> 0);
    meters.broker();

    assertThat(scraped()).isNotEmpty().isEqualTo(documented());
  }

  @Test
  void areGoneWithTheStudy() {
    StudyMeters study = meters.study("digits");
    study.reported(3);
    assertThat(metrics.scrape()).contains("thaw_study_reports_total{study=\"digits\"} 3.0");

    study.close();

    assertThat(metrics.scrape()).doesNotContain("digits");
  }

  @Test
  void sayHowManyDecisionsTookHowLong() {
    StudyMeters study = meters.study("digits");

    study.decided(Duration.ofMillis(3));
    study.decided(Duration.ofMillis(300));

    assertThat(metrics.scrape())
        .contains(
            "thaw_study_decision_seconds_bucket{study=\"digits\",le=\"0.005\"} 1",
            "thaw_study_decision_seconds_bucket{study=\"digits\",le=\"0.5\"} 2",
            "thaw_study_decision_seconds_count{study=\"digits\"} 2");
  }

  @Test
  void takeFewLinesForEachStudy() {
    meters.study("first").reported(1);
    long before = metrics.scrape().lines().filter(line -> line.startsWith("thaw_")).count();
    meters.study("second").reported(1);
    long after = metrics.scrape().lines().filter(line -> line.startsWith("thaw_")).count();

    assertThat(after - before).isLessThan(100);
  }

  @Test
  void tellOfTheJavaRuntimeToo() {
    assertThat(metrics.scrape()).contains("jvm_memory_used_bytes", "process_uptime_seconds");
  }
}
