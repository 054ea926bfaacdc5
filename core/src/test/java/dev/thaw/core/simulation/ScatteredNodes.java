package dev.thaw.core.simulation;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.random.Draws;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Dispatch;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.OfferedSlot;
import dev.thaw.core.study.Slot;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.testing.ErraticAdviser;
import dev.thaw.core.testing.Specs;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A drawn study on two to four drawn nodes, of which some share a store and others have their own.
 * Sessions train by the clock and write a checkpoint into the store of their node when they pause.
 */
final class ScatteredNodes {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** What becomes of the nodes. */
  enum Fate {
    /** They stay. */
    QUIET,
    /** They fall silent, and are heard of again before the patience ends. */
    SILENT,
    /** They fall silent and may come back late, without what they had, or never. */
    MORTAL
  }

  private final long seed;
  private final Fate fate;
  private final StepObserver observer;
  private final StudySpec spec;
  private final @Nullable Adviser adviser;
  private final VirtualTime time = new VirtualTime();
  private final Deque<StudyInput> inbox = new ArrayDeque<>();
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Node> nodes = new TreeMap<>();
  private final Map<String, Set<String>> stores = new HashMap<>();
  private @Nullable StudyState state;
  private int happenings;

  static ScatteredNodes run(long seed, Fate fate, StepObserver observer) {
    var run = new ScatteredNodes(seed, fate, observer, null);
    run.run();
    return run;
  }

  /** The same with a population. */
  static ScatteredNodes population(long seed, Fate fate, StepObserver observer) {
    int size = 4 + Draws.of(seed, "scattered-population", 0).below(8, 0);
    var scheduler =
        new Scheduler.Population(size, 2, 0.25, 0.2, 0.25, List.of("learning_rate", "momentum"));
    var run = new ScatteredNodes(seed, fate, observer, scheduler);
    run.run();
    return run;
  }

  private ScatteredNodes(
      long seed, Fate fate, StepObserver observer, Scheduler.@Nullable Population population) {
    this.seed = seed;
    this.fate = fate;
    this.observer = observer;
    boolean guided = population == null && draw("guided").uniform(0) < 0.3;
    adviser = guided ? new ErraticAdviser(seed, 0.1) : null;
    Scheduler net =
        draw("scheduler").uniform(0) < 0.5
            ? new Scheduler.Asha(3, PromotionRule.PAPER, false)
            : new Scheduler.Hyperband(
                3, Scheduler.Hyperband.Sizes.FLOOR, true, PromotionRule.PAPER, 1);
    Scheduler scheduler = guided ? new Scheduler.Guided(Guide.THAW, asha()) : net;
    int trials = 3 + draw("trials").below(12, 0);
    Specs specs =
        population == null
            ? Specs.study(scheduler).epochs(1, 9).trials(trials).slots(8).seed(seed)
            : Specs.study(population).epochs(1, 9).slots(8).seed(seed);
    spec = draw("baseline").uniform(0) < 0.3 ? specs.baseline().spec() : specs.spec();
    int count = 2 + draw("nodes").below(3, 0);
    for (int i = 0; i < count; i++) {
      boolean shares = draw("shares").uniform(i) < 0.3;
      nodes.put("node-" + i, new Node("node-" + i, shares ? "shared" : "store-" + i, i));
    }
  }

  private static Scheduler.Asha asha() {
    return new Scheduler.Asha(3, PromotionRule.PAPER, false);
  }

  private Draws draw(String what) {
    return Draws.of(seed, "scattered-" + what, 0);
  }

  StudyState state() {
    if (state == null) {
      throw new IllegalStateException("the study was not opened.");
    }
    return state;
  }

  List<Step> steps() {
    return steps;
  }

  private void run() {
    inbox.add(new StudyInput.Opened(time.now(), spec));
    nodes.values().forEach(Node::join);
    if (fate != Fate.QUIET) {
      planSilence();
    }
    handleInbox();
    while (!ended() && time.advance()) {
      handleInbox();
    }
    if (!ended()) {
      throw new AssertionError(
          "seed %d: the study does not end after step %d: free %s, leases %s, silent %s, owed %s"
              .formatted(
                  seed,
                  steps.size(),
                  state().cluster().free(),
                  state().cluster().leases(),
                  state().cluster().tenure().silent(),
                  state().search().owed()));
    }
  }

