package dev.thaw.app.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.core.online.Controllers;
import dev.thaw.core.space.DerivedParameter;
import java.util.List;
import java.util.Set;

/** The checks of what changes between the epochs of a trial. */
final class ControlChecks {

  /** The schedules that are stretched over the whole training. */
  private static final Set<String> STRETCHED = Set.of("step", "cosine", "one-cycle");

  private final JsonNode tree;
  private final Findings findings;

  ControlChecks(JsonNode tree, Findings findings) {
    this.tree = tree;
    this.findings = findings;
  }

  void run() {
    if (!findings.clean("parameters") || !findings.clean("controller")) {
      return;
    }
    List<String> online = SpecBuilder.online(tree);
    online.forEach(this::parameter);
    JsonNode controller = tree.path("controller");
    boolean population = tree.path("scheduler").path("name").asText().equals("pbt");
    if (controller.isMissingNode()) {
      if (!online.isEmpty() && !population) {
        findings.add(
            SpecPath.key("parameters", online.getFirst()) + ".online",
            "online (true) needs a controller that changes the parameter, and there is none.",
            "Maybe controller: {name: cosine}, or scheduler: {name: pbt}.");
      }
      return;
    }
    if (online.isEmpty()) {
      findings.add(
          "controller",
          "controller (%s) has no parameter to change.".formatted(controller.path("name").asText()),
          "Maybe parameters.learning_rate.online: true.");
      return;
    }
    options(controller);
    steered(controller, online);
    stretched(controller);
  }

  private void parameter(String name) {
    JsonNode parameter = tree.path("parameters").path(name);
    String path = SpecPath.key("parameters", name) + ".online";
    if (parameter.has("step")) {
      findings.add(
          path,
          "online (true) is for reals without a step, and there is a step (%s)."
              .formatted(parameter.path("step").asText()),
          "Maybe remove step.");
    }
    for (JsonNode constraint : tree.path("constraints")) {
      if (SpaceReader.mentions(constraint, name)) {
        findings.add(
            path,
            "online (true) does not go with the constraint (%s), which a controller does not know."
                .formatted(constraint.asText()),
            "Maybe remove one of the two.");
      }
    }
    for (String other : SpecSchema.names(tree.path("parameters"))) {
      JsonNode formula = tree.path("parameters").path(other).path("formula");
      if (formula.isTextual() && isMentioned(name, DerivedParameter.of(other, formula.asText()))) {
        findings.add(
            path,
            "online (true) does not go with %s (%s), which follows from it once and for all."
                .formatted(other, formula.asText()),
            "Maybe remove one of the two.");
      }
    }
    if (name.equals(tree.path("fidelity").path("parameter").asText())) {
      findings.add(
          path, "online (true) does not go with fidelity.parameter (%s).".formatted(name), null);
    }
  }

  private static boolean isMentioned(String name, DerivedParameter derived) {
    return derived.isReadable() && derived.expression().references().contains(name);
  }

  private void options(JsonNode controller) {
    String name = controller.path("name").asText();
    try {
      var unused = Controllers.of(name, SpecBuilder.controllerOptions(name, controller));
    } catch (IllegalArgumentException wrong) {
      String message = String.valueOf(wrong.getMessage());
      int end = message.indexOf("\nMaybe");
      findings.add(
          "controller",
          end < 0 ? message : message.substring(0, end),
          end < 0 ? null : message.substring(end + 1));
    }
  }

  /** Those that move one parameter must be able to. */
  private void steered(JsonNode controller, List<String> online) {
    String name = controller.path("name").asText();
    Object usual = Controllers.defaults(name).get("parameter");
    if (usual == null) {
      return;
    }
    String parameter = controller.path("parameter").asText(String.valueOf(usual));
    if (!parameter.isEmpty() && !online.contains(parameter)) {
      findings.add(
          "controller.parameter",
          "parameter (%s) must be online, which are: %s."
              .formatted(parameter, String.join(", ", online)),
          "Maybe controller.parameter: %s.".formatted(online.getFirst()));
    }
  }

  private void stretched(JsonNode controller) {
    String name = controller.path("name").asText();
    boolean stretched = STRETCHED.contains(name) && controller.path("every").asLong(0) == 0;
    String unit = tree.path("fidelity").path("name").asText("epochs");
    boolean inSeconds = unit.equals("seconds") || unit.endsWith("Seconds");
    if (stretched && inSeconds && controller.path("epochs").asLong(0) == 0) {
      findings.add(
          "controller.epochs",
          "epochs (0) must be given where fidelity.name (%s) does not count epochs."
              .formatted(unit),
          "Maybe controller.epochs: 30.");
    }
  }
}
