package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.engine.Replay;
import dev.thaw.app.engine.ThawProcess;
import dev.thaw.app.summary.DecisionCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a study that asks an adviser says about it. */
final class GuidedStudyIT {

  /** However busy the machine is, the first question is answered in time. */
  private static final String PATIENT = "-Dthaw.study.advice-patience=50s";

  @TempDir private Path temp;

  private JsonNode run(String... options) throws IOException {
    String spec = SmallStudy.in(temp);
    Files.writeString(
        Path.of(spec),
        SmallStudy.SPEC
            .replace("{name: asha, eta: 3}", "{name: thaw}")
            .replace("budget: {trials: 12}", "budget: {epochs: 240}"));
    try (var process =
        ThawProcess.start(temp, List.of(options), "run", "-f", spec, "--dir", "study", "--json")) {
      assertThat(process.exitCode()).as(process.err()).isZero();
      assertThat(process.err()).contains(" by advice, ");
      return process.json();
    }
  }

  private DecisionCounts journal() throws IOException {
    Replay replay = Replay.of(temp.resolve("study"), "small", temp.resolve("copy"));
    DecisionCounts counts = DecisionCounts.none();
    for (var row : replay.rows()) {
      counts = counts.after(row.recorded().steps());
    }
    return counts;
  }

  private static DecisionCounts counts(JsonNode json) {
    JsonNode advice = json.path("advice");
    return new DecisionCounts(
        advice.path("advised").asLong(-1),
        advice.path("ranked").asLong(-1),
        advice.path("missed").asLong(-1));
  }

  @Test
  void reportsWhoDecidedAndWhatWasForeseen() throws IOException {
    JsonNode json = run(PATIENT);
    Answer again = Answer.to("replay", "--dir", temp.resolve("study").toString(), "--refit");

    assertThat(counts(json)).isEqualTo(journal());
    assertThat(counts(json).advised()).isPositive();
    assertThat(Files.readString(temp.resolve("study/report.html")))
        .contains("What was foreseen", "class=\"foreseen\"", "inside the 90 % band");
    String folder = temp.resolve("study").toString();
    assertThat(Answer.to("show", "--dir", folder).out()).contains(" by advice, ");
    assertThat(Answer.to("show", "--dir", folder, "--json").json().path("summary")).isEqualTo(json);

    assertThat(again.exitCode()).as(again.out()).isZero();
    assertThat(again.out()).contains("no divergence", " equal bit for bit, 0 more", " 0 different");
  }

  @Test
  void countsWhatEarlierProcessesDecided() throws IOException {
    JsonNode first = run(PATIENT);

    assertThat(counts(run(PATIENT))).isEqualTo(counts(first));
  }

  @Test
  void saysInItsLogAndResultThatTheAdviserWasSilent() throws IOException {
    // Nobody answers the first question that fast, with every class still to be loaded.
    JsonNode json = run("-Dthaw.study.advice-patience=1ms");

    assertThat(counts(json).missed()).isPositive();
    assertThat(counts(json).ranked()).isPositive();
    assertThat(counts(json)).isEqualTo(journal());
    List<String> log = new ArrayList<>(Files.readAllLines(temp.resolve("study/thaw.log")));
    assertThat(log).anyMatch(line -> line.contains("the adviser did not answer question"));
  }
}
