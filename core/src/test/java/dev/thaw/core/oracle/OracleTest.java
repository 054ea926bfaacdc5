package dev.thaw.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: the core promotes, stops and charges as the papers say. Method: drawn studies run through
 * the core, and the oracle judges every fact of their journals. A failure names its seed.
 */
class OracleTest {

  private static final int RUNS_PER_BLOCK = 30;

  static LongStream blocks() {
    return LongStream.range(0, 10);
  }

  @ParameterizedTest(name = "block {0} of 30 seeds")
  @MethodSource("blocks")
  void everyDecisionIsThatOfThePapers(long block) {
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      assertThat(JudgedStudies.judge(seed)).as("seed %d", seed).isEmpty();
    }
  }
}
