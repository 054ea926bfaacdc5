package dev.thaw.core.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.race.Judgement;
import dev.thaw.core.race.RankTest;
import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.testing.Checkers;
import dev.thaw.core.testing.Specs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a race decides: who is dropped after which fold, and who goes on. */
final class RacesTest {

  private static final int FOLDS = 10;

  /** What a trial shows on a fold, by their numbers. */
  @FunctionalInterface
  private interface Scores {
    double of(int trial, int fold);
  }

  private static StudySpec spec(int trials, int sweeps) {
    return Specs.study(new Scheduler.Race(trials, 5, 0.05, null, sweeps))
        .epochs(1, FOLDS)
        .seed(7)
        .spec();
  }

  private static SimulatedRun run(StudySpec spec, Scores scores) {
    Map<Long, Integer> numbers = new LinkedHashMap<>();
    IntStream.range(0, 100).forEach(trial -> numbers.put(spec.trialSeed(trial), trial));
    boolean named = Races.metric(spec) != null;
    LearningCurves curves =
        (configuration, seed, epoch) -> {
          int trial = Objects.requireNonNull(numbers.get(seed));
          double sum = IntStream.rangeClosed(1, epoch).mapToDouble(f -> scores.of(trial, f)).sum();
          return new LearningCurves.Epoch(
              sum / epoch,
              1.0,
              null,
              named ? Map.of("fold_error", scores.of(trial, epoch)) : Map.of());
        };
    return Simulation.run(spec, curves, Faults.none(), Checkers.all(), null);
  }

  private static List<StudyEvent.TrialStopped> stopped(SimulatedRun run) {
    List<StudyEvent.TrialStopped> found = new ArrayList<>();
    run.steps().forEach(step -> step.events().forEach(event -> add(event, found)));
    return found;
  }

  private static void add(StudyEvent event, List<StudyEvent.TrialStopped> found) {
    if (event instanceof StudyEvent.TrialStopped e) {
      found.add(e);
    }
  }

  private static Judgement judgement(StudyEvent.TrialStopped stopped) {
    return ((Reason.LostRace) stopped.reason()).judgement();
  }

  private static int[] epochs(SimulatedRun run, int trials) {
    return IntStream.range(0, trials).map(i -> run.state().trial(i).epochs()).toArray();
  }

  /** About as good as each other on a fold; folds differ more than trials do. */
  private static double noise(int trial, int fold) {
    return 10 * fold + Draws.of(3, "noise", trial).uniform(fold);
  }

  @Test
  void theClearlyWorseAreDroppedAfterTheFirstTestAndEqualsStay() {
    SimulatedRun run = run(spec(6, 1), (trial, fold) -> trial < 3 ? (trial + fold) % 3 : trial);

    assertThat(epochs(run, 6)).startsWith(10, 10, 10).endsWith(5);
    assertThat(stopped(run)).extracting(StudyEvent.TrialStopped::trial).contains(3, 4, 5);
    assertThat(run.state().progress().counts().of(TrialStatus.COMPLETED)).isEqualTo(3);
    assertThat(run.state().lifecycle().end()).isEqualTo(StudyEnd.SEARCH_EXHAUSTED);
  }

  @Test
  void whoIsDroppedIsToldByHowMuchItLostAndToWhom() {
    SimulatedRun run = run(spec(4, 1), (trial, fold) -> fold + trial);

    // All folds agree: rank sums 5, 10, 15 and 20; T = 5 * 3.
    Judgement last = judgement(stopped(run).getLast());
    assertThat(stopped(run)).extracting(StudyEvent.TrialStopped::trial).containsExactly(1, 2, 3);
    assertThat(last.test()).isEqualTo(RankTest.FRIEDMAN);
    assertThat(last.folds()).isEqualTo(5);
    assertThat(last.rivals()).isEqualTo(4);
    assertThat(last.rankSum()).isEqualTo(20);
    assertThat(last.best()).isZero();
    assertThat(last.bestRankSum()).isEqualTo(5);
    assertThat(last.statistic()).isEqualTo(15);
    assertThat(last.pValue()).isCloseTo(0.0018166, within(1e-7)); // Of chi^2, 3 degrees, 15.
  }

