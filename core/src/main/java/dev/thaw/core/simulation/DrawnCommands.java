package dev.thaw.core.simulation;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.Narrowing;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.StudyCommand;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.suggest.RandomSuggestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people ask of a simulated study by hand, drawn at random; some of it makes no sense. */
final class DrawnCommands {

  private DrawnCommands() {}

  /** What somebody asks of a study next. */
  static StudyCommand next(StudyState state, Draws draws) {
    double kind = draws.uniform(1);
    int trials = state.progress().trials().size();
    if (state.byHand().paused() && kind < 0.7) {
      return new StudyCommand.Resume();
    }
    if (kind < 0.2 || trials == 0) {
      return new StudyCommand.Pause();
    }
    if (kind < 0.6) {
      return new StudyCommand.EndTrial(draws.below(trials + 1, 2), draws.uniform(3) < 0.5);
    }
    Optional<Configuration> drawn =
        new RandomSuggestion()
            .suggest(state.spec().space(), state.spec().seed(), 1_000_000 + draws.below(1_000, 4));
    if (drawn.isEmpty()) {
      return new StudyCommand.Resume();
    }
    if (kind < 0.8) {
      return new StudyCommand.AddTrial(asGiven(drawn.get()));
    }
    return kind < 0.9
        ? new StudyCommand.ForkTrial(draws.below(trials, 5), some(drawn.get(), draws))
        : narrowed(state.spec().space(), drawn.get(), draws);
  }

  /** One of the values of a configuration. */
  private static Map<String, Object> some(Configuration configuration, Draws draws) {
    List<Map.Entry<String, Object>> values = List.copyOf(configuration.asMap().entrySet());
    return Map.ofEntries(values.get(draws.below(values.size(), 6)));
  }

  /** A parameter is narrowed to one side of a value, or to that value; or not at all any more. */
  private static StudyCommand narrowed(
      SearchSpace space, Configuration configuration, Draws draws) {
    Map.Entry<String, Object> value = some(configuration, draws).entrySet().iterator().next();
    Narrowing to =
        switch (space.parameter(value.getKey()).orElseThrow()) {
          case RealParameter real ->
              Narrowing.between(real.min(), ((Number) value.getValue()).doubleValue());
          case IntegerParameter whole ->
              Narrowing.between((double) whole.min(), ((Number) value.getValue()).doubleValue());
          case Parameter _ -> Narrowing.to(List.of(value.getValue()));
        };
    return new StudyCommand.NarrowSpace(value.getKey(), draws.uniform(7) < 0.3 ? null : to);
  }

  private static Map<String, Object> asGiven(Configuration configuration) {
    return new LinkedHashMap<>(configuration.asMap());
  }
}
