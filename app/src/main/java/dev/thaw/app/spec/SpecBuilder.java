package dev.thaw.app.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.online.Controllers;
import dev.thaw.core.proposer.Proposers;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.suggest.GridSuggestion;
import dev.thaw.core.suggest.ListedSuggestion;
import dev.thaw.core.suggest.ModelSuggestion;
import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.core.suggest.SobolSuggestion;
import dev.thaw.core.suggest.Suggestion;
import dev.thaw.workers.asked.AskedTrainer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Builds the spec from a tree in which nothing is wrong; knows all defaults. */
final class SpecBuilder {
  static final int ETA = 3;
  static final int POINTS_PER_REAL = 5;

  private SpecBuilder() {}

  static StudySpec build(JsonNode tree) {
    ZoneId zone = ContractText.zone(tree);
    SearchSpace space = SpaceReader.read(tree);
    return new StudySpec(
        tree.get("study").textValue(),
        AimsText.read(tree.get("objective")),
        space,
        FidelityText.read(tree.get("fidelity")),
        scheduler(tree),
        suggestion(tree, space),
        tree.path("baseline").asBoolean(!races(tree)),
        trainer(tree.get("trainer")),
        resources(tree.path("resources")),
        ContractText.budget(tree.path("budget"), zone),
        tree.path("maxRestarts").asInt(3),
        Durations.parse(tree.path("epochTimeLimit").asText(epochTimeLimit(tree))),
        checkpoints(tree.path("checkpoints")),
        tree.path("seed").asLong(1),
        ContractText.hours(tree.path("hours"), zone),
        ContractText.stopWhen(tree.path("stopWhen")),
        tree.has("confirm") ? tree.get("confirm").asInt() : null,
        control(tree),
        KnownText.read(tree.path("known"), space));
  }

  /** A trial that others train waits until somebody asks for it, and its trainer looks after it. */
  private static String epochTimeLimit(JsonNode tree) {
    return tree.path("trainer").path("name").asText().equals(AskedTrainer.NAME) ? "30d" : "30m";
  }

  private static Scheduler scheduler(JsonNode tree) {
    JsonNode node = tree.path("scheduler");
    int eta = node.path("eta").asInt(ETA);
    PromotionRule rule = constant(PromotionRule.class, node, "rule", "paper");
    int sweeps = node.path("sweeps").asInt(0);
    return switch (node.path("name").asText("thaw")) {
      case "successive-halving" ->
          new Scheduler.SuccessiveHalving(eta, node.path("trials").asInt(0), sweeps);
      case "hyperband" ->
          new Scheduler.Hyperband(
              eta,
              constant(Scheduler.Hyperband.Sizes.class, node, "sizes", "ceil"),
              node.path("synchronous").asBoolean(false),
              rule,
              sweeps);
      case "pbt" -> population(node, online(tree));
      case "race" -> race(node, sweeps);
      case "median" -> new Scheduler.MedianStopping();
      case "full" -> new Scheduler.FullTraining();
      case "thaw" -> new Scheduler.Guided(Guide.THAW, asha(eta, rule));
      case "dyhpo" -> new Scheduler.Guided(Guide.DYHPO, asha(eta, rule));
      case "freeze-thaw" -> new Scheduler.Guided(Guide.FREEZE_THAW, asha(eta, rule));
      case "mobster" -> new Scheduler.Guided(Guide.MOBSTER, asha(eta, rule));
      case "bohb" ->
          new Scheduler.Guided(
              Guide.BOHB,
              node.path("synchronous").asBoolean(false)
                  ? new Scheduler.Hyperband(
                      eta,
                      constant(Scheduler.Hyperband.Sizes.class, node, "sizes", "floor"),
                      true,
                      rule,
                      sweeps)
                  : asha(eta, rule));
      default -> new Scheduler.Asha(eta, rule, node.path("variant").asText().equals("stopping"));
    };
  }

  private static Scheduler population(JsonNode node, List<String> parameters) {
    return new Scheduler.Population(
        node.path("population").asInt(Scheduler.Population.SIZE),
        node.path("interval").asInt(1),
        node.path("share").asDouble(Scheduler.Population.SHARE),
        node.path("step").asDouble(Scheduler.Population.STEP),
        node.path("resample").asDouble(Scheduler.Population.RESAMPLE),
        parameters);
  }

  /** Whether a study races, where nobody is trained to the end for comparison unless asked for. */
  private static boolean races(JsonNode tree) {
    return tree.path("scheduler").path("name").asText().equals("race");
  }

