package dev.thaw.core.space;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Checks the description of a search space, and goes on after a problem to find the others. */
final class SpaceCheck {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");

  private final List<Parameter> parameters;
  private final List<Constraint> constraints;
  private final Problems problems = Problems.none();
  private final List<String> names;
  private final Map<String, Parameter> byName = new LinkedHashMap<>();
  private final Map<String, Axis> axes = new LinkedHashMap<>();

  private SpaceCheck(List<Parameter> parameters, List<Constraint> constraints) {
    this.parameters = parameters;
    this.names = parameters.stream().map(Parameter::name).toList();
    this.constraints = constraints;
  }

  static List<SpaceProblem> problems(List<Parameter> parameters, List<Constraint> constraints) {
    SpaceCheck check = new SpaceCheck(parameters, constraints);
    if (parameters.isEmpty()) {
      check.problems.add("parameters", "parameters (none) must hold at least one parameter.");
    }
    parameters.forEach(parameter -> check.byName.putIfAbsent(parameter.name(), parameter));
    parameters.forEach(check::buildAxis);
    for (int i = 0; i < parameters.size(); i++) {
      check.checkParameter(i);
    }
    for (int i = 0; i < constraints.size(); i++) {
      Problems here = check.problems.at("constraints[" + i + "]");
      new ConstraintCheck(check.byName, check.axes, here).check(constraints.get(i));
    }
    if (check.problems.count() == 0) {
      check.checkDefaults();
    }
    return check.problems.all();
  }

  /** Conditions may name a later parameter, so all axes are there before they are checked. */
  private void buildAxis(Parameter parameter) {
    if (new ParameterCheck(Problems.none()).check(parameter)) {
      axes.putIfAbsent(parameter.name(), Axis.of(parameter));
    }
  }

  private void checkParameter(int index) {
    Parameter parameter = parameters.get(index);
    String name = parameter.name();
    boolean named = NAME.matcher(name).matches();
    String path = "parameters" + (named ? "." + name : "[" + index + "]");
    Problems here = problems.at(path);
    if (!named) {
      here.add(
          "name",
          "name (%s) must start with a letter or an underscore and go on with letters, digits and"
              + " any of _ . - /",
          name);
    } else if (names.indexOf(name) != index) {
      here.add("", "name (%s) must be given to one parameter only.\nMaybe rename one.", name);
    }
    new ParameterCheck(here).check(parameter);
    new WhenCheck(byName, axes).check(parameter, here);
    if (parameter instanceof DerivedParameter derived) {
      Problems there = problems.at(path + ".formula");
      new ConstraintCheck(byName, axes, there).check(derived, names.subList(0, index));
    }
  }

  /**
   * A constraint that the defaults violate is wrong only if all of them were chosen by whoever
   * wrote the space; the middle of a range may well be refused.
   */
  private void checkDefaults() {
    Configuration defaults = new Layout(parameters).defaults();
    for (int i = 0; i < constraints.size(); i++) {
      Constraint constraint = constraints.get(i);
      boolean declared =
          constraint.references().stream()
              .map(byName::get)
              .allMatch(parameter -> parameter != null && parameter.defaultValue().isPresent());
      if (declared && !constraint.holds(defaults)) {
        problems
            .at("constraints[" + i + "]")
            .add("", "%s\nMaybe change these defaults.", Names.violated(constraint, defaults));
      }
    }
  }
}
