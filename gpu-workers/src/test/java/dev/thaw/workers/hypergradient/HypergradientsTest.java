package dev.thaw.workers.hypergradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HypergradientsTest {

  private static final TrainingRule RULE = new TrainingRule(60, 5, new Ratio(9, 10));

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void agreesExactlyWithFiniteDifferences(int seed) throws Exception {
    Hypergradients exact = of(seed, new WayBack.Exact());
    double[] at = varied(exact);
    double[] gradient = exact.at(at).gradient();

    assertThat(gradient).hasSize(5 * 3 + 2 * 2);
    for (int i = 0; i < at.length; i++) {
      assertThat(gradient[i])
          .as("by %s, seed %d", exact.hyperparameters().names().get(i), seed)
          .isCloseTo(Differences.by(exact, at, i, 1e-4), within(1e-8));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void aKnotAtEveryStepIsExactToo(int seed) throws Exception {
    double[] at = varied(of(seed, new WayBack.Exact()));

    double[] exact = of(seed, new WayBack.Exact()).at(at).gradient();
    double[] lines = of(seed, new WayBack.Lines(60)).at(at).gradient();

    for (int i = 0; i < at.length; i++) {
      assertThat(lines[i]).as("by %d, seed %d", i, seed).isCloseTo(exact[i], within(1e-11));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void aStraightLinePointsTheSameWayWhileTrainingGoesOn(int seed) throws Exception {
    double[] at = of(seed, new WayBack.Exact()).hyperparameters().all(0.1, 0.05, 0.7);

    double[] exact = of(seed, new WayBack.Exact()).at(at).gradient();
    double[] line = of(seed, new WayBack.Lines(1)).at(at).gradient();

    assertThat(Differences.cosine(exact, line)).as("seed %d", seed).isGreaterThan(0.9);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void behindTheOptimumALineMisjudgesTheRatesAndFourLinesDoNot(int seed) throws Exception {
    double[] at = of(seed, new WayBack.Exact()).hyperparameters().all(0.5, 0.05, 0.7);

    double[] exact = rates(of(seed, new WayBack.Exact()).at(at));
    double one = Differences.cosine(exact, rates(of(seed, new WayBack.Lines(1)).at(at)));
    double four = Differences.cosine(exact, rates(of(seed, new WayBack.Lines(4)).at(at)));

    assertThat(one).as("seed %d", seed).isLessThan(0.2);
    assertThat(four).as("seed %d", seed).isGreaterThan(0.9);
  }

  @Test
  void countsWhatItTook() throws Exception {
    double[] at = varied(of(1, new WayBack.Exact()));

    var exact = of(1, new WayBack.Exact()).at(at).cost();
    var line = of(1, new WayBack.Lines(1)).at(at).cost();

    assertThat(exact.gradients()).isEqualTo(120);
    assertThat(exact.hessianVectors()).isEqualTo(60);
    assertThat(line.gradients()).isEqualTo(60);
    assertThat(line.hessianVectors()).isEqualTo(60);
    // Weights, velocity, movement, first and last: five arrays of five numbers of eight bytes.
    assertThat(line.bytes()).isEqualTo(5 * 5 * 8);
    assertThat(exact.bytes()).isBetween(5L * 5 * 8, 60L * 5 * 8);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void saysThatATrainingHasDiverged(boolean exactly) {
    Hypergradients all = of(1, exactly ? new WayBack.Exact() : new WayBack.Lines(1));
    double[] at = all.hyperparameters().all(1e5, 100, 1);

    assertThatThrownBy(() -> all.at(at)).isInstanceOf(Diverged.class);
  }

  @Test
  void stopsWhenInterrupted() {
    Hypergradients all = of(1, new WayBack.Exact());
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> all.at(varied(all)))
        .isInstanceOf(InterruptedException.class)
        .hasMessageContaining("step 0");
  }

  @Test
  void namesEveryHyperparameterOnce() {
    assertThat(new Hyperparameters(new LogisticModel(1).groups(), 2).names())
        .containsExactly(
            "rate.1.left",
            "rate.1.right",
            "rate.1.bias",
            "rate.2.left",
            "rate.2.right",
            "rate.2.bias",
            "decay.left",
            "decay.right",
            "scale.left",
            "scale.right");
  }

  @Test
  void refusesWhatHasNoLogarithm() {
    Hyperparameters all = of(1, new WayBack.Exact()).hyperparameters();

    assertThatThrownBy(() -> all.all(0.1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("decay (0.0)")
        .hasMessageContaining("above 0");
  }

  private static Hypergradients of(int seed, WayBack wayBack) {
    return new Hypergradients(new LogisticModel(seed), RULE, wayBack);
  }

  /** The learning rates come first: three groups in five segments. */
  private static double[] rates(Hypergradient hypergradient) {
    return Arrays.copyOf(hypergradient.gradient(), 15);
  }

  /** No two hyperparameters are the same, so that none can be taken for another. */
  private static double[] varied(Hypergradients all) {
    double[] at = all.hyperparameters().all(0.5, 0.05, 0.7);
    for (int i = 0; i < at.length; i++) {
      at[i] += 0.05 * (i % 7 - 3);
    }
    return at;
  }
}
