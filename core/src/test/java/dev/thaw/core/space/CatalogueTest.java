package dev.thaw.core.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Goal: points stand for the nearest free row, and only for free ones. */
class CatalogueTest {

  private static final SearchSpace LINE = SearchSpace.of(RealParameter.linear("x", 0, 10));

  private static List<Configuration> rows(double... values) {
    return DoubleStream.of(values).mapToObj(x -> LINE.configuration(Map.of("x", x))).toList();
  }

  private static Catalogue.Index catalogue(double... values) {
    return LINE.restrictedTo(rows(values)).catalogue().orElseThrow();
  }

  @Test
  void theNearestRowIsFound() {
    assertThat(catalogue(1, 4, 9).nearest(new double[] {0.5}, row -> true)).hasValue(1);
  }

  @Test
  void aRowThatIsTakenIsPassedOver() {
    assertThat(catalogue(1, 4, 9).nearest(new double[] {0.5}, row -> row != 1)).hasValue(0);
  }

  @Test
  void amongEqualsTheFirstRowWins() {
    assertThat(catalogue(4, 6).nearest(new double[] {0.5}, row -> true)).hasValue(0);
  }

  @Test
  void thereIsNoNearestRowOnceAllAreTaken() {
    assertThat(catalogue(1, 4).nearest(new double[] {0.5}, row -> false)).isEmpty();
  }

  @Test
  void aRowIsFoundByItsConfiguration() {
    assertThat(catalogue(1, 4).row(rows(4).getFirst())).hasValue(1);
    assertThat(catalogue(1, 4).row(rows(5).getFirst())).isEmpty();
  }

  @Test
  void theSameRowTwiceIsRefused() {
    assertThatThrownBy(() -> LINE.restrictedTo(rows(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Maybe a row is in the table twice");
  }

  @Test
  void spacesWithDifferentCataloguesAreDifferent() {
    assertThat(LINE.restrictedTo(rows(1))).isEqualTo(LINE.restrictedTo(rows(1)));
    assertThat(LINE.restrictedTo(rows(1))).isNotEqualTo(LINE.restrictedTo(rows(2)));
    assertThat(LINE.restrictedTo(rows(1))).isNotEqualTo(LINE);
  }
}
