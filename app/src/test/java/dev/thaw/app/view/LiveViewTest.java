package dev.thaw.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.app.summary.Advising;
import dev.thaw.app.summary.Cells;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.random.Draws;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LiveViewTest {

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Path DIRECTORY = Path.of("studies", "digits");

  private static List<String> frame(StudyState state, Look look) {
    return LiveView.frame(Watched.of(state), state.lifecycle().lastAt(), DIRECTORY, look);
  }

  private static Look wide() {
    return new Look(100, 24, false, true, UTC);
  }

  private static String plain(String line) {
    return line.replaceAll("\u001b\\[[0-9;]*m", "");
  }

  static LongStream seeds() {
    return LongStream.range(0, 120);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void fitsTheTerminalWhateverTheStudy(long seed) {
    Draws draws = Draws.of(seed, "view", 0);
    var budget =
        new Budget(
            draws.uniform(0) < 0.5 ? Duration.ofMinutes(90) : null,
            draws.uniform(1) < 0.7 ? (int) (3 + 80 * draws.uniform(2)) : null,
            draws.uniform(3) < 0.5 ? (long) (50 + 900 * draws.uniform(4)) : null);
    Goal goal = seed % 2 == 0 ? Goal.MINIMIZE : Goal.MAXIMIZE;
    StudySpec spec = Specs.study("Größe 大\u001b[31m", goal, Specs.scheduler(seed), budget, seed);
    long epochs = (long) (400 * draws.uniform(5));
    StudyState state =
        new VirtualStudy(spec, 0.01).runUntil(s -> s.progress().spending().allEpochs() >= epochs);
    boolean unicode = draws.uniform(6) < 0.5;
    var look =
        new Look(
            20 + (int) (140 * draws.uniform(7)),
            12 + (int) (20 * draws.uniform(8)),
            draws.uniform(9) < 0.5,
            unicode,
            UTC);

    List<String> frame = frame(state, look);

    assertThat(frame).hasSizeLessThanOrEqualTo(look.height());
    for (String line : frame) {
      String text = look.colour() ? plain(line) : line;
      assertThat(Cells.length(text)).as(line).isLessThanOrEqualTo(look.width());
      assertThat(text.codePoints()).as(line).allMatch(p -> p >= 32 && (unicode || p < 127));
    }
  }

  @Test
  void showsWhereARunningStudyStands() {
    StudyState state = VirtualStudy.afterEpochs(Specs.accuracy(1, 60), 130);

    List<String> frame = frame(state, wide());

    assertThat(frame.get(0)).isEqualTo("digits  maximize accuracy  asha  seed 1  studies/digits");
    assertThat(frame.get(1)).contains("% ", "of 60 trials started", "last start about", "left:");
    assertThat(frame.get(2)).startsWith("4 of 4 slots busy  4 running").contains("130 epochs in");
    var best = VirtualStudy.best(state);
    assertThat(frame.get(4))
        .startsWith("best     0.9")
        .contains("trial %d at epoch %d".formatted(best.trial(), best.epoch()));
    assertThat(frame.get(5)).contains("learningRate=").endsWith("..");
    assertThat(frame.get(6)).contains("better than the defaults (0.9").contains("%)");
    assertThat(frame.get(7)).matches(" {9}expected by [0-9:]+: accuracy 0\\.9.* \\(.*");
    assertThat(frame).filteredOn(line -> line.startsWith("trial ")).hasSize(4);
  }

  @Test
  void drawsOneMarkForEachTrialOfARung() {
    StudyState state = VirtualStudy.finished(Specs.accuracy(1, 30));

    List<String> frame = frame(state, wide());

    var rung = state.bracket(1).rungs().getFirst();
    String line = frame.stream().filter(l -> l.startsWith("bracket 1")).findFirst().orElseThrow();
    assertThat(line.chars().filter(c -> c == '█').count()).isEqualTo(rung.promoted());
    assertThat(line.chars().filter(c -> c == '░').count()).isEqualTo(rung.waiting().size());
    assertThat(line)
        .matches("bracket 1 +1 +29 +%d +%d .*".formatted(rung.promoted(), 29 - rung.promoted()));
  }

  @Test
  void saysWhyAStudyEnded() {
    List<String> frame = frame(VirtualStudy.finished(Specs.accuracy(1, 12)), wide());

    assertThat(frame.get(1)).startsWith("ended after ").endsWith(": trials spent");
    assertThat(frame).noneMatch(line -> line.startsWith("trial "));
  }

  @Test
  void showsABeginningWithoutReports() {
    List<String> frame = frame(VirtualStudy.afterEpochs(Specs.accuracy(1, 60), 0), wide());

    assertThat(frame.get(1)).contains("0 %", "0 of 60 trials started");
    assertThat(frame).contains("no epoch reported yet", "bracket 1: not entered yet");
  }

  @Test
  void takesTheBudgetThatIsFurthestAlong() {
    var budget = new Budget(Duration.ofHours(100), 1000, 200L);
    var spec = Specs.study("s", Goal.MINIMIZE, Specs.asha(), budget, 1);

    List<String> frame = frame(VirtualStudy.afterEpochs(spec, 100), wide());

    assertThat(frame.get(1)).contains("50 %", "100 of 200 epochs", "ends about");
  }

  @Test
  void promisesTheDeadlineOfAWallClockBudget() {
    var budget = new Budget(Duration.ofHours(2), null, null);
    var spec = Specs.study("s", Goal.MINIMIZE, Specs.asha(), budget, 1);

    List<String> frame = frame(VirtualStudy.afterEpochs(spec, 100), wide());

    assertThat(frame.get(1)).contains(" of 2 h", "ends by 11:00");
  }

  @Test
  void saysSoWithoutABudget() {
    var spec = Specs.study("s", Goal.MINIMIZE, Specs.asha(), Budget.unlimited(), 1);

    assertThat(frame(VirtualStudy.afterEpochs(spec, 20), wide()).get(1))
        .startsWith("running for ")
        .endsWith("without a budget");
  }

  @Test
  void collapsesBracketsThatAreFinishedOrFindNoRoom() {
    var spec =
        Specs.study("s", Goal.MINIMIZE, Specs.scheduler(3), new Budget(null, null, 2000L), 1);
    StudyState state = new VirtualStudy(spec, 0).runUntil(s -> s.search().brackets().size() > 8);

    List<String> frame = frame(state, wide());

    assertThat(frame).anyMatch(line -> line.matches("\\d+ brackets with .* finished, .*"));
    assertThat(frame).anyMatch(line -> line.startsWith("bracket 8"));
    assertThat(frame).noneMatch(line -> line.startsWith("bracket 1 "));
  }

  @Test
  void coloursOnlyOnDemand() {
    StudyState state = VirtualStudy.afterEpochs(Specs.accuracy(1, 60), 130);
    List<String> colourful = frame(state, new Look(100, 24, true, true, UTC));

    assertThat(String.join("", colourful)).contains("\u001b[32m");
    assertThat(colourful.stream().map(LiveViewTest::plain)).isEqualTo(frame(state, wide()));
  }

  @Test
  void showsWhoDecidesAndThatTheAdviserIsSilent() {
    var spec = Specs.study("s", Goal.MINIMIZE, Specs.thaw(), Specs.trials(20), 1);
    var study = new VirtualStudy(spec, 0);
    study.runUntil(s -> s.progress().spending().allEpochs() >= 20);
    assertThat(frame(study))
        .anyMatch(l -> l.matches("advice +\\d+ decisions by advice, 0 by rank"));

    study.silentAt(ask -> true).runUntil(Advising::isSilent);
    assertThat(frame(study)).anyMatch(line -> line.endsWith("silent now, and ranks decide"));
  }

  private static List<String> frame(VirtualStudy study) {
    var now = study.state().lifecycle().lastAt();
    return LiveView.frame(study.watched(), now, DIRECTORY, wide());
  }
}
