package dev.thaw.app.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.core.bracket.Ladder;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.proposer.Proposers;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.StudySpec;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The checks that a schema cannot make; each passes over what the schema has refused. */
final class SpecChecks {

  /** The schedulers whose models look at all parameters, and at the whole of the space. */
  private static final Set<String> WHOLE_SPACE = Set.of("bohb", "mobster", "dyhpo", "freeze-thaw");

  /** The schedulers that propose configurations themselves. */
  private static final Set<String> PROPOSING =
      Set.of("thaw", "bohb", "mobster", "dyhpo", "freeze-thaw");

  private final JsonNode tree;
  private final Findings findings;

  private SpecChecks(JsonNode tree, Findings findings) {
    this.tree = tree;
    this.findings = findings;
  }

  static void run(JsonNode tree, Findings findings) {
    var checks = new SpecChecks(tree, findings);
    new SpaceReader(tree, findings).check();
    AimsText.check(tree, findings);
    checks.configurations("tryFirst", one -> one);
    checks.configurations("known", one -> one.path("configuration"));
    checks.proposer();
    new ControlChecks(tree, findings).run();
    checks.fidelity();
    checks.seed();
    checks.hyperband();
    checks.duration("budget", "wallClock");
    checks.duration("budget", "reserve");
    checks.contract();
    checks.duration("", "epochTimeLimit");
    checks.minSlots();
    checks.quota();
    checks.store();
    checks.ending();
    checks.confirm();
    checks.prospects();
    PopulationChecks.run(tree, findings);
    checks.race();
  }

  /** What does not go with a race, core knows; each at a time, as the rest is sound. */
  private void race() {
    if (findings.isEmpty() && tree.path("scheduler").path("name").asText().equals("race")) {
      read("scheduler", () -> SpecBuilder.build(tree));
    }
  }

  private void configurations(String key, UnaryOperator<JsonNode> written) {
    JsonNode all = tree.path(key);
    if (!all.isArray() || !findings.clean("parameters") || !findings.clean("constraints")) {
      return;
    }
    SearchSpace space = SpaceReader.read(tree);
    for (int i = 0; i < all.size(); i++) {
      String path = SpecPath.index(key, i);
      if (findings.clean(path)) {
        JsonNode one = written.apply(all.get(i));
        read(path, () -> SpecBuilder.configuration(one, space));
      }
    }
  }

  /** A proposer needs a scheduler that leaves new configurations to others. */
  private void proposer() {
    String name = tree.path("suggest").path("name").asText();
    if (!findings.clean("suggest") || !Proposers.names().contains(name)) {
      return;
    }
    read("suggest", () -> Proposers.of(name, SpecBuilder.options(name, tree.get("suggest"))));
    String scheduler = tree.path("scheduler").path("name").asText("thaw");
    if (PROPOSING.contains(scheduler)) {
      findings.add(
          "suggest.name",
          "name (%s) does not go with scheduler (%s%s), which proposes configurations itself."
              .formatted(name, scheduler, tree.has("scheduler") ? "" : ", the default"),
          "Maybe scheduler: {name: asha}, or leave suggest out.");
    }
  }

  /** Who learns from the whole space; null if nobody does. */
  private @Nullable String modeller(String scheduler) {
    String suggestion = tree.path("suggest").path("name").asText();
    if (WHOLE_SPACE.contains(scheduler)) {
      return "scheduler (%s)".formatted(scheduler);
    }
    return Proposers.names().contains(suggestion) ? "suggest (%s)".formatted(suggestion) : null;
  }

  private static String unmodelled(String modeller) {
    return modeller.startsWith("suggest")
        ? "Maybe suggest: {name: random}, or scheduler: {name: thaw} without suggest."
        : "Maybe scheduler: {name: thaw}, or asha.";
  }

  private void fidelity() {
    JsonNode given = tree.path("fidelity");
    if (!findings.clean("fidelity") || !given.has("max")) {
      return;
    }
    read("fidelity", () -> FidelityText.read(given));
    if (!findings.clean("fidelity")) {
      return;
    }
    StudySpec.Fidelity fidelity = FidelityText.read(given);
    if (fidelity.min() > fidelity.max()) {
      findings.add(
          "fidelity.min",
          "min (%s) must be at most max (%s)."
              .formatted(given.path("min").asText(), given.path("max").asText()),
          "Maybe they are swapped.");
    }
    String scheduler = tree.path("scheduler").path("name").asText("thaw");
    if (fidelity.isInSeconds() && Set.of("dyhpo", "freeze-thaw", "mobster").contains(scheduler)) {
      findings.add(
          "fidelity.name",
          "name (%s) does not go with scheduler (%s), whose model counts epochs."
              .formatted(fidelity.name(), scheduler),
          "Maybe scheduler: {name: thaw}.");
    }
    if (fidelity.isInSeconds() && fidelity.grant() != null) {
      findings.add(
          "fidelity.grant",
          "grant (%s) is for epochs, and does not go with name (%s)."
              .formatted(given.path("grant").asText(), fidelity.name()),
          "Maybe leave it out: the levels of seconds are what is granted.");
    }
    searched(fidelity, scheduler);
    if (fidelity.isOnGpus() && tree.path("resources").path("gpusPerTrial").asInt(1) == 0) {
      findings.add(
          "fidelity.name",
          "name (gpuSeconds) needs GPUs, and gpusPerTrial (0) asks for none.",
          "Maybe fidelity.name: seconds.");
    }
    if (fidelity.growth() != null) {
      growth(fidelity, fidelity.growth(), scheduler);
    }
  }

