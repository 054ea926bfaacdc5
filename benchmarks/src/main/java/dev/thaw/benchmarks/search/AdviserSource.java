package dev.thaw.benchmarks.search;

import dev.thaw.app.simulate.CurveTable;
import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.foresight.Advisers;
import dev.thaw.core.study.StudySpec;
import java.util.function.Function;

/** Who advises the policies that are guided: a benchmark may know others than a study can name. */
@FunctionalInterface
public interface AdviserSource {

  /**
   * What makes the adviser of a policy for each of its runs on a table.
   *
   * @param policy its name
   */
  Function<StudySpec, Adviser> of(String policy, CurveTable table);

  /** Those that a study names. */
  static AdviserSource usual() {
    return (_, _) -> Advisers::of;
  }
}
