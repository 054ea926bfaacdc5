package dev.thaw.core.study;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a study stands with its adviser.
 *
 * @param asked the number of the newest question; 0 before the first
 * @param jobs how many proposals it wants
 * @param answered the number of the newest question that was answered
 * @param silent whether the newest question was not answered in time, so that nobody waits
 * @param fell whether the newest answer held fewer usable proposals than were asked for
 * @param row the row of the journal from which the newest answer was made
 * @param epochs how many epochs the study had trained in the state from which it was made
 * @param left the proposals that were not used yet, best first
 * @param recommendation the trial that is expected to be the best; null while there was no opinion,
 *     and as long as the adviser is silent
 * @param poor how many answers in a row promised less than was asked for; null for 0
 */
public record Counsel(
    long asked,
    int jobs,
    long answered,
    boolean silent,
    boolean fell,
    long row,
    long epochs,
    List<Advice.Proposal> left,
    Advice.@Nullable Recommendation recommendation,
    @Nullable Integer poor) {

  public Counsel {
    left = List.copyOf(left);
  }

  static Counsel none() {
    return new Counsel(0, 0, 0, false, false, 0, 0, List.of(), null, null);
  }

  /** Whether a question is open. */
  public boolean pending() {
    return asked > answered;
  }

  Counsel ask(long number, int proposals) {
    return new Counsel(
        number, proposals, answered, silent, false, row, epochs, left, recommendation, poor);
  }

  /** Nobody knows what an adviser that is silent would recommend now. */
  Counsel miss() {
    return new Counsel(asked, jobs, answered, true, fell, row, epochs, left, null, poor);
  }

  /** What is left of an older answer may be used in the silence, which goes on. */
  Counsel keep(StudyEvent.AdviceKept event) {
    boolean stillSilent = silent && event.ask() < asked;
    return new Counsel(
        asked,
        jobs,
        event.ask(),
        stillSilent,
        event.fell(),
        event.row(),
        event.epochs(),
        event.left(),
        recommendation,
        poor);
  }

  /** After an answer that promised enough or not. */
  Counsel weigh(boolean enough) {
    return new Counsel(
        asked,
        jobs,
        answered,
        silent,
        fell,
        row,
        epochs,
        left,
        recommendation,
        enough ? null : poorInARow() + 1);
  }

  /** What was answered is of no use any more, and does not mean that nothing is worth doing. */
  Counsel renew() {
    return new Counsel(
        asked, jobs, answered, silent, false, row, epochs, List.of(), recommendation, null);
  }

  /** How many answers in a row promised less than was asked for. */
  int poorInARow() {
    return poor == null ? 0 : poor;
  }

  Counsel recommend(Advice.Recommendation newest) {
    return new Counsel(asked, jobs, answered, silent, fell, row, epochs, left, newest, poor);
  }
}
