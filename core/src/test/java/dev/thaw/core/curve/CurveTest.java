package dev.thaw.core.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CurveTest {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void keepsWhatWasAppendedAtEveryLength(long seed) {
    var random = new SplittableRandom(seed);
    double[] values = random.doubles(200, -1, 1).toArray();
    double[] seconds = random.doubles(200, 0, 100).toArray();
    Curve curve = Curve.empty();
    double total = 0;

    for (int n = 1; n <= values.length; n++) {
      curve = curve.append(values[n - 1], seconds[n - 1]);
      total += seconds[n - 1];

      String when = "seed %d, length %d".formatted(seed, n);
      assertThat(curve.length()).as(when).isEqualTo(n);
      assertThat(curve.last()).as(when).isEqualTo(values[n - 1]);
      assertThat(curve.totalSeconds()).as(when).isEqualTo(total);
      assertThat(curve.values()).as(when).isEqualTo(Arrays.copyOf(values, n));
      assertThat(curve.seconds()).as(when).isEqualTo(Arrays.copyOf(seconds, n));
    }
    for (int epoch = 1; epoch <= values.length; epoch++) {
      assertThat(curve.value(epoch)).as("seed %d", seed).isEqualTo(values[epoch - 1]);
      assertThat(curve.seconds(epoch)).as("seed %d", seed).isEqualTo(seconds[epoch - 1]);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13})
  void leavesOldVersionsAsTheyWere(long seed) {
    var random = new SplittableRandom(seed);
    var curves = new ArrayList<Curve>();
    var expected = new ArrayList<double[]>();
    curves.add(Curve.empty());
    expected.add(new double[0]);

    for (int step = 0; step < 1_000; step++) {
      int from = Math.max(0, curves.size() - 1 - random.nextInt(5));
      double[] before = expected.get(from);
      double[] values = Arrays.copyOf(before, before.length + 1);
      values[before.length] = step;
      curves.add(curves.get(from).append(step, 1));
      expected.add(values);
    }

    for (int i = 0; i < curves.size(); i++) {
      assertThat(curves.get(i).values())
          .as("seed %d, version %d", seed, i)
          .isEqualTo(expected.get(i));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22, 23, 24})
  void findsTheEarliestBestEpochAmongTies(long seed) {
    var random = new SplittableRandom(seed);
    double[] values = random.ints(100, 0, 10).asDoubleStream().toArray();
    Curve curve = Curve.of(values, new double[100]);
    double min = Arrays.stream(values).min().orElseThrow();
    double max = Arrays.stream(values).max().orElseThrow();

    assertThat(curve.best(Goal.MINIMIZE)).as("seed %d", seed).isEqualTo(min);
    assertThat(curve.best(Goal.MAXIMIZE)).as("seed %d", seed).isEqualTo(max);
    assertThat(curve.bestEpoch(Goal.MINIMIZE)).as("seed %d", seed).isEqualTo(firstOf(min, values));
    assertThat(curve.bestEpoch(Goal.MAXIMIZE)).as("seed %d", seed).isEqualTo(firstOf(max, values));
  }

  @ParameterizedTest(name = "length {0}")
  @ValueSource(ints = {0, 1, 31, 32, 33, 64, 65, 1_100})
  void comesBackFromItsTwoArrays(int length) {
    Curve curve = Curve.empty();
    for (int i = 0; i < length; i++) {
      curve = curve.append(1.0 / (i + 1), 0.1 * i);
    }

    Curve back = Curve.of(curve.values(), curve.seconds());

    assertThat(back).isEqualTo(curve).hasSameHashCodeAs(curve);
    assertThat(back.totalSeconds()).isEqualTo(curve.totalSeconds());
  }

  @Test
  void differsInOneValueInOneDurationAndInLength() {
    double[] zeros = new double[40];
    Curve curve = Curve.of(zeros, zeros);

    for (int changed : new int[] {0, 31, 32, 39}) {
      double[] other = new double[40];
      other[changed] = 1;
      assertThat(curve).isNotEqualTo(Curve.of(other, zeros)).isNotEqualTo(Curve.of(zeros, other));
    }
    assertThat(curve).isNotEqualTo(curve.append(0, 0));
  }

  @Test
  void cannotBeChangedThroughItsArrays() {
    double[] values = {1, 2};
    Curve curve = Curve.of(values, new double[] {3, 4});

    values[0] = 9;
    curve.values()[0] = 9;
    curve.seconds()[0] = 9;

    assertThat(curve).hasToString("Curve[values=[1.0, 2.0], seconds=[3.0, 4.0]]");
  }

  @ParameterizedTest
  @EnumSource
  void hasNoBestEpochWhenEmpty(Goal goal) {
    assertThat(Curve.empty().bestEpoch(goal)).isZero();
    assertThatIllegalStateException()
        .isThrownBy(() -> Curve.empty().best(goal))
        .withMessageContainingAll("no epochs", "\nMaybe");
  }

  @Test
  void hasNoLastValueWhenEmpty() {
    assertThat(Curve.empty().isEmpty()).isTrue();
    assertThat(Curve.empty().totalSeconds()).isZero();
    assertThatIllegalStateException().isThrownBy(() -> Curve.empty().last());
  }

  @ParameterizedTest(name = "value {0}")
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesAValueThatIsNotFinite(double value) {
    Curve curve = Curve.empty().append(1, 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> curve.append(value, 1))
        .withMessageContainingAll("value (" + value + ")", "epoch 2", "finite", "\nMaybe");
  }

  @ParameterizedTest(name = "seconds {0}")
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesSecondsThatAreNegativeOrNotFinite(double seconds) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Curve.empty().append(1, seconds))
        .withMessageContainingAll("seconds (" + seconds + ")", "epoch 1", "at least 0", "\nMaybe");
  }

  @Test
  void refusesArraysOfDifferentLengths() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Curve.of(new double[3], new double[2]))
        .withMessageContainingAll("values (3 epochs)", "seconds (2 epochs)", "\nMaybe");
  }

  @ParameterizedTest(name = "epoch {0}")
  @ValueSource(ints = {-1, 0, 4, 33})
  void refusesAnEpochOutOfRange(int epoch) {
    Curve curve = Curve.of(new double[3], new double[3]);

    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> curve.value(epoch))
        .withMessageContainingAll("epoch (" + epoch + ")", "between 1", "(3)", "\nMaybe");
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> curve.seconds(epoch));
  }

  private static int firstOf(double value, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == value) {
        return i + 1;
      }
    }
    return 0;
  }
}
