package dev.thaw.core.simulation;

import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.random.Draws;
import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Drives a study in virtual time from its first input to its end. Confined to one thread. */
public final class Simulation {

  private static final String NODE = "simulated";
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final StudySpec spec;
  private final LearningCurves curves;
  private final Faults faults;
  private final StepObserver observer;
  private final @Nullable Adviser adviser;
  private final VirtualTime time = new VirtualTime();
  private final Deque<StudyInput> inbox = new ArrayDeque<>();
  private final List<Step> steps = new ArrayList<>();
  private @Nullable StudyState state;
  private SimulatedNode node;
  private int crashes;
  private boolean up = true;

  private Simulation(
      StudySpec spec,
      LearningCurves curves,
      Faults faults,
      StepObserver observer,
      @Nullable Adviser adviser) {
    this.spec = spec;
    this.curves = curves;
    this.faults = faults;
    this.observer = observer;
    this.adviser = adviser;
    this.node = newNode();
  }

  /**
   * Runs a study to its end.
   *
   * @throws IllegalStateException if the study does not end although nothing is left to happen
   */
  public static SimulatedRun run(
      StudySpec spec, LearningCurves curves, Faults faults, StepObserver observer) {
    return run(spec, curves, faults, observer, null);
  }

  /**
   * Runs a study to its end.
   *
   * @param adviser answers the questions of a guided study; null for one who never answers
   * @throws IllegalStateException if the study does not end although nothing is left to happen
   */
  public static SimulatedRun run(
      StudySpec spec,
      LearningCurves curves,
      Faults faults,
      StepObserver observer,
      @Nullable Adviser adviser) {
    return new Simulation(spec, curves, faults, observer, adviser).run();
  }

  /** Runs a study to its end in a world in which nothing goes wrong. */
  public static SimulatedRun run(StudySpec spec, LearningCurves curves) {
    return run(spec, curves, Faults.none(), StepObserver.none());
  }

  private SimulatedRun run() {
    inbox.add(new StudyInput.Opened(time.now(), spec));
    join();
    planCrash();
    handleInbox();
    while (!ended() && time.advance()) {
      handleInbox();
    }
    if (state == null || !ended()) {
      throw new IllegalStateException(
          "the study does not end: nothing is left to happen after step %d: %s"
              .formatted(steps.size(), state == null ? "" : state.cluster().leases()));
    }
    return new SimulatedRun(steps, state, Duration.between(VirtualTime.START, time.now()), crashes);
  }

  private boolean ended() {
    return state != null && state.lifecycle().phase() == Lifecycle.Phase.ENDED;
  }

  private SimulatedNode newNode() {
    return new SimulatedNode(time, spec, curves, faults, inbox::add);
  }

  private void join() {
    List<Integer> slots = IntStream.range(0, spec.resources().slots()).boxed().toList();
    inbox.add(new StudyInput.NodeJoined(time.now(), NODE, "incarnation-" + crashes, slots));
  }

  private void handleInbox() {
    while (up && !inbox.isEmpty()) {
      handle(inbox.removeFirst());
    }
  }

  private void handle(StudyInput input) {
    StudyState before = state;
    Decision decision = Study.decide(before, input);
    var step = new Step(input, decision.events());
    observer.onStep(before, step, decision);
    if (!decision.events().isEmpty()) {
      steps.add(step);
      state = decision.after();
      Study.effects(decision.after(), decision.events()).forEach(this::carryOut);
    }
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case Effect.OnSlot order -> node.carryOut(order);
      case Effect.ArmDeadline(var deadline) ->
          time.at(deadline, () -> inbox.add(new StudyInput.DeadlinePassed(time.now(), deadline)));
      case Effect.AskAdvice question -> ask(question);
      case Effect.ArmPatience(long ask) ->
          time.after(PATIENCE, () -> inbox.add(new StudyInput.AdviceOverdue(time.now(), ask)));
      case Effect.KeepCheckpoints k -> {}
      case Effect.AnnounceEnd a -> {}
    }
  }

  private void ask(Effect.AskAdvice question) {
    if (adviser != null && state != null) {
      adviser.refit(state).ifPresent(refit -> refit.compute().run());
      var asked = new Adviser.Question(question.ask(), question.jobs(), steps.size());
      inbox.add(new StudyInput.AdviceGiven(time.now(), adviser.advise(state, asked)));
    }
  }

  /** The process dies with everything that was not in the journal, and comes back later. */
  private void planCrash() {
    if (faults.crashesPerHour() > 0) {
      double wait = -Math.log1p(-Draws.of(spec.seed(), "crash", crashes).uniform(0));
      time.after(Duration.ofNanos((long) (wait / faults.crashesPerHour() * 3.6e12)), this::crash);
    }
  }

  private void crash() {
    crashes++;
    node.die();
    inbox.clear();
    up = false;
    time.after(faults.crashDowntime(), this::comeBack);
  }

  private void comeBack() {
    up = true;
    inbox.clear();
    node = newNode();
    inbox.add(new StudyInput.Recovered(time.now()));
    join();
    handleInbox();
    if (state != null) {
      Study.outstanding(state).forEach(this::carryOut);
    }
    planCrash();
  }
}
