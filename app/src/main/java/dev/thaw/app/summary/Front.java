package dev.thaw.app.summary;

import dev.thaw.core.study.Aims;
import dev.thaw.core.study.Outcomes;
import dev.thaw.core.study.StudyState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Pareto front of a study with several objectives: trials of which none is better than another
 * in every objective, each by its newest epoch.
 *
 * @param objectives what is optimised, the first objective first
 * @param trials the front, by the first objective, the best first; empty while no trial keeps all
 *     constraints
 */
public record Front(List<Objective> objectives, List<Member> trials) {

  public Front {
    objectives = List.copyOf(objectives);
    trials = List.copyOf(trials);
  }

  /**
   * What is optimised.
   *
   * @param metric its name
   * @param goal {@code minimize} or {@code maximize}
   */
  public record Objective(String metric, String goal) {}

  /**
   * A trial of the front.
   *
   * @param trial its number
   * @param epoch its newest epoch, of which it has a checkpoint
   * @param values its objectives by metric, in their order
   * @param parameters its active parameters
   */
  public record Member(
      int trial, int epoch, Map<String, Double> values, Map<String, Object> parameters) {
    public Member {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
  }

  /** The front of a study; null if it has one objective. */
  public static @Nullable Front of(StudyState state) {
    var objective = state.spec().objective();
    Aims aims = objective.aims();
    if (aims == null || !aims.areSeveral()) {
      return null;
    }
    List<Objective> objectives = new ArrayList<>();
    objectives.add(new Objective(objective.metric(), Figures.word(objective.goal())));
    aims.also()
        .forEach(aim -> objectives.add(new Objective(aim.metric(), Figures.word(aim.goal()))));
    List<Member> members = new ArrayList<>();
    for (Outcomes.Point point : Outcomes.front(state)) {
      Map<String, Double> values = new LinkedHashMap<>();
      for (int i = 0; i < objectives.size(); i++) {
        values.put(objectives.get(i).metric(), point.values().get(i));
      }
      members.add(
          new Member(
              point.trial(),
              point.epoch(),
              values,
              Credited.parameters(state, state.trial(point.trial()))));
    }
    return new Front(objectives, members);
  }

  /** The front for people: a line that says what it is, then one for each trial. */
  public List<String> lines() {
    if (trials.isEmpty()) {
      return List.of("Pareto front: empty, no trial keeps all constraints");
    }
    List<String> lines = new ArrayList<>();
    lines.add("Pareto front: " + Figures.count(trials.size(), "trial"));
    for (Member member : trials) {
      List<String> values = new ArrayList<>();
      member.values().forEach((name, value) -> values.add(name + " " + Figures.value(value)));
      lines.add(
          "  trial %d at epoch %d: %s"
              .formatted(member.trial(), member.epoch(), String.join(", ", values)));
    }
    return List.copyOf(lines);
  }
}