  private void searched(StudySpec.Fidelity fidelity, String scheduler) {
    String name = fidelity.parameter();
    if (name == null) {
      return;
    }
    JsonNode parameter = tree.path("parameters").path(name);
    if (!parameter.path("type").asText().equals("integer") || parameter.has("when")) {
      findings.add(
          "fidelity.parameter",
          "parameter (%s) must be an integer parameter that every configuration has."
              .formatted(name),
          "Maybe add it: %s: {type: integer, min: 1, max: %d}.".formatted(name, fidelity.max()));
    } else if (parameter.path("min").asLong(1) < 1) {
      findings.add(
          "fidelity.parameter",
          "parameter (%s) counts epochs, so its min must be at least 1.".formatted(name),
          null);
    }
    String modeller = modeller(scheduler);
    if (modeller != null) {
      findings.add(
          "fidelity.parameter",
          "parameter (%s) does not go with %s, whose model would learn from it."
              .formatted(name, modeller),
          unmodelled(modeller));
    }
  }

  private void growth(StudySpec.Fidelity fidelity, StudySpec.Growth growth, String scheduler) {
    boolean stopping = tree.path("scheduler").path("variant").asText().equals("stopping");
    if (stopping || scheduler.equals("median") || scheduler.equals("full")) {
      findings.add(
          "fidelity.growth",
          "growth needs a scheduler that pauses trials below the maximum, which %s does not."
              .formatted(stopping ? scheduler + " with variant: stopping" : scheduler),
          "Maybe scheduler: {name: thaw}, or asha.");
    }
    stages(growth, scheduler);
    families(growth, scheduler);
    if (growth.from() >= fidelity.max()) {
      findings.add(
          "fidelity.growth.from",
          "from (%s) must be less than max (%s)."
              .formatted(
                  tree.path("fidelity").path("growth").path("from").asText(),
                  tree.path("fidelity").path("max").asText()),
          "Maybe a ninth of max.");
    } else if (isNowhereBelow(fidelity, growth)) {
      findings.add(
          "fidelity.growth.from",
          "from (%s) must not be above the last rung before max (%s)."
              .formatted(
                  tree.path("fidelity").path("growth").path("from").asText(),
                  tree.path("fidelity").path("max").asText()),
          "Maybe a ninth of max, or a smaller fidelity.min.");
    }
  }

  private boolean isNowhereBelow(StudySpec.Fidelity fidelity, StudySpec.Growth growth) {
    int eta = tree.path("scheduler").path("eta").asInt(SpecBuilder.ETA);
    return fidelity.min() <= fidelity.max()
        && Ladder.of(fidelity.min(), fidelity.max(), Math.max(2, eta)).epochs().stream()
            .noneMatch(level -> level >= growth.from() && level < fidelity.max());
  }

  private void stages(StudySpec.Growth growth, String scheduler) {
    if (!growth.stages().isEmpty() && tree.path("suggest").path("name").asText().equals("grid")) {
      findings.add(
          "fidelity.growth.stages",
          "stages do not go with suggest (grid), whose points they would move.",
          "Maybe suggest: {name: random}.");
    }
    for (String name : growth.stages().keySet()) {
      JsonNode parameter = tree.path("parameters").path(name);
      String type = parameter.path("type").asText();
      if (parameter.isMissingNode() || type.equals("categorical") || type.equals("constant")) {
        findings.add(
            SpecPath.key("fidelity.growth.stages", name),
            "%s must be a parameter whose values have an order%s."
                .formatted(name, type.isEmpty() ? "" : ", not a " + type + " one"),
            "Maybe one of those that make an epoch expensive, such as width: up.");
      }
    }
    String modeller = modeller(scheduler);
    if (!growth.stages().isEmpty() && modeller != null) {
      findings.add(
          "fidelity.growth.stages",
          "stages do not go with %s, which proposes from the whole space.".formatted(modeller),
          unmodelled(modeller));
    }
  }

