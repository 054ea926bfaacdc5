package dev.thaw.core.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.core.bracket.Position;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.testing.Checkers;
import dev.thaw.core.testing.Specs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a population decides: who is ended, who is forked, and with what values. */
final class GenerationsTest {

  private static final SearchSpace SPACE = Specs.space();

  private static Scheduler.Population rule(double resample, String... parameters) {
    return new Scheduler.Population(4, 3, 0.25, 0.2, resample, List.of(parameters));
  }

  private static StudySpec spec() {
    return Specs.study(rule(0.25, "learning_rate")).epochs(1, 9).seed(7).spec();
  }

  private static SimulatedRun run(StudySpec spec, LearningCurves curves) {
    return Simulation.run(spec, curves, Faults.none(), Checkers.all(), null);
  }

  private static LearningCurves.Epoch epoch(double value) {
    return new LearningCurves.Epoch(value, 1.0);
  }

  private static List<StudyEvent> events(SimulatedRun run) {
    return run.steps().stream().flatMap(step -> step.events().stream()).toList();
  }

  private static List<Position> replaced(SimulatedRun run) {
    return events(run).stream()
        .filter(StudyEvent.TrialStopped.class::isInstance)
        .map(event -> ((Reason.Replaced) ((StudyEvent.TrialStopped) event).reason()).position())
        .toList();
  }

  private static List<Trial> forks(SimulatedRun run) {
    return forks(run.state());
  }

  private static List<Trial> forks(StudyState state) {
    List<Trial> forks = new ArrayList<>();
    for (Trial trial : state.progress().trials()) {
      if (trial.lineage() != null) {
        forks.add(trial);
      }
    }
    return forks;
  }

  private static int parent(Trial fork) {
    return Objects.requireNonNull(fork.lineage()).parent();
  }

  @Test
  void ofEqualValuesTheHighestNumberIsTheWorstAndTheLowestTheBest() {
    SimulatedRun run = run(spec(), (configuration, seed, epoch) -> epoch(0.5));

    assertThat(replaced(run)).extracting(Position::trial).containsExactly(3, 4);
    assertThat(forks(run)).extracting(GenerationsTest::parent).containsExactly(0, 0);
  }

  @Test
  void valuesOfTheSameEpochAreComparedAndNotTheBestSoFar() {
    // Trial 1 is the best after two epochs, and the worst after three.
    StudySpec spec = spec();
    SimulatedRun run =
        run(
            spec,
            (configuration, seed, epoch) ->
                epoch(seed == spec.trialSeed(1) ? (epoch < 3 ? 0 : 9) : 1));

    assertThat(replaced(run).getFirst().trial()).isEqualTo(1);
    assertThat(replaced(run).getFirst().score()).isEqualTo(9);
  }

  @Test
  void whoHasNoFiniteValueIsGivenUpAndANewOneBegins() {
    StudySpec spec = spec();
    SimulatedRun run =
        run(
            spec,
            (configuration, seed, epoch) ->
                epoch(seed == spec.trialSeed(2) && epoch == 2 ? Double.NaN : 1));

    assertThat(run.state().trial(2).status()).isEqualTo(TrialStatus.INFEASIBLE);
    assertThat(run.state().trial(4).lineage()).isNull();
    assertThat(run.state().bracket(0).rungs()).allMatch(rung -> rung.arrived().size() == 4);
  }

  @Test
  void whoIsGivenUpBetweenComparisonsIsReplacedByAForkFromTheLastOne() {
    StudySpec spec = spec();
    SimulatedRun run =
        run(
            spec,
            (configuration, seed, epoch) ->
                epoch(seed == spec.trialSeed(2) && epoch == 5 ? Double.NaN : 1));

    assertThat(run.state().trial(2).status()).isEqualTo(TrialStatus.INFEASIBLE);
    assertThat(forks(run)).filteredOn(fork -> fork.firstEpoch() == 3).hasSize(2);
    assertThat(run.state().bracket(0).rungs()).allMatch(rung -> rung.arrived().size() == 4);
  }