  private static Scheduler race(JsonNode node, int sweeps) {
    return new Scheduler.Race(
        node.path("trials").asInt(Scheduler.Race.TRIALS),
        node.path("minFolds").asInt(Scheduler.Race.MIN_FOLDS),
        node.path("alpha").asDouble(Scheduler.Race.ALPHA),
        node.has("metric") ? node.get("metric").asText() : null,
        sweeps);
  }

  private static Scheduler asha(int eta, PromotionRule rule) {
    return new Scheduler.Asha(eta, rule, false);
  }

  private static Suggestion suggestion(JsonNode tree, SearchSpace space) {
    Suggestion rule = suggestion(tree.path("suggest"));
    List<Configuration> first = new ArrayList<>();
    tree.path("tryFirst").forEach(node -> first.add(configuration(node, space)));
    return first.isEmpty() ? rule : new ListedSuggestion(first, rule);
  }

  /**
   * A configuration as somebody wrote it, with defaults for what it leaves out.
   *
   * @throws IllegalArgumentException if it is none of the space
   */
  static Configuration configuration(JsonNode node, SearchSpace space) {
    Map<String, Object> written = new LinkedHashMap<>();
    node.properties()
        .forEach(
            one -> Scalars.object(one.getValue()).ifPresent(v -> written.put(one.getKey(), v)));
    return space.configuration(written);
  }

  private static Suggestion suggestion(JsonNode node) {
    String name = node.path("name").asText("random");
    return switch (name) {
      case "random" -> new RandomSuggestion();
      case "sobol" -> new SobolSuggestion();
      case "grid" -> new GridSuggestion(node.path("pointsPerReal").asInt(POINTS_PER_REAL));
      default -> new ModelSuggestion(name, options(name, node));
    };
  }

  /** All options of a proposer, by default those that it has now. */
  static Map<String, Object> options(String proposer, JsonNode node) {
    Map<String, Object> options = new LinkedHashMap<>(Proposers.defaults(proposer));
    options.replaceAll((key, usual) -> node.has(key) ? option(node.get(key), usual) : usual);
    return options;
  }

  private static StudySpec.@Nullable Control control(JsonNode tree) {
    if (!tree.has("controller")) {
      return null;
    }
    JsonNode node = tree.get("controller");
    String name = node.path("name").asText();
    return new StudySpec.Control(name, controllerOptions(name, node), online(tree));
  }

  /** The names of the parameters that may change between epochs. */
  static List<String> online(JsonNode tree) {
    JsonNode parameters = tree.path("parameters");
    return SpecSchema.names(parameters).stream()
        .filter(name -> parameters.path(name).path("online").asBoolean(false))
        .toList();
  }

  /** All options of a controller, by default those that it has now. */
  static Map<String, Object> controllerOptions(String controller, JsonNode node) {
    Map<String, Object> options = new LinkedHashMap<>(Controllers.defaults(controller));
    options.replaceAll((key, usual) -> node.has(key) ? option(node.get(key), usual) : usual);
    return options;
  }

  private static Object option(JsonNode node, Object usual) {
    return switch (usual) {
      case Double _ -> (Object) node.doubleValue();
      case Long _ -> node.longValue();
      case Boolean _ -> node.booleanValue();
      default -> node.asText();
    };
  }

  private static StudySpec.TrainerSpec trainer(JsonNode node) {
    Map<String, Object> options = new LinkedHashMap<>();
    for (String key : SpecSchema.names(node)) {
      if (!key.equals("name")) {
        options.put(key, Scalars.deep(node.get(key)));
      }
    }
    return new StudySpec.TrainerSpec(node.get("name").textValue(), options);
  }

  private static StudySpec.Resources resources(JsonNode node) {
    return new StudySpec.Resources(
        node.path("slots").asInt(1),
        number(node, "slotsPerGpu"),
        number(node, "gpusPerTrial"),
        number(node, "minSlots"),
        node.has("weight")
            ? OptionalDouble.of(node.get("weight").asDouble())
            : OptionalDouble.empty(),
        number(node, "priority"));
  }

  private static OptionalInt number(JsonNode node, String key) {
    return node.has(key) ? OptionalInt.of(node.get(key).asInt()) : OptionalInt.empty();
  }

  private static StudySpec.Checkpoints checkpoints(JsonNode node) {
    @Nullable Long quota = node.has("quota") ? Sizes.parse(node.get("quota").textValue()) : null;
    @Nullable String store = node.has("store") ? node.get("store").textValue() : null;
    return new StudySpec.Checkpoints(node.path("every").asInt(1), quota, store);
  }

  private static <E extends Enum<E>> E constant(
      Class<E> type, JsonNode node, String key, String standard) {
    return Enum.valueOf(type, node.path(key).asText(standard).toUpperCase(Locale.ROOT));
  }
}