  private void families(StudySpec.Growth growth, String scheduler) {
    if (growth.schedule() == null) {
      return;
    }
    if (tree.path("fidelity").has("parameter")) {
      findings.add(
          "fidelity.growth.schedule",
          "schedule (depends-on-max) does not go with parameter (%s), which says itself how long a schedule is."
              .formatted(tree.path("fidelity").path("parameter").asText()),
          "Maybe leave one of them out.");
    }
    boolean synchronous =
        scheduler.equals("successive-halving")
            || (scheduler.equals("hyperband")
                && tree.path("scheduler").path("synchronous").asBoolean(false));
    String modeller =
        synchronous ? "a synchronous scheduler (%s)".formatted(scheduler) : modeller(scheduler);
    if (modeller != null) {
      findings.add(
          "fidelity.growth.schedule",
          "schedule (depends-on-max) does not go with %s, which compares curves for different maxima."
              .formatted(modeller),
          unmodelled(modeller));
    }
  }

  private void minSlots() {
    JsonNode min = tree.path("resources").path("minSlots");
    long slots = tree.path("resources").path("slots").asLong(1);
    if (findings.clean("resources") && min.isNumber() && min.asLong() > slots) {
      findings.add(
          "resources.minSlots",
          "minSlots (%d) must be at most slots (%d).".formatted(min.asLong(), slots),
          "Maybe they are swapped.");
    }
  }

  /** The schema says so too, but its validator compares reals only roughly. */
  private void seed() {
    JsonNode seed = tree.path("seed");
    if (findings.clean("seed") && seed.isNumber() && !seed.canConvertToLong()) {
      findings.add(
          "seed",
          "seed (%s) must be from -2^63 to 2^63 - 1.".formatted(seed.asText()),
          "Maybe a smaller number.");
    }
  }

  /** Which keys apply to hyperband depends on one of them. */
  private void hyperband() {
    JsonNode scheduler = tree.path("scheduler");
    if (!findings.clean("scheduler") || !scheduler.path("name").asText().equals("hyperband")) {
      return;
    }
    boolean synchronous = scheduler.path("synchronous").asBoolean(false);
    if (synchronous && scheduler.has("rule")) {
      findings.add(
          "scheduler.rule",
          "rule (%s) does not apply to a synchronous hyperband, which promotes from full rungs."
              .formatted(scheduler.get("rule").asText()),
          "Maybe remove it, or synchronous: true.");
    }
    if (!synchronous && scheduler.has("sweeps")) {
      findings.add(
          "scheduler.sweeps",
          "sweeps (%s) does not apply to an asynchronous hyperband, which keeps all brackets open."
              .formatted(scheduler.get("sweeps").asText()),
          "Maybe add synchronous: true.");
    }
  }

  private void duration(String parent, String key) {
    String path = SpecPath.key(parent, key);
    JsonNode node = (parent.isEmpty() ? tree : tree.path(parent)).path(key);
    if (!findings.clean(path) || !node.isTextual()) {
      return;
    }
    try {
      Duration duration = Durations.parse(node.textValue());
      if (duration.isZero() || duration.isNegative()) {
        findings.add(path, "%s (%s) must be positive.".formatted(key, node.textValue()), null);
      } else if (duration.compareTo(Budget.LONGEST) > 0) {
        findings.add(
            path, "%s (%s) must be at most 100 years.".formatted(key, node.textValue()), null);
      }
    } catch (IllegalArgumentException e) {
      String[] lines = String.valueOf(e.getMessage()).split("\n", 2);
      findings.add(
          path, lines[0].replaceFirst("duration", key), lines.length > 1 ? lines[1] : null);
    }
  }

  private void quota() {
    JsonNode node = tree.path("checkpoints").path("quota");
    if (!findings.clean("checkpoints.quota") || !node.isTextual()) {
      return;
    }
    try {
      if (Sizes.parse(node.textValue()) == 0) {
        findings.add(
            "checkpoints.quota", "quota (%s) must be positive.".formatted(node.textValue()), null);
      }
    } catch (IllegalArgumentException e) {
      String[] lines = String.valueOf(e.getMessage()).split("\n", 2);
      findings.add("checkpoints.quota", lines[0].replaceFirst("size", "quota"), lines[1]);
    }
  }

  /** Whether there is such a kind of store is seen when the study starts. */
  private void store() {
    JsonNode node = tree.path("checkpoints").path("store");
    if (!findings.clean("checkpoints.store") || !node.isTextual()) {
      return;
    }
    String where = node.textValue();
    boolean fits = where.startsWith("/") || where.matches("[a-z][a-z0-9+.-]*:/\\S*");
    if (!fits) {
      findings.add(
          "checkpoints.store",
          "store (%s) must be an absolute folder, or a URI such as s3://bucket/prefix."
              .formatted(where),
          "Maybe leave it out: checkpoints then lie in the study's own folder.");
    }
  }

