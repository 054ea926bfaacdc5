package dev.thaw.app.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.ConstantParameter;
import dev.thaw.core.space.Constraint;
import dev.thaw.core.space.DerivedParameter;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.IntegerValue;
import dev.thaw.core.space.OrdinalParameter;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.space.Prior;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.RealValue;
import dev.thaw.core.space.Scale;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.space.SpaceProblem;
import dev.thaw.core.space.Value;
import dev.thaw.core.space.When;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads the search space, leaving out what an earlier stage has found wrong. */
final class SpaceReader {
  private final JsonNode tree;
  private final Findings findings;

  SpaceReader(JsonNode tree, Findings findings) {
    this.tree = tree;
    this.findings = findings;
  }

  /** Reads a search space in which nothing is wrong. */
  static SearchSpace read(JsonNode tree) {
    var reader = new SpaceReader(tree, new Findings());
    return new SearchSpace(reader.parameters(), reader.constraints()).withPriors(reader.priors());
  }

  /**
   * Adds what is wrong. Conditions and constraints that mention a parameter which could not be read
   * are left alone: whatever they say, it is not their fault.
   */
  void check() {
    List<Parameter> parameters = parameters();
    List<Constraint> constraints = constraints();
    Set<String> unread = unread(parameters);
    List<Parameter> judged =
        parameters.stream()
            .filter(parameter -> !mentions(parameter, unread))
            .map(parameter -> freed(parameter, unread))
            .toList();
    List<Constraint> relevant =
        constraints.stream()
            .filter(constraint -> constraint.references().stream().noneMatch(unread::contains))
            .toList();
    if (parameters.isEmpty()) {
      return;
    }
    for (SpaceProblem problem : SearchSpace.problems(judged, relevant)) {
      String message = problem.message();
      // Core lists what it was given, which is not all that there is.
      String fair = unread.isEmpty() ? message : message.replaceFirst("\nMaybe one of .*", "");
      report(located(problem.path(), relevant), fair);
    }
    if (findings.clean("parameters")) {
      checkPriors(parameters);
    }
  }

  /** Only of parameters that are all right, because a prior lives on the scale of its own. */
  private void checkPriors(List<Parameter> parameters) {
    List<Prior> priors = priors();
    if (findings.clean("parameters")) {
      for (SpaceProblem problem : SearchSpace.priorProblems(parameters, priors)) {
        report(problem.path(), problem.message());
      }
    }
  }

  private List<Prior> priors() {
    List<Prior> priors = new ArrayList<>();
    JsonNode all = tree.path("parameters");
    for (String name : SpecSchema.names(all)) {
      if (all.get(name).has("prior")) {
        try {
          priors.add(PriorText.read(name, all.get(name).get("prior"), scale(all.get(name))));
        } catch (IllegalArgumentException e) {
          String path = SpecPath.key(SpecPath.key("parameters", name), "prior");
          report(path, String.valueOf(e.getMessage()));
        }
      }
    }
    return priors;
  }

