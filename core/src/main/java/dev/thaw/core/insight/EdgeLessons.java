package dev.thaw.core.insight;

import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.OrdinalParameter;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.space.Scale;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Ranges that end too early: the best trial lies at an end, and the best few crowd there. Ends are
 * measured on the parameter's own scale. A hyperparameter that is known not to matter is left out.
 */
final class EdgeLessons {

  /** How near the best trial must be, as a share of the range. */
  private static final double AT_END = 0.05;

  /** How near half of the best trials must be. */
  private static final double NEAR_END = 0.2;

  private static final double MATTERS = 0.05;
  private static final int FEWEST = 3;

  private EdgeLessons() {}

  static List<Lesson> of(StudyState state, List<Trial> top, Importance importance) {
    SearchSpace space = state.spec().space();
    List<Lesson> lessons = new ArrayList<>();
    if (space.catalogue().isPresent()) {
      return lessons;
    }
    for (int i = 0; i < space.dimension(); i++) {
      Parameter parameter = space.coordinate(i);
      if (!(importance.total(parameter.name()) < MATTERS)) {
        Lesson lesson = at(space, i, top);
        if (lesson != null) {
          lessons.add(lesson);
        }
      }
    }
    return lessons;
  }

  private static @Nullable Lesson at(SearchSpace space, int coordinate, List<Trial> top) {
    Parameter parameter = space.coordinate(coordinate);
    List<Trial> active =
        top.stream().filter(t -> t.configuration().get(parameter.name()).isPresent()).toList();
    if (active.size() < FEWEST || active.getFirst().number() != top.getFirst().number()) {
      return null;
    }
    double[] places =
        active.stream().mapToDouble(t -> space.encode(t.configuration())[coordinate]).toArray();
    double margin = Math.max(AT_END, binHalf(parameter));
    double median = Lessons.median(places);
    if (places[0] <= margin && median <= Math.max(NEAR_END, margin)) {
      return lesson(parameter, top.getFirst(), places[0], median, false);
    }
    return places[0] >= 1 - margin && median >= 1 - Math.max(NEAR_END, margin)
        ? lesson(parameter, top.getFirst(), places[0], median, true)
        : null;
  }

  /** The first and the last of few values are encoded as the middle of their bins. */
  private static double binHalf(Parameter parameter) {
    return switch (parameter) {
      case OrdinalParameter p -> 0.5 / p.values().size() + 1e-9;
      case IntegerParameter p when p.scale() == Scale.LINEAR ->
          0.5 / (Math.floorDiv(p.max() - p.min(), p.step()) + 1) + 1e-9;
      default -> 0;
    };
  }

  private static @Nullable Lesson lesson(
      Parameter parameter, Trial best, double place, double median, boolean upper) {
    String name = parameter.name();
    String value = value(best, name);
    var evidence =
        List.of(new Lesson.Figure("place", place), new Lesson.Figure("medianPlaceOfBest", median));
    if (parameter instanceof OrdinalParameter) {
      return new Lesson(
          Lesson.Kind.EDGE_OF_RANGE,
          name,
          evidence,
          "the best trials have %s = %s, the %s of its values: add one beyond it"
              .formatted(name, value, upper ? "last" : "first"));
    }
    OptionalDouble end = upper ? Widening.above(parameter) : Widening.below(parameter);
    return end.isEmpty()
        ? null
        : new Lesson(
            Lesson.Kind.EDGE_OF_RANGE,
            name,
            evidence,
            "the best trials lie at the %s end of %s (the best has %s): widen it, to %s %s"
                .formatted(
                    upper ? "upper" : "lower",
                    name,
                    value,
                    upper ? "max:" : "min:",
                    Words.number(end.getAsDouble())));
  }

  private static String value(Trial trial, String name) {
    Object value = trial.configuration().get(name).orElseThrow().toObject();
    return value instanceof Number number ? Words.number(number.doubleValue()) : value.toString();
  }
}
