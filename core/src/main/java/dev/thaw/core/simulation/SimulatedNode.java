package dev.thaw.core.simulation;

import dev.thaw.core.random.Draws;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.Failure;
import dev.thaw.core.study.OfferedSlot;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A node of a simulation: trains by looking curves up, and fails as it is told. */
final class SimulatedNode {

  private static final String NAME = "simulated";

  private final VirtualTime time;
  private final StudySpec spec;
  private final LearningCurves curves;
  private final Faults faults;
  private final Meter meter;
  private final Consumer<StudyInput> supervisor;
  private final String incarnation;
  private final Map<Long, Session> sessions = new TreeMap<>();
  private final Set<Integer> leaking = new HashSet<>();
  private final List<Function<Instant, StudyInput>> unheard = new ArrayList<>();
  private boolean alive = true;
  private boolean silent;
  private boolean leaving;

  SimulatedNode(
      VirtualTime time,
      StudySpec spec,
      World world,
      String incarnation,
      Consumer<StudyInput> supervisor) {
    this.time = time;
    this.spec = spec;
    this.curves = world.curves();
    this.faults = world.faults();
    this.meter = world.meter();
    this.incarnation = incarnation;
    this.supervisor = supervisor;
  }

  /** Offers all slots whose device has its memory back. */
  void join() {
    List<OfferedSlot> slots =
        IntStream.range(0, spec.resources().slots())
            .filter(slot -> !leaking.contains(slot))
            .mapToObj(slot -> new OfferedSlot(slot, device(slot)))
            .toList();
    tell(at -> new StudyInput.NodeJoined(at, NAME, incarnation, slots));
  }

  private int device(int slot) {
    return slot / faults.memory().slotsPerDevice();
  }

  private void leak(int slot) {
    leaking.add(slot);
    tell(at -> new StudyInput.SlotQuarantined(at, NAME, incarnation, slot, "simulated"));
    time.after(
        faults.memory().leakTime(),
        () -> {
          if (alive) {
            leaking.remove(slot);
            join();
          }
        });
  }

  String name() {
    return NAME;
  }

  /** Nothing comes from it or to it until it is heard of again. */
  void fallSilent() {
    silent = true;
  }

  boolean isSilent() {
    return silent;
  }

  /** It says what it had to say meanwhile. */
  void beHeard() {
    silent = false;
    join();
    unheard.forEach(this::tell);
    unheard.clear();
  }

  /** Asks for its sessions to be paused. */
  void leave() {
    leaving = true;
    tell(at -> new StudyInput.NodeLeaving(at, NAME, incarnation));
  }

  boolean isLeaving() {
    return leaving;
  }

  boolean hasSessions() {
    return !sessions.isEmpty();
  }

  /** Ends a session whose lease is over. */
  void stop(long fence) {
    sessions.remove(fence);
  }

  /**
   * Ends sessions that wait for orders and have no lease: real ones hear nothing for a while, and
   * end.
   *
   * @param leases the fences of all leases that there are
   */
  void endStrangers(Set<Long> leases) {
    sessions
        .entrySet()
        .removeIf(entry -> !entry.getValue().busy && !leases.contains(entry.getKey()));
  }

  /** Stops everything without a word. */
  void die() {
    alive = false;
    sessions.clear();
  }

  void carryOut(Effect.OnSlot order) {
    if (silent) {
      return;
    }
    Session session = sessions.get(order.fence());
    switch (order) {
      case Effect.StartSession start -> {
        if (session == null) {
          open(start);
        }
      }
      case Effect.ContinueSession go -> {
        if (session != null) {
          session.limit = Math.max(session.limit, go.epochLimit());
          session.trainIfIdle();
        }
      }
      case Effect.PauseSession pause -> {
        if (session != null) {
          session.pause(Boolean.TRUE.equals(pause.atOnce()));
        } else { // Granted and taken back in one decision: it never began.
          tell(at -> new StudyInput.SessionEnded(at, pause.trial(), pause.fence()));
        }
      }
      case Effect.StopSession stop -> {
        if (session != null) {
          session.end();
        } else {
          tell(at -> new StudyInput.SessionEnded(at, stop.trial(), stop.fence()));
        }
      }
    }
  }

  private void open(Effect.StartSession start) {
    var session = new Session(start);
    sessions.put(start.fence(), session);
    if (start.resumeFrom() != null && session.draws("damaged") < faults.damagedProbability()) {
      session.fail(Failure.Kind.CHECKPOINT_DAMAGED);
      return;
    }
    if (session.cannotBeTrained()) {
      session.fail(Failure.Kind.INFEASIBLE);
      return;
    }
    tell(at -> new StudyInput.SessionStarted(at, start.trial(), start.fence()));
    session.begin();
  }

  private void tell(Function<Instant, StudyInput> message) {
    if (silent) {
      unheard.add(message);
    } else {
      supervisor.accept(message.apply(time.now()));
    }
  }

  /** One training session. */
  private final class Session {
    private final Effect.StartSession lease;
    private int epoch;
    private int limit;
    private boolean busy;
    private boolean pausing;

