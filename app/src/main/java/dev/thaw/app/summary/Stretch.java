package dev.thaw.app.summary;

import dev.thaw.core.study.Lineages;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of a schedule: epochs that were trained with the same values.
 *
 * @param trial the trial that trained them
 * @param from the first of them, at least 1
 * @param to the last of them
 * @param parameters what differs between the parts, by name
 */
public record Stretch(int trial, int from, int to, Map<String, Object> parameters) {

  public Stretch {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * The schedule behind the best value, the first epochs first; null if its trial is no fork, so
   * that its parameters say it all.
   */
  public static @Nullable List<Stretch> schedule(StudyState state) {
    Progress.Best best = state.progress().best();
    Trial trial = best == null ? null : state.trial(best.trial());
    if (best == null || trial == null || trial.lineage() == null) {
      return null;
    }
    List<Lineages.Stretch> parts = Lineages.schedule(state, best.trial(), best.epoch());
    List<Stretch> schedule = new ArrayList<>();
    for (Lineages.Stretch part : parts) {
      Map<String, Object> differing = new LinkedHashMap<>();
      part.configuration()
          .asMap()
          .forEach(
              (name, value) -> {
                if (parts.stream().anyMatch(other -> !value.equals(at(other, name)))) {
                  differing.put(name, value);
                }
              });
      schedule.add(new Stretch(part.trial(), part.from(), part.to(), differing));
    }
    return List.copyOf(schedule);
  }

  private static @Nullable Object at(Lineages.Stretch part, String name) {
    return part.configuration().asMap().get(name);
  }

  /** The lines of a schedule, with a title; none if there is no schedule. */
  public static List<String> lines(@Nullable List<Stretch> schedule) {
    List<String> lines = new ArrayList<>();
    if (schedule != null) {
      lines.add("its schedule, from trial to trial:");
      schedule.forEach(part -> lines.add("  " + part.epochs() + ": " + part.values()));
    }
    return lines;
  }

  /** Which epochs, and of which trial. */
  public String epochs() {
    return "epochs %d to %d in trial %d".formatted(from, to, trial);
  }

  /** The values, for people. */
  public String values() {
    List<String> values = new ArrayList<>();
    parameters.forEach((name, value) -> values.add(name + " " + Figures.parameter(value)));
    return String.join(", ", values);
  }
}
