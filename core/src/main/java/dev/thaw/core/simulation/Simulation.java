package dev.thaw.core.simulation;

import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.random.Draws;
import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Reply;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
  private int restarts;
  private int happenings;
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
    planPreemption();
    planSilence();
    planLeave();
    planCommand();
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
    return new SimulatedNode(
        time, spec, world, "incarnation-" + crashes + "-" + restarts, inbox::add);
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
    if (decision.reply() instanceof Reply.StaleFence(int _, long fence)) {
      node.stop(fence);
    }
    if (node.isLeaving() && !node.hasSessions()) {
      restartNode();
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
      case Effect.ArmSilence(String name, var until) ->
          time.at(until, () -> inbox.add(new StudyInput.SilenceEnded(time.now(), name, until)));
      case Effect.RequestSlots r -> {}
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

  /** When the next of some events happens that come so often an hour; nothing if never. */
  private void plan(String event, int number, double perHour, Runnable happens) {
    if (perHour > 0) {
      double wait = -Math.log1p(-Draws.of(spec.seed(), event, number).uniform(0));
      time.after(Duration.ofNanos((long) (wait / perHour * 3.6e12)), happens);
    }
  }

  private Duration draw(String event, Duration max) {
    double part = Draws.of(spec.seed(), event, happenings).uniform(1);
    return Duration.ofNanos((long) (part * max.toNanos()));
  }

  /** Others are entitled to some of the slots for a while. */
  private void planPreemption() {
    Faults.Neighbours others = world.faults().neighbours();
    plan("preemption", ++happenings, others.preemptionsPerHour(), this::preempt);
  }

  private void preempt() {
    int slots = spec.resources().slots();
    int left = Draws.of(spec.seed(), "preemption", happenings).below(slots + 1, 2);
    inbox.add(new StudyInput.SlotsAllowed(time.now(), left));
    Duration meanwhile = draw("preemption", world.faults().neighbours().preemptionMax());
    time.after(
        meanwhile,
        () -> {
          inbox.add(new StudyInput.SlotsAllowed(time.now(), slots));
          if (up && !node.isLeaving()) {
            node.join();
          }
        });
    planPreemption();
  }

  /** The node is not heard of for a while; it trains on. */
  private void planSilence() {
    Faults.Neighbours others = world.faults().neighbours();
    plan("silence", ++happenings, others.silencesPerHour(), this::fallSilent);
  }

  private void fallSilent() {
    Faults.Neighbours others = world.faults().neighbours();
    if (up && !node.isSilent() && !node.isLeaving()) {
      SimulatedNode silenced = node;
      silenced.fallSilent();
      inbox.add(new StudyInput.NodeSilent(time.now(), node.name(), others.patience()));
      time.after(
          draw("silence", others.silenceMax()),
          () -> {
            if (silenced == node) {
              silenced.beHeard();
              handleInbox();
              greet();
            }
          });
    }
    planSilence();
  }

  /** A node that is heard of again is told all that it is owed. */
  private void greet() {
    if (state != null) {
      Set<Long> leases = new HashSet<>();
      for (Effect effect : Study.outstanding(state)) {
        if (effect instanceof Effect.OnSlot order) {
          leases.add(order.fence());
          node.carryOut(order);
        }
      }
      node.endStrangers(leases);
    }
  }

  /** The node is told to end, waits for its sessions, and comes back as another process. */
  private void planLeave() {
    plan("leave", ++happenings, world.faults().neighbours().leavesPerHour(), this::leave);
  }

  private void leave() {
    if (up && !node.isSilent() && !node.isLeaving()) {
      node.leave();
    }
    planLeave();
  }

  /** People ask for something by hand, and now and then ask twice because no answer came. */
  private void planCommand() {
    plan("command", ++happenings, world.faults().commandsPerHour(), this::command);
  }

  private void command() {
    if (up && state != null) {
      var draws = Draws.of(spec.seed(), "asked", happenings);
      var input =
          new StudyInput.CommandGiven(
              time.now(), DrawnCommands.next(state, draws), "command-%d".formatted(happenings));
      inbox.add(input);
      if (draws.uniform(0) < 0.2) {
        inbox.add(input);
      }
    }
    planCommand();
  }

  private void restartNode() {
    node.die();
    restarts++;
    node = newNode();
    node.join();
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