    Session(Effect.StartSession lease) {
      this.lease = lease;
      this.epoch = lease.resumeFrom() == null ? 0 : lease.resumeFrom().epoch();
      this.limit = lease.epochLimit();
    }

    double draws(String fault) {
      return Draws.of(spec.seed(), "fault-" + fault, lease.fence()).uniform(epoch);
    }

    /** Drawn once for each configuration. */
    boolean cannotBeTrained() {
      return Draws.of(spec.seed(), "fault-infeasible", lease.trial()).uniform(0)
          < faults.memory().infeasibleProbability();
    }

    private boolean memoryRunsOut() {
      return draws("exceeded") < faults.memory().exceededProbability()
          || (isCrowded() && draws("crowded") < faults.memory().crowdedProbability());
    }

    private boolean isCrowded() {
      int mine = device(lease.slot().index());
      return sessions.values().stream()
          .anyMatch(other -> other != this && device(other.lease.slot().index()) == mine);
    }

    /** Nothing is begun, and so nothing charged, once the budget is spent. */
    void begin() {
      if (meter.spent()) {
        return;
      }
      Duration delay = meter.open(lease.resumeFrom() != null);
      if (delay.isZero()) {
        trainIfIdle();
      } else {
        busy = true;
        time.after(delay, this::begun);
      }
    }

    private void begun() {
      if (open()) {
        busy = false;
        if (pausing) {
          saveAndClose();
        } else {
          trainIfIdle();
        }
      }
    }

    void trainIfIdle() {
      if (!busy && !pausing && epoch < limit && !meter.spent()) {
        busy = true;
        meter.train();
        if (draws("hang") < faults.hangProbability()) {
          time.after(spec.epochTimeLimit(), () -> fail(Failure.Kind.EPOCH_TIMEOUT));
          return;
        }
        LearningCurves.Epoch next = curves.at(lease.configuration(), lease.seed(), epoch + 1);
        time.after(Duration.ofNanos((long) (next.seconds() * 1e9)), () -> trained(next));
      }
    }

    private boolean open() {
      return alive && sessions.get(lease.fence()) == this;
    }

    /** After a value that cannot be used nothing is begun: the session will be told to stop. */
    private void trained(LearningCurves.Epoch result) {
      if (!open()) {
        return;
      }
      if (draws("trainer") < faults.trainerErrorProbability()) {
        fail(Failure.Kind.TRAINER_ERROR);
        return;
      }
      if (memoryRunsOut()) {
        fail(Failure.Kind.OUT_OF_MEMORY);
        return;
      }
      double value =
          draws("non-finite") < faults.nonFiniteProbability() ? Double.NaN : result.value();
      busy = false;
      epoch++;
      report(value, result);
      if (!open()) {
        return;
      }
      if (pausing) {
        saveAndClose();
      } else if (Double.isFinite(value)) {
        double score = spec.objective().goal().score(value);
        if (spec.checkpoints().due(epoch, score, lease.scoreToBeat())) {
          save();
        }
        trainIfIdle();
      }
    }

    private void report(double value, LearningCurves.Epoch result) {
      int trained = epoch;
      tell(at -> reported(at, trained, value, result));
      if (draws("duplicate") < faults.duplicateProbability()) {
        long delay = (long) (draws("duplicate-delay") * faults.duplicateDelayMax().toNanos());
        time.after(Duration.ofNanos(delay), () -> tell(at -> reported(at, trained, value, result)));
      }
    }

    private StudyInput reported(
        Instant at, int trained, double value, LearningCurves.Epoch result) {
      return new StudyInput.EpochReported(
          at,
          lease.trial(),
          lease.fence(),
          trained,
          value,
          result.seconds(),
          result.metrics(),
          result.processorSeconds());
    }

    private boolean save() {
      if (draws("checkpoint") < faults.checkpointErrorProbability()) {
        fail(Failure.Kind.CHECKPOINT_WRITE);
        return false;
      }
      int saved = epoch;
      long bytes = 1_000 + 100L * (lease.trial() % 7);
      tell(at -> new StudyInput.CheckpointSaved(at, lease.trial(), lease.fence(), saved, bytes));
      return true;
    }

    void pause(boolean atOnce) {
      pausing = true;
      if (busy && atOnce) {
        end(); // The epoch under way is lost; what was saved before it is not.
      } else if (!busy) {
        saveAndClose();
      }
    }

    private void saveAndClose() {
      if (epoch == 0 || save()) {
        end();
      }
    }

    void fail(Failure.Kind kind) {
      if (open()) {
        close();
        tell(
            at ->
                new StudyInput.SessionFailed(
                    at,
                    lease.trial(),
                    lease.fence(),
                    new Failure(kind, "simulated at epoch " + (epoch + 1))));
      }
    }

    void end() {
      close();
      tell(at -> new StudyInput.SessionEnded(at, lease.trial(), lease.fence()));
    }

    private void close() {
      sessions.remove(lease.fence());
      if (draws("leak") < faults.memory().leakProbability()) {
        leak(lease.slot().index());
      }
    }
  }
}
