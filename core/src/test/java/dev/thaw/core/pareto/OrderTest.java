package dev.thaw.core.pareto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: the ranking of outcomes keeps its word. Method: hand-made cases, drawn outcomes. */
class OrderTest {

  private static Outcome feasible(Double... scores) {
    return new Outcome(List.of(scores), 0);
  }

  @Test
  void theFrontComesBeforeWhatItDominates() {
    List<Outcome> outcomes = List.of(feasible(3., 3.), feasible(1., 2.), feasible(2., 1.));

    assertThat(Order.places(outcomes)).containsExactly(2, 0, 1);
  }

  @Test
  void whatBreaksALimitComesAfterWhateverBreaksNone() {
    List<Outcome> outcomes =
        List.of(
            new Outcome(List.of(0., 0.), 0.5),
            feasible(9., 9.),
            new Outcome(List.of(5., 5.), 0.1),
            new Outcome(List.of(0., 0.), Double.POSITIVE_INFINITY));

    assertThat(Order.places(outcomes)).containsExactly(2, 0, 1, 3);
  }

  @Test
  void aFrontIsTakenFromItsEndsInwards() {
    List<Outcome> line =
        List.of(
            feasible(0., 10.),
            feasible(1., 9.),
            feasible(5., 5.),
            feasible(9., 1.),
            feasible(10., 0.));

    assertThat(Order.places(line)).containsExactly(0, 3, 2, 4, 1);
  }

  @Test
  void withOneObjectiveItIsTheOrderOfScores() {
    List<Outcome> outcomes = List.of(feasible(0.3), feasible(0.1), feasible(0.3), feasible(-1.));

    assertThat(Order.places(outcomes)).containsExactly(2, 1, 3, 0);
  }

  @Test
  void unitsDoNotMatter() {
    List<Outcome> metres = new ArrayList<>();
    List<Outcome> millimetres = new ArrayList<>();
    for (double[] point : new double[][] {{.1, 8}, {.2, 5}, {.3, 4}, {.35, 3}, {.9, 1}, {.5, 9}}) {
      metres.add(feasible(point[0], point[1]));
      millimetres.add(feasible(point[0], 1024 * point[1]));
    }

    assertThat(Order.places(millimetres)).containsExactly(Order.places(metres));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyPlaceIsTakenOnceAndNobodyStandsBeforeWhoDominatesIt(long seed) {
    List<Outcome> outcomes = new ArrayList<>();
    for (double[] point : DominationTest.Points.drawn(seed, 80, 2)) {
      outcomes.add(feasible(point[0], point[1]));
    }

    int[] places = Order.places(outcomes);

    assertThat(IntStream.of(places).sorted().toArray()).isEqualTo(IntStream.range(0, 80).toArray());
    for (int i = 0; i < 80; i++) {
      for (int j = 0; j < 80; j++) {
        if (Domination.dominates(outcomes.get(i).point(), outcomes.get(j).point())) {
          assertThat(places[i]).isLessThan(places[j]);
        }
      }
    }
  }

  @Test
  void theFrontHoldsNeitherDominatedNorInfeasibleOutcomesAndGoesByTheFirstScore() {
    List<Outcome> outcomes =
        List.of(
            feasible(3., 1.),
            feasible(2., 2.),
            new Outcome(List.of(0., 0.), 1),
            feasible(2., 2.),
            feasible(3., 3.));

    assertThat(Order.front(outcomes)).containsExactly(1, 3, 0);
    assertThat(Order.front(outcomes.subList(2, 3))).isEmpty();
  }

  @Test
  void aViolationThatIsNotANumberIsRefused() {
    assertThatThrownBy(() -> new Outcome(List.of(1.), Double.NaN))
        .hasMessage("violation (NaN) must be at least 0.");
  }
}
