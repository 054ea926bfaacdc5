package dev.thaw.app.report;

import dev.thaw.app.summary.Advising;
import dev.thaw.core.insight.Night;
import dev.thaw.core.insight.NightReader;
import dev.thaw.core.study.StudyState;

/**
 * What only the journal of a study knows.
 *
 * @param night what happened
 * @param foresight what was predicted; empty if nothing was
 */
public record JournalFacts(Night night, Foresight foresight) {

  /** Of a journal that cannot be read. */
  public static JournalFacts unknown() {
    return new JournalFacts(Night.unknown(), Foresight.none());
  }

  /**
   * Reads the rows that led to a state.
   *
   * @param last the number of the last of them
   * @throws IllegalStateException as {@link StudyRows#forEach}
   */
  public static JournalFacts of(StudyRows rows, StudyState state, long last) {
    var night = new NightReader();
    var foresight = new ForesightReader(state);
    boolean guided = Advising.isGuided(state.spec());
    rows.forEach(
        row -> {
          if (row.number() > last) {
            return;
          }
          night.take(row.recorded().steps());
          if (guided) {
            foresight.take(row.number(), row.recorded().steps());
          }
        });
    return new JournalFacts(night.night(), guided ? foresight.foresight() : Foresight.none());
  }
}
