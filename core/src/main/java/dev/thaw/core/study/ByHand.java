package dev.thaw.core.study;

import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.Narrowing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * @param windows for each parameter that is narrowed, to what; null for none
 * @param forked the trials that were forked by hand; null for none
 */
public record ByHand(
    boolean paused,
    List<Configuration> added,
    int tried,
    List<Integer> ending,
    List<Kept> kept,
    @Nullable Map<String, Narrowing> windows,
    @Nullable List<Integer> forked) {

  /** How many configurations may wait to be tried. */
  public static final int ADDED_MAX = 1_000;

  private static final ByHand NOTHING =
      new ByHand(false, List.of(), 0, List.of(), List.of(), null, null);

  public ByHand {
    added = List.copyOf(added);
    ending = List.copyOf(ending);
    kept = List.copyOf(kept);
    windows = windows == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(windows));
    forked = forked == null ? null : List.copyOf(forked);
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

  /** For each parameter that is narrowed, to what. */
  public Map<String, Narrowing> narrowed() {
    return windows == null ? Map.of() : windows;
  }

  /** The trials that were forked by hand. */
  public List<Integer> forks() {
    return forked == null ? List.of() : forked;
  }

  ByHand narrow(String parameter, @Nullable Narrowing to) {
    Map<String, Narrowing> all = new LinkedHashMap<>(narrowed());
    all.remove(parameter);
    if (to != null) {
      all.put(parameter, to);
    }
    return new ByHand(paused, added, tried, ending, kept, all.isEmpty() ? null : all, forked);
  }

  ByHand fork(int trial) {
    return new ByHand(paused, added, tried, ending, kept, windows, and(forks(), trial));
  }

  ByHand pause(boolean now) {
    return new ByHand(now, added, tried, ending, kept, windows, forked);
  }

  ByHand add(Configuration configuration) {
    return new ByHand(paused, and(added, configuration), tried, ending, kept, windows, forked);
  }

  /** The first of those that wait has become a trial. */
  ByHand tryFirst() {
    return new ByHand(
        paused, added.subList(1, added.size()), tried + 1, ending, kept, windows, forked);
  }

  ByHand end(int trial) {
    return new ByHand(paused, added, tried, and(ending, trial), kept, windows, forked);
  }

  ByHand ended(int trial) {
    return ending.contains(trial)
        ? new ByHand(
            paused,
            added,
            tried,
            ending.stream().filter(other -> other != trial).toList(),
            kept,
            windows,
            forked)
        : this;
  }

  ByHand keep(Kept command) {
    List<Kept> all = and(kept, command);
    List<Kept> newest = all.subList(Math.max(0, all.size() - Contract.REQUESTS_MAX), all.size());
    return new ByHand(paused, added, tried, ending, newest, windows, forked);
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
