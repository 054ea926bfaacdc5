package dev.thaw.app.summary;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.Rung;
import dev.thaw.core.bracket.Standing;
import dev.thaw.core.study.Lease;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rung of a bracket, counted.
 *
 * @param bracket the bracket's number
 * @param epochs the level
 * @param arrived how many trials reached it
 * @param promoted how many of them went on
 * @param waiting how many of them wait, frozen; in the top rung they are complete, and in a bracket
 *     that stops trials they are stopped
 * @param onTheWay how many trials are training towards it, or were promised to
 * @param lost how many will never arrive because they failed
 * @param best the best value in the rung; with several objectives or constraints that of the first
 *     in its order; null while nobody arrived
 */
public record RungRow(
    int bracket,
    int epochs,
    int arrived,
    int promoted,
    int waiting,
    int onTheWay,
    int lost,
    @Nullable Double best) {

  /** The rungs of all brackets, lowest first. */
  public static List<RungRow> all(StudyState state) {
    int[][] onTheWay = onTheWay(state);
    List<RungRow> rows = new ArrayList<>();
    for (Bracket bracket : state.search().brackets()) {
      rows.addAll(of(state, bracket, onTheWay[bracket.number()]));
    }
    return List.copyOf(rows);
  }

  private static List<RungRow> of(StudyState state, Bracket bracket, int[] onTheWay) {
    List<RungRow> rows = new ArrayList<>();
    for (int index = 0; index <= bracket.top(); index++) {
      Rung rung = bracket.rungs().get(index);
      rows.add(
          new RungRow(
              bracket.number(),
              rung.epochs(),
              rung.arrived().size(),
              rung.promoted(),
              rung.waiting().size(),
              onTheWay[index],
              rung.lost(),
              best(state, rung)));
    }
    return rows;
  }

  private static @Nullable Double best(StudyState state, Rung rung) {
    return rung.arrived()
        .firstKey()
        .map(standing -> score(rung, standing))
        .map(state.spec().objective().goal()::value)
        .orElse(null);
  }

  private static double score(Rung rung, Standing standing) {
    Rung.Placed placed = rung.shown() == null ? null : rung.shown().get(standing.trial());
    return placed == null ? standing.score() : placed.outcome().scores().getFirst();
  }

  /** Counts by bracket and rung; costs as much as there are leases and debts. */
  private static int[][] onTheWay(StudyState state) {
    int[][] counts = new int[state.search().brackets().size()][];
    for (Bracket bracket : state.search().brackets()) {
      counts[bracket.number()] = new int[bracket.rungs().size()];
    }
    for (Map.Entry<Integer, Lease> entry : state.cluster().leases()) {
      boolean owed = state.search().owed().containsKey(entry.getKey());
      if (entry.getValue().ending() == Lease.Ending.NONE && !owed) {
        add(counts, state.trial(entry.getKey()));
      }
    }
    state.search().owed().forEach((trial, debt) -> add(counts, state.trial(trial)));
    return counts;
  }

  private static void add(int[][] counts, Trial trial) {
    int[] rungs = counts[trial.bracket()];
    if (!trial.status().ended() && trial.rung() < rungs.length) {
      rungs[trial.rung()]++;
    }
  }
}