  @Test
  void nobodyIsDroppedWhereAllAreEqual() {
    SimulatedRun run = run(spec(8, 1), (trial, fold) -> fold * 0.1);

    assertThat(stopped(run)).isEmpty();
    assertThat(epochs(run, 8)).containsOnly(FOLDS);
  }

  @Test
  void twoThatAreLeftAreComparedByWilcoxonsTest() {
    SimulatedRun run = run(spec(2, 1), (trial, fold) -> fold + trial);

    // Five folds cannot tell two trials apart, six can: p = 2 / 64.
    assertThat(epochs(run, 2)).containsExactly(FOLDS, 6);
    assertThat(judgement(stopped(run).getFirst()).test()).isEqualTo(RankTest.WILCOXON);
    assertThat(judgement(stopped(run).getFirst()).pValue()).isEqualTo(2.0 / 64);
  }

  @Test
  void whoHasNoFiniteValueLeavesTheRaceAndNobodyWaitsForIt() {
    SimulatedRun run =
        run(spec(4, 1), (trial, fold) -> trial == 2 && fold == 4 ? Double.NaN : noise(trial, fold));

    assertThat(run.state().trial(2).status()).isEqualTo(TrialStatus.INFEASIBLE);
    assertThat(epochs(run, 4)).containsExactly(FOLDS, FOLDS, 3, FOLDS);
  }

  @Test
  void theWinnerOfARaceIsARivalOfTheNextAndTrainsNothingForIt() {
    SimulatedRun run =
        run(spec(4, 2), (trial, fold) -> noise(trial, fold) + (trial == 1 ? -50 : 0) + trial);

    // Nobody of the second race is bad beside the others of it, but beside trial 1.
    List<StudyEvent.TrialStopped> second =
        stopped(run).stream().filter(e -> e.trial() >= 4).toList();
    assertThat(second).isNotEmpty().allMatch(e -> judgement(e).best() == 1);
    assertThat(run.state().trial(1).epochs()).isEqualTo(FOLDS);
    assertThat(Objects.requireNonNull(run.state().progress().best()).trial()).isEqualTo(1);
  }

  @Test
  void theBestIsOfMostFoldsAndNotALuckyOne() {
    // Trial 0 is lucky on its first fold, and the worst on all others.
    SimulatedRun run =
        run(spec(3, 1), (trial, fold) -> trial == 0 ? (fold == 1 ? -9 : 99) : fold + trial);

    Progress.Best best = Objects.requireNonNull(run.state().progress().best());
    assertThat(best.trial()).isEqualTo(1);
    assertThat(best.epoch()).isEqualTo(FOLDS);
  }

  @Test
  void valuesOfFoldsAreTakenFromAMetricIfOneIsNamed() {
    var race = new Scheduler.Race(4, 5, 0.05, "fold_error", 1);
    StudySpec spec = Specs.study(race).epochs(1, FOLDS).seed(7).spec();

    SimulatedRun named = run(spec, (trial, fold) -> noise(trial, fold) + trial);
    SimulatedRun derived = run(spec(4, 1), (trial, fold) -> noise(trial, fold) + trial);

    assertThat(stopped(named)).isEqualTo(stopped(derived));
    assertThat(named.state().trial(0).watched()).hasSize(1);
  }

  @Test
  void aNamedMetricThatIsNotReportedFailsTheTrial() {
    var race = new Scheduler.Race(2, 5, 0.05, "nothing", 1);
    StudySpec spec = Specs.study(race).epochs(1, FOLDS).seed(7).spec();

    SimulatedRun run = run(spec, (trial, fold) -> fold);

    assertThat(run.state().trial(0).status()).isEqualTo(TrialStatus.INFEASIBLE);
  }

  @Test
  void aRaceThatCannotBeFilledIsRunByThoseThatThereAre() {
    StudySpec spec =
        Specs.study(new Scheduler.Race(20, 5, 0.05, null, 0))
            .epochs(1, FOLDS)
            .trials(4)
            .seed(7)
            .spec();

    SimulatedRun run = run(spec, (trial, fold) -> fold + trial);

    assertThat(epochs(run, 4)).containsExactly(FOLDS, 5, 5, 5);
    assertThat(run.state().lifecycle().end()).isEqualTo(StudyEnd.TRIALS_SPENT);
  }

