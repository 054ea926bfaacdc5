package dev.thaw.actors.directory;

import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.StudyState;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * How a study stands, in a line.
 *
 * @param study its name
 * @param phase where it is in its life; null before anybody has said
 * @param metric what it optimises; empty before anybody has said
 * @param best its best value so far; null while there is none
 * @param trials how many trials it has created
 * @param epochs how many epochs it has trained, those trained again included
 * @param slots how many slots it holds
 * @param host where its supervisor is; null if nobody looks after it
 * @param paused whether somebody paused it; null before anybody has said, and of an older version
 */
public record StudyLine(
    String study,
    Lifecycle.@Nullable Phase phase,
    String metric,
    @Nullable Double best,
    int trials,
    long epochs,
    int slots,
    @Nullable String host,
    @Nullable Boolean paused) {

  /** The line of a study. */
  public static StudyLine of(StudyState state, String host) {
    Progress.Best best = state.progress().best();
    boolean over = state.lifecycle().phase() == Lifecycle.Phase.ENDED;
    return new StudyLine(
        state.spec().name(),
        state.lifecycle().phase(),
        state.spec().objective().metric(),
        best == null ? null : best.value(),
        state.progress().trials().size(),
        state.progress().spending().allEpochs(),
        over ? 0 : state.cluster().held().values().stream().mapToInt(Collection::size).sum(),
        over ? null : host,
        state.byHand().paused());
  }

  /** The line of a study of which nothing is known but its name. */
  public static StudyLine unknown(String study) {
    return new StudyLine(study, null, "", null, 0, 0, 0, null, null);
  }

  /** Whether the study is over. */
  public boolean over() {
    return phase == Lifecycle.Phase.ENDED;
  }

  StudyLine withoutHost() {
    return new StudyLine(study, phase, metric, best, trials, epochs, slots, null, paused);
  }
}
