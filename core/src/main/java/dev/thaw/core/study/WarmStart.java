package dev.thaw.core.study;

import dev.thaw.core.curve.Goal;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.suggest.ListedSuggestion;
import dev.thaw.core.suggest.Suggestion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Begins a study with what earlier ones found: the best configurations are tried first, and all
 * results stay with the spec for those who suggest.
 */
public final class WarmStart {

  /** How many results a spec holds at most; each state of the study carries them. */
  public static final int RESULTS_MAX = 1_000;

  /** How many of the best configurations are tried first at most. */
  public static final int FIRST_MAX = 20;

  /** A trial that was trained so many times longer was chosen for it. */
  private static final int ETA = 3;

  private WarmStart() {}

  /**
   * The same study with results of earlier ones.
   *
   * <p>Of more than {@link #RESULTS_MAX} every source keeps the same share: the better half of it,
   * and others at equal distances in its ranking. What is to be tried first is taken from the
   * sources in turn, the best of each first, and comes after what the user listed; a configuration
   * that is listed already, or is the baseline, is not repeated.
   *
   * @param results of configurations of the study's space
   * @param first how many configurations to try first, from 0 to {@link #FIRST_MAX}
   * @throws IllegalArgumentException if {@code first} is out of its range, or there are no results
   */
  public static StudySpec of(StudySpec spec, List<KnownResult> results, int first) {
    if (first < 0 || first > FIRST_MAX) {
      throw new IllegalArgumentException(
          "first (%d) must be from 0 to %d.\nMaybe 3.".formatted(first, FIRST_MAX));
    }
    if (results.isEmpty()) {
      throw new IllegalArgumentException("results (none) must hold at least one.");
    }
    Map<String, List<KnownResult>> ranked = ranked(spec.objective().goal(), results);
    List<KnownResult> kept = kept(ranked);
    Suggestion suggestion = suggestion(spec, ranked, first);
    return with(spec, suggestion, kept);
  }

  /**
   * A study with what the same one knew when it was begun: its results, and what it tries first if
   * new configurations come by the same rule.
   */
  public static StudySpec asBegun(StudySpec spec, StudySpec begun) {
    List<KnownResult> known = begun.known();
    boolean same = begun.suggestion().rule().equals(spec.suggestion().rule());
    return known == null || !same ? spec : with(spec, begun.suggestion(), known);
  }

  private static StudySpec with(StudySpec spec, Suggestion suggestion, List<KnownResult> known) {
    return new StudySpec(
        spec.name(),
        spec.objective(),
        spec.space(),
        spec.fidelity(),
        spec.scheduler(),
        suggestion,
        spec.baseline(),
        spec.trainer(),
        spec.resources(),
        spec.budget(),
        spec.maxRestarts(),
        spec.epochTimeLimit(),
        spec.checkpoints(),
        spec.seed(),
        spec.hours(),
        spec.stopWhen(),
        spec.confirm(),
        spec.control(),
        known);
  }

  /**
   * The results of each source, the best first. A result after at least three times as many epochs
   * is better, since whoever trained it so long chose it; between others the value counts, and of
   * equal ones the earlier. Where the epochs are not known the training counts as complete.
   */
  public static Map<String, List<KnownResult>> ranked(Goal goal, List<KnownResult> results) {
    Map<String, List<KnownResult>> ranked = new LinkedHashMap<>();
    for (KnownResult one : results) {
      ranked.computeIfAbsent(one.source(), _ -> new ArrayList<>()).add(one);
    }
    ranked.values().forEach(of -> rank(goal, of));
    return ranked;
  }

  private static void rank(Goal goal, List<KnownResult> of) {
    int most = of.stream().mapToInt(KnownResult::epochs).max().orElse(0);
    of.sort(
        Comparator.comparingInt((KnownResult one) -> thirds(one.epochs(), most))
            .thenComparingDouble(one -> goal.score(one.value())));
  }

  /** How often the epochs can be tripled without exceeding the most. */
  private static int thirds(int epochs, int most) {
    int thirds = 0;
    for (long more = (long) ETA * epochs; epochs > 0 && more <= most; more *= ETA) {
      thirds++;
    }
    return thirds;
  }

  private static List<KnownResult> kept(Map<String, List<KnownResult>> ranked) {
    int share = share(ranked);
    List<KnownResult> kept = new ArrayList<>();
    for (List<KnownResult> of : ranked.values()) {
      if (of.size() <= share) {
        kept.addAll(of);
        continue;
      }
      int best = share / 2;
      kept.addAll(of.subList(0, best));
      for (int i = 0; i < share - best; i++) {
        kept.add(of.get(best + (int) ((long) i * (of.size() - best) / (share - best))));
      }
    }
    return List.copyOf(kept.subList(0, Math.min(RESULTS_MAX, kept.size())));
  }

  /** How many results a source may keep: what small sources leave goes to the larger ones. */
  private static int share(Map<String, List<KnownResult>> ranked) {
    List<Integer> sizes = ranked.values().stream().map(List::size).sorted().toList();
    int left = RESULTS_MAX;
    for (int i = 0; i < sizes.size(); i++) {
      int share = Math.max(1, left / (sizes.size() - i));
      if (sizes.get(i) > share) {
        return share;
      }
      left -= sizes.get(i);
    }
    return RESULTS_MAX;
  }

  private static Suggestion suggestion(
      StudySpec spec, Map<String, List<KnownResult>> ranked, int first) {
    List<Configuration> listed = new ArrayList<>();
    if (spec.suggestion() instanceof ListedSuggestion given) {
      listed.addAll(given.first());
    }
    Set<Configuration> taken = new LinkedHashSet<>(listed);
    if (spec.baseline()) {
      taken.add(spec.space().defaults());
    }
    int most = listed.size() + first;
    int longest = ranked.values().stream().mapToInt(List::size).max().orElse(0);
    for (int rank = 0; rank < longest; rank++) {
      for (List<KnownResult> of : ranked.values()) {
        if (rank < of.size() && listed.size() < most && taken.add(of.get(rank).configuration())) {
          listed.add(of.get(rank).configuration());
        }
      }
    }
    Suggestion rule = spec.suggestion().rule();
    return listed.isEmpty() ? rule : new ListedSuggestion(listed, rule);
  }
}