  private boolean ended() {
    return state != null && state.lifecycle().phase() == Lifecycle.Phase.ENDED;
  }

  private void handleInbox() {
    while (!inbox.isEmpty() && !ended()) {
      StudyInput input = inbox.removeFirst();
      StudyState before = state;
      Decision decision = Study.decide(before, input);
      var step = new Step(input, decision.events());
      observer.onStep(before, step, decision);
      if (!decision.events().isEmpty()) {
        steps.add(step);
        state = decision.after();
        Study.effects(decision.after(), decision.events()).forEach(this::carryOut);
        if (!state.search().counsel().pending()) {
          checkNoSlotIsIdle(state);
        }
      }
    }
  }

  /** A free slot finds nothing to do: no new trial, and none whose checkpoint is within reach. */
  private void checkNoSlotIsIdle(StudyState now) {
    if (adviser != null || now.lifecycle().phase() != Lifecycle.Phase.RUNNING) {
      return;
    }
    for (Map.Entry<Slot, Boolean> entry : now.cluster().free()) {
      String store = node(entry.getKey().node()).store;
      Dispatch.next(now)
          .ifPresent(
              job -> {
                boolean waits =
                    job instanceof Dispatch.Job.Promote || job instanceof Dispatch.Job.Resume;
                if (!waits) {
                  throw new AssertionError("seed %d: %s is idle".formatted(seed, entry.getKey()));
                }
              });
      for (Map.Entry<Integer, ?> owed : now.search().owed()) {
        Trial trial = now.trial(owed.getKey());
        boolean here = trial.latest() == null || store.equals(trial.store());
        if (now.lease(trial.number()) == null && here) {
          throw new AssertionError(
              "seed %d: %s is idle, and trial %d is owed its way there"
                  .formatted(seed, entry.getKey(), trial.number()));
        }
      }
    }
  }