  private List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    JsonNode all = tree.path("parameters");
    for (String name : SpecSchema.names(all)) {
      if (findings.clean(SpecPath.key("parameters", name))) {
        parameters.add(parameter(name, all.get(name)));
      }
    }
    return parameters;
  }

  private Set<String> unread(List<Parameter> read) {
    Set<String> unread = new HashSet<>(SpecSchema.names(tree.path("parameters")));
    read.forEach(parameter -> unread.remove(parameter.name()));
    return unread;
  }

  private static boolean mentions(Parameter parameter, Set<String> unread) {
    return parameter instanceof DerivedParameter derived
        && derived.isReadable()
        && derived.expression().references().stream().anyMatch(unread::contains);
  }

  private static Parameter freed(Parameter parameter, Set<String> unread) {
    if (parameter.when().filter(when -> unread.contains(when.parameter())).isEmpty()) {
      return parameter;
    }
    Optional<When> none = Optional.empty();
    return switch (parameter) {
      case RealParameter p ->
          new RealParameter(
              p.name(), p.min(), p.max(), p.scale(), p.step(), none, p.defaultValue());
      case IntegerParameter p ->
          new IntegerParameter(
              p.name(), p.min(), p.max(), p.scale(), p.step(), none, p.defaultValue());
      case CategoricalParameter p ->
          new CategoricalParameter(p.name(), p.values(), none, p.defaultValue());
      case OrdinalParameter p -> new OrdinalParameter(p.name(), p.values(), none, p.defaultValue());
      case ConstantParameter p -> new ConstantParameter(p.name(), p.value(), none);
      case DerivedParameter p -> new DerivedParameter(p.name(), p.formula(), p.whole(), none);
    };
  }

  private List<Constraint> constraints() {
    List<Constraint> constraints = new ArrayList<>();
    JsonNode all = tree.path("constraints");
    for (int i = 0; i < all.size(); i++) {
      String path = SpecPath.index("constraints", i);
      if (findings.clean(path) && all.path(i).isTextual()) {
        try {
          constraints.add(Constraint.parse(all.path(i).textValue()));
        } catch (IllegalArgumentException e) {
          report(path, String.valueOf(e.getMessage()));
        }
      }
    }
    return constraints;
  }

  /** Whether a constraint that can be read mentions a parameter. */
  static boolean mentions(JsonNode constraint, String parameter) {
    return constraint.isTextual()
        && Constraint.parse(constraint.textValue()).references().contains(parameter);
  }

  /** The path in the file of a problem of a constraint, some of which may have been left out. */
  private String located(String path, List<Constraint> judged) {
    if (!path.startsWith("constraints[")) {
      return path;
    }
    int judgedIndex = Integer.parseInt(path.substring(12, path.indexOf(']')));
    String text = judged.get(judgedIndex).text();
    int nth =
        (int) judged.subList(0, judgedIndex).stream().filter(c -> c.text().equals(text)).count();
    JsonNode all = tree.path("constraints");
    for (int i = 0; i < all.size(); i++) {
      if (text.equals(all.get(i).textValue()) && nth-- == 0) {
        return SpecPath.index("constraints", i);
      }
    }
    return path;
  }

  /** Core writes its advice on a second line. */
  private void report(String path, String message) {
    int end = message.indexOf("\nMaybe");
    findings.add(
        path,
        end < 0 ? message : message.substring(0, end),
        end < 0 ? null : message.substring(end + 1));
  }

  private static Parameter parameter(String name, JsonNode node) {
    Optional<When> when = when(node.path("when"));
    JsonNode standard = node.path("default");
    return switch (node.path("type").asText()) {
      case "real" ->
          new RealParameter(
              name,
              node.get("min").asDouble(),
              node.get("max").asDouble(),
              scale(node),
              node.has("step")
                  ? OptionalDouble.of(node.get("step").asDouble())
                  : OptionalDouble.empty(),
              when,
              standard.isNumber()
                  ? Optional.of(new RealValue(standard.asDouble()))
                  : Optional.empty());
      case "integer" ->
          new IntegerParameter(
              name,
              node.get("min").asLong(),
              node.get("max").asLong(),
              scale(node),
              node.path("step").asLong(1),
              when,
              standard.isNumber()
                  ? Optional.of(new IntegerValue(standard.asLong()))
                  : Optional.empty());
      case "categorical" ->
          new CategoricalParameter(name, values(node.get("values")), when, value(standard));
      case "ordinal" ->
          new OrdinalParameter(name, values(node.get("values")), when, value(standard));
      case "derived" ->
          new DerivedParameter(
              name, node.get("formula").textValue(), node.path("whole").asBoolean(false), when);
      default -> new ConstantParameter(name, value(node.get("value")).orElseThrow(), when);
    };
  }

  private static Scale scale(JsonNode node) {
    return Scale.valueOf(node.path("scale").asText("linear").toUpperCase(Locale.ROOT));
  }

  private static Optional<When> when(JsonNode node) {
    return SpecSchema.names(node).stream()
        .findFirst()
        .map(other -> new When(other, values(node.get(other))));
  }

  private static List<Value> values(JsonNode array) {
    List<Value> values = new ArrayList<>();
    array.forEach(item -> values.add(value(item).orElseThrow()));
    return values;
  }

  private static Optional<Value> value(JsonNode node) {
    return Scalars.object(node).map(Value::of);
  }
}
