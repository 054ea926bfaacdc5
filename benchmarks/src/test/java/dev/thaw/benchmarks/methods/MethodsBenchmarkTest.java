package dev.thaw.benchmarks.methods;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MethodsBenchmarkTest {

  @TempDir private Path temp;

  @Test
  void runsEveryMethodAndSaysWhatItChose() throws Exception {
    Path out = temp.resolve("out");

    int status =
        MethodsBenchmark.run(
            "--table",
            SmallTable.write(temp).toString(),
            "--minimise",
            "--workers",
            "1,2",
            "--budget",
            "6T",
            "--seeds",
            "1..1",
            "--threads",
            "2",
            "--samples",
            "20",
            "--out",
            out.toString());

    assertThat(status).isZero();
    assertThat(out.resolve("report.md"))
        .content()
        .contains("cut-curves against each rival", "| full-final | 1 | 1 |", "| staged | 1 | 1 |");
    assertThat(out.resolve("chosen.md"))
        .content()
        .contains("## Workers: 1", "## Workers: 2", "| cut-steps | 0.", "| asha-timed | 0.");
  }
}
