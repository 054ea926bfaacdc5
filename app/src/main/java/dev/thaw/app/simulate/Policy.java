package dev.thaw.app.simulate;

import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.SpecError;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.proposer.Proposers;
import dev.thaw.core.study.Outcomes;
import dev.thaw.core.study.StudySpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A way to search, in the words of a study file.
 *
 * @param name what its runs are called
 * @param file the study file that it comes from; null for none
 * @param settings what is set beside or against the file, each {@code path=value}
 */
public record Policy(String name, @Nullable Path file, List<String> settings) {

  /** What says where configurations come from when all of them are trained to the end. */
  private static final Set<String> UNGUIDED = Set.of("random", "sobol", "grid");

  private static final String BARE =
      """
      study: simulation
      objective: {metric: value, goal: minimize}
      parameters: {place: {type: real, min: 0, max: 1}}
      fidelity: {max: %d}
      baseline: false
      budget: {trials: 1}
      trainer: {name: table}
      """;

  /** A setting of the simulation, not of the study: no policy sees what epochs cost. */
  private static final String HIDDEN = "simulate.seconds=hidden";

  private static final String MAXIMUM = "fidelity.max=";

  /** A level of the fidelity as seconds of a full training, such as T, 2T or T/27. */
  private static final Pattern TRAININGS =
      Pattern.compile("(fidelity\\.[a-z.]+=)([0-9.]*)T(?:/([0-9.]+))?");

  private static final Pattern STAGE = Pattern.compile("fidelity\\.growth\\.stages\\.([^=]+)=.*");

  public Policy {
    settings = List.copyOf(settings);
  }

  /**
   * Reads the short form of a policy: {@code [NAME=]SCHEDULER[:KEY=VALUE,...]}, such as {@code
   * asha:eta=4,rule=quantile} or {@code mine=hyperband:synchronous=true,suggest.name=sobol}.
   *
   * <p>With {@code simulate.seconds=hidden} it is not told that its budget is in time, and decides
   * by epochs.
   *
   * <p>SCHEDULER is one that a study file can name; whatever it can name to suggest configurations,
   * such as {@code random} or {@code tpe}, trains each to the end. A key without a dot is one of
   * the scheduler's. Without a name, the policy is called by the scheduler and the values.
   *
   * @throws BadSpecException if the form is wrong; whether the words make sense is seen by {@link
   *     #study}
   */
  public static Policy parse(String text) throws BadSpecException {
    int colon = text.indexOf(':');
    String head = colon < 0 ? text : text.substring(0, colon);
    int equals = head.indexOf('=');
    String scheduler = head.substring(equals + 1).strip();
    List<String> settings = new ArrayList<>(schedulerSettings(scheduler));
    var name = new StringBuilder(scheduler);
    for (String setting : colon < 0 ? new String[0] : text.substring(colon + 1).split(",")) {
      int is = setting.indexOf('=');
      if (is <= 0) {
        throw malformed(text, setting);
      }
      boolean whole = setting.substring(0, is).contains(".");
      settings.add(whole ? setting : "scheduler." + setting);
      name.append('-').append(setting.substring(is + 1));
    }
    return new Policy(equals < 0 ? name.toString() : head.substring(0, equals), null, settings);
  }

  private static BadSpecException malformed(String text, String setting) {
    String message = "setting (%s) must be a key, = and a value.".formatted(setting);
    var error = new SpecError("", 0, message, Optional.of("Maybe asha:eta=4,rule=quantile."));
    return new BadSpecException("policy " + text, List.of(error));
  }

  private static List<String> schedulerSettings(String scheduler) {
    return UNGUIDED.contains(scheduler) || Proposers.names().contains(scheduler)
        ? List.of("scheduler.name=full", "suggest.name=" + scheduler)
        : List.of("scheduler.name=" + scheduler);
  }

  /** This policy with more settings, which win. */
  public Policy with(List<String> more) {
    List<String> all = new ArrayList<>(settings);
    all.addAll(more);
    return new Policy(name, file, all);
  }

  /**
   * The study that it would run; all but scheduler, suggestion and fidelity may be replaced. No
   * level may be given by T.
   *
   * @param epochs the epochs of a full training
   * @throws BadSpecException if a setting makes no sense
   */
  public StudySpec study(int epochs) throws BadSpecException {
    return study(epochs, settings);
  }

  /**
   * The study that it would run on a table. Where levels of the fidelity are seconds they may be
   * given by T, the seconds of the median row's full training: {@code
   * thaw:fidelity.name=seconds,fidelity.min=T/27,fidelity.max=2T}. Without a maximum, that is the
   * number of epochs.
   *
   * @throws BadSpecException if a setting makes no sense
   */
  StudySpec study(CurveTable table) throws BadSpecException {
    List<String> all = new ArrayList<>();
    for (String setting : settings) {
      staged(setting).ifPresent(all::add);
      all.add(inSeconds(setting, table.medianTrainingSeconds()));
    }
    StudySpec study = study(table.epochs(), all);
    if (Outcomes.matter(study)) {
      throw new BadSpecException(
          "policy " + name,
          List.of(
              new SpecError(
                  "objective",
                  0,
                  "objective counts more than one metric, and a table of curves has one.",
                  Optional.of("Maybe a file without objective.also and objective.constraints."))));
    }
    return study;
  }

  private StudySpec study(int epochs, List<String> given) throws BadSpecException {
    List<String> all = new ArrayList<>(given);
    all.remove(HIDDEN);
    if (file == null) {
      return SpecReader.read(BARE.formatted(epochs), "policy " + name, all);
    }
    if (given.stream().noneMatch(setting -> setting.startsWith(MAXIMUM))) {
      all.add(MAXIMUM + epochs);
    }
    return SpecReader.read(file, all);
  }

  /** The parameter of a table that a stage names, without which the stage would make no sense. */
  private Optional<String> staged(String setting) {
    Matcher stage = STAGE.matcher(setting);
    return file == null && stage.matches()
        ? Optional.of("parameters." + stage.group(1) + "={type: real, min: 0, max: 1}")
        : Optional.empty();
  }

  private static String inSeconds(String setting, double training) {
    Matcher level = TRAININGS.matcher(setting);
    if (!level.matches()) {
      return setting;
    }
    double times = level.group(2).isEmpty() ? 1 : Double.parseDouble(level.group(2));
    double parts = level.group(3) == null ? 1 : Double.parseDouble(level.group(3));
    return level.group(1) + Math.max(1, Math.round(times / parts * training));
  }

  /** Whether it knows when its budget is in time. */
  boolean seesSeconds() {
    return !settings.contains(HIDDEN);
  }
}
