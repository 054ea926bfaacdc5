package dev.thaw.app.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.study.StudyState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrialTableTest {

  private static TrialRow row(int rank, double value, Map<String, Object> parameters) {
    return new TrialRow(rank, 7, value, 2, 3, "paused", parameters, null);
  }

  @Test
  void alignsColumnsAndShowsParametersInTheirOrder() {
    List<String> lines =
        TrialTable.lines(
            List.of(row(1, 0.5, Map.of("rate", 1e-5)), row(2, 12.25, Map.of("rate", 0.125))),
            "loss",
            80);

    assertThat(lines)
        .containsExactly(
            "   trial     loss  at epoch  trained  status   rate",
            "1      7  0.50000         2        3  paused   1e-5",
            "2      7   12.250         2        3  paused  0.125");
  }

  @Test
  void saysHowManyParametersFindNoRoom() {
    List<String> lines =
        TrialTable.lines(List.of(row(1, 0.5, Map.of("a-long-name", "x"))), "loss", 50);

    assertThat(lines.getFirst()).endsWith("status  +1");
  }

  @ParameterizedTest(name = "width {0}")
  @ValueSource(ints = {1, 2, 5, 20, 40, 47, 48, 60, 75, 80, 100, 133, 200})
  void neverIsWiderThanTheTerminal(int width) {
    StudyState state = VirtualStudy.finished(Specs.accuracy(3, 20));

    for (String line : TrialTable.lines(TrialRow.best(state, 9), "accuracy", width)) {
      assertThat(Cells.length(line)).as(line).isLessThanOrEqualTo(width);
    }
  }

  @Test
  void hasOnlyAHeadingWithoutTrials() {
    assertThat(TrialTable.lines(List.of(), "loss", 80)).hasSize(1);
  }

  @Test
  void disarmsControlCharacters() {
    List<String> lines =
        TrialTable.lines(List.of(row(1, 1, Map.of("p", "a\u001b[2Jb\nc"))), "loss", 80);

    assertThat(lines.get(1)).endsWith("a?[2Jb?c");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"MINIMIZE", "MAXIMIZE"})
  void ranksByTheBestValueOfEachTrial(String goal) {
    var spec = Specs.study("s", Goal.valueOf(goal), Specs.asha(), Specs.trials(30), 5);
    StudyState state = VirtualStudy.finished(spec);

    List<TrialRow> rows = TrialRow.best(state, 10);

    assertThat(rows).hasSize(10);
    assertThat(rows.getFirst().trial()).isEqualTo(VirtualStudy.best(state).trial());
    assertThat(rows)
        .isSortedAccordingTo(
            (a, b) -> Double.compare(state.score(a.value()), state.score(b.value())));
    assertThat(rows).extracting(TrialRow::rank).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  }

  @Test
  void showsWhatAControllerHasChanged() {
    var row = new TrialRow(1, 7, 0.5, 2, 3, "paused", Map.of("rate", 0.01), Map.of("rate", 0.002));

    assertThat(TrialTable.lines(List.of(row), "error", 80).getLast()).contains("0.01 > 0.002");
  }
}
