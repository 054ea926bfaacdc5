package dev.thaw.benchmarks.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.app.simulate.CurveTable;
import dev.thaw.benchmarks.prediction.ParametricCurves.Family;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who foretells what. */
class PredictorTest {

  @TempDir private Path temp;

  static Stream<Predictor> all() {
    return Stream.of(
        new CurveModelPredictor(true),
        new CurveModelPredictor(false),
        new LastValue(),
        new ParametricCurves(Family.POW3),
        new ParametricCurves(Family.EXP),
        new ProductProcess(40, 5));
  }

  private Context context() throws Exception {
    CurveTable table =
        SmallTable.of(temp, 20, (row, epoch) -> 1 + Math.sin(row / 3.0) / 2 + 2.0 / epoch);
    return SmallTable.context(table, 1, 2, 3, 10, 5, 9, 10, 1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void answersForEveryTargetOrHasNothingToSayOfWhatIsNew(Predictor predictor) throws Exception {
    Context context = context();
    List<Target> targets = context.targets();

    List<Optional<Forecast>> forecasts = predictor.predict(context, targets);

    assertThat(forecasts).hasSameSizeAs(targets);
    for (int i = 0; i < targets.size(); i++) {
      if (targets.get(i).age() > 0) {
        assertThat(forecasts.get(i)).isPresent();
      }
      forecasts.get(i).ifPresent(f -> assertThat(f.scale()).isPositive().isFinite());
    }
  }

  @Test
  void theLastValueIsCarriedForwardWithTheSpreadOfTheChangesOfLongerCurves() throws Exception {
    CurveTable table = SmallTable.of(temp, 4, (row, epoch) -> 1 + row + epoch * (row + 1) / 50.0);
    Context context = SmallTable.context(table, 4, 10, 7, 8);
    Target target = context.targets().getFirst();

    Forecast forecast = new LastValue().predict(context, List.of(target)).getFirst().orElseThrow();

    assertThat(forecast.mean()).isEqualTo(context.values(0)[3]);
    double squares = 0;
    for (int curve = 1; curve < 4; curve++) {
      double[] values = context.values(curve);
      double change = values[values.length - 1] - values[3];
      squares += change * change;
    }
    assertThat(forecast.scale()).isCloseTo(Math.sqrt(squares / 3), within(1e-12));
  }

  @ParameterizedTest(name = "{0}, rate {1}")
  @CsvSource({"POW3, 0.3", "POW3, 1.2", "EXP, 0.05", "EXP, 0.7"})
  void aCurveOfTheFamilyIsExtended(Family family, double rate) {
    double[] curve =
        IntStream.rangeClosed(1, 15).mapToDouble(t -> 2 - 3 * family.at(t, rate)).toArray();

    Forecast forecast = new ParametricCurves(family).extend(curve, 40);

    assertThat(forecast.mean()).isCloseTo(2 - 3 * family.at(40, rate), within(0.05));
    assertThat(forecast.scale()).isLessThan(0.1);
  }

  @Test
  void residualsWidenTheFit() {
    double[] smooth = IntStream.rangeClosed(1, 12).mapToDouble(t -> 1.0 / t).toArray();
    double[] rough = IntStream.range(0, 12).mapToDouble(i -> smooth[i] + (i % 2) / 5.0).toArray();
    var power = new ParametricCurves(Family.POW3);

    assertThat(power.extend(rough, 30).scale()).isGreaterThan(power.extend(smooth, 30).scale());
  }

  @Test
  void aConstantCurveStaysWhereItIs() {
    double[] constant = DoubleStream.generate(() -> 0.4).limit(6).toArray();

    assertThat(new ParametricCurves(Family.EXP).extend(constant, 50).mean())
        .isCloseTo(0.4, within(1e-9));
  }

  @Test
  void whatIsShownHasTheMeanOfTheModelAndHeavierTails() throws Exception {
    Context context = context();
    List<Target> targets = context.targets();

    var shown = new CurveModelPredictor(true).predict(context, targets);
    var bare = new CurveModelPredictor(false).predict(context, targets);

    for (int i = 0; i < targets.size(); i++) {
      Forecast wide = shown.get(i).orElseThrow();
      assertThat(wide.mean()).isEqualTo(bare.get(i).orElseThrow().mean());
      assertThat(wide.tail()).isNotEqualTo(Forecast.Tail.NORMAL);
    }
  }

  @Test
  void theModelForetellsWhatItsRivalsCannotSee() throws Exception {
    Context context = context();
    Target fresh =
        context.targets().stream().filter(target -> target.age() == 0).findFirst().orElseThrow();

    assertThat(new LastValue().predict(context, List.of(fresh)).getFirst()).isEmpty();
    assertThat(new ProductProcess(40, 5).predict(context, List.of(fresh)).getFirst()).isPresent();
    assertThat(new CurveModelPredictor(false).predict(context, List.of(fresh)).getFirst())
        .isPresent();
  }
}
