package dev.thaw.app.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.core.ensemble.GreedySelection;
import dev.thaw.core.ensemble.RowLoss;
import dev.thaw.core.random.Draws;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.workers.checkpoint.FolderCheckpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a study's checkpoints become an ensemble. Method: a simulated study whose checkpoints are
 * written with noisy predictions of two classes.
 */
final class EnsembleSummaryTest {

  private static final int ROWS = 200;

  @TempDir private Path temp;

  private static double[] truth() {
    double[] truth = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      truth[row] = Draws.of(1, "truth", row).below(2, 0);
    }
    return truth;
  }

  private static String predictions(int trial) {
    List<String> rows = new ArrayList<>();
    double[] truth = truth();
    for (int row = 0; row < ROWS; row++) {
      double logit = (truth[row] == 1 ? 1 : -1) + 1.5 * Draws.of(2, "model", trial).normal(row);
      double probability = 1 / (1 + Math.exp(-logit));
      rows.add("[%s, %s]".formatted(1 - probability, probability));
    }
    return rows.toString();
  }

  private static CheckpointRef best(Trial trial) {
    return Objects.requireNonNull(trial.best());
  }

  /** Every third of the trials that are left leaves no predictions. */
  private StudyLibrary library(StudyState state) throws IOException {
    var store = new FolderCheckpoints(temp.resolve("checkpoints"));
    for (Trial trial : state.candidates()) {
      if (trial.best() != null) {
        store.write(
            trial.number(),
            best(trial),
            folder -> {
              Files.writeString(folder.resolve("model"), "m");
              if (trial.number() % 3 != 0) {
                Files.writeString(folder.resolve("predictions-1.json"), "[[0, 1]]");
                Files.writeString(
                    folder.resolve("predictions-12.json"), predictions(trial.number()));
              }
            });
      }
    }
    return StudyLibrary.of(state, store);
  }

  @Test
  void theNewestPredictionsOfEachTrialAreCollectedTheBestTrialFirst() throws IOException {
    StudyState state = VirtualStudy.finished(Specs.accuracy(1, 12));
    StudyLibrary library = library(state);

    assertThat(library.members()).hasSize(8).allMatch(member -> member.epoch() == 12);
    assertThat(library.members().getFirst().rows()).hasNumberOfRows(ROWS);
    assertThat(library.without()).isEqualTo(4);
    assertThat(library.left()).isZero();
    assertThat(library.members())
        .isSortedAccordingTo(
            (a, b) -> Double.compare(score(state, a.trial()), score(state, b.trial())));
  }

  private static double score(StudyState state, int trial) {
    return state.score(state.trial(trial).curve().value(state.trial(trial).bestEpoch()));
  }

  @Test
  void noisyModelsAreBetterTogetherAndThatIsSaidOfRowsThatNobodyChoseBy() throws IOException {
    StudyLibrary library = library(VirtualStudy.finished(Specs.accuracy(1, 12)));
    EnsembleSummary summary =
        EnsembleSummary.of(library, truth(), RowLoss.CROSS_ENTROPY, GreedySelection.of(16));

    assertThat(summary.models()).isEqualTo(8);
    assertThat(summary.members()).hasSizeGreaterThan(2);
    assertThat(summary.members().stream().mapToDouble(EnsembleSummary.Weighted::weight).sum())
        .isCloseTo(1, org.assertj.core.api.Assertions.within(1e-12));
    assertThat(summary.ensembleLoss()).isLessThan(summary.bestLoss());
    var heldOut = Objects.requireNonNull(summary.heldOut());
    assertThat(heldOut.rows()).isEqualTo(ROWS / 2);
    assertThat(heldOut.gain()).isPositive();
    assertThat(summary.lines().getFirst())
        .isEqualTo(
            "ensemble of %d trials, selected from 8 by the cross-entropy of 200 rows"
                .formatted(summary.members().size()));
    assertThat(summary.lines()).anyMatch(line -> line.startsWith("selected by one half"));
    assertThat(summary.lines()).contains("4 checkpoints without predictions");
  }

  @Test
  void aTruthOfAnotherLengthIsRefusedByTheNumberOfATrial() throws IOException {
    StudyLibrary library = library(VirtualStudy.finished(Specs.accuracy(1, 12)));

    assertThatThrownBy(
            () -> EnsembleSummary.of(library, new double[3], RowLoss.ERROR, GreedySelection.of(4)))
        .hasMessageStartingWith(
            "trial %d predicts 200 rows of 2 numbers; the truth has 3 rows"
                .formatted(library.members().getFirst().trial()));
  }

  private static StudyLibrary.Member member(int trial, double[][] rows) {
    return new StudyLibrary.Member(trial, 12, new CheckpointRef(1, 12), rows);
  }

  @Test
  void aTrialThatPredictsNaNIsLeftOutByItsNumberAndTheOthersAreSelected() {
    var library =
        new StudyLibrary(
            List.of(
                member(3, new double[][] {{1, 0}, {Double.NaN, 0}}),
                member(5, new double[][] {{0.8, 0.2}, {0.3, 0.7}}),
                member(7, new double[][] {{0.8, Double.POSITIVE_INFINITY}, {0.3, 0.7}})),
            0,
            0);
    EnsembleSummary summary =
        EnsembleSummary.of(
            library, new double[] {0, 1}, RowLoss.CROSS_ENTROPY, GreedySelection.of(4));

    assertThat(summary.skipped())
        .containsExactly(
            new EnsembleSummary.Skipped(3, 12, 1), new EnsembleSummary.Skipped(7, 12, 0));
    assertThat(summary.members()).extracting(EnsembleSummary.Weighted::trial).containsExactly(5);
    assertThat(summary.models()).isOne();
    assertThat(summary.lines())
        .contains(
            "warning: trial 3 is left out: in epoch 12 it predicts NaN or infinity for row 1");
  }

  @Test
  void ifAllTrialsPredictNaNTheyAreNamed() {
    var library = new StudyLibrary(List.of(member(3, new double[][] {{Double.NaN}})), 0, 0);

    assertThatThrownBy(
            () ->
                EnsembleSummary.of(library, new double[] {1}, RowLoss.ERROR, GreedySelection.of(4)))
        .hasMessageStartingWith("all trials with predictions (3) predict NaN");
  }

  @Test
  void aStudyWithoutPredictionsIsToldHowToLeaveSome() {
    var empty = new StudyLibrary(List.of(), 5, 0);

    assertThatThrownBy(
            () -> EnsembleSummary.of(empty, truth(), RowLoss.ERROR, GreedySelection.of(4)))
        .hasMessageContaining("Maybe call trial.predictions(array) once an epoch");
  }
}
