package dev.thaw.benchmarks.methods;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On 140 rows whose value depends on one parameter and whose seconds on the other. */
class PricedBenchmarkTest {

  @TempDir private Path temp;

  private Path table() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("priced"));
    var configs = new StringBuilder("rate,size\n");
    var curves = new StringBuilder("e1,e2,e3\n");
    var seconds = new StringBuilder("s\n");
    for (int row = 0; row < 140; row++) {
      int rate = row % 20;
      int size = row / 20;
      double loss = 1 + (rate - 12) * (rate - 12) / 100.0;
      configs.append(rate).append(',').append(size).append('\n');
      curves.append(loss + 1).append(',').append(loss + 0.5).append(',').append(loss).append('\n');
      seconds.append(1 << size).append('\n');
    }
    Files.writeString(folder.resolve("configs.csv"), configs);
    Files.writeString(folder.resolve("curves.csv"), curves);
    Files.writeString(folder.resolve("seconds.csv"), seconds);
    return folder;
  }

  @Test
  void whoMindsWhatConfigurationsCostTrainsMoreOfThemInTheSameTime() throws Exception {
    Path out = temp.resolve("out");

    int status =
        PricedBenchmark.run(
            "--table",
            table().toString(),
            "--minimise",
            "--workers",
            "1",
            "--budget",
            "40T",
            "--seeds",
            "1..3",
            "--threads",
            "1",
            "--samples",
            "20",
            "--out",
            out.toString());

    assertThat(status).isZero();
    Map<String, Integer> started = new HashMap<>();
    for (String line : Files.readAllLines(out.resolve("runs.jsonl"))) {
      JsonNode run = new ObjectMapper().readTree(line);
      started.merge(run.path("peer").asText(), run.path("configs").asInt(), Integer::sum);
    }
    assertThat(started.get("full-ei-per-second")).isGreaterThan(started.get("full-ei"));
    assertThat(started.get("full-ei-cooled"))
        .isBetween(started.get("full-ei"), started.get("full-ei-per-second"));
  }
}
