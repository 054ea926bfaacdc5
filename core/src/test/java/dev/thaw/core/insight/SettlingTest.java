package dev.thaw.core.insight;

import static dev.thaw.core.study.StudySpec.Growth.Expensive.UP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.LearningCurves.Epoch;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.Trial;
import dev.thaw.core.testing.Specs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettlingTest {

  private static final SearchSpace SPACE =
      SearchSpace.of(
          RealParameter.linear("rate", 0, 1),
          RealParameter.linear("size", 0, 1),
          CategoricalParameter.of("kind", "a", "b"),
          RealParameter.linear("slope", 0, 1).when("kind", "b"));

  /** A journal in which nothing but what matters here is written. */
  private static final class Journal {
    final List<Step> steps = new ArrayList<>();
    int trials;

    Journal(StudySpec spec) {
      write(new StudyEvent.StudyOpened(spec));
    }

    void write(StudyEvent event) {
      steps.add(new Step(new StudyInput.StopRequested(Instant.EPOCH), List.of(event)));
    }

    /** A new trial, trained for ten seconds. */
    Journal train(double rate, double size, String kind) {
      Map<String, Object> values =
          kind.equals("b")
              ? Map.of("rate", rate, "size", size, "kind", kind, "slope", 0.5)
              : Map.of("rate", rate, "size", size, "kind", kind);
      write(new StudyEvent.TrialCreated(trials, SPACE.configuration(values), 0));
      write(new StudyEvent.EpochRecorded(trials, 1, 1, 0.5, 10));
      trials++;
      return this;
    }

    Settling winner(int trial) {
      write(new StudyEvent.BestImproved(trial, 1, 0.1));
      return Taught.night(steps).settling();
    }
  }

  private static Journal journal() {
    return new Journal(Specs.study(Taught.ASHA).in(SPACE).spec());
  }

  private static Settling.Course course(Settling settling, String parameter) {
    return settling.courses().stream()
        .filter(course -> course.parameter().equals(parameter))
        .findFirst()
        .orElseThrow();
  }

  /** Forty trials, two to a slice; rates come together at a quarter, sizes at six tenths. */
  private static Settling converging() {
    Journal journal = journal();
    for (int i = 0; i < 40; i++) {
      double far = i % 2;
      journal.train(i < 10 ? far : 0.4 + 0.1 * far, i < 24 ? far : 0.7 + 0.1 * far, "a");
    }
    return journal.winner(39);
  }

  @Test
  void countsAHyperparameterAsSettledFromTheFirstNarrowSliceOn() {
    Settling settling = converging();

    assertThat(course(settling, "rate").settledAt()).isEqualTo(0.25);
    assertThat(course(settling, "size").settledAt()).isEqualTo(0.6);
  }

  @Test
  void ordersByWhenTheySettled() {
    Settling settling = converging();

    assertThat(settling.courses())
        .extracting(Settling.Course::parameter)
        .containsExactly("kind", "rate", "size", "slope");
    assertThat(settling.seconds()).isEqualTo(400);
    assertThat(settling.trials()).isEqualTo(40);
    assertThat(settling.winner()).isEqualTo(39);
  }

  @Test
  void saysWhereTheTimeOfEachSliceWent() {
    List<Settling.Band> bands = course(converging(), "rate").bands();

    assertThat(bands).hasSize(Settling.SLICES);
    assertThat(bands.getFirst())
        .isEqualTo(
            new Settling.Band(
                0,
                new Settling.Place(0, 0.0),
                new Settling.Place(0, 0.0),
                new Settling.Place(1, 1.0)));
    assertThat(bands.getLast().low().unit()).isEqualTo(0.4, within(1e-12));
    assertThat(bands.getLast().high().unit()).isEqualTo(0.5, within(1e-12));
  }

  @Test
  void doesNotTakeANarrowBandFarFromTheWinnerForSettled() {
    Journal journal = journal();
    for (int i = 0; i < 40; i++) {
      journal.train(i == 0 ? 0.9 : 0.2, 0.5, "a");
    }

    assertThat(course(journal.winner(0), "rate").settledAt()).isNull();
    assertThat(course(journal.winner(1), "rate").settledAt()).isNotNull();
  }

  @Test
  void isNotSettledByTheLastSliceAlone() {
    Journal journal = journal();
    for (int i = 0; i < 40; i++) {
      journal.train(i < 38 ? i % 2 : 0.5, 0.5, "a");
    }

    assertThat(course(journal.winner(39), "rate").settledAt()).isNull();
  }

  @Test
  void isNotUnsettledByAShortLookElsewhere() {
    Journal journal = journal();
    for (int i = 0; i < 40; i++) {
      journal.train(i == 20 || i == 21 ? i % 2 : 0.5, 0.5, "a");
    }

    assertThat(course(journal.winner(39), "rate").settledAt()).isEqualTo(0);
  }

  @Test
  void isUnsettledByALongLookElsewhere() {
    Journal journal = journal();
    for (int i = 0; i < 40; i++) {
      journal.train(i >= 20 && i < 28 ? i % 2 : 0.5, 0.5, "a");
    }

    assertThat(course(journal.winner(39), "rate").settledAt()).isEqualTo(0.7);
  }

  @Test
  void isNotSettledWhileALookAroundIsOutweighedByWhatFollows() {
    Journal journal = journal();
    for (int i = 0; i < 40; i++) {
      journal.train(i < 2 ? i % 2 : 0.5, 0.5, "a");
    }

    assertThat(course(journal.winner(39), "rate").settledAt()).isEqualTo(0.05);
  }

  @Test
  void isNotSettledByAFewTrialsThatAreTrainedForLong() {
    Journal journal = journal();
    for (int i = 0; i < 30; i++) {
      journal.train(i % 2, 0.5, "a");
    }
    for (int epoch = 2; epoch <= 11; epoch++) {
      for (int trial = 27; trial < 30; trial += 2) {
        journal.write(new StudyEvent.EpochRecorded(trial, 1, epoch, 0.5, 10));
      }
    }
    Settling settling = journal.winner(29);

    assertThat(course(settling, "rate").bands().getLast().low().unit()).isEqualTo(1);
    assertThat(course(settling, "rate").settledAt()).isNull();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void neverSettlesWhatIsDrawnAtRandom(long seed) {
    Journal journal = journal();
    var draws = Draws.of(seed, "settling", 0);
    for (int i = 0; i < 200; i++) {
      journal.train(draws.uniform(2 * i), draws.uniform(2 * i + 1), "a");
    }
    Settling settling = journal.winner((int) seed);

    assertThat(course(settling, "rate").settledAt()).isNull();
    assertThat(course(settling, "size").settledAt()).isNull();
  }

  /** Rates come together after some trials of forty, sizes go up after some. */
  private static Settling rising(int cheap, int dear) {
    Journal journal = journal();
    for (int i = 0; i < 40; i++) {
      journal.train(i < cheap ? i % 2 : 0.5, i < dear ? 0.1 : 0.8, "a");
    }
    return journal.winner(39);
  }

  @Test
  void saysWhenAHyperparameterMovedToTheWinnersValue() {
    Settling settling = rising(0, 24);

    assertThat(course(settling, "size").movedAt()).isEqualTo(0.6);
    assertThat(course(settling, "rate").movedAt()).isNull();
    assertThat(course(settling, "kind").movedAt()).isNull();
  }

  @Test
  void saysNothingOfSmallMoves() {
    Journal journal = journal();
    for (int i = 0; i < 40; i++) {
      journal.train(i < 20 ? 0.3 : 0.6, 0.5, "a");
    }

    assertThat(course(journal.winner(39), "rate").movedAt()).isNull();
  }

  @Test
  void tellsWhetherWhatIsCheapSettledBeforeWhatIsExpensiveMoved() {
    assertThat(rising(10, 24).grewAt(Set.of("size"))).isEqualTo(0.6);
    assertThat(rising(10, 24).cheapFirst(Set.of("size"), Set.of())).isTrue();
    assertThat(rising(26, 24).cheapFirst(Set.of("size"), Set.of())).isFalse();
    assertThat(rising(10, 24).cheapFirst(Set.of("slope"), Set.of())).isNull();
  }

  @Test
  void asksNotWhetherWhatHardlyMattersSettled() {
    assertThat(rising(26, 24).cheapFirst(Set.of("size"), Set.of("rate"))).isTrue();
    assertThat(rising(26, 24).cheapFirst(Set.of("size"), Set.of("rate", "kind", "slope"))).isNull();
  }

  @Test
  void takesARiseOfTheCeilingForGrowth() {
    Journal journal =
        new Journal(Specs.study(Taught.ASHA).in(SPACE).staged(1, Map.of("size", UP)).spec());
    for (int i = 0; i < 40; i++) {
      journal.train(i < 10 ? i % 2 : 0.5, i < 24 ? 0.1 : 0.8, "a");
      if (i == 7) {
        journal.write(new StudyEvent.CeilingRaised(3, new Reason.NothingBelow()));
      }
    }
    Settling settling = journal.winner(39);

    assertThat(settling.named()).containsExactly("size");
    assertThat(settling.grewAt(settling.named())).isEqualTo(0.2);
    assertThat(settling.cheapFirst(settling.named(), Set.of())).isFalse();
  }

  @Test
  void settlesChoicesWhereTheWinnersHasTwoThirdsOfTheTime() {
    Journal journal = journal();
    for (int i = 0; i < 60; i++) {
      boolean other = i < 30 ? i % 3 > 0 : i % 3 == 0;
      journal.train(0.5, 0.5, other ? "b" : "a");
    }
    Settling.Course kind = course(journal.winner(59), "kind");

    assertThat(kind.settledAt()).isEqualTo(0.5);
    assertThat(kind.bands()).isEmpty();
    assertThat(kind.modes()).hasSize(Settling.SLICES);
    assertThat(kind.modes().getFirst().value()).isEqualTo("b");
    assertThat(kind.modes().getFirst().share()).isEqualTo(2 / 3.0, within(1e-9));
    assertThat(kind.modes().getFirst().winners()).isEqualTo(1 / 3.0, within(1e-9));
  }

  @Test
  void saysNothingOfSlicesInWhichAHyperparameterWasNotActive() {
    Journal journal = journal();
    for (int i = 0; i < 40; i++) {
      journal.train(0.5, 0.5, i < 20 ? "a" : "b");
    }

    assertThat(course(journal.winner(39), "slope").bands())
        .extracting(Settling.Band::slice)
        .containsExactlyElementsOf(IntStream.range(10, 20).boxed().toList());
    Settling.Course inactive = course(journal.winner(0), "slope");
    assertThat(inactive.winner()).isNull();
    assertThat(inactive.settledAt()).isNull();
  }

  @Test
  void cutsEpochsThatReachIntoTheNextSlice() {
    Journal journal = journal();
    for (int i = 0; i < 8; i++) {
      journal.train(i / 8.0, 0.5, "a");
    }
    List<Settling.Band> bands = course(journal.winner(0), "rate").bands();

    // Two and a half slices an epoch: the third belongs to two trials.
    assertThat(bands).hasSize(Settling.SLICES);
    assertThat(bands.get(2).low().unit()).isEqualTo(0, within(1e-12));
    assertThat(bands.get(2).high().unit()).isEqualTo(0.125, within(1e-12));
  }

  @Test
  void leavesTheDefaultsAndConfirmationsOut() {
    Journal journal = new Journal(Specs.study(Taught.ASHA).in(SPACE).baseline().spec());
    for (int i = 0; i < 20; i++) {
      journal.train(0.5, 0.5, "a");
    }
    journal.write(new StudyEvent.ConfirmationBegun(3, 20, 1, 0, 1, null, 0, null));
    journal.train(0.5, 0.5, "a");

    assertThat(journal.winner(3).trials()).isEqualTo(19);
    assertThat(journal.winner(3).seconds()).isEqualTo(190);
  }

  @Test
  void saysNothingOfAHandfulOfTrials() {
    Journal journal = journal();
    for (int i = 0; i < 7; i++) {
      journal.train(0.5, 0.5, "a");
    }

    assertThat(journal.winner(0)).isEqualTo(Settling.silent());
  }

  @Test
  void saysWhenTheCeilingOfTheFidelityRose() {
    Journal journal =
        new Journal(Specs.study(Taught.ASHA).in(SPACE).seconds(10, 270).growing(10, null).spec());
    for (int i = 0; i < 20; i++) {
      journal.train(0.5, 0.5, "a");
    }
    journal.write(new StudyEvent.CeilingRaised(30, new Reason.CheapSettled(0.3, 12)));
    for (int trial = 0; trial < 10; trial++) {
      journal.write(new StudyEvent.EpochRecorded(trial, 1, 2, 0.4, 20));
    }
    journal.write(new StudyEvent.LandingBegun(3, 10, 10));
    Settling settling = journal.winner(0);

    assertThat(settling.fidelity()).isEqualTo("seconds");
    assertThat(settling.raises())
        .containsExactly(
            new Settling.Raise(0, 10, false),
            new Settling.Raise(0.5, 30, true),
            new Settling.Raise(1, 270, false));
    assertThat(settling.ceilingAt(0.49)).isEqualTo(10);
    assertThat(settling.ceilingAt(0.5)).isEqualTo(30);
    assertThat(settling.depths().getFirst()).isEqualTo(new Settling.Depth(0, 10, 10, 10));
    assertThat(settling.depths().getLast()).isEqualTo(new Settling.Depth(19, 30, 30, 30));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void coversAllTrainingTimeOfASimulatedStudy(long seed) {
    var study =
        Taught.by(
            Specs.study(Taught.ASHA)
                .seed(seed)
                .trials(40)
                .slots(3)
                .seconds(2, 54)
                .growing(2, 9)
                .spec(),
            (configuration, drawn, epoch) ->
                new Epoch(Taught.rate(configuration) / epoch, 0.2 + Taught.rate(configuration)));
    Settling settling = study.night().settling();
    double trained = 0;
    for (Trial trial : study.run().state().progress().trials()) {
      trained += trial.curve().totalSeconds();
    }

    assertThat(settling.seconds()).isEqualTo(trained, within(1e-6 * trained));
    assertThat(settling.depths()).hasSize(Settling.SLICES);
    assertThat(settling.raises())
        .extracting(Settling.Raise::ceiling)
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(settling.raises().getFirst()).isEqualTo(new Settling.Raise(0, 2, false));
    for (Settling.Course course : settling.courses()) {
      assertThat(course.bands())
          .allSatisfy(
              band ->
                  assertThat(band.middle().unit())
                      .isBetween(band.low().unit(), band.high().unit()));
      assertThat(course.bands().size() + course.modes().size()).isBetween(1, Settling.SLICES);
    }
  }
}
