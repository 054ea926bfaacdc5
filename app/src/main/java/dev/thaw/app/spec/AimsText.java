package dev.thaw.app.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.proposer.Proposers;
import dev.thaw.core.study.Aims;
import dev.thaw.core.study.StudySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An objective as it is written: {@code {metric: error, goal: minimize}}, and with it {@code also:
 * [{metric: size, goal: minimize}]}, further objectives, and {@code constraints: [{metric: size,
 * max: 5e6}]}, limits.
 */
final class AimsText {

  /** Those that model one objective. */
  private static final Set<String> MODELLING = Set.of("thaw", "dyhpo", "freeze-thaw", "mobster");

  /** The proposers that take steps from a best configuration, which several objectives have not. */
  private static final Set<String> STEPPING = Set.of("hord", "finite-differences");

  private AimsText() {}

  /**
   * Reads an objective.
   *
   * @param node what the schema accepts
   * @throws IllegalArgumentException if a metric is two objectives, or a constraint has no bounds
   */
  static StudySpec.Objective read(JsonNode node) {
    List<Aims.Aim> also = new ArrayList<>();
    node.path("also")
        .forEach(aim -> also.add(new Aims.Aim(aim.get("metric").textValue(), goal(aim))));
    List<Aims.Limit> limits = new ArrayList<>();
    node.path("constraints")
        .forEach(
            limit ->
                limits.add(
                    new Aims.Limit(
                        limit.get("metric").textValue(),
                        number(limit, "min"),
                        number(limit, "max"))));
    return new StudySpec.Objective(
        node.get("metric").textValue(),
        goal(node),
        also.isEmpty() && limits.isEmpty() ? null : new Aims(also, limits));
  }

  private static Goal goal(JsonNode node) {
    return Goal.valueOf(node.get("goal").textValue().toUpperCase(Locale.ROOT));
  }

  private static @Nullable Double number(JsonNode node, String key) {
    return node.has(key) ? node.get(key).doubleValue() : null;
  }

  static void write(ObjectNode node, StudySpec.Objective objective) {
    node.put("metric", objective.metric()).put("goal", word(objective.goal()));
    Aims aims = objective.aims();
    if (aims == null) {
      return;
    }
    if (aims.areSeveral()) {
      ArrayNode also = node.putArray("also");
      aims.also()
          .forEach(
              aim -> also.addObject().put("metric", aim.metric()).put("goal", word(aim.goal())));
    }
    if (!aims.limits().isEmpty()) {
      ArrayNode limits = node.putArray("constraints");
      for (Aims.Limit limit : aims.limits()) {
        ObjectNode one = limits.addObject().put("metric", limit.metric());
        if (limit.min() != null) {
          one.put("min", limit.min());
        }
        if (limit.max() != null) {
          one.put("max", limit.max());
        }
      }
    }
  }

  private static String word(Goal goal) {
    return goal.name().toLowerCase(Locale.ROOT);
  }

  /** Adds what does not go together with further objectives or constraints on metrics. */
  static void check(JsonNode tree, Findings findings) {
    JsonNode objective = tree.path("objective");
    if (!findings.clean("objective") || !(objective.has("also") || objective.has("constraints"))) {
      return;
    }
    StudySpec.Objective read;
    try {
      read = read(objective);
    } catch (IllegalArgumentException refused) {
      findings.add("objective", String.valueOf(refused.getMessage()), null);
      return;
    }
    if (read.aims() != null) {
      scheduler(tree, findings, read.aims());
      rest(tree, findings, read.aims());
    }
  }

  private static String what(Aims aims) {
    return aims.areSeveral() ? "further objectives (also)" : "constraints on metrics";
  }

  private static void scheduler(JsonNode tree, Findings findings, Aims aims) {
    String scheduler = tree.path("scheduler").path("name").asText("thaw");
    if (MODELLING.contains(scheduler)) {
      findings.add(
          aims.areSeveral() ? "objective.also" : "objective.constraints",
          "%s do not go with scheduler (%s%s), which models the curve of one objective."
              .formatted(what(aims), scheduler, tree.has("scheduler") ? "" : ", the default"),
          "Maybe scheduler: {name: asha}, which ranks by Pareto fronts.");
    }
    String suggestion = tree.path("suggest").path("name").asText();
    if (suggestion.equals(Proposers.HYPERVOLUME)
        && (aims.also().size() > 1 || !aims.limits().isEmpty())) {
      findings.add(
          "suggest.name",
          "name (%s) models two objectives, no more and without constraints on metrics."
              .formatted(suggestion),
          "Maybe suggest: {name: gp}, which makes one score of all.");
    }
    if (aims.areSeveral() && STEPPING.contains(suggestion)) {
      findings.add(
          "suggest.name",
          "name (%s) does not go with further objectives (also): it steps from one best configuration."
              .formatted(suggestion),
          "Maybe suggest: {name: gp}, or tpe.");
    }
  }

  private static void rest(JsonNode tree, Findings findings, Aims aims) {
    if (tree.path("fidelity").path("growth").has("schedule")) {
      findings.add(
          "fidelity.growth.schedule",
          "schedule (depends-on-max) does not go with %s.".formatted(what(aims)),
          "Maybe leave it out.");
    }
    for (String key : SpecSchema.names(tree.path("stopWhen"))) {
      if (aims.areSeveral() || !key.equals("target")) {
        findings.add(
            "stopWhen." + key,
            "%s asks for the best value of one objective, and does not go with %s."
                .formatted(key, what(aims)),
            "Maybe a limit in budget.");
      }
    }
    if (aims.areSeveral() && tree.has("confirm")) {
      findings.add(
          "confirm",
          "confirm (%s) trains one winner again, and several objectives have a front of them."
              .formatted(tree.get("confirm").asText()),
          "Maybe leave it out.");
    }
    if (aims.areSeveral() && tree.path("checkpoints").has("quota")) {
      findings.add(
          "checkpoints.quota",
          "quota (%s) keeps the best of one objective, and not those of a front."
              .formatted(tree.path("checkpoints").get("quota").asText()),
          "Maybe leave it out, or a larger store.");
    }
  }
}
