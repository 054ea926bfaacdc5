package dev.thaw.core.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.SyntheticCurves;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.testing.Specs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a running study says of its end. */
final class ForecastTest {

  private static final Scheduler ASHA = new Scheduler.Asha(3, PromotionRule.PAPER, false);
  private static final SyntheticCurves CURVES = new SyntheticCurves(0.01, 10);

  private static Specs study() {
    return Specs.study(ASHA).slots(4);
  }

  /** All states of a study, in order. */
  private static List<StudyState> states(StudySpec spec, LearningCurves curves) {
    List<StudyState> states = new ArrayList<>();
    Simulation.run(
        spec, curves, Faults.none(), (before, step, decision) -> states.add(decision.after()));
    return states;
  }

  /** The first state in which so many epochs are trained. */
  private static StudyState after(List<StudyState> states, long epochs) {
    return states.stream()
        .filter(state -> state.progress().spending().allEpochs() >= epochs)
        .findFirst()
        .orElseThrow();
  }

  private static Optional<Forecast> forecast(StudyState state) {
    return Forecast.of(state, state.lifecycle().lastAt());
  }

  private static double best(StudyState state) {
    return Objects.requireNonNull(state.progress().best()).value();
  }

  @Test
  void saysNothingWhileTooLittleIsKnown() {
    List<StudyState> states = states(study().epochsBudget(400).spec(), CURVES);

    assertThat(forecast(after(states, 1))).isEmpty();
    assertThat(forecast(after(states, 59))).isEmpty();
    assertThat(forecast(after(states, 61))).isPresent();
    assertThat(forecast(states.getLast())).isEmpty();
  }

  @Test
  void saysNothingOfAHandfulOfTrials() {
    StudySpec spec = Specs.study(new Scheduler.FullTraining()).epochsBudget(200).spec();

    assertThat(forecast(after(states(spec, CURVES), 150))).isEmpty();
  }

  @Test
  void saysNothingOfAStudyInWhichAllTrialsAreEqual() {
    LearningCurves flat = (configuration, seed, epoch) -> new LearningCurves.Epoch(0.5, 10);

    assertThat(forecast(after(states(study().epochsBudget(400).spec(), flat), 200))).isEmpty();
  }

  @Test
  void expectsNothingWorseThanThereIs() {
    StudyState state = after(states(study().epochsBudget(400).spec(), CURVES), 100);

    Forecast forecast = forecast(state).orElseThrow();

    Forecast.Expected expected = forecast.best();
    assertThat(expected.good()).isLessThan(expected.median());
    assertThat(expected.median()).isLessThanOrEqualTo(expected.poor());
    assertThat(expected.poor()).isLessThanOrEqualTo(best(state));
    assertThat(expected.holds(expected.median())).isTrue();
    assertThat(expected.holds(best(state) + 0.01)).isFalse();
  }

  @Test
  void expectsMoreOfTwiceAsMuch() {
    StudyState state = after(states(study().epochsBudget(400).spec(), CURVES), 150);

    Forecast forecast = forecast(state).orElseThrow();

    var slots = Objects.requireNonNull(forecast.twiceTheSlots());
    var time = Objects.requireNonNull(forecast.twiceTheTime());
    assertThat(slots.standstill()).isLessThan(forecast.best().standstill());
    assertThat(slots.median()).isLessThan(forecast.best().median());
    assertThat(time.median()).isLessThan(slots.median());
    assertThat(time.good()).isLessThan(slots.good());
  }

  @Test
  void sparesComparisonsWhileLittleIsSpent() {
    StudyState state = after(states(study().epochsBudget(400).spec(), CURVES), 70);

    assertThat(forecast(state).orElseThrow().twiceTheSlots()).isNull();
  }

  @Test
  void expectsLessAndLessAsTheBudgetEnds() {
    List<StudyState> states = states(study().epochsBudget(400).spec(), CURVES);
    StudyState state = after(states, 200);

    double early = Forecast.best(state, 0.3).orElseThrow().standstill();
    double late = Forecast.best(state, 0.9).orElseThrow().standstill();

    assertThat(early).isLessThan(0.5 * late);
  }

  @Test
  void isTheMirrorImageIfMoreIsBetter() {
    LearningCurves up =
        (configuration, seed, epoch) -> {
          var down = CURVES.at(configuration, seed, epoch);
          return new LearningCurves.Epoch(Goal.MAXIMIZE.value(down.value()), down.seconds());
        };

    StudyState less = after(states(study().epochsBudget(400).spec(), CURVES), 120);
    StudyState more = after(states(study().maximise().epochsBudget(400).spec(), up), 120);

    Forecast.Expected down = forecast(less).orElseThrow().best();
    Forecast.Expected mirrored = forecast(more).orElseThrow().best();
    assertThat(mirrored.median()).isCloseTo(-down.median(), within(1e-12));
    assertThat(mirrored.good()).isCloseTo(-down.good(), within(1e-12));
    assertThat(mirrored.standstill()).isCloseTo(down.standstill(), within(1e-12));
  }

  @Test
  void holdsMostOfWhatCame() {
    int held = 0;
    for (int seed = 0; seed < 60; seed++) {
      List<StudyState> states = states(study().epochsBudget(400).seed(seed).spec(), CURVES);
      Forecast.Expected expected = forecast(after(states, 100)).orElseThrow().best();
      held += expected.holds(best(states.getLast())) ? 1 : 0;
    }

    assertThat(held).isBetween(39, 57);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3})
  void seesTheEndOfAStudyWhoseEpochsAreAlike(int seed) {
    LearningCurves even =
        (configuration, own, epoch) ->
            new LearningCurves.Epoch(CURVES.at(configuration, own, epoch).value(), 10);
    List<StudyState> states = states(study().epochsBudget(400).seed(seed).spec(), even);

    Forecast.Finish finish =
        Objects.requireNonNull(forecast(after(states, 200)).orElseThrow().finish());

    Instant end = states.getLast().lifecycle().lastAt();
    assertThat(end).isBetween(finish.p10(), finish.p90());
    assertThat(finish.p50()).isBetween(finish.p10(), finish.p90());
    assertThat(Duration.between(finish.p50(), end).abs()).isLessThan(Duration.ofSeconds(150));
  }

  @Test
  void promisesTheEndWithinTheLastEpochBeforeTheDeadline() {
    List<StudyState> states = states(study().wallClock(Duration.ofHours(1)).spec(), CURVES);
    StudyState state = after(states, 600);

    Forecast.Finish finish = Objects.requireNonNull(forecast(state).orElseThrow().finish());

    Instant deadline = Objects.requireNonNull(state.lifecycle().deadline());
    assertThat(finish.p10()).isBetween(deadline.minusSeconds(60), deadline.minusSeconds(1));
    assertThat(finish.p50()).isBetween(finish.p10(), deadline);
    assertThat(finish.p90()).isBetween(deadline, deadline.plusSeconds(60));
    assertThat(states.getLast().lifecycle().lastAt()).isBetween(finish.p10(), finish.p90());
  }
}
