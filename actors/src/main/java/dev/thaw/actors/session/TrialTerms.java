package dev.thaw.actors.session;

import dev.thaw.core.curve.Goal;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.study.StudySpec;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node must know of a study to run its trials.
 *
 * @param study the study's name
 * @param metric the name of the objective
 * @param goal whether less or more is better
 * @param trainer the trainer's name
 * @param options what the trainer is told beside the parameters
 * @param epochTimeLimit how long one epoch may take
 * @param lastEpoch the epoch after which a trial is complete; the largest number if nobody knows
 * @param checkpoints when checkpoints are written, and where they lie
 * @param parameters the names of all hyperparameters
 * @param onProcessors whether the time of processors counts, and is to be measured; null for no
 * @param steering how parameters change between epochs; null if they do not
 */
public record TrialTerms(
    String study,
    String metric,
    Goal goal,
    String trainer,
    Map<String, Object> options,
    Duration epochTimeLimit,
    int lastEpoch,
    StudySpec.Checkpoints checkpoints,
    List<String> parameters,
    @Nullable Boolean onProcessors,
    @Nullable Steering steering) {

  public TrialTerms {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    parameters = List.copyOf(parameters);
  }

  /** Terms of a study for which the time of processors does not count. */
  public TrialTerms(
      String study,
      String metric,
      Goal goal,
      String trainer,
      Map<String, Object> options,
      Duration epochTimeLimit,
      int lastEpoch,
      StudySpec.Checkpoints checkpoints,
      List<String> parameters) {
    this(
        study,
        metric,
        goal,
        trainer,
        options,
        epochTimeLimit,
        lastEpoch,
        checkpoints,
        parameters,
        null,
        null);
  }

  /** The terms of a study. */
  public static TrialTerms of(StudySpec spec) {
    return new TrialTerms(
        spec.name(),
        spec.objective().metric(),
        spec.objective().goal(),
        spec.trainer().name(),
        spec.trainer().options(),
        spec.epochTimeLimit(),
        spec.fidelity().isInSeconds() ? Integer.MAX_VALUE : spec.fidelity().max(),
        spec.checkpoints(),
        spec.space().parameters().stream().map(Parameter::name).toList(),
        spec.fidelity().isOnProcessors() ? true : null,
        Steering.of(spec));
  }
}
