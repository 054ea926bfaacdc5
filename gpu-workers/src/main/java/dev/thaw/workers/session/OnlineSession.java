package dev.thaw.workers.session;

import dev.thaw.actors.session.Steering;
import dev.thaw.core.online.Controller;
import dev.thaw.core.online.Controllers;
import dev.thaw.core.online.History;
import dev.thaw.core.online.Knob;
import dev.thaw.core.online.Knobs;
import dev.thaw.core.online.Step;
import dev.thaw.core.online.Trained;
import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingFailedException;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A trainer's session whose parameters a controller changes between epochs. The study counts every
 * epoch that is trained; the trainer is told how many lie on the way to the state in hand, which is
 * less once the controller went back.
 *
 * <p>To go back, the trainer's session is closed and another one opened from a state that was saved
 * when the controller said that it may want it: into a folder of this session, and with each
 * checkpoint, below {@value OnlineState#FOLDER}, where the history lies too. So a session that is
 * opened from a checkpoint knows exactly what this one knew.
 */
public final class OnlineSession implements TrainingSession {

  private final Trainer trainer;
  private final TrialSetup setup;
  private final Steering steering;
  private final Controller controller;
  private final OnlineState states;
  private volatile TrainingSession inner;
  private History history;
  private @Nullable Map<String, Double> inEffect;

  private OnlineSession(
      Trainer trainer,
      TrialSetup setup,
      Steering steering,
      Controller controller,
      OnlineState states,
      TrainingSession inner,
      History history) {
    this.trainer = trainer;
    this.setup = setup;
    this.steering = steering;
    this.controller = controller;
    this.states = states;
    this.inner = inner;
    this.history = history;
  }

  /**
   * Opens a session.
   *
   * @param steering null for the trainer's own session, which is returned as well if the trial has
   *     none of the parameters that may change
   * @throws Exception if the trainer's session cannot be opened, or the checkpoint has no history
   */
  public static TrainingSession open(Trainer trainer, TrialSetup setup, @Nullable Steering steering)
      throws Exception {
    List<Knob> knobs =
        steering == null
            ? List.of()
            : steering.knobs().stream()
                .filter(knob -> setup.parameters().get(knob.name()) instanceof Number)
                .toList();
    if (steering == null || knobs.isEmpty()) {
      return trainer.open(setup);
    }
    Set<String> online = new LinkedHashSet<>(knobs.stream().map(Knob::name).toList());
    refuseUnchangeable(trainer, setup, online);
    TrialSetup fresh = setup.with(Optional.empty(), online);
    Controller controller = Controllers.of(steering.controller(), steering.options());
    History begun = begin(fresh, steering, Knobs.from(knobs));
    OnlineState states = OnlineState.in(setup.folder(), setup.trial());
    try {
      if (setup.resumeFrom().isEmpty()) {
        return new OnlineSession(
            trainer, fresh, steering, controller, states, trainer.open(fresh), begun);
      }
      Checkpoint from = setup.resumeFrom().get();
      History known = states.restore(from, begun);
      Checkpoint own = new Checkpoint(from.directory(), known.depth(from.epoch()));
      TrainingSession inner = trainer.open(fresh.with(Optional.of(own), online));
      return new OnlineSession(trainer, fresh, steering, controller, states, inner, known);
    } catch (Exception | Error e) {
      states.close();
      throw e;
    }
  }

  /**
   * A trainer that would go on with the old values must not be told new ones: what the journal says
   * of them would be wrong. {@code thaw run} says so before the study begins.
   */
  private static void refuseUnchangeable(Trainer trainer, TrialSetup setup, Set<String> online)
      throws TrainingFailedException {
    Set<String> able = trainer.changeable(setup.options(), setup.parameters().keySet());
    for (String name : online) {
      if (!able.contains(name)) {
        throw new TrainingFailedException(
            TrainingFailedException.Kind.INFEASIBLE,
            ("parameters.%s.online (true) must be of a parameter that trainer (%s) can change"
                    + " between epochs.")
                .formatted(name, trainer.name()));
      }
    }
  }

  private static History begin(TrialSetup setup, Steering steering, Knobs knobs) {
    Map<String, Double> start = new LinkedHashMap<>();
    for (String name : knobs.names()) {
      if (setup.parameters().get(name) instanceof Number number) {
        start.put(name, number.doubleValue());
      }
    }
    OptionalInt maximum = steering.inEpochs() ? setup.maximum() : OptionalInt.empty();
    return new History(knobs, steering.goal(), maximum, setup.seed(), start, List.of());
  }

  @Override
  public EpochResult trainEpoch(int epoch) throws Exception {
    Step step = controller.next(history);
    int last = history.size();
    Set<Integer> wanted = controller.mayReturnTo(history);
    states.keepOnly(wanted);
    if (wanted.contains(last)) {
      states.save(last, inner);
    }
    int from = step instanceof Step.Backtrack(int to, var _) ? to : last;
    if (from != last) {
      goBack(from);
    }
    Map<String, Object> values = new LinkedHashMap<>(step.values());
    inner.change(values);
    EpochResult result = inner.trainEpoch(history.depth(from) + 1);
    Map<String, Double> extras = new LinkedHashMap<>(result.metrics());
    Double value = extras.remove(steering.metric());
    if (value != null) { // Otherwise the trial fails anyway.
      history = history.and(new Trained(from, step.values(), value, extras));
    }
    inEffect = step.values();
    return result;
  }

  private void goBack(int epoch) throws Exception {
    Optional<Checkpoint> state =
        epoch == 0
            ? Optional.empty()
            : Optional.of(new Checkpoint(states.folder(epoch), history.depth(epoch)));
    inner.close();
    inner = trainer.open(setup.with(state, setup.online()));
  }

  /** What the trial has trained so far, in this session and in those that it goes on from. */
  public History history() {
    return history;
  }

  /** The values during the last epoch that this session trained; null before the first. */
  @Nullable Map<String, Double> inEffect() {
    return inEffect;
  }

  @Override
  public void save(Path directory) throws IOException {
    inner.save(directory);
    OnlineState.refuseNotes(directory);
    Set<Integer> others = new LinkedHashSet<>(controller.mayReturnTo(history));
    others.remove(history.size());
    states.write(directory, history, others);
  }

  @Override
  public Set<Long> processes() {
    return inner.processes();
  }

  @Override
  public boolean canWait() {
    return inner.canWait();
  }

  @Override
  public void close() {
    try {
      inner.close();
    } finally {
      states.close();
    }
  }
}
