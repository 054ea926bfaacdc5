package dev.thaw.benchmarks.online;

import dev.thaw.actors.session.Steering;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.online.Controller;
import dev.thaw.core.online.Controllers;
import dev.thaw.core.online.History;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSlot;
import dev.thaw.trainer.TrialSetup;
import dev.thaw.workers.session.OnlineSession;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is trained.
 *
 * @param options of the trainer
 * @param parameters the same for all arms
 */
record Task(
    String name, Trainer trainer, Map<String, Object> options, Map<String, Object> parameters) {

  /** An arm stops after so many times the epochs that it should keep, however few it has kept. */
  private static final int MOST = 8;

  /**
   * Trains until so many epochs lie on the way to the state that is kept.
   *
   * @param begin the parameters that the trial begins with
   * @param scratch an absolute folder for states
   * @throws Exception if the trainer fails
   */
  Run train(Arm arm, Map<String, Object> begin, long seed, int epochs, Path scratch)
      throws Exception {
    Controller controller = Controllers.of(arm.controller(), arm.options());
    try (OnlineSession session = open(arm, begin, seed, epochs, scratch, 0)) {
      for (int epoch = 1; epoch <= MOST * epochs; epoch++) {
        var unused = session.trainEpoch(epoch);
        History history = session.history();
        if (history.depth(Run.kept(controller, history)) >= epochs) {
          break;
        }
      }
      return Run.of(controller, session.history());
    }
  }

  /**
   * A session in which nothing is trained yet.
   *
   * @param number other sessions that are open with the same folder have other numbers
   * @throws Exception if the trainer fails
   */
  OnlineSession open(
      Arm arm, Map<String, Object> begin, long seed, int epochs, Path scratch, int number)
      throws Exception {
    Map<String, Object> all = new LinkedHashMap<>(parameters);
    all.putAll(begin);
    var setup =
        new TrialSetup(
            "online",
            number,
            all,
            seed,
            options,
            TrainingSlot.onProcessor(0),
            scratch,
            Optional.empty(),
            OptionalInt.of(epochs));
    var steering =
        new Steering(arm.controller(), arm.options(), arm.knobs(), "error", Goal.MINIMIZE, true);
    return (OnlineSession) OnlineSession.open(trainer, setup, steering);
  }
}
