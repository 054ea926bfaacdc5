package dev.thaw.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.app.summary.Cells;
import dev.thaw.app.summary.Places;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.study.StudyState;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EndTableTest {

  private static final Places PLACES = Places.in(Path.of("studies", "digits"));

  private static List<String> lines(StudyState state, int width) {
    return EndTable.lines(Watched.of(state), state.lifecycle().lastAt(), PLACES, width);
  }

  @Test
  void saysWhatWasFoundWhatItCostAndWhereItLies() {
    List<String> lines = lines(VirtualStudy.finished(Specs.accuracy(1, 60)), 90);

    assertThat(lines.getFirst())
        .isEqualTo(
            "digits ended after 40 min 23 s, trials spent: 60 trials, 4 completed, 0 failed");
    assertThat(lines)
        .contains(
            "trial 15 is better than the defaults (0.93014) by 0.04517 (4.9 %)",
            "226 epochs trained, full training of every trial: 1,620",
            "report       " + PLACES.report(),
            "status       " + PLACES.status())
        .anyMatch(line -> line.startsWith("spared 86 % of it, about 17 h"));
  }

  @Test
  void claimsNoSavingsWhereThereAreNone() {
    var spec = Specs.study("s", Goal.MINIMIZE, new Scheduler.FullTraining(), Specs.trials(4), 1);

    assertThat(lines(VirtualStudy.finished(spec), 90))
        .contains("108 epochs trained, no fewer than full training of every trial");
  }

  @Test
  void closesAStudyThatNeverReported() {
    assertThat(lines(VirtualStudy.afterEpochs(Specs.accuracy(1, 60), 0), 90))
        .contains("No epoch was reported.");
  }

  @ParameterizedTest(name = "width {0}")
  @ValueSource(ints = {1, 10, 40, 80, 120})
  void fitsEverythingButPaths(int width) {
    List<String> lines = lines(VirtualStudy.finished(Specs.accuracy(1, 20)), width);

    assertThat(lines.subList(0, lines.size() - 4)).allMatch(line -> Cells.length(line) <= width);
    assertThat(lines.getLast()).endsWith(PLACES.status().toString());
  }
}
