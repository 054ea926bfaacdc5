package dev.thaw.actors.session;

import dev.thaw.core.curve.Goal;
import dev.thaw.core.online.Knob;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.study.StudySpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the parameters of a session change between its epochs.
 *
 * @param controller the controller's name
 * @param options its options, other than the defaults
 * @param knobs the parameters that it may change; those that a trial does not have do not count
 * @param metric the objective's name
 * @param goal whether less or more of it is better
 * @param inEpochs whether the maximum that sessions are told is an epoch, and no number of seconds
 */
public record Steering(
    String controller,
    Map<String, Object> options,
    List<Knob> knobs,
    String metric,
    Goal goal,
    boolean inEpochs) {

  public Steering {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    knobs = List.copyOf(knobs);
  }

  /** That of a study; null if nobody changes anything. */
  static @Nullable Steering of(StudySpec spec) {
    StudySpec.Control control = spec.control();
    if (control == null) {
      return null;
    }
    List<Knob> knobs =
        spec.space().parameters().stream()
            .filter(p -> control.parameters().contains(p.name()))
            .filter(RealParameter.class::isInstance)
            .map(RealParameter.class::cast)
            .map(p -> new Knob(p.name(), p.min(), p.max(), p.scale()))
            .toList();
    return new Steering(
        control.controller(),
        control.options(),
        knobs,
        spec.objective().metric(),
        spec.objective().goal(),
        !spec.fidelity().isInSeconds());
  }
}
