package dev.thaw.workers.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MlpClassifierTest {

  private static final int INPUTS = 40;
  private static final int CLASSES = 5;
  private static final Samples TRAIN = noisyBlocks(611, 1);
  private static final Samples VALIDATION = noisyBlocks(203, 2);

  @TempDir Path directory;

  static List<MlpSettings> everyKindOfNetwork() {
    return List.of(
        settings(new Optimizer.Sgd(0, false), 0, 0.5, 17),
        settings(new Optimizer.Sgd(0.9, false), 2, 0.1, 18),
        settings(new Optimizer.Sgd(0.9, true), 1, 0.1, 19),
        settings(new Optimizer.Adam(0.9, 0.999), 2, 0.01, 20),
        settings(new Optimizer.RmsProp(0.9), 1, 0.01, 21),
        new MlpSettings(
            INPUTS,
            CLASSES,
            24,
            1,
            0.2,
            1e-3,
            new Optimizer.Adam(0.9, 0.999),
            0.02,
            64,
            22,
            12,
            0.1));
  }

  @ParameterizedTest
  @MethodSource("everyKindOfNetwork")
  void goesOnAfterARestoreAsIfItHadNeverStopped(MlpSettings settings) throws Exception {
    var uninterrupted = curve(settings, 6);

    var resumed = new ArrayList<String>();
    for (var epoch = 1; epoch <= 6; epoch++) {
      try (var network = new MlpClassifier(settings)) {
        if (epoch > 1) {
          network.restore(directory.resolve("" + (epoch - 1)));
        }
        resumed.add(train(network, epoch));
        network.save(Files.createDirectory(directory.resolve("" + epoch)));
      }
    }

    assertThat(resumed).isEqualTo(uninterrupted);
  }

  @Test
  void givesTheSameCurveInTwoThreadsAtOnceAsAlone() throws Exception {
    var settings = everyKindOfNetwork();
    var alone = new ArrayList<List<String>>();
    for (var each : settings) {
      alone.add(curve(each, 8));
    }

    List<Callable<List<String>>> jobs = new ArrayList<>();
    settings.forEach(each -> jobs.add(() -> curve(each, 8)));

    assertThat(inTwoThreads(jobs)).isEqualTo(alone);
  }

  @ParameterizedTest
  @MethodSource("everyKindOfNetwork")
  void learnsWhatTellsTheClassesApart(MlpSettings settings) throws Exception {
    try (var network = new MlpClassifier(settings)) {
      for (var epoch = 1; epoch <= 10; epoch++) {
        network.trainEpoch(TRAIN, epoch);
      }

      assertThat(network.evaluate(VALIDATION).error()).isLessThan(0.2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void stepsAgainstTheGradientOfTheLoss(int seed) throws Exception {
    var rows = noisyBlocks(7, seed);
    var rate = 1e-2;
    var settings =
        new MlpSettings(INPUTS, CLASSES, 6, 2, 0, 0, new Optimizer.Sgd(0, false), rate, 7, seed);
    try (var network = new MlpClassifier(settings)) {
      var before = network.parameters();
      // Biases off zero keep every unit away from its threshold, where no gradient exists.
      Arrays.fill(before, before.length - 12 - CLASSES, before.length, 0.7f);
      network.overwrite(before);
      network.trainEpoch(rows, 1);
      var after = network.parameters();

      for (var i = 0; i < before.length; i++) {
        assertThat((before[i] - after[i]) / rate)
            .as("gradient by parameter %d with seed %d", i, seed)
            .isCloseTo(numericalGradient(settings, rows, before, i), within(2e-3));
      }
    }
  }

  @Test
  void shrinksTheWeightsByTheDecayAndLeavesTheBiases() throws Exception {
    var silent = Samples.ofInputs(2).add(new float[] {0, 0}, 0).build();
    var settings = new MlpSettings(2, 2, 3, 0, 0, 0.5, new Optimizer.Sgd(0, false), 0.1, 1, 5);
    try (var network = new MlpClassifier(settings)) {
      var before = network.parameters();
      network.trainEpoch(silent, 1);
      var after = network.parameters();

      for (var i = 0; i < 4; i++) {
        assertThat(after[i]).isCloseTo(0.95f * before[i], within(1e-6f));
      }
      // The loss of an even guess pulls each bias by half the learning rate, and nothing else does.
      assertThat(after[4]).isCloseTo(0.05f, within(1e-6f));
      assertThat(after[5]).isCloseTo(-0.05f, within(1e-6f));
    }
  }

  @Test
  void dividesTheLearningRateByMoreInEachEpoch() throws Exception {
    var silent = Samples.ofInputs(2).add(new float[] {0, 0}, 0).build();
    var settings =
        new MlpSettings(2, 2, 3, 0, 0, 0.5, new Optimizer.Sgd(0, false), 0.1, 1, 5, 0, 0.5);
    try (var network = new MlpClassifier(settings)) {
      var before = network.parameters();
      network.trainEpoch(silent, 1);
      network.trainEpoch(silent, 3);
      var after = network.parameters();

      // The weights shrink by half the learning rate, which is 0.1, and 0.1 / (1 + 0.5 x 2).
      for (var i = 0; i < 4; i++) {
        assertThat(after[i]).isCloseTo(0.95f * 0.975f * before[i], within(1e-6f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 300})
  void endsAnEpochAfterAsManyStepsAsItShallHave(int steps) throws Exception {
    var silent = Samples.ofInputs(2);
    for (var row = 0; row < 10; row++) {
      silent.add(new float[] {0, 0}, row % 2);
    }
    var settings =
        new MlpSettings(2, 2, 3, 0, 0, 0.01, new Optimizer.Sgd(0, false), 1, 4, 5, steps, 0);
    try (var network = new MlpClassifier(settings)) {
      var before = network.parameters();
      network.trainEpoch(silent.build(), 1);

      assertThat(network.parameters()[0])
          .isCloseTo((float) (before[0] * Math.pow(0.99, steps)), within(1e-5f));
    }
  }

  @Test
  void givesProbabilitiesThatSumToOneAndHaveTheLossOfTheEvaluation() throws Exception {
    var settings =
        new MlpSettings(INPUTS, CLASSES, 8, 1, 0.2, 0, new Optimizer.Adam(0.9, 0.999), 0.01, 16, 5);
    try (var network = new MlpClassifier(settings)) {
      network.trainEpoch(TRAIN, 1);
      var rows = network.probabilities(VALIDATION);

      var loss = 0.0;
      for (var row = 0; row < rows.length; row++) {
        var sum = 0.0;
        for (var probability : rows[row]) {
          sum += probability;
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
        loss -= Math.log(rows[row][VALIDATION.label(row)]) / rows.length;
      }
      assertThat(rows).hasNumberOfRows(VALIDATION.size());
      assertThat(loss).isCloseTo(network.evaluate(VALIDATION).logLoss(), within(1e-5));
    }
  }

  @Test
  void countsEverySampleAsAnErrorOnceTrainingHasDiverged() throws Exception {
    var settings =
        new MlpSettings(INPUTS, CLASSES, 8, 2, 0, 0, new Optimizer.Sgd(0.9, false), 1e20, 16, 5);
    try (var network = new MlpClassifier(settings)) {
      network.trainEpoch(TRAIN, 1);
      var score = network.evaluate(VALIDATION);

      assertThat(score.error()).isEqualTo(1);
      assertThat(score.logLoss()).isNaN();
    }
  }

  @Test
  void refusesTheStateOfAnotherNetwork() throws Exception {
    try (var adam = new MlpClassifier(settings(new Optimizer.Adam(0.9, 0.999), 1, 0.01, 1));
        var sgd = new MlpClassifier(settings(new Optimizer.Sgd(0, false), 1, 0.01, 1))) {
      adam.save(directory);

      assertThatThrownBy(() -> sgd.restore(directory))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("same shape and optimizer")
          .hasMessageContaining("\nMaybe");
    }
  }

  @Test
  void stopsWithinTheEpochWhenInterrupted() {
    try (var network = new MlpClassifier(settings(new Optimizer.Sgd(0, false), 1, 0.01, 1))) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> network.trainEpoch(TRAIN, 3))
          .isInstanceOf(InterruptedException.class)
          .hasMessageContaining("epoch 3");
    }
  }

  private static double numericalGradient(
      MlpSettings settings, Samples samples, float[] parameters, int index) {
    var step = 2e-3f;
    return (lossAt(settings, samples, parameters, index, step)
            - lossAt(settings, samples, parameters, index, -step))
        / (2 * step);
  }

  private static double lossAt(
      MlpSettings settings, Samples samples, float[] parameters, int index, float shift) {
    try (var network = new MlpClassifier(settings)) {
      var shifted = parameters.clone();
      shifted[index] += shift;
      network.overwrite(shifted);
      return network.evaluate(samples).logLoss();
    }
  }

  private static List<String> curve(MlpSettings settings, int epochs) throws Exception {
    try (var network = new MlpClassifier(settings)) {
      var curve = new ArrayList<String>();
      for (var epoch = 1; epoch <= epochs; epoch++) {
        curve.add(train(network, epoch));
      }
      return curve;
    }
  }

  private static MlpSettings retuned(MlpSettings from, Optimizer rule, int epoch) {
    return new MlpSettings(
        from.inputs(),
        from.classes(),
        from.width(),
        from.depth(),
        0.05 * epoch,
        1e-3 / epoch,
        rule,
        0.05 / epoch,
        from.batchSize(),
        from.seed());
  }

  @Test
  void aNetworkThatIsRetunedGoesOnAfterARestoreAsIfItHadNeverStopped() throws Exception {
    var settings = settings(new Optimizer.Sgd(0, false), 1, 0.05, 23);
    var uninterrupted = new ArrayList<String>();
    try (var network = new MlpClassifier(settings, true)) {
      for (var epoch = 1; epoch <= 4; epoch++) {
        network.retune(retuned(settings, new Optimizer.Sgd(0.2 * epoch, false), epoch));
        uninterrupted.add(train(network, epoch) + network.gradientMetrics());
      }
    }

    var resumed = new ArrayList<String>();
    for (var epoch = 1; epoch <= 4; epoch++) {
      try (var network = new MlpClassifier(settings, true)) {
        if (epoch > 1) {
          network.restore(directory);
        }
        network.retune(retuned(settings, new Optimizer.Sgd(0.2 * epoch, false), epoch));
        resumed.add(train(network, epoch) + network.gradientMetrics());
        network.save(directory);
      }
    }

    assertThat(resumed).isEqualTo(uninterrupted);
    assertThat(uninterrupted.getFirst()).contains("gradient_drift");
  }

  @Test
  void whatIsRetunedCounts() throws Exception {
    var settings = settings(new Optimizer.Adam(0.9, 0.999), 1, 0.01, 24);
    try (var still = new MlpClassifier(settings, true);
        var slower = new MlpClassifier(settings, true);
        var dropping = new MlpClassifier(settings, true)) {
      slower.retune(
          new MlpSettings(
              INPUTS, CLASSES, 24, 1, 0.2, 1e-3, new Optimizer.Adam(0.9, 0.999), 1e-4, 32, 24));
      dropping.retune(
          new MlpSettings(
              INPUTS, CLASSES, 24, 1, 0.6, 1e-3, new Optimizer.Adam(0.5, 0.9), 0.01, 32, 24));
      var usual = still.trainEpoch(TRAIN, 1);

      assertThat(slower.trainEpoch(TRAIN, 1)).isGreaterThan(usual);
      assertThat(dropping.trainEpoch(TRAIN, 1)).isNotEqualTo(usual);
    }
  }

  @Test
  void anotherShapeOrRuleIsRefused() {
    var settings = settings(new Optimizer.Sgd(0.9, false), 1, 0.05, 25);
    try (var network = new MlpClassifier(settings, true);
        var fixed = new MlpClassifier(settings)) {
      assertThatThrownBy(() -> network.retune(settings(new Optimizer.Sgd(0.9, false), 2, 0.1, 25)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> network.retune(settings(new Optimizer.Adam(0.9, 0.999), 1, 0.1, 25)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> fixed.retune(settings)).isInstanceOf(IllegalStateException.class);
    }
  }

  private static String train(MlpClassifier network, int epoch) throws InterruptedException {
    return "%d: %s %s"
        .formatted(epoch, network.trainEpoch(TRAIN, epoch), network.evaluate(VALIDATION));
  }

  private static <T> List<T> inTwoThreads(List<Callable<T>> jobs)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newFixedThreadPool(2)) {
      var results = new ArrayList<T>();
      for (var future : threads.invokeAll(jobs)) {
        results.add(future.get());
      }
      return results;
    }
  }

  private static MlpSettings settings(Optimizer optimizer, int depth, double rate, long seed) {
    return new MlpSettings(INPUTS, CLASSES, 24, depth, 0.2, 1e-3, optimizer, rate, 32, seed);
  }

  /** Each class lights its own eighth of the inputs, and a third of the lights are at random. */
  private static Samples noisyBlocks(int rows, int seed) {
    var draws = new Draws(seed, Draws.Purpose.ORDER, 0);
    var samples = Samples.ofInputs(INPUTS);
    for (var row = 0; row < rows; row++) {
      var label = (int) Math.unsignedMultiplyHigh(draws.next(), CLASSES);
      var features = new float[INPUTS];
      for (var light = 0; light < 6; light++) {
        var range = light % 3 == 0 ? INPUTS : INPUTS / 8;
        var first = light % 3 == 0 ? 0 : label * INPUTS / 8;
        features[first + (int) Math.unsignedMultiplyHigh(draws.next(), range)] = 0.4f;
      }
      samples.add(features, label);
    }
    return samples.build();
  }
}