  private Node node(String name) {
    Node node = nodes.get(name);
    if (node == null) {
      throw new IllegalStateException("no node " + name);
    }
    return node;
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case Effect.OnSlot order -> node(order.slot().node()).carryOut(order);
      case Effect.ArmSilence(String name, var until) ->
          time.at(until, () -> inbox.add(new StudyInput.SilenceEnded(time.now(), name, until)));
      case Effect.AskAdvice question -> advise(question);
      case Effect.ArmDeadline _,
          Effect.ArmPatience _,
          Effect.RequestSlots _,
          Effect.KeepCheckpoints _,
          Effect.AnnounceEnd _ -> {}
    }
  }

  private void advise(Effect.AskAdvice question) {
    if (adviser != null && state != null) {
      var asked = new Adviser.Question(question.ask(), question.jobs(), steps.size());
      inbox.add(new StudyInput.AdviceGiven(time.now(), adviser.advise(state, asked)));
    }
  }

  private void planSilence() {
    Draws draws = Draws.of(seed, "scattered-silence", ++happenings);
    time.after(
        Duration.ofMillis(1_000 + draws.below(20_000, 0)),
        () -> {
          Node node = node("node-" + draws.below(nodes.size(), 1));
          if (!node.silent) {
            node.fallSilent();
            boolean dies = fate == Fate.MORTAL && draws.uniform(2) < 0.5;
            long away = 1L + draws.below(fate == Fate.MORTAL ? 90 : 39, 3);
            boolean lastOne = nodes.values().stream().allMatch(other -> other.silent);
            if (!dies || lastOne || draws.uniform(4) < 0.7) {
              time.after(Duration.ofSeconds(away), () -> node.comeBack(dies));
            }
          }
          if (happenings < 30) {
            planSilence();
          }
        });
  }

  /** A node with one or two slots. */
  private final class Node {
    private final String name;
    private String store;
    private final int slots;
    private final Map<Long, Session> sessions = new TreeMap<>();
    private final List<StudyInput> unheard = new ArrayList<>();
    private int life = 1;
    private boolean silent;

    Node(String name, String store, int number) {
      this.name = name;
      this.store = store;
      this.slots = 1 + draw("slots").below(2, number);
    }

    void join() {
      List<OfferedSlot> offered = new ArrayList<>();
      for (int slot = 0; slot < slots; slot++) {
        offered.add(OfferedSlot.own(slot));
      }
      inbox.add(new StudyInput.NodeJoined(time.now(), name, "life-" + life, offered, store));
    }

    void fallSilent() {
      silent = true;
      inbox.add(new StudyInput.NodeSilent(time.now(), name, PATIENCE));
    }

    /** As the same process, or as another one that may have lost its own store. */
    void comeBack(boolean died) {
      silent = false;
      if (died) {
        life++;
        sessions.clear();
        unheard.clear();
        store = store.equals("shared") ? store : store + "'";
      }
      join();
      unheard.forEach(input -> inbox.add(later(input)));
      unheard.clear();
      handleInbox();
      if (state != null) {
        for (Effect.OnSlot order : Study.orders(state)) {
          if (order.slot().node().equals(name)) {
            carryOut(order);
          }
        }
      }
    }

    private StudyInput later(StudyInput input) {
      return switch (input) {
        case StudyInput.SessionStarted i ->
            new StudyInput.SessionStarted(time.now(), i.trial(), i.fence());
        case StudyInput.EpochReported i ->
            new StudyInput.EpochReported(
                time.now(), i.trial(), i.fence(), i.epoch(), i.value(), i.seconds(), i.metrics());
        case StudyInput.CheckpointSaved i ->
            new StudyInput.CheckpointSaved(time.now(), i.trial(), i.fence(), i.epoch(), i.bytes());
        case StudyInput.SessionEnded i ->
            new StudyInput.SessionEnded(time.now(), i.trial(), i.fence());
        default -> throw new IllegalStateException("not of a session: " + input);
      };
    }

    void tell(StudyInput input) {
      if (silent) {
        unheard.add(input);
      } else {
        inbox.add(input);
      }
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
            session.train();
          }
        }
        case Effect.PauseSession _, Effect.StopSession _ -> {
          if (session == null) {
            tell(new StudyInput.SessionEnded(time.now(), order.trial(), order.fence()));
          } else {
            session.pausing = true;
            session.leaveIfIdle();
          }
        }
      }
    }

    private void open(Effect.StartSession start) {
      CheckpointRef from = start.resumeFrom();
      if (from != null
          && !stores.getOrDefault(store, Set.of()).contains(key(start.trial(), from))) {
        throw new AssertionError(
            "seed %d: trial %d was sent to %s, which does not have its checkpoint"
                .formatted(seed, start.trial(), name));
      }
      var session = new Session(this, start);
      sessions.put(start.fence(), session);
      tell(new StudyInput.SessionStarted(time.now(), start.trial(), start.fence()));
      session.train();
    }
  }

  private static String key(int trial, CheckpointRef checkpoint) {
    return checkpoint.writtenBy(trial) + "/" + checkpoint.fence() + "/" + checkpoint.epoch();
  }

  private final class Session {
    private final Node node;
    private final Effect.StartSession lease;
    private final int life;
    private int epoch;
    private int limit;
    private boolean busy;
    private boolean pausing;

    Session(Node node, Effect.StartSession lease) {
      this.node = node;
      this.lease = lease;
      this.life = node.life;
      this.epoch = lease.resumeFrom() == null ? 0 : lease.resumeFrom().epoch();
      this.limit = lease.epochLimit();
    }

    void train() {
      if (!busy && !pausing && epoch < limit) {
        busy = true;
        Draws draws = Draws.of(lease.seed(), "epoch", epoch + 1);
        time.after(Duration.ofMillis(500 + draws.below(3_000, 0)), () -> trained(draws));
      }
    }

    private void trained(Draws draws) {
      if (life != node.life) {
        return;
      }
      busy = false;
      epoch++;
      node.tell(
          new StudyInput.EpochReported(
              time.now(), lease.trial(), lease.fence(), epoch, draws.uniform(1), 1, Map.of()));
      save();
      leaveIfIdle();
      train();
    }

    private void save() {
      stores
          .computeIfAbsent(node.store, store -> new HashSet<>())
          .add(key(lease.trial(), new CheckpointRef(lease.fence(), epoch)));
      node.tell(
          new StudyInput.CheckpointSaved(time.now(), lease.trial(), lease.fence(), epoch, 100));
    }

    void leaveIfIdle() {
      if (pausing && !busy) {
        node.sessions.remove(lease.fence());
        node.tell(new StudyInput.SessionEnded(time.now(), lease.trial(), lease.fence()));
      }
    }
  }
}
