package dev.thaw.workers.process;

import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import dev.thaw.workers.hypergradient.HypergradientSession;
import dev.thaw.workers.hypergradient.MetaRule;
import dev.thaw.workers.hypergradient.Ratio;
import dev.thaw.workers.hypergradient.TrainingRule;
import dev.thaw.workers.hypergradient.WayBack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tunes dozens of hyperparameters of a model that lives in a script: {@code trainer: {name:
 * hypergradient, command: [python3, model.py]}}. The script exposes gradients and products of the
 * Hessian with vectors by the protocol; the training and the way back are done here. An epoch is
 * one training and one step with all hyperparameters, see {@link HypergradientSession}.
 *
 * <p>Options: those of {@link ProcessTrainer} but {@code metrics}, and {@code steps} of a training,
 * 200 by default; {@code segments}, each with learning rates of its own, 5 or as many as there are
 * steps; {@code lines} of the way back, 1 by default, which is DrMAD, or 0 to walk back exactly.
 * The following are options, or hyperparameters of the study, which the script then gets as well:
 * {@code learning_rate} (0.1), {@code weight_decay} (1e-4) and {@code scale} (1) at first, {@code
 * step} (0.1) and {@code momentum} (0.9).
 */
public final class HypergradientTrainer implements Trainer {

  private static final Map<String, Double> STARTS = starts();
  private static final List<String> COUNTS = List.of("steps", "segments", "lines");

  private final ProcessTrainer scripts = new ProcessTrainer();

  /** For {@link java.util.ServiceLoader}. */
  public HypergradientTrainer() {}

  @Override
  public String name() {
    return "hypergradient";
  }

  @Override
  public List<String> problemsWith(Map<String, Object> options) {
    return problemsWith(options, Set.of());
  }

  @Override
  public List<String> problemsWith(Map<String, Object> options, Set<String> parameters) {
    List<String> problems = new ArrayList<>(scripts.problemsWith(ofScript(options), parameters));
    if (options.containsKey("metrics")) {
      problems.add(
          OptionReader.sentence(
              "metrics", options.get("metrics"), "is not an option", "take it out"));
    }
    try {
      rule(options, Map.of());
    } catch (IllegalArgumentException refusal) {
      problems.add(String.valueOf(refusal.getMessage()));
    }
    return problems;
  }

  @Override
  public boolean usesGpu(Map<String, Object> options) {
    return scripts.usesGpu(ofScript(options));
  }

  @Override
  public void begin(Map<String, Object> options, Set<String> parameters, Path folder)
      throws IOException {
    scripts.begin(ofScript(options), parameters, folder);
  }

  /**
   * Starts the script, and restores the hyperparameters where the trial goes on.
   *
   * @throws ScriptFailed if the script does something else
   * @throws IllegalArgumentException if an option or a parameter is wrong
   * @throws InterruptedException if the thread is interrupted; the script has ended then
   */
  @Override
  public TrainingSession open(TrialSetup setup) throws IOException, InterruptedException {
    MetaRule rule = rule(setup.options(), setup.parameters());
    TrialSetup script =
        new TrialSetup(
            setup.study(),
            setup.trial(),
            setup.parameters(),
            setup.seed(),
            ofScript(setup.options()),
            setup.slot(),
            setup.folder(),
            Optional.empty(),
            setup.maximum());
    TrainingSession opened = scripts.open(script);
    if (!(opened instanceof ProtocolSession speaking)) {
      opened.close();
      throw new IllegalArgumentException("trainer.metrics must not be given.");
    }
    try {
      HypergradientSession session =
          new HypergradientSession(ScriptedModel.of(speaking), rule, _ -> Map.of());
      if (setup.resumeFrom().isPresent()) {
        session.restore(setup.resumeFrom().get().directory());
      }
      return session;
    } catch (IOException | InterruptedException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  @Override
  public void shutDown() {
    scripts.shutDown();
  }

  private static Map<String, Double> starts() {
    Map<String, Double> starts = new LinkedHashMap<>();
    starts.put("learning_rate", 0.1);
    starts.put("weight_decay", 1e-4);
    starts.put("scale", 1.0);
    starts.put("step", 0.1);
    starts.put("momentum", 0.9);
    return starts;
  }

  private static Map<String, Object> ofScript(Map<String, Object> options) {
    Map<String, Object> left = new LinkedHashMap<>(options);
    left.keySet().removeAll(STARTS.keySet());
    left.keySet().removeAll(COUNTS);
    return left;
  }

  /** Parameters of the trial go before options. */
  private static MetaRule rule(Map<String, Object> options, Map<String, Object> parameters) {
    Map<String, Double> starts = new LinkedHashMap<>(STARTS);
    for (String name : STARTS.keySet()) {
      Object given = parameters.getOrDefault(name, options.get(name));
      if (given instanceof Number number && number.doubleValue() > 0) {
        starts.put(name, number.doubleValue());
      } else if (given != null) {
        throw new IllegalArgumentException(
            OptionReader.sentence(name, given, "must be a number above 0", "1e-5 is small enough"));
      }
    }
    int steps = whole(options, "steps", 200, 1, 1_000_000);
    int lines = whole(options, "lines", 1, 0, 1_000_000);
    return new MetaRule(
        new TrainingRule(
            steps,
            whole(options, "segments", Math.min(5, steps), 1, steps),
            Ratio.nearest(starts.getOrDefault("momentum", 0.9))),
        lines == 0 ? new WayBack.Exact() : new WayBack.Lines(lines),
        starts.getOrDefault("step", 0.1),
        starts.getOrDefault("learning_rate", 0.1),
        starts.getOrDefault("weight_decay", 1e-4),
        starts.getOrDefault("scale", 1.0));
  }

  private static int whole(
      Map<String, Object> options, String name, int otherwise, int least, int most) {
    Object value = options.getOrDefault(name, otherwise);
    if (value instanceof Number number
        && number.doubleValue() % 1 == 0
        && number.doubleValue() >= least
        && number.doubleValue() <= most) {
      return number.intValue();
    }
    throw new IllegalArgumentException(
        OptionReader.sentence(
            name,
            value,
            "must be a whole number from %d to %d".formatted(least, most),
            String.valueOf(otherwise)));
  }
}
