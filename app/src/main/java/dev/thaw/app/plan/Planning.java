package dev.thaw.app.plan;

import dev.thaw.core.forecast.Plan;
import dev.thaw.core.forecast.Prior;
import dev.thaw.core.forecast.Rehearsal;
import dev.thaw.core.study.StudySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rehearses a study on all processors. The same arguments give the same plan. */
public final class Planning {

  /** How many epochs of a study are rehearsed at most; what lies beyond is taken to go on so. */
  static final int EPOCHS_MAX = 6_000;

  private static final int DRAWS_MIN = 24;
  private static final int DRAWS_MAX = 200;

  /** About how many epochs are rehearsed all together: a few seconds. */
  private static final int EFFORT = 100_000;

  private Planning() {}

  /**
   * The plan of a study.
   *
   * @param draws how many rehearsals, at least 1; 0 for as many as a few seconds allow
   */
  public static Plan of(StudySpec spec, Prior prior, int draws) {
    var rehearsal = new Rehearsal(spec, prior, EPOCHS_MAX);
    List<Rehearsal.Outcome> outcomes = new ArrayList<>();
    outcomes.add(rehearsal.run(0));
    int wanted = draws > 0 ? draws : affordable(outcomes.getFirst());
    outcomes.addAll(IntStream.range(1, wanted).parallel().mapToObj(rehearsal::run).toList());
    return Plan.of(spec, prior, outcomes);
  }

  private static int affordable(Rehearsal.Outcome first) {
    double epochs = Math.clamp(first.epochs(), 1, EPOCHS_MAX);
    return Math.clamp((int) (EFFORT / epochs), DRAWS_MIN, DRAWS_MAX);
  }
}
