package dev.thaw.core.study;

import dev.thaw.core.space.Configuration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people asked of a study by hand, as far as it still matters.
 *
 * @param paused whether nothing is trained until somebody says so
 * @param added the configurations that are tried next, in their order
 * @param tried how many such configurations have become trials
 * @param ending the trials that end as soon as their sessions have left their slots; those that
 *     ended otherwise before that stay among them
 * @param kept the newest commands that were given with a key, the newest last, at most {@link
 *     Contract#REQUESTS_MAX}
 */
public record ByHand(
    boolean paused, List<Configuration> added, int tried, List<Integer> ending, List<Kept> kept) {

  /** How many configurations may wait to be tried. */
  public static final int ADDED_MAX = 1_000;

  private static final ByHand NOTHING = new ByHand(false, List.of(), 0, List.of(), List.of());

  public ByHand {
    added = List.copyOf(added);
    ending = List.copyOf(ending);
    kept = List.copyOf(kept);
  }

  /**
   * A command that was carried out, or changed nothing.
   *
   * @param key whoever gives a command with the same one means the same
   * @param command what was asked for
   */
  public record Kept(String key, StudyCommand command) {}

  static ByHand nothing() {
    return NOTHING;
  }

  ByHand pause(boolean now) {
    return new ByHand(now, added, tried, ending, kept);
  }

  ByHand add(Configuration configuration) {
    return new ByHand(paused, and(added, configuration), tried, ending, kept);
  }

  /** The first of those that wait has become a trial. */
  ByHand tryFirst() {
    return new ByHand(paused, added.subList(1, added.size()), tried + 1, ending, kept);
  }

  ByHand end(int trial) {
    return new ByHand(paused, added, tried, and(ending, trial), kept);
  }

  ByHand ended(int trial) {
    return ending.contains(trial)
        ? new ByHand(
            paused, added, tried, ending.stream().filter(other -> other != trial).toList(), kept)
        : this;
  }

  ByHand keep(Kept command) {
    List<Kept> all = and(kept, command);
    List<Kept> newest = all.subList(Math.max(0, all.size() - Contract.REQUESTS_MAX), all.size());
    return new ByHand(paused, added, tried, ending, newest);
  }

  /** What was asked for by a key; null if nothing was, or too long ago. */
  @Nullable StudyCommand given(String key) {
    return kept.stream()
        .filter(command -> command.key().equals(key))
        .map(Kept::command)
        .findFirst()
        .orElse(null);
  }

  private static <T> List<T> and(List<T> some, T other) {
    List<T> all = new ArrayList<>(some);
    all.add(other);
    return all;
  }
}
