package dev.thaw.core.foresight;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Catalogue;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Stage;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.suggest.RandomSuggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Random configurations that may be started: free rows of a catalogue, or points of the space. */
final class Starts {

  private Starts() {}

  /** A proposal to start a configuration for one epoch. */
  static Advice.Proposal.Start of(Configuration configuration, String rule, double score) {
    return new Advice.Proposal.Start(
        configuration, 1, new Advice.Evidence(rule, score, List.of(), List.of()));
  }

  /** A proposal to start a random configuration; empty if there is none. */
  static Optional<Advice.Proposal.Start> random(StudyState state, Draws draws) {
    return configuration(state, draws.bits(0), 0, c -> true).map(c -> of(c, "random", 0));
  }

  /** Random configurations, possibly with repetitions, fewer if there are not as many. */
  static List<Configuration> candidates(StudyState state, Draws draws, int count) {
    long seed = draws.bits(0);
    List<Configuration> candidates = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      configuration(state, seed, i, c -> true).ifPresent(candidates::add);
    }
    return candidates;
  }

  /** The random configuration of an index, among those that may be taken. */
  static Optional<Configuration> configuration(
      StudyState state, long seed, long index, Predicate<Configuration> free) {
    Optional<Catalogue.Index> rows = state.spec().space().catalogue();
    Stage stage = Stage.of(state);
    return new RandomSuggestion()
        .suggestFree(
            state.space(),
            seed,
            index,
            row -> {
              Configuration configuration = rows.orElseThrow().configuration(row);
              return state.isFree(row) && free.test(configuration) && stage.admits(configuration);
            })
        .map(rows.isPresent() ? c -> c : stage::into);
  }
}
