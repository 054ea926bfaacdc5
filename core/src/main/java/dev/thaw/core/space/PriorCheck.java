package dev.thaw.core.space;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks the priors of parameters that {@link SpaceCheck} has accepted. */
final class PriorCheck {
  private final Map<String, Parameter> byName = new LinkedHashMap<>();
  private final List<Prior> priors;
  private final Problems problems = Problems.none();

  private PriorCheck(List<Parameter> parameters, List<Prior> priors) {
    parameters.forEach(parameter -> byName.put(parameter.name(), parameter));
    this.priors = priors;
  }

  /** All that is wrong, by {@code parameters.NAME.prior}. */
  static List<SpaceProblem> problems(List<Parameter> parameters, List<Prior> priors) {
    PriorCheck check = new PriorCheck(parameters, priors);
    for (int i = 0; i < priors.size(); i++) {
      check.check(priors.get(i), priors.subList(0, i));
    }
    return check.problems.all();
  }

  private void check(Prior prior, List<Prior> earlier) {
    String name = prior.parameter();
    Problems here = problems.at("parameters." + name + ".prior");
    if (earlier.stream().anyMatch(other -> other.parameter().equals(name))) {
      here.add("", "prior (of %s) must be given once.\nMaybe remove one.", name);
    }
    switch (byName.get(name)) {
      case null ->
          here.add(
              "",
              "prior (of %s) must be of a parameter.%s",
              name,
              Names.maybe(name, byName.keySet()));
      case RealParameter p -> number(prior, p.min(), p.max(), p.scale(), here);
      case IntegerParameter p -> number(prior, (double) p.min(), (double) p.max(), p.scale(), here);
      case CategoricalParameter _, OrdinalParameter _, ConstantParameter _, DerivedParameter _ ->
          here.add("", "prior (of %s) must be of a real or integer parameter.", name);
    }
    prior.moving().ifPresent(moving -> moving(prior, moving, here));
  }

  private static void number(Prior prior, double min, double max, Scale scale, Problems here) {
    if (!(prior.around() >= min && prior.around() <= max)) {
      here.add(
          "around", "around (%s) must be from min (%s) to max (%s).", prior.around(), min, max);
    }
    double least = scale == Scale.LINEAR ? 0 : 1;
    if (!(prior.spread() > least) || Double.isInfinite(prior.spread())) {
      here.add(
          "spread",
          scale == Scale.LINEAR
              ? "spread (%s) must be a positive number on the linear scale."
              : "spread (%s) must be a factor above 1 on this scale.\nMaybe use 3x.",
          prior.spread());
    }
  }

  private void moving(Prior prior, Prior.Moving moving, Problems here) {
    String name = moving.parameter();
    Parameter other = byName.get(name);
    if (other == null) {
      Set<String> others =
          byName.keySet().stream()
              .filter(one -> !one.equals(prior.parameter()))
              .collect(Collectors.toCollection(LinkedHashSet::new));
      here.add("with", "with (%s) must be a parameter.%s", name, Names.maybe(name, others));
      return;
    }
    if (name.equals(prior.parameter())) {
      here.add("with", "with (%s) must be another parameter.", name);
    } else if (!(least(other) > 0)) {
      here.add("with", "with (%s) must be a parameter with positive numbers as values.", name);
    } else if (movesItself(name)) {
      here.add("with", "with (%s) must be a parameter whose own prior is not with another.", name);
    }
    if (!(moving.at() > 0) || Double.isInfinite(moving.at())) {
      here.add("at", "at (%s) must be a positive number.", moving.at());
    }
  }

  private boolean movesItself(String name) {
    Optional<Prior> own =
        priors.stream().filter(prior -> prior.parameter().equals(name)).findFirst();
    return own.flatMap(Prior::moving).isPresent();
  }

  /** The least value; NaN if one is not a number. */
  private static double least(Parameter parameter) {
    return switch (parameter) {
      case RealParameter p -> p.min();
      case IntegerParameter p -> (double) p.min();
      case CategoricalParameter p -> least(p.values());
      case OrdinalParameter p -> least(p.values());
      case ConstantParameter p -> Axis.number(p.value());
      case DerivedParameter _ -> Double.NaN;
    };
  }

  private static double least(List<Value> values) {
    double least = Double.POSITIVE_INFINITY;
    for (Value value : values) {
      least = Math.min(least, Axis.number(value));
    }
    return least;
  }
}
