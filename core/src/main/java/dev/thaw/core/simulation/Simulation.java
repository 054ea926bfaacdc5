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
import org.jspecify.annotations.Nullable;

/** Drives a study in virtual time from its first input to its end. Confined to one thread. */
public final class Simulation {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final StudySpec spec;
  private final World world;
  private final StepObserver observer;
  private final VirtualTime time = new VirtualTime();
  private final Deque<StudyInput> inbox = new ArrayDeque<>();
  private final List<Step> steps = new ArrayList<>();
  private @Nullable StudyState state;
  private SimulatedNode node;
  private int crashes;
  private boolean up = true;
  private boolean thinking;
  private boolean stopping;

  private Simulation(StudySpec spec, World world, StepObserver observer) {
    this.spec = spec;
    this.world = world;
    this.observer = observer;
    this.node = newNode();
  }

  /**
   * Runs a study to its end.
   *
   * @throws IllegalStateException if the study does not end although nothing is left to happen
   */
  public static SimulatedRun run(StudySpec spec, World world, StepObserver observer) {
    return new Simulation(spec, world, observer).run();
  }

  /** Runs a study to its end in a world that charges nothing but training. */
  public static SimulatedRun run(
      StudySpec spec, LearningCurves curves, Faults faults, StepObserver observer) {
    return run(spec, World.of(curves).withFaults(faults), observer);
  }

  /**
   * Runs a study to its end in a world that charges nothing but training.
   *
   * @param adviser answers the questions of a guided study; null for one who never answers
   */
  public static SimulatedRun run(
      StudySpec spec,
      LearningCurves curves,
      Faults faults,
      StepObserver observer,
      @Nullable Adviser adviser) {
    return run(spec, World.of(curves).withFaults(faults).withAdviser(adviser), observer);
  }

  /** Runs a study to its end in a world in which nothing goes wrong. */
  public static SimulatedRun run(StudySpec spec, LearningCurves curves) {
    return run(spec, curves, Faults.none(), StepObserver.none());
  }

  private SimulatedRun run() {
    inbox.add(new StudyInput.Opened(time.now(), spec));
    node.join();
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
    return new SimulatedNode(time, spec, world, "incarnation-" + crashes, inbox::add);
  }

  private void handleInbox() {
    stopWhenSpent();
    while (up && !thinking && !inbox.isEmpty()) {
      handle(inbox.removeFirst());
      stopWhenSpent();
    }
  }

  /** The epochs under way are finished, and their trials keep what they learned. */
  private void stopWhenSpent() {
    if (!stopping && world.meter().spent()) {
      stopping = true;
      inbox.add(new StudyInput.StopRequested(time.now()));
    }
  }

  private void handle(StudyInput input) {
    Judge.Judgement judgement = world.judge().judge(state, input);
    if (judgement.thinking().isZero()) {
      settle(input, judgement.decision());
      return;
    }
    thinking = true;
    int life = crashes;
    time.after(
        judgement.thinking(),
        () -> {
          if (life == crashes) {
            thinking = false;
            settle(input, judgement.decision());
          }
        });
  }

  private void settle(StudyInput input, Decision decision) {
    StudyState before = state;
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
    Adviser adviser = world.adviser();
    if (adviser == null || state == null) {
      return;
    }
    var asked = new Adviser.Question(question.ask(), question.jobs(), steps.size());
    Judge.Counsel counsel = world.judge().consult(adviser, state, asked);
    if (counsel.thinking().isZero()) {
      inbox.add(new StudyInput.AdviceGiven(time.now(), counsel.advice()));
    } else {
      time.after(
          counsel.thinking(),
          () -> inbox.add(new StudyInput.AdviceGiven(time.now(), counsel.advice())));
    }
  }

  /** The process dies with everything that was not in the journal, and comes back later. */
  private void planCrash() {
    Faults faults = world.faults();
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
    thinking = false;
    stopping = false;
    time.after(world.faults().crashDowntime(), this::comeBack);
  }

  private void comeBack() {
    up = true;
    inbox.clear();
    node = newNode();
    inbox.add(new StudyInput.Recovered(time.now()));
    node.join();
    handleInbox();
    if (state != null) {
      Study.outstanding(state).forEach(this::carryOut);
    }
    planCrash();
  }
}