  @Test
  void aTrainerThatAlwaysFailsSomewhereIsNotTriedForEver() {
    SimulatedRun run =
        run(spec(), (configuration, seed, epoch) -> epoch(epoch == 5 ? Double.NaN : 1));

    assertThat(run.state().lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
    assertThat(run.state().progress().trials().size()).isLessThanOrEqualTo(4 + 1 + 4);
  }

  @Test
  void nobodyIsEndedOnceTheTrialsOfTheBudgetAreSpent() {
    StudySpec spec = Specs.study(rule(0.25, "learning_rate")).epochs(1, 9).trials(5).seed(7).spec();
    SimulatedRun run = run(spec, (configuration, seed, epoch) -> epoch(0.5));

    assertThat(replaced(run)).hasSize(1);
    assertThat(run.state().progress().counts().of(TrialStatus.COMPLETED)).isEqualTo(4);
  }

  /** The state when the first fork has trained and saved so many epochs. */
  private static StudyState forkSaved(int own) {
    List<StudyState> found = new ArrayList<>();
    Simulation.run(
        spec(),
        (configuration, seed, epoch) -> epoch(0.5),
        Faults.none(),
        (before, step, decision) -> {
          boolean saved =
              step.events().stream()
                  .anyMatch(
                      event ->
                          event instanceof StudyEvent.CheckpointRecorded e
                              && decision.after().trial(e.trial()).lineage() != null
                              && decision.after().trial(e.trial()).ownEpochs() == own);
          if (saved && found.isEmpty()) {
            found.add(decision.after());
          }
        },
        null);
    return found.getFirst();
  }

  private static StudyState damaged(StudyState state, Trial fork) {
    long fence = Objects.requireNonNull(state.lease(fork.number())).fence();
    var failure = new Failure(Failure.Kind.CHECKPOINT_DAMAGED, "for the test");
    return Study.decide(
            state,
            new StudyInput.SessionFailed(state.lifecycle().lastAt(), fork.number(), fence, failure))
        .after();
  }

  @Test
  void aForkWhoseOwnCheckpointIsDamagedGoesOnFromItsParentsWhichIsNotBlamed() {
    StudyState before = forkSaved(1);
    Trial fork = forks(before).getFirst();
    Stored.Name origin =
        Stored.Name.of(parent(fork), Objects.requireNonNull(fork.lineage()).checkpoint());

    StudyState after = damaged(before, fork);

    assertThat(after.stored().bytes().containsKey(origin)).as("its parent's is kept").isTrue();
    assertThat(after.trial(fork.number()).status().ended()).isFalse();
    assertThat(after.trial(fork.number()).latest())
        .isEqualTo(Objects.requireNonNull(fork.lineage()).origin());
    assertThat(new Vacancies(after).hasFailed(origin)).isFalse();
  }

  @Test
  void aForkWhoseOriginIsDamagedIsGivenUpAndItsParentsCheckpointIsBlamed() {
    StudyState before = forkSaved(1);
    Trial fork = forks(before).getFirst();
    Stored.Name origin =
        Stored.Name.of(parent(fork), Objects.requireNonNull(fork.lineage()).checkpoint());

    StudyState once = damaged(before, fork);
    StudyState twice = damaged(once, once.trial(fork.number()));

    assertThat(twice.trial(fork.number()).status()).isEqualTo(TrialStatus.FAILED);
    assertThat(new Vacancies(twice).hasFailed(origin)).isTrue();
  }

  @Test
  void aParentIsNotBlamedForForksThatWereEndedAndWhoseCheckpointsWereReleased() {
    StudySpec spec = spec();
    SimulatedRun run =
        run(spec, (configuration, seed, epoch) -> epoch(seed == spec.trialSeed(4) ? 9 : 0.5));

    List<Trial> ended = forks(run).stream().filter(Trial::gaveUp).toList();
    assertThat(ended).isNotEmpty();
    for (Trial fork : ended) {
      var lineage = Objects.requireNonNull(fork.lineage());
      assertThat(run.state().stored().of(fork.number())).isEmpty();
      assertThat(
              new Vacancies(run.state())
                  .hasFailed(Stored.Name.of(lineage.parent(), lineage.checkpoint())))
          .isFalse();
    }
  }

  @Test
  void aScheduleIsTheChainOfConfigurationsByEpoch() {
    SimulatedRun run = run(spec(), (configuration, seed, epoch) -> epoch(0.5));
    Trial fork = forks(run).getLast();

    List<Lineages.Stretch> schedule = Lineages.schedule(run.state(), fork.number(), fork.epochs());

    Configuration first = run.state().trial(0).configuration();
    assertThat(schedule)
        .containsExactly(
            new Lineages.Stretch(0, 1, 6, first),
            new Lineages.Stretch(fork.number(), 7, 9, fork.configuration()));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aForkHasValuesThatAreAFifthLargerOrSmallerAndTheRestOfItsParents(long seed) {
    Configuration parent =
        SPACE.configuration(Map.of("learning_rate", 0.01, "optimizer", "adam", "width", 77));

    Configuration child =
        Perturbation.of(
            rule(0, "learning_rate", "momentum"), SPACE, parent, Draws.of(seed, "explore", 0));

    assertThat(child.asMap().get("learning_rate")).isIn(0.012, 0.008);
    assertThat(child.get("momentum")).isEmpty();
    assertThat(child.get("width")).isEqualTo(parent.get("width"));
    assertThat(child.get("optimizer")).isEqualTo(parent.get("optimizer"));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aForkStaysWithinTheBounds(long seed) {
    Configuration parent =
        SPACE.configuration(Map.of("learning_rate", 1.0, "optimizer", "sgd", "momentum", 0));

    Configuration child =
        Perturbation.of(
            rule(0, "learning_rate", "momentum"), SPACE, parent, Draws.of(seed, "explore", 0));

    assertThat(child.asMap().get("learning_rate")).isIn(1.0, 0.8);
    assertThat(child.asMap().get("momentum")).isEqualTo(0.0);
  }

  @Test
  void valuesAreDrawnAnewFromTheWholeScaleAsOftenAsIsAskedFor() {
    Configuration parent = SPACE.configuration(Map.of("learning_rate", 0.01));

    double[] rates =
        Stream.iterate(0L, seed -> seed + 1)
            .limit(1000)
            .map(seed -> Draws.of(seed, "explore", 0))
            .map(draws -> Perturbation.of(rule(0.25, "learning_rate"), SPACE, parent, draws))
            .mapToDouble(
                child -> (double) Objects.requireNonNull(child.asMap().get("learning_rate")))
            .toArray();

    long anew = Arrays.stream(rates).filter(rate -> rate != 0.012 && rate != 0.008).count();
    assertThat(anew).isBetween(200L, 300L);
    assertThat(Arrays.stream(rates).min().orElseThrow()).isLessThan(3e-4);
    assertThat(Arrays.stream(rates).max().orElseThrow()).isGreaterThan(0.3);
  }

  @Test
  void refusesAPopulationOfWhichTheShareIsNobody() {
    assertThatThrownBy(() -> new Scheduler.Population(4, 3, 0.2, 0.2, 0.25, List.of("a")))
        .hasMessage(
            "share (0.2) of the population (4) must be at least one trial.\nMaybe share: 0.25.");
  }
}