  @ParameterizedTest(name = "{0} slots")
  @ValueSource(ints = {1, 2, 3, 7})
  void theSameAreDroppedHoweverManySlotsThereAre(int slots) {
    StudySpec one = spec(7, 1);
    StudySpec many = Specs.study(one.scheduler()).epochs(1, FOLDS).slots(slots).seed(7).spec();
    Scores scores = (trial, fold) -> noise(trial, fold) + 0.3 * trial;

    assertThat(stopped(run(many, scores))).isEqualTo(stopped(run(one, scores)));
  }

  @Test
  void refusesARaceOfOne() {
    assertThatThrownBy(() -> new Scheduler.Race(1, 5, 0.05, null, 0))
        .hasMessage("trials (1) must be at least 2, as one has nobody to race.\nMaybe 20.");
  }

  /** The race of three trials in three slots, led by hand; each has met four folds. */
  private static OneSlot led() {
    var study =
        new OneSlot(
            Specs.study(new Scheduler.Race(3, 5, 0.05, null, 1)).epochs(1, FOLDS),
            OfferedSlot.own(0),
            OfferedSlot.own(1),
            OfferedSlot.own(2));
    for (int trial = 0; trial < 3; trial++) {
      study.open(trial);
      for (int fold = 1; fold < 5; fold++) {
        meet(study, trial, fold);
      }
    }
    return study;
  }

  /** What the three show: none is better in most folds, but their means differ. */
  private static final double[][] MIXED = {
    {0, 1, 2, 0, 1, 1}, {1, 2, 0, 1, 2, 1}, {9, 0, 1, 9, 0, 5}
  };

  private static void meet(OneSlot study, int trial, int fold) {
    double mean = Arrays.stream(MIXED[trial]).limit(fold).average().orElseThrow();
    long fence = study.lease(trial).fence();
    study.give(new StudyInput.EpochReported(study.now(), trial, fence, fold, mean, 1.0, Map.of()));
  }

  @Test
  void whoHasMetAnotherFoldIsNoBetterForThat() {
    OneSlot study = led();
    for (int trial = 0; trial < 3; trial++) {
      meet(study, trial, 5);
    }
    assertThat(study.state().progress().best()).isEqualTo(new Progress.Best(0, 5, 0.8));

    meet(study, 2, 6);

    assertThat(study.state().trial(2).epochs()).isEqualTo(6);
    assertThat(study.state().progress().best()).isEqualTo(new Progress.Best(0, 5, 0.8));
  }

  @Test
  void whoIsToEndByHandIsNoRivalAnyMore() {
    OneSlot study = led();
    study.give(new StudyInput.CommandGiven(study.now(), new StudyCommand.EndTrial(0, false), null));
    meet(study, 1, 5);
    study.leave(1);
    meet(study, 2, 5);
    study.leave(2);

    meet(study, 0, 5);

    assertThat(study.state().trial(0).status()).isEqualTo(TrialStatus.STOPPED);
    assertThat(study.state().trial(1).status().ended()).isFalse();
    assertThat(study.state().trial(2).status().ended()).isFalse();
    assertThat(study.events())
        .filteredOn(StudyEvent.TrialPromoted.class::isInstance)
        .extracting(event -> ((StudyEvent.TrialPromoted) event).trial())
        .containsExactly(1, 2);
  }

  @Test
  void whatSomebodyAddsFillsTheRaceThatHasRoom() {
    var study =
        new OneSlot(
            Specs.study(new Scheduler.Race(3, 5, 0.05, null, 2)).epochs(1, FOLDS),
            OfferedSlot.own(0));
    study.give(new StudyInput.CommandGiven(study.now(), new StudyCommand.AddTrial(Map.of()), null));

    assertThat(Dispatch.promised(study.state(), trial -> true))
        .hasValue(new Dispatch.Job.Create(0));
  }
}
