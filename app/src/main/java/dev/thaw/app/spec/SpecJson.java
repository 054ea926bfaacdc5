package dev.thaw.app.spec;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.budget.Deadline;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.ConstantParameter;
import dev.thaw.core.space.DerivedParameter;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.OrdinalParameter;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.space.Prior;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.Scale;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.space.Value;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.suggest.GridSuggestion;
import dev.thaw.core.suggest.ListedSuggestion;
import dev.thaw.core.suggest.ModelSuggestion;
import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.core.suggest.SobolSuggestion;
import dev.thaw.core.suggest.Suggestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Specs as JSON in one canonical form: every default spelt out, always the same order of keys.
 * Equal specs give equal texts, and {@link SpecReader} reads a text back to an equal spec.
 *
 * <p>A proposer is written with the options that it was given, which are all of them where a spec
 * was read. What a scheduler does not use is not written, such as the rule of a synchronous
 * hyperband; a spec made in code that sets it nevertheless comes back with the default in its
 * place.
 */
public final class SpecJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ObjectWriter WRITER =
      MAPPER.writer(
          new DefaultPrettyPrinter(
                  Separators.createDefaultInstance()
                      .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
              .withObjectIndenter(new DefaultIndenter("  ", "\n"))
              .withArrayIndenter(DefaultPrettyPrinter.FixedSpaceIndenter.instance));

  private SpecJson() {}

  /** Returns the spec as a tree. */
  public static ObjectNode tree(StudySpec spec) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("study", spec.name());
    AimsText.write(tree.putObject("objective"), spec.objective());
    ObjectNode parameters = tree.putObject("parameters");
    spec.space().parameters().forEach(p -> parameters.set(p.name(), parameter(p)));
    spec.space().priors().forEach(prior -> write(prior, spec.space(), parameters));
    ArrayNode constraints = tree.putArray("constraints");
    spec.space().constraints().forEach(constraint -> constraints.add(constraint.text()));
    FidelityText.write(tree.putObject("fidelity"), spec.fidelity());
    tree.set("scheduler", scheduler(spec.scheduler()));
    tree.set("suggest", suggestion(spec.suggestion().rule()));
    if (spec.suggestion() instanceof ListedSuggestion listed) {
      ArrayNode first = tree.putArray("tryFirst");
      listed.first().forEach(c -> first.add(Scalars.deepNode(c.asMap())));
    }
    tree.put("baseline", spec.baseline());
    ObjectNode trainer = tree.putObject("trainer").put("name", spec.trainer().name());
    spec.trainer().options().forEach((key, value) -> trainer.set(key, Scalars.deepNode(value)));
    tree.set("resources", resources(spec.resources()));
    tree.set("budget", ContractText.tree(spec.budget()));
    tree.put("maxRestarts", spec.maxRestarts());
    tree.put("epochTimeLimit", Durations.print(spec.epochTimeLimit()));
    tree.set("checkpoints", checkpoints(spec.checkpoints()));
    tree.put("seed", spec.seed());
    if (spec.hours() != null) {
      tree.set("hours", ContractText.tree(spec.hours()));
    }
    if (spec.stopWhen() != null) {
      tree.set("stopWhen", ContractText.tree(spec.stopWhen()));
    }
    if (spec.confirm() != null) {
      tree.put("confirm", spec.confirm());
    }
    StudySpec.Control control = spec.control();
    if (control != null) {
      ObjectNode controller = tree.putObject("controller").put("name", control.controller());
      control.options().forEach((key, value) -> controller.set(key, Scalars.deepNode(value)));
      control.parameters().forEach(name -> ((ObjectNode) parameters.get(name)).put("online", true));
    }
    if (spec.scheduler() instanceof Scheduler.Population population) {
      population
          .parameters()
          .forEach(name -> ((ObjectNode) parameters.get(name)).put("online", true));
    }
    if (spec.known() != null) {
      tree.set("known", KnownText.tree(spec.known()));
    }
    if (zone(spec) != null) {
      tree.put("timeZone", zone(spec));
    }
    return tree;
  }

  /** Returns the spec as an indented text that ends with a line break. */
  public static String text(StudySpec spec) {
    try {
      return WRITER.writeValueAsString(tree(spec)) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a text as a tree, for {@link #diff}.
   *
   * @throws IllegalArgumentException if it is not JSON
   */
  public static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException("The text is not JSON: " + e.getMessage(), e);
    }
  }

  /**
   * Returns what differs between two specs, in the order of the first and then of the second; empty
   * if nothing does. Lists are compared as a whole; {@code 1} and {@code 1.0} are the same.
   */
  public static List<SpecChange> diff(JsonNode before, JsonNode after) {
    Map<String, JsonNode> old = leaves(before);
    Map<String, JsonNode> now = leaves(after);
    Set<String> paths = new LinkedHashSet<>(old.keySet());
    paths.addAll(now.keySet());
    List<SpecChange> changes = new ArrayList<>();
    for (String path : paths) {
      String from = old.containsKey(path) ? shown(old.get(path)) : SpecChange.ABSENT;
      String to = now.containsKey(path) ? shown(now.get(path)) : SpecChange.ABSENT;
      if (!from.equals(to)) {
        changes.add(new SpecChange(path, from, to));
      }
    }
    return changes;
  }

  private static Map<String, JsonNode> leaves(JsonNode tree) {
    Map<String, JsonNode> leaves = new LinkedHashMap<>();
    collect("", tree, leaves);
    return leaves;
  }

  private static void collect(String path, JsonNode node, Map<String, JsonNode> leaves) {
    if (!node.isObject()) {
      leaves.put(path, node);
    }
    for (String name : SpecSchema.names(node)) {
      collect(SpecPath.key(path, name), node.get(name), leaves);
    }
  }

  /** Texts that look like something else are quoted, so that different values look different. */
  private static String shown(JsonNode node) {
    if (node.isTextual()) {
      String text = node.textValue();
      return text.matches("[A-Za-z][^\"]*") && !text.matches("true|false|null")
          ? text
          : node.toString();
    }
    if (node.isNumber()) {
      return node.decimalValue().stripTrailingZeros().toPlainString();
    }
    if (node.isArray()) {
      List<String> items = new ArrayList<>();
      node.forEach(item -> items.add(shown(item)));
      return "[" + String.join(", ", items) + "]";
    }
    return node.toString();
  }

  private static ObjectNode parameter(Parameter parameter) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    switch (parameter) {
      case RealParameter p -> {
        node.put("type", "real").put("min", p.min()).put("max", p.max());
        node.put("scale", word(p.scale()));
        p.step().ifPresent(step -> node.put("step", step));
      }
      case IntegerParameter p -> {
        node.put("type", "integer").put("min", p.min()).put("max", p.max());
        node.put("scale", word(p.scale())).put("step", p.step());
      }
      case CategoricalParameter p ->
          node.put("type", "categorical").set("values", list(p.values()));
      case OrdinalParameter p -> node.put("type", "ordinal").set("values", list(p.values()));
      case ConstantParameter p ->
          node.put("type", "constant").set("value", Scalars.node(p.value().toObject()));
      case DerivedParameter p ->
          node.put("type", "derived").put("formula", p.formula()).put("whole", p.whole());
    }
    if (!(parameter instanceof ConstantParameter)) {
      parameter.defaultValue().ifPresent(v -> node.set("default", Scalars.node(v.toObject())));
    }
    parameter
        .when()
        .ifPresent(when -> node.putObject("when").set(when.parameter(), list(when.values())));
    return node;
  }

  private static void write(Prior prior, SearchSpace space, ObjectNode parameters) {
    Scale scale =
        switch (space.parameter(prior.parameter()).orElseThrow()) {
          case RealParameter p -> p.scale();
          case IntegerParameter p -> p.scale();
          case CategoricalParameter _,
              OrdinalParameter _,
              ConstantParameter _,
              DerivedParameter _ ->
              Scale.LINEAR;
        };
    PriorText.write(
        ((ObjectNode) parameters.get(prior.parameter())).putObject("prior"), prior, scale);
  }

  private static ArrayNode list(List<Value> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(value -> array.add(Scalars.node(value.toObject())));
    return array;
  }

  private static ObjectNode scheduler(Scheduler scheduler) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", scheduler.name());
    switch (scheduler) {
      case Scheduler.Asha s ->
          node.put("eta", s.eta())
              .put("rule", word(s.rule()))
              .put("variant", s.stopping() ? "stopping" : "promotion");
      case Scheduler.SuccessiveHalving s ->
          node.put("eta", s.eta()).put("trials", s.trials()).put("sweeps", s.sweeps());
      case Scheduler.Hyperband s -> {
        node.put("eta", s.eta()).put("sizes", word(s.sizes())).put("synchronous", s.synchronous());
        if (s.synchronous()) {
          node.put("sweeps", s.sweeps());
        } else {
          node.put("rule", word(s.rule()));
        }
      }
      case Scheduler.FullTraining(), Scheduler.MedianStopping() -> {}
      case Scheduler.Population s ->
          node.put("population", s.size())
              .put("interval", s.interval())
              .put("share", s.share())
              .put("step", s.step())
              .put("resample", s.resample());
      case Scheduler.Race s -> {
        node.put("trials", s.trials()).put("minFolds", s.minFolds()).put("alpha", s.alpha());
        if (s.metric() != null) {
          node.put("metric", s.metric());
        }
        node.put("sweeps", s.sweeps());
      }
      case Scheduler.Guided s -> {
        node.setAll(scheduler(s.net()));
        node.put("name", s.name()).remove("variant");
        if (s.guide() == Guide.BOHB) {
          node.put("synchronous", s.net() instanceof Scheduler.Hyperband);
        }
      }
    }
    return node;
  }

  private static ObjectNode suggestion(Suggestion suggestion) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", suggestion.name());
    switch (suggestion) {
      case GridSuggestion grid -> node.put("pointsPerReal", grid.pointsPerReal());
      case ModelSuggestion(String _, Map<String, Object> options) ->
          options.forEach((key, value) -> node.set(key, Scalars.node(value)));
      case RandomSuggestion(), SobolSuggestion() -> {}
      case ListedSuggestion listed -> throw new IllegalArgumentException(listed + " is no rule.");
    }
    return node;
  }

  private static ObjectNode resources(StudySpec.Resources resources) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("slots", resources.slots());
    resources.slotsPerGpu().ifPresent(slots -> node.put("slotsPerGpu", slots));
    resources.gpusPerTrial().ifPresent(gpus -> node.put("gpusPerTrial", gpus));
    resources.slotsMin().ifPresent(slots -> node.put("minSlots", slots));
    resources.weight().ifPresent(weight -> node.put("weight", weight));
    resources.priority().ifPresent(priority -> node.put("priority", priority));
    return node;
  }

  private static ObjectNode checkpoints(StudySpec.Checkpoints checkpoints) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("every", checkpoints.every());
    if (checkpoints.quota() != null) {
      node.put("quota", Sizes.print(checkpoints.quota()));
    }
    if (checkpoints.store() != null) {
      node.put("store", checkpoints.store());
    }
    return node;
  }

  /** The zone that times of the day are in; null if there are none. */
  private static @Nullable String zone(StudySpec spec) {
    Deadline deadline = spec.budget().deadline();
    if (deadline != null && deadline.zone() != null) {
      return deadline.zone();
    }
    return spec.hours() == null ? null : spec.hours().zone();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