  /** What is read key by key, so that each finding stands at its own. */
  private void contract() {
    JsonNode budget = tree.path("budget");
    read("timeZone", () -> ContractText.zone(tree));
    if (!findings.clean("timeZone")) {
      return;
    }
    ZoneId zone = ContractText.zone(tree);
    for (String key : List.of("deadline", "gpuHours", "cost")) {
      if (budget.has(key)
          && findings.clean("budget." + key)
          && findings.clean("budget.perSlotHour")) {
        ObjectNode alone = JsonNodeFactory.instance.objectNode();
        alone.set(key, budget.get(key));
        if (key.equals("cost") && budget.has("perSlotHour")) {
          alone.set("perSlotHour", budget.get("perSlotHour"));
        }
        read("budget." + key, () -> ContractText.budget(alone, zone));
      }
    }
    if (budget.has("perSlotHour") && !budget.has("cost")) {
      findings.add(
          "budget.perSlotHour",
          "perSlotHour (%s) is the price for a cost, and there is none."
              .formatted(budget.get("perSlotHour")),
          "Maybe add cost: 40 EUR.");
    }
    if (tree.has("hours") && findings.clean("hours")) {
      read("hours", () -> ContractText.hours(tree.path("hours"), zone));
    }
  }

  private void read(String path, Supplier<@Nullable Object> reading) {
    try {
      var unused = reading.get();
    } catch (IllegalArgumentException refused) {
      String[] lines = String.valueOf(refused.getMessage()).split("\n", 2);
      findings.add(path, lines[0], lines.length > 1 ? lines[1] : null);
    }
  }

  /** Only the default scheduler can tell what is to be gained, and only prices what that costs. */
  private void prospects() {
    JsonNode when = tree.path("stopWhen");
    String scheduler = tree.path("scheduler").path("name").asText("thaw");
    if (!findings.clean("stopWhen") || !findings.clean("scheduler")) {
      return;
    }
    for (String key : List.of("improvementPerHour", "improvementPerCost")) {
      if (when.has(key) && !scheduler.equals("thaw")) {
        findings.add(
            "stopWhen." + key,
            "%s (%s) needs a scheduler that tells what is to be gained: thaw, not %s."
                .formatted(key, when.get(key).asText(), scheduler),
            "Maybe stopWhen.noImprovement, which works with every scheduler.");
      }
    }
    if (when.has("improvementPerCost") && !tree.path("budget").has("cost")) {
      findings.add(
          "stopWhen.improvementPerCost",
          "improvementPerCost (%s) needs a price, and there is none."
              .formatted(when.get("improvementPerCost").asText()),
          "Maybe budget.cost: 40 EUR with budget.perSlotHour, or stopWhen.improvementPerHour.");
    }
  }

  /** Refuses a study whose confirmations would leave nothing to the search. */
  private void confirm() {
    JsonNode confirm = tree.path("confirm");
    JsonNode budget = tree.path("budget");
    if (!confirm.isNumber() || !findings.clean("confirm") || !findings.clean("budget")) {
      return;
    }
    long seeds = confirm.asLong();
    long epochs = seeds * tree.path("fidelity").path("max").asLong(1);
    if (budget.has("trials") && budget.path("trials").asLong() <= seeds) {
      findings.add(
          "confirm",
          "confirm (%d) must be less than the trials of the budget (%d), of which they are a part."
              .formatted(seeds, budget.path("trials").asLong()),
          "Maybe raise budget.trials to %d or more.".formatted(10 * seeds));
    } else if (findings.clean("fidelity")
        && budget.has("epochs")
        && budget.path("epochs").asLong() <= epochs) {
      findings.add(
          "confirm",
          "confirm (%d) needs %d epochs, which must be less than those of the budget (%d)."
              .formatted(seeds, epochs, budget.path("epochs").asLong()),
          "Maybe raise budget.epochs to %d or more.".formatted(10 * epochs));
    }
  }

  /** Refuses a study that would never end. */
  private void ending() {
    JsonNode budget = tree.path("budget");
    boolean judged =
        findings.clean("budget")
            && findings.clean("suggest.name")
            && findings.clean("scheduler.name")
            && findings.clean("scheduler.sweeps");
    boolean limited =
        Stream.of("wallClock", "trials", "epochs", "deadline", "gpuHours", "cost")
            .anyMatch(budget::has);
    boolean grid = tree.path("suggest").path("name").asText().equals("grid");
    boolean swept = tree.path("scheduler").path("sweeps").asInt() > 0;
    boolean trained = tree.path("scheduler").path("name").asText().equals("pbt");
    if (judged && !limited && !grid && !swept && !trained) {
      findings.add(
          "budget",
          "budget (%s) must set a limit, because this search would never end by itself."
              .formatted(budget.isMissingNode() ? "none" : "no limit"),
          "Maybe budget: {wallClock: 8h}; or trials, or epochs.");
    }
  }
}
