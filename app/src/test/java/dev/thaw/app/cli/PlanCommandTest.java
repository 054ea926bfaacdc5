package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.engine.StateFile;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code thaw plan} answers. */
final class PlanCommandTest {

  @TempDir private Path temp;

  @SuppressWarnings("NullAway.Init")
  private String study;

  @BeforeEach
  void writeAStudy() throws IOException {
    study = SmallStudy.in(temp);
  }

  @Test
  void saysHowLongAStudyTakesAndHowFarItGets() {
    Answer answer = Answer.to("plan", "-f", study, "--epoch-seconds", "30s", "--draws", "20");

    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.OK);
    assertThat(answer.out())
        .contains("small: what to expect", "runs for", "begun now, ends", "GPU-hours")
        .containsPattern("trials started +12 +12 +12\n")
        .containsPattern("to 1 epoch +11 +11 +11\n")
        .contains("From 20 rehearsals of the study in virtual time.\n");
  }

  @Test
  void givesEveryFigureAsJson() {
    JsonNode plan =
        Answer.to(
                "plan",
                "-f",
                study,
                "--epoch-seconds",
                "30s",
                "--checkpoint-size",
                "40MB",
                "--draws",
                "20",
                "--json")
            .json();

    assertThat(plan.get("draws").asInt()).isEqualTo(20);
    assertThat(plan.at("/seconds/p90").asDouble())
        .isGreaterThan(plan.at("/seconds/p10").asDouble());
    assertThat(plan.at("/rungs/2/epochs").asInt()).isEqualTo(9);
    assertThat(plan.at("/checkpointBytes/p50").asDouble()).isGreaterThan(12 * 40e6);
    assertThat(plan.at("/ends/trials-spent").asDouble()).isGreaterThan(0.99);
  }

  @Test
  void warnsOfARungThatTheBudgetCannotReach() {
    Answer answer =
        Answer.to(
            "plan",
            "-f",
            study,
            "--epoch-seconds",
            "10m",
            "--set",
            "budget.wallClock=10m",
            "--draws",
            "20");

    assertThat(answer.out())
        .contains("note: this budget cannot reach rung 1 (3 epochs).")
        .contains("note: the limit of 12 trials is not reached: another comes before.")
        .containsPattern("note: with 2 slots and 10 min about [2-6] trials are started");
  }

  @Test
  void saysThatALongStudyIsOnlyRehearsedInPart() {
    Answer answer =
        Answer.to(
            "plan",
            "-f",
            study,
            "--epoch-seconds",
            "1s",
            "--set",
            "budget.trials=100000",
            "--draws",
            "2");

    assertThat(answer.out())
        .containsPattern("trials started +100,000 +100,000 +100,000\n")
        .contains("note: 2 of 2 rehearsals stopped after 6,000 epochs;");
  }

  @Test
  void leavesTimesOutThatNobodyKnows() {
    Answer answer = Answer.to("plan", "-f", study, "--draws", "5");

    assertThat(answer.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(answer.out()).contains("note: nobody said how long an epoch takes");
    assertThat(answer.out()).doesNotContain("runs for", "GPU-hours");
  }

  @Test
  void takesWhatTrainingIsLikeFromAnEarlierStudy() throws Exception {
    StudySpec earlier = Specs.accuracy(1, 30);
    StudyState ended = VirtualStudy.finished(earlier);
    var folder = new StudyFolder(temp.resolve("earlier"));
    folder.prepare(earlier);
    StateFile.write(folder, ended);

    JsonNode plan =
        Answer.to("plan", "-f", study, "--like", folder.directory().toString(), "--json").json();

    var spending = ended.progress().spending();
    double pace = spending.trainingSeconds() / spending.allEpochs();
    double slotSeconds = 3_600 * plan.at("/slotHours/p50").asDouble();
    assertThat(slotSeconds / plan.at("/epochs/p50").asDouble()).isBetween(0.6 * pace, 2 * pace);
    assertThat(plan.get("draws").asInt()).isEqualTo(200);
  }

  @Test
  void refusesAWallClockWithoutTheLengthOfAnEpoch() {
    Answer answer = Answer.to("plan", "-f", study, "--set", "budget.wallClock=10m");

    assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.err())
        .contains("a study with a limit of time (10 min, 12 trials) cannot be planned")
        .contains("\nMaybe give it: --epoch-seconds 30s");
  }

  @Test
  void refusesWhatIsNoFolderOfAStudy() {
    Answer answer = Answer.to("plan", "-f", study, "--like", temp.toString());

    assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.err()).contains("there is no study in");
  }

  @Test
  void refusesFactorsAndCountsOutOfRange() {
    assertThat(Answer.to("plan", "-f", study, "--spread", "0.5").err())
        .contains("--spread (0.5) must be a factor from 1 to 100.");
    assertThat(Answer.to("plan", "-f", study, "--draws", "-1").err())
        .contains("--draws (-1) must be from 1 to 10,000.");
    assertThat(Answer.to("plan", "-f", study, "--epoch-seconds", "soon").err())
        .contains("duration (soon)");
  }
}
