package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.app.feed.StudyProgress;
import dev.thaw.app.fixture.FakeDesk;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.StepRows;
import dev.thaw.app.fixture.TestServer;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.core.budget.Budget;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Studies are compared at budgets that all of them have spent, and chance is named. */
class CompareCommandTest {

  private static StudyProgress run(String metric, long epochs, StudyProgress.Point... points) {
    return new StudyProgress(
        metric,
        "minimize",
        StudySummary.Limits.of(Budget.unlimited()),
        List.of(points),
        new StudyProgress.Spent(epochs, epochs, 5, 0),
        null);
  }

  private static StudyProgress.Point point(long epochs, double value) {
    return new StudyProgress.Point(epochs, epochs, 0, 1, value, 1, 0);
  }

  private static final CompareCommand.Side FAST =
      new CompareCommand.Side(
          "fast",
          List.of(
              run("loss", 100, point(10, 0.5), point(40, 0.2)),
              run("loss", 80, point(5, 0.6), point(60, 0.4))));

  private static final CompareCommand.Side SLOW =
      new CompareCommand.Side("slow", List.of(run("loss", 200, point(50, 0.5), point(150, 0.1))));

  @Test
  void theBudgetIsTheSmallestThatARunHasSpent() {
    CompareCommand.Race race = CompareCommand.Race.of(List.of(FAST, SLOW), "epochs");

    assertThat(race.budget()).isEqualTo(80);
    assertThat(race.lines(List.of(0.5, 1.0)))
        .containsExactly(
            "best loss (minimize) after equal budgets, up to the 80 epochs that all have spent",
            "              40          80",
            "fast     0.40000     0.30000",
            "slow           -     0.50000",
            "fast is better than slow in 2 of 2 pairs of runs");
  }

  @Test
  void whatComesAfterTheBudgetDoesNotCount() {
    assertThat(CompareCommand.Race.of(List.of(FAST, SLOW), "epochs").json(List.of(1.0)).toString())
        .contains("sides=[{", "[0.5]")
        .doesNotContain("0.1");
  }

  @Test
  void studiesOfOtherMetricsAreNotCompared() {
    var other = new CompareCommand.Side("other", List.of(run("error", 10, point(1, 0.1))));

    assertThatThrownBy(() -> CompareCommand.Race.of(List.of(FAST, other), "epochs"))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("must have one metric: minimize loss, and minimize error");
  }

  @Test
  void aRunWithoutAnyValueLosesAgainstEveryOther() {
    var none = new CompareCommand.Side("none", List.of(run("loss", 100)));

    assertThat(CompareCommand.Race.of(List.of(FAST, none), "epochs").lines(List.of(1.0)))
        .last()
        .isEqualTo("fast is better than none in 2 of 2 pairs of runs");
    assertThat(CompareCommand.Race.of(List.of(none, none), "epochs").lines(List.of(1.0)))
        .last()
        .asString()
        .startsWith("none is better than none in 0.5 of 1 pairs");
  }

  @Test
  void aStudyThatTheServerDoesNotHaveIsAMistakeOfTheUser() {
    try (var server = TestServer.start()) {
      Answer answer = Answer.to("compare", "this", "that", "--server", server.url());

      assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(answer.err()).contains("there is no study (this)").doesNotContain("\tat ");
    }
  }

  @Test
  void aServerThatIsNotThereIsToldInWords() {
    Answer answer = Answer.to("compare", "this", "that", "--server", "http://127.0.0.1:1");

    assertThat(answer.exitCode()).isEqualTo(ExitCode.FAULT);
    assertThat(answer.err()).contains("nobody listens there").doesNotContain("\tat ");
  }

  @Test
  void studiesOfAServerAreComparedByTheirNames() {
    try (var server = TestServer.start()) {
      for (int trials : List.of(6, 12)) {
        var night = new VirtualStudy(Specs.accuracy(trials, 10), 0.02);
        night.runUntil(state -> false);
        server.watch("digits-" + trials, StepRows.of(night.steps()));
        server.desk().script(night.state().spec(), () -> FakeDesk.status(night.state()));
      }
      Answer answer = Answer.to("compare", "digits-6", "digits-12", "--server", server.url());

      assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.OK);
      assertThat(answer.out())
          .contains("best accuracy (maximize)", "digits-6 is better than digits-12 in")
          .contains("one run of each says little");
    }
  }
}
