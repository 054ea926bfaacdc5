package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.engine.ThawProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other processes can see and do while a process runs a study, and once it was killed. */
final class RunningStudyIT {

  private static final String SPEC =
      SmallStudy.SPEC
          .replace("{name: counting}", "{name: counting, epochMillis: 20}")
          .replace("{trials: 12}", "{wallClock: 1h}");

  @TempDir private static Path temp;

  @SuppressWarnings("NullAway.Init")
  private static String spec;

  @SuppressWarnings("NullAway.Init")
  private static ThawProcess running;

  @BeforeAll
  static void startTheStudy() throws IOException {
    spec = SmallStudy.write(temp, SPEC);
    running = begun(folder());
  }

  @AfterAll
  static void killTheStudy() {
    running.kill();
  }

  @Test
  void refusesToRunAStudyThatAnotherProcessRuns() {
    Answer answer = Answer.to("run", "-f", spec, "--dir", folder().toString());

    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.BUSY);
    assertThat(answer.err())
        .contains("another process is running the study in " + folder(), "thaw show")
        .doesNotContain("\tat ");
    assertThat(answer.out()).isEmpty();
  }

  @Test
  void showsHowTheStudyStands() {
    Answer words = Answer.to("show", "--dir", folder().toString());
    Answer json = Answer.to("show", "--dir", folder().toString(), "--json");

    assertThat(words.exitCode()).as(words.err()).isZero();
    assertThat(words.out()).contains("small: running, as of");
    assertThat(json.json().path("summary").path("state").asText()).isEqualTo("running");
    assertThat(json.json().path("summary").path("epochs").asInt()).isPositive();
  }

  @Test
  void namesTheBestSoFar() {
    Answer words = Answer.to("best", "--dir", folder().toString());
    JsonNode json = Answer.to("best", "--dir", folder().toString(), "--json").json();

    assertThat(words.out()).contains("trial ", "loss");
    assertThat(json.path("value").isNumber()).isTrue();
  }

  @Test
  void listsTheStudyAsRunning() {
    JsonNode json = Answer.to("ls", "--dir", temp.resolve("all").toString(), "--json").json();

    assertThat(json).anyMatch(study -> study.path("state").asText().equals("running"));
    assertThat(Answer.to("ls", "--dir", temp.resolve("all").toString()).out())
        .contains("small", "running");
  }

  @Test
  void exportsTheEpochsSoFar() {
    Answer answer = Answer.to("export", "--dir", folder().toString(), "--format", "csv");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(answer.lines()).hasSizeGreaterThan(1);
    assertThat(answer.lines().getFirst()).startsWith("trial,epoch,value,seconds");
  }

  @Test
  void knowsEverythingThatWasSaidBeforeItWasKilled() throws IOException {
    Path killed = temp.resolve("killed");
    try (ThawProcess process = begun(killed)) {
      Answer before = Answer.to("export", "--dir", killed.toString());

      process.kill();

      Answer after = Answer.to("export", "--dir", killed.toString());
      assertThat(before.lines()).hasSizeGreaterThan(1);
      assertThat(epochs(after)).containsAll(epochs(before));
      assertThat(Answer.to("show", "--dir", killed.toString()).out())
          .contains("no process runs it now");
    }
  }

  @Test
  void saysHowToGoOnWhenItIsTerminated() throws IOException {
    Path terminated = temp.resolve("terminated");
    try (ThawProcess process = begun(terminated)) {
      process.terminate();

      assertThat(process.exitCode()).isEqualTo(128 + 15);
      assertThat(process.err())
          .contains("Nothing is lost; this goes on: ./thaw run --dir '" + terminated + "'");
    }
  }

  private static Path folder() {
    return temp.resolve("all/small");
  }

  /** A process that has told others of an epoch. */
  private static ThawProcess begun(Path folder) {
    return ThawProcess.start(temp, List.of(), "run", "-f", spec, "--dir", folder.toString())
        .awaitFile(folder.resolve("state.cbor"))
        .awaitThat(() -> Answer.to("export", "--dir", folder.toString()).lines().size() > 1);
  }

  /** Trial, epoch, value and seconds; what else a line holds may change. */
  private static List<String> epochs(Answer export) {
    return export.lines().stream()
        .map(line -> String.join(",", List.of(line.split(",", -1)).subList(0, 4)))
        .toList();
  }
}
