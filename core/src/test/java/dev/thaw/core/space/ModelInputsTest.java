package dev.thaw.core.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Goal: what has no order is not given one, and all else keeps its coordinate. */
class ModelInputsTest {

  private static final SearchSpace SPACE =
      SearchSpace.of(
          RealParameter.linear("x", 0, 10),
          CategoricalParameter.of("kind", "a", "b", "c"),
          RealParameter.log("rate", 1e-4, 1));
  private static final ModelInputs INPUTS = new ModelInputs(SPACE);

  private static double[] of(String kind) {
    Configuration configuration = SPACE.configuration(Map.of("x", 2.5, "kind", kind, "rate", 1e-2));
    return INPUTS.of(configuration);
  }

  @Test
  void aChoiceHasOneInputForEachOfItsValues() {
    assertThat(INPUTS.count()).isEqualTo(5);
    assertThat(of("b")).hasSize(5);
  }

  @Test
  void coordinatesOfTheUnitCubeStayAsTheyAre() {
    assertThat(of("a")[0]).isCloseTo(0.25, within(1e-12));
    assertThat(of("a")[4]).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void allChoicesAreEquallyFarFromOneAnother() {
    double[][] points = {of("a"), of("b"), of("c")};

    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < i; j++) {
        assertThat(distance(points[i], points[j])).isCloseTo(1, within(1e-12));
      }
    }
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }
}
