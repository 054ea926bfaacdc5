package dev.thaw.app.ensemble;

import dev.thaw.app.summary.Figures;
import dev.thaw.core.ensemble.Comparison;
import dev.thaw.core.ensemble.GreedySelection;
import dev.thaw.core.ensemble.Library;
import dev.thaw.core.ensemble.RowLoss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An ensemble of trials. The names and the order of its components are those of the JSON object
 * that the command line prints.
 *
 * @param loss what is lowered: {@code error}, {@code cross-entropy} or {@code squared-error}
 * @param rows how many rows of validation data there are
 * @param models how many trials have predictions
 * @param members the trials to average and their weights, the largest first; selected by all rows
 * @param ensembleLoss the mean loss of the ensemble on those rows: it was selected by them, so that
 *     it looks better than it is
 * @param bestTrial the trial with the least loss on them
 * @param bestLoss its mean loss on them
 * @param heldOut the same comparison on one half of the rows with both chosen by the other; null
 *     for a single row
 * @param without how many trials have a checkpoint without predictions
 * @param left how many trials were left out for want of memory
 * @param skipped the trials that were left out because they predict NaN or infinite numbers
 */
public record EnsembleSummary(
    String loss,
    int rows,
    int models,
    List<Weighted> members,
    double ensembleLoss,
    int bestTrial,
    double bestLoss,
    @Nullable Comparison heldOut,
    int without,
    int left,
    List<Skipped> skipped) {

  public EnsembleSummary {
    members = List.copyOf(members);
    skipped = List.copyOf(skipped);
  }

  /**
   * A trial of the ensemble.
   *
   * @param trial its number
   * @param epoch the epoch that its predictions are of
   * @param weight how much it counts; all of them sum to 1
   */
  public record Weighted(int trial, int epoch, double weight) {}

  /**
   * A trial whose predictions cannot be averaged.
   *
   * @param trial its number
   * @param epoch the epoch that its predictions are of
   * @param row the first row, from 0, that has a number that is NaN or infinite
   */
  public record Skipped(int trial, int epoch, int row) {}

  /**
   * Selects. Trials that predict NaN or infinite numbers take no part.
   *
   * @param truth for each row the true class or number
   * @throws IllegalArgumentException if there is no trial with predictions, or these do not fit the
   *     truth or each other
   */
  public static EnsembleSummary of(
      StudyLibrary study, double[] truth, RowLoss loss, GreedySelection selection) {
    List<StudyLibrary.Member> members = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>();
    for (StudyLibrary.Member member : study.members()) {
      OptionalInt row = notFinite(member.rows());
      if (row.isEmpty()) {
        members.add(member);
      } else {
        skipped.add(new Skipped(member.trial(), member.epoch(), row.getAsInt()));
      }
    }
    if (!skipped.isEmpty() && members.isEmpty()) {
      throw new IllegalArgumentException(
          "all trials with predictions (%s) predict NaN or infinite numbers.\nMaybe the model's output overflows."
              .formatted(
                  skipped.stream()
                      .map(one -> String.valueOf(one.trial()))
                      .collect(Collectors.joining(", "))));
    }
    if (members.isEmpty()) {
      throw new IllegalArgumentException(
          "no checkpoint of this study holds predictions.\n"
              + "Maybe call trial.predictions(array) once an epoch, see docs/trainer-protocol.md.");
    }
    var library = library(members, truth, loss);
    double[] weights = selection.weights(library);
    List<Weighted> picked = new ArrayList<>();
    IntStream.range(0, weights.length)
        .filter(model -> weights[model] > 0)
        .forEach(
            model ->
                picked.add(
                    new Weighted(
                        members.get(model).trial(), members.get(model).epoch(), weights[model])));
    picked.sort(
        Comparator.comparingDouble(Weighted::weight).reversed().thenComparing(Weighted::trial));
    int best = library.best();
    return new EnsembleSummary(
        word(loss),
        library.rows(),
        library.models(),
        picked,
        library.loss(weights),
        members.get(best).trial(),
        library.loss(best),
        library.rows() < 2 ? null : Comparison.of(library, selection, selection.seed()),
        study.without(),
        study.left(),
        skipped);
  }

  private static OptionalInt notFinite(double[][] rows) {
    return IntStream.range(0, rows.length)
        .filter(row -> Arrays.stream(rows[row]).anyMatch(number -> !Double.isFinite(number)))
        .findFirst();
  }

  /** What does not fit is said by the number of the trial. */
  private static Library library(List<StudyLibrary.Member> members, double[] truth, RowLoss loss) {
    int columns = members.getFirst().rows()[0].length;
    for (StudyLibrary.Member member : members) {
      double[][] rows = member.rows();
      if (rows.length != truth.length || rows[0].length != columns) {
        throw new IllegalArgumentException(
            "trial %d predicts %d rows of %d numbers; the truth has %d rows, and trial %d predicts %d."
                .formatted(
                    member.trial(),
                    rows.length,
                    rows[0].length,
                    truth.length,
                    members.getFirst().trial(),
                    columns));
      }
    }
    return new Library(
        members.stream().map(StudyLibrary.Member::rows).toArray(double[][][]::new), truth, loss);
  }

  private static String word(RowLoss loss) {
    return loss.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The ensemble for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "ensemble of %s, selected from %d by the %s of %s"
            .formatted(
                Figures.count(members.size(), "trial"), models, loss, Figures.count(rows, "row")));
    for (Weighted one : members) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  trial %d, epoch %d: weight %.4f",
              one.trial(),
              one.epoch(),
              one.weight()));
    }
    lines.add(
        "on these rows: %s; the best alone, trial %d: %s (both look better than they are)"
            .formatted(Figures.value(ensembleLoss), bestTrial, Figures.value(bestLoss)));
    if (heldOut != null) {
      lines.add(
          "selected by one half and measured on the other (%s): %s; the best alone: %s; better by %s, standard error %s"
              .formatted(
                  Figures.count(heldOut.rows(), "row"),
                  Figures.value(heldOut.ensemble()),
                  Figures.value(heldOut.best()),
                  Figures.value(heldOut.gain()),
                  Figures.value(heldOut.error())));
    }
    for (Skipped one : skipped) {
      lines.add(
          "warning: trial %d is left out: in epoch %d it predicts NaN or infinity for row %d"
              .formatted(one.trial(), one.epoch(), one.row()));
    }
    if (without > 0) {
      lines.add("%s without predictions".formatted(Figures.count(without, "checkpoint")));
    }
    if (left > 0) {
      lines.add("%s left out for want of memory".formatted(Figures.count(left, "trial")));
    }
    return List.copyOf(lines);
  }
}
