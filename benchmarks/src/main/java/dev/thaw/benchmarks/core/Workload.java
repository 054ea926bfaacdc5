package dev.thaw.benchmarks.core;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.invariant.Assertions;
import dev.thaw.core.invariant.Inspector;
import dev.thaw.core.random.Draws;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.Failure;
import dev.thaw.core.study.OfferedSlot;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.suggest.RandomSuggestion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A study under load: sessions that answer at once. Immutable states make it free to return to an
 * earlier one.
 */
final class Workload {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  /** A session that waits for its turn to report. */
  record Session(int trial, long fence, int epoch, int limit, boolean pausing) {}

  private StudyState state;
  private final Deque<Session> sessions;
  private final Inspector inspector;

  private Workload(StudyState state, Deque<Session> sessions, Inspector inspector) {
    this.state = state;
    this.sessions = sessions;
    this.inspector = inspector;
  }

  /** A study with some slots and no trials. */
  static Workload open(int minEpochs, int maxEpochs, int slots) {
    StudyInput opened = new StudyInput.Opened(AT, spec(minEpochs, maxEpochs, slots));
    var workload =
        new Workload(
            Study.decide(null, opened).after(), new ArrayDeque<>(), new Inspector(Assertions.NONE));
    List<Integer> indexes = IntStream.range(0, slots).boxed().toList();
    workload.handle(new StudyInput.NodeJoined(AT, "node", "1", OfferedSlot.own(indexes)));
    return workload;
  }

  private static StudySpec spec(int minEpochs, int maxEpochs, int slots) {
    SearchSpace space =
        SearchSpace.of(
            RealParameter.log("learning_rate", 1e-5, 1),
            RealParameter.log("weight_decay", 1e-8, 1e-1),
            RealParameter.linear("dropout", 0, 0.8),
            RealParameter.linear("momentum", 0, 0.99),
            IntegerParameter.log("batch_size", 16, 1024),
            IntegerParameter.log("width", 16, 1024),
            IntegerParameter.linear("depth", 1, 8),
            CategoricalParameter.of("optimizer", "sgd", "adam", "rmsprop"));
    return new StudySpec(
        "load",
        new StudySpec.Objective("loss", Goal.MINIMIZE),
        space,
        new StudySpec.Fidelity("epochs", minEpochs, maxEpochs),
        new Scheduler.Asha(3, PromotionRule.PAPER, false),
        new RandomSuggestion(),
        false,
        new StudySpec.TrainerSpec("none", Map.of()),
        StudySpec.Resources.of(slots),
        Budget.unlimited(),
        0,
        Duration.ofMinutes(10),
        new StudySpec.Checkpoints(1_000_000),
        1);
  }

  StudyState state() {
    return state;
  }

  /** The same moment again, to go another way from, watched by somebody. */
  Workload fork(Inspector watching) {
    return new Workload(state, new ArrayDeque<>(sessions), watching);
  }

  /** One session reports its next epoch, or that it has ended. */
  StudyState next() {
    Session session = Objects.requireNonNull(sessions.pollFirst(), "a session");
    if (session.pausing()) {
      handle(new StudyInput.SessionEnded(AT, session.trial(), session.fence()));
      return state;
    }
    int epoch = session.epoch() + 1;
    double loss = Draws.of(session.trial(), "loss", epoch).uniform(0) + 1.0 / epoch;
    if (epoch < session.limit()) {
      sessions.addLast(
          new Session(session.trial(), session.fence(), epoch, session.limit(), false));
    }
    handle(
        new StudyInput.EpochReported(
            AT, session.trial(), session.fence(), epoch, loss, 1.0, Map.of()));
    return state;
  }

  /** The session whose turn it is reports one epoch and fails for good. */
  void fail() {
    Session session = Objects.requireNonNull(sessions.peekFirst(), "a session");
    next();
    sessions.removeLast();
    handle(
        new StudyInput.SessionFailed(
            AT,
            session.trial(),
            session.fence(),
            new Failure(Failure.Kind.TRAINER_ERROR, "for the benchmark")));
  }

  private void handle(StudyInput input) {
    Decision decision = Study.decide(state, input);
    inspector
        .inspect(state, new Step(input, decision.events()), decision.after())
        .ifPresent(
            violation -> {
              throw new IllegalStateException(violation.toString());
            });
    state = decision.after();
    if (decision.events().size() > 1 || !(input instanceof StudyInput.EpochReported)) {
      for (Effect effect : Study.effects(state, decision.events())) {
        carryOut(effect);
      }
    }
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case Effect.StartSession e -> {
        int from = e.resumeFrom() == null ? 0 : e.resumeFrom().epoch();
        sessions.addLast(new Session(e.trial(), e.fence(), from, e.epochLimit(), false));
      }
      case Effect.ContinueSession e ->
          sessions.addLast(
              new Session(
                  e.trial(), e.fence(), state.trial(e.trial()).epochs(), e.epochLimit(), false));
      case Effect.PauseSession e -> {
        int epoch = state.trial(e.trial()).epochs();
        Decision saved =
            Study.decide(
                state, new StudyInput.CheckpointSaved(AT, e.trial(), e.fence(), epoch, 1_000));
        state = saved.after();
        sessions.addLast(new Session(e.trial(), e.fence(), epoch, epoch, true));
      }
      case Effect.StopSession e -> {}
      case Effect.KeepCheckpoints e -> {}
      case Effect.ArmSilence s -> {}
      case Effect.RequestSlots r -> {}
      case Effect.ArmDeadline e -> {}
      case Effect.AskAdvice a -> {}
      case Effect.ArmPatience a -> {}
      case Effect.AnnounceEnd e -> {}
    }
  }
}
