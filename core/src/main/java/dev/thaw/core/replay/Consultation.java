package dev.thaw.core.replay;

import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Counsel;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks a fresh adviser what the adviser of a journal was asked, in the same states and the same
 * order, and compares the answers. Each take-over of the journal had an adviser of its own, and so
 * has it here.
 *
 * <p>A surrogate is fitted beside the questions, so that the clock decides which answer is the
 * first to use a fit. The journal says which: its advice names hyperparameters when they are new.
 * An adviser that was replaced because it was silent or failed is found by asking another fresh one
 * where the answers differ. Confined to one thread.
 */
public final class Consultation {

  private final Function<StudySpec, Adviser> advisers;
  private final BiPredicate<Advice, Advice> near;
  private final TreeMap<Long, StudyState> states = new TreeMap<>();
  private final List<Difference> differences = new ArrayList<>();
  private @Nullable Consultant consultant;
  private long same;
  private long close;

  /**
   * An answer that differs.
   *
   * @param row the row that holds the recorded one
   * @param recorded what was said then
   * @param given what is said now
   */
  public record Difference(long row, Advice recorded, Advice given) {}

  /** An adviser, and the fit that it has not taken over yet. */
  private static final class Consultant {
    private final Adviser adviser;
    private @Nullable Runnable fit;
    private boolean asked;

    Consultant(Adviser adviser) {
      this.adviser = adviser;
    }

    Advice answer(StudyState state, Adviser.Question question, Advice recorded) {
      if (fit != null && asked && !recorded.hyperparameters().isEmpty()) {
        fit.run();
        fit = null;
      }
      if (fit == null) {
        adviser.refit(state).ifPresent(due -> fit = due.compute());
      }
      asked = true;
      Advice said = adviser.advise(state, question);
      return question
          .answer(state, said.proposals(), said.hyperparameters(), said.recommendation())
          .with(said.prospect());
    }
  }

  /**
   * Begins before the first row.
   *
   * @param advisers makes a fresh adviser of a study
   * @param near whether two answers that are not equal are as good as equal
   */
  public Consultation(Function<StudySpec, Adviser> advisers, BiPredicate<Advice, Advice> near) {
    this.advisers = advisers;
    this.near = near;
  }

  /**
   * Takes the next row.
   *
   * @param row its number
   * @param steps what it holds
   * @param after the state after it
   */
  public void take(long row, List<Step> steps, StudyState after) {
    for (Step step : steps) {
      if (step.input() instanceof StudyInput.AdviceGiven given) {
        ask(row, given.advice());
      }
      if (step.events().stream().anyMatch(StudyEvent.StudyTakenOver.class::isInstance)) {
        consultant = null;
        states.clear();
      }
    }
    Counsel counsel = after.search().counsel();
    if (counsel.pending()) {
      states.put(row, after); // A question may be asked again after any row.
    } else {
      states.clear();
    }
  }

  private void ask(long row, Advice recorded) {
    StudyState state = states.get(recorded.row());
    if (state == null) {
      return; // It was asked before the journal begins, or of a process that is gone.
    }
    var question =
        new Adviser.Question(recorded.ask(), state.search().counsel().jobs(), recorded.row());
    Consultant here = consultant == null ? fresh(state) : consultant;
    boolean first = consultant == null;
    Advice given = here.answer(state, question, recorded);
    if (!given.equals(recorded) && !first) {
      Consultant other = fresh(state);
      Advice anew = other.answer(state, question, recorded);
      if (anew.equals(recorded)) {
        here = other;
        given = anew;
      }
    }
    consultant = here;
    if (given.equals(recorded)) {
      same++;
    } else if (near.test(recorded, given)) {
      close++;
    } else {
      differences.add(new Difference(row, recorded, given));
    }
  }

  private Consultant fresh(StudyState state) {
    return new Consultant(advisers.apply(state.spec()));
  }

  /** How many answers are equal, bit for bit. */
  public long same() {
    return same;
  }

  /** How many are not equal, but near. */
  public long close() {
    return close;
  }

  /** All others, in the order of the journal. */
  public List<Difference> differences() {
    return List.copyOf(differences);
  }
}
