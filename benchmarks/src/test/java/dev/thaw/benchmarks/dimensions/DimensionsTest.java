package dev.thaw.benchmarks.dimensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.app.spec.BadSpecException;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealValue;
import dev.thaw.core.suggest.GridSuggestion;
import dev.thaw.core.suggest.RandomSuggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Goal: the picture and the figures show what studies really do where one parameter matters. */
class DimensionsTest {

  private static final Path PICTURE = Path.of("..", "docs", "random-and-grid.svg");

  private static final Valley VALLEY = new Valley(2, 1, DimensionsBenchmark.PICTURED);

  private static Configuration at(double x0, double x1) {
    return Configuration.of(List.of("x0", "x1"), List.of(new RealValue(x0), new RealValue(x1)));
  }

  @Test
  void onlyTheFirstParametersMatter() {
    var both = new Valley(2, 2, 1);
    assertThat(VALLEY.error(at(0.2, 0.1))).isEqualTo(VALLEY.error(at(0.2, 0.9)));
    assertThat(both.error(at(0.2, 0.1))).isNotEqualTo(both.error(at(0.2, 0.9)));
    assertThat(both.error(at(both.optimum(0), both.optimum(1)))).isZero();
  }

  @Test
  void moreCannotMatterThanThereAre() {
    assertThatThrownBy(() -> new Valley(2, 3, 1)).hasMessageContaining("mattering (3)");
  }

  @Test
  void aStudyTriesThreeValuesByAGridAndNineAtRandom() throws BadSpecException {
    assertThat(NineTrials.of(VALLEY, NineTrials.GRID))
        .hasSize(9)
        .extracting(trial -> Valley.coordinate(trial, 0))
        .containsOnly(1 / 6.0, 0.5, 5 / 6.0);
    assertThat(NineTrials.of(VALLEY, NineTrials.RANDOM))
        .extracting(trial -> Valley.coordinate(trial, 0))
        .hasSize(9)
        .doesNotHaveDuplicates();
  }

  @Test
  void theFiguresCountWhatAStudyTrains() throws BadSpecException {
    assertThat(NineTrials.of(VALLEY, NineTrials.RANDOM).stream().mapToDouble(VALLEY::error).min())
        .hasValue(DimensionsBenchmark.best(VALLEY, new RandomSuggestion(), VALLEY.space(), 9));
    assertThat(NineTrials.of(VALLEY, NineTrials.GRID).stream().mapToDouble(VALLEY::error).min())
        .hasValue(
            DimensionsBenchmark.best(VALLEY, new GridSuggestion(3), VALLEY.space(1 / 6.0), 9));
  }

  @Test
  void randomSearchIsOftenBetterThanAGridOnlyWhereOneParameterOfTwoMatters() {
    assertThat(timesBetter(1)).isGreaterThan(60);
    assertThat(timesBetter(2)).isLessThan(50);
  }

  private static long timesBetter(int mattering) {
    return IntStream.rangeClosed(1, 100)
        .mapToObj(seed -> new Valley(2, mattering, seed))
        .filter(
            valley ->
                DimensionsBenchmark.best(valley, new RandomSuggestion(), valley.space(), 9)
                    < DimensionsBenchmark.best(
                        valley, new GridSuggestion(3), valley.space(1 / 6.0), 9))
        .count();
  }

  @Test
  void thePictureOfTheDocumentationIsTheOneThatIsDrawn() throws IOException, BadSpecException {
    String svg = new GridPicture(VALLEY).svg();
    assertThat(svg.length()).isLessThan(15_000);
    assertThat(Files.readString(PICTURE)).isEqualTo(svg);
  }
}
