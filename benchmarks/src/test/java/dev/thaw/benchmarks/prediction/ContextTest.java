package dev.thaw.benchmarks.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.app.simulate.CurveTable;
import dev.thaw.benchmarks.prediction.Target.Group;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known, and what is to be foretold. */
class ContextTest {

  @TempDir private Path temp;

  private CurveTable falling() throws Exception {
    return SmallTable.of(temp, 30, (row, epoch) -> 1 + (row * 7 % 30) / 10.0 + 3.0 / epoch);
  }

  @ParameterizedTest(name = "{0} of 51 epochs: {1}")
  @CsvSource({
    "0, NEW",
    "1, OTHER",
    "3, OTHER",
    "4, TENTH",
    "7, TENTH",
    "8, OTHER",
    "10, QUARTER",
    "18, QUARTER",
    "19, HALF",
    "36, HALF",
    "37, OTHER",
    "50, OTHER"
  })
  void groupsAreSharesWithinAFactorOfTheRootOfTwo(int age, Group group) {
    assertThat(Group.of(age, 51)).isEqualTo(group);
  }

  @Test
  void foretellsTheLastValueOfEveryCurveThatHasNotReachedIt() throws Exception {
    Context context = SmallTable.context(falling(), 3, 10, 1);

    List<Target> begun = context.targets().stream().filter(t -> t.age() > 0).toList();

    assertThat(begun).extracting(Target::curve).containsExactly(0, 2);
    assertThat(begun).extracting(Target::age).containsExactly(3, 1);
    double last = context.transform().apply(falling().value(2, 0, SmallTable.EPOCHS));
    assertThat(begun.getLast().truth()).isEqualTo(last);
  }

  @Test
  void newConfigurationsAreThoseOfWhichNothingIsKnown() throws Exception {
    List<Target> fresh =
        SmallTable.context(falling(), 3, 10, 1).targets().stream()
            .filter(t -> t.age() == 0)
            .toList();

    assertThat(fresh).hasSize(20).extracting(Target::row).doesNotHaveDuplicates();
    assertThat(fresh).noneMatch(t -> t.row() < 3);
  }

  @Test
  void nothingIsForetoldOfACurveThatFailed() throws Exception {
    CurveTable table =
        SmallTable.of(temp, 3, (row, epoch) -> row == 1 && epoch > 3 ? Double.NaN : 2.0 / epoch);

    List<Target> targets = SmallTable.context(table, 2, 4, 2).targets();

    assertThat(targets).extracting(Target::curve).containsExactly(0, 2);
  }

  @Test
  void randomContextsEndWhereCurvesFail() throws Exception {
    CurveTable table =
        SmallTable.of(temp, 30, (row, epoch) -> epoch > 2 && row > 0 ? Double.NaN : 2.0 / epoch);

    Context context = new RandomContexts(table, 30, 1).at(1);

    assertThat(context.seen()).allMatch(curve -> curve.row() == 0 || curve.length() <= 3);
    assertThat(context.seen()).anyMatch(curve -> curve.row() > 0 && curve.length() == 3);
  }

  @Test
  void randomContextsDifferByNumberAndSeedAndAreTheSameForTheSame() throws Exception {
    CurveTable table = falling();
    List<Seen> first = new RandomContexts(table, 8, 1).at(1).seen();

    assertThat(new RandomContexts(table, 8, 1).at(1).seen()).isEqualTo(first);
    assertThat(new RandomContexts(table, 8, 1).at(2).seen()).isNotEqualTo(first);
    assertThat(new RandomContexts(table, 8, 2).at(1).seen()).isNotEqualTo(first);
  }

  @Test
  void thePolicyIsMetAtItsMomentsWithTheModelThatItHasThen() throws Exception {
    CurveTable table = falling();

    List<Context> contexts = PolicyContexts.of(table, 3, List.of(1.0, 4.0));

    assertThat(contexts)
        .extracting(context -> context.seen().stream().mapToInt(Seen::length).sum())
        .containsExactly(10, 40);
    assertThat(contexts).extracting(Context::kind).containsExactly("thaw at 1T", "thaw at 4T");
    assertThat(contexts.getFirst().hyperparameters())
        .isNotEqualTo(contexts.getLast().hyperparameters());
    Set<Integer> rows =
        contexts.getLast().seen().stream().map(Seen::row).collect(Collectors.toSet());
    assertThat(rows).hasSameSizeAs(contexts.getLast().seen());
  }

  @Test
  void talliesAreCountedByHand() {
    var tally = new Tally();
    tally.add(Forecast.normal(1, 2), 1);
    tally.add(Forecast.normal(1, 2), 4);
    tally.add(Forecast.normal(1, 0.5), 2);

    assertThat(tally.coverage(0)).isEqualTo(1 / 3.0);
    assertThat(tally.coverage(1)).isEqualTo(1 / 3.0);
    assertThat(tally.coverage(2)).isEqualTo(2 / 3.0);
    assertThat(tally.rootMeanSquare()).isCloseTo(Math.sqrt(10 / 3.0), within(1e-12));
    assertThat(tally.meanSquaredStandardised()).isCloseTo((2.25 + 4) / 3, within(1e-7));
    double atTheMean = -0.5 * Math.log(2 * Math.PI);
    assertThat(tally.meanLogDensity())
        .isCloseTo(atTheMean - (2 * Math.log(2) + 1.125 + Math.log(0.5) + 2) / 3, within(1e-9));
  }
}
