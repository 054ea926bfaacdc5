package dev.thaw.app.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trials as a table that others open. */
final class TrialCsvTest {

  private static String table(Object value) throws IOException {
    var trial =
        new ExportedTrial(0, "completed", 0, Map.of("x", value), List.of(), List.of(), null);
    var text = new StringBuilder();
    TrialCsv.write(new ExportedStudy("s", "loss", false, Instant.EPOCH, List.of(trial)), text);
    return text.toString().lines().toList().getLast();
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+cmd|x", "-2", "@SUM(A1)", "\tx"})
  void isComputedByNobodyAndReadAgainAsItWas(String text) throws IOException {
    assertThat(table(text)).doesNotContain("," + text).contains("'" + text);
    assertThat(TrialCsv.unquoted("'" + text)).isEqualTo(text);
  }

  @Test
  void leavesNumbersAndOtherTextsAsTheyAre() throws IOException {
    assertThat(table(-2.5)).endsWith(",-2.5");
    assertThat(table("'tis")).endsWith(",'tis");
    assertThat(TrialCsv.unquoted("'tis")).isEqualTo("'tis");
  }
}
