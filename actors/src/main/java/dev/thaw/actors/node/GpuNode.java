package dev.thaw.actors.node;

import dev.thaw.actors.broker.SlotBroker;
import dev.thaw.actors.session.NodeSlot;
import dev.thaw.actors.session.SessionHost;
import dev.thaw.actors.session.SessionId;
import dev.thaw.actors.session.SlotListener;
import dev.thaw.actors.trial.SessionReport;
import dev.thaw.actors.trial.StudyReport;
import dev.thaw.actors.trial.TrialActor;
import dev.thaw.actors.trial.TrialProgress;
import dev.thaw.actors.trial.TrialReport;
import dev.thaw.actors.trial.TrialTerms;
import dev.thaw.actors.wire.WireMessage;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Owns the slots of one machine, and tells the broker of them as its host offers them. Supervisors
 * send it orders; it starts a trial actor for each lease, refuses orders that are meant for another
 * incarnation of itself or carry an old fence, and keeps a slot to one session at a time: a lease
 * for a slot whose last session is still closing waits for it, and stops it if it does not close.
 * Reports go to each study through an {@link Outbox}, at least once and in order. A trial actor
 * that crashes is replaced by one that takes its session over. When the node stops, all its leases
 * are lost and their sessions aborted.
 */
public final class GpuNode extends AbstractMatchingBehavior<GpuNode.Command> {

  /** What a node understands. */
  public sealed interface Command {}

  /**
   * Orders of a study.
   *
   * @param incarnation the incarnation of this node that they are meant for
   * @param reportTo where the study wants its reports
   */
  public record CarryOut(
      TrialTerms terms,
      String incarnation,
      List<Effect.OnSlot> orders,
      ActorRef<ReportBatch> reportTo)
      implements Command, WireMessage {}

  /**
   * Delete all checkpoints of a trial but these, and none of a fence above the one up to which that
   * was decided.
   */
  public record KeepCheckpoints(String study, int trial, List<CheckpointRef> kept, long upToFence)
      implements Command, WireMessage {}

  /**
   * A study has taken a batch of reports.
   *
   * @param batch the batch's number
   * @param stale the sessions whose leases are over
   */
  public record BatchTaken(String study, long batch, List<SessionId> stale)
      implements Command, WireMessage {}

  private record Reported(TrialReport report) implements Command {}

  private record TrialGone(SessionId session) implements Command {}

  private record ResendDue(String study) implements Command {}

  private record SlotsChanged(List<NodeSlot> slots) implements Command {}

  private record SlotLeft(int slot, String reason) implements Command {}

  /** A lease that waits for the session before it to leave the slot. */
  private record Waiting(TrialTerms terms, Effect.StartSession lease) {
    SessionId id() {
      return new SessionId(terms.study(), lease.trial(), lease.fence());
    }
  }

  private record TrialKey(String study, int trial) {}

  /** How many trial actors of one lease may crash before its session is given up. */
  private static final int TAKE_OVERS_MAX = 3;

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final String name;
  private final String incarnation;
  private final ActorRef<SlotBroker.Command> broker;
  private final SessionHost host;
  private final NodeSettings settings;
  private final ActorRef<TrialReport> reports;
  private final Map<SessionId, RunningTrial> running = new HashMap<>();
  private final Map<Integer, Waiting> waitingBySlot = new HashMap<>();
  private final Map<TrialKey, Long> highestFence = new HashMap<>();
  private final Map<String, Outbox> outboxes = new HashMap<>();
  private final Map<Integer, String> quarantined = new HashMap<>();
  private List<NodeSlot> slots = List.of();

  /**
   * Starts a node.
   *
   * @param name the node's name, unique in the cluster
   * @param incarnation identifies this life of the node; never used twice
   * @param broker who hears which slots there are
   */
  public static Behavior<Command> create(
      String name,
      String incarnation,
      ActorRef<SlotBroker.Command> broker,
      SessionHost host,
      NodeSettings settings) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new GpuNode(context, timers, name, incarnation, broker, host, settings)));
  }

  private GpuNode(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      String name,
      String incarnation,
      ActorRef<SlotBroker.Command> broker,
      SessionHost host,
      NodeSettings settings) {
    super(context);
    this.context = context;
    this.timers = timers;
    this.name = name;
    this.incarnation = incarnation;
    this.broker = broker;
    this.host = host;
    this.settings = settings;
    this.reports = context.messageAdapter(TrialReport.class, Reported::new);
    host.watchSlots(new Eyes(context.getSelf()));
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    return switch (command) {
      case CarryOut c -> onCarryOut(c);
      case KeepCheckpoints c -> onKeepCheckpoints(c);
      case BatchTaken c -> onBatchTaken(c);
      case Reported c -> onReported(c.report());
      case TrialGone c -> onTrialGone(c.session());
      case ResendDue c -> onResendDue(c.study());
      case SlotsChanged c -> onSlotsChanged(c.slots());
      case SlotLeft c -> onSlotLeft(c.slot(), c.reason());
    };
  }

  private Behavior<Command> onCarryOut(CarryOut message) {
    if (!message.incarnation().equals(incarnation)) {
      return this;
    }
    String study = message.terms().study();
    outboxes
        .computeIfAbsent(study, s -> new Outbox(s, context.getSelf(), settings.batchSizeMax()))
        .reportTo(message.reportTo());
    message.orders().forEach(order -> carryOut(message.terms(), order));
    flush(study);
    return this;
  }

  private void carryOut(TrialTerms terms, Effect.OnSlot order) {
    var id = new SessionId(terms.study(), order.trial(), order.fence());
    RunningTrial session = running.get(id);
    switch (order) {
      case Effect.StartSession lease -> start(terms, lease, id);
      case Effect.ContinueSession go ->
          tell(session, new TrialActor.Train(go.epochLimit(), go.scoreToBeat()));
      case Effect.PauseSession pause -> end(session, id, new TrialActor.Pause());
      case Effect.StopSession stop -> end(session, id, new TrialActor.Stop());
    }
  }

  private static void tell(@Nullable RunningTrial session, TrialActor.Command command) {
    if (session != null) {
      session.tell(command);
    }
  }

  /** A session that was never started, or is over, has ended as far as its study is concerned. */
  private void end(@Nullable RunningTrial session, SessionId id, TrialActor.Command command) {
    if (session != null) {
      session.tell(command);
      return;
    }
    isNew(id);
    waitingBySlot.values().removeIf(waiting -> waiting.id().equals(id));
    report(id, new SessionReport.Ended(id.trial(), id.fence()));
  }

  private void start(TrialTerms terms, Effect.StartSession lease, SessionId id) {
    if (!isNew(id)) {
      return;
    }
    SessionId holder = holder(lease);
    if (holder == null) {
      spawnOrRefuse(terms, lease, id);
    } else if (!supersedes(holder, id)) {
      awaitSlot(new Waiting(terms, lease));
      if (supersedes(id, holder)) {
        vacate(running.get(holder));
      }
    }
  }

  /** The study holds a lease for over, and might never say so to a session that is idle. */
  private static void vacate(@Nullable RunningTrial session) {
    if (session != null && !session.last()) {
      tell(session, new TrialActor.Stop());
    }
  }

  /** Whether a fence is higher than all that were seen of its trial; from then on it was seen. */
  private boolean isNew(SessionId id) {
    var trial = new TrialKey(id.study(), id.trial());
    boolean higher = id.fence() > highestFence.getOrDefault(trial, 0L);
    if (higher) {
      highestFence.put(trial, id.fence());
    }
    return higher;
  }

  private @Nullable SessionId holder(Effect.StartSession lease) {
    return running.entrySet().stream()
        .filter(other -> other.getValue().lease().slot().equals(lease.slot()))
        .map(Map.Entry::getKey)
        .findAny()
        .orElse(null);
  }

  /** Of two leases of one slot, the one with the higher fence is the valid one. */
  private static boolean supersedes(SessionId one, SessionId other) {
    return one.study().equals(other.study()) && one.fence() > other.fence();
  }

  private void awaitSlot(Waiting next) {
    int slot = next.lease().slot().index();
    Waiting before = waitingBySlot.get(slot);
    if (before != null && supersedes(before.id(), next.id())) {
      return;
    }
    waitingBySlot.put(slot, next);
    if (before != null) {
      SessionId displaced = before.id();
      report(displaced, new SessionReport.Ended(displaced.trial(), displaced.fence()));
    }
  }

  /** A study that was not told of the quarantine of a slot, or gave the slot away before, is. */
  private void spawnOrRefuse(TrialTerms terms, Effect.StartSession lease, SessionId id) {
    int slot = lease.slot().index();
    String reason = quarantined.get(slot);
    if (reason == null) {
      spawn(terms, lease, id);
      return;
    }
    report(id.study(), new SlotQuarantine(name, incarnation, slot, reason));
    report(id, new SessionReport.Ended(id.trial(), id.fence()));
  }

  private void spawn(TrialTerms terms, Effect.StartSession lease, SessionId id) {
    ActorRef<TrialActor.Command> actor = actor(terms, lease, TrialProgress.begin(lease), id);
    running.put(id, new RunningTrial(terms, lease, actor));
  }

  private ActorRef<TrialActor.Command> actor(
      TrialTerms terms, Effect.StartSession lease, TrialProgress from, SessionId id) {
    ActorRef<TrialActor.Command> actor =
        context.spawn(
            TrialActor.create(terms, lease, from, host, reports),
            "trial-%d-fence-%d-%s".formatted(lease.trial(), lease.fence(), terms.study()));
    context.watchWith(actor, new TrialGone(id));
    return actor;
  }

  private Behavior<Command> onKeepCheckpoints(KeepCheckpoints keep) {
    host.keepCheckpoints(keep.study(), keep.trial(), keep.kept(), keep.upToFence());
    return this;
  }

  private Behavior<Command> onReported(TrialReport reported) {
    SessionId id = reported.session();
    RunningTrial session = running.get(id);
    if (session != null && !session.last()) {
      session.reported(reported.report());
      report(id, reported.report());
    }
    return this;
  }

  /** A trial actor that stopped without a last report has crashed; its session has not. */
  private Behavior<Command> onTrialGone(SessionId id) {
    RunningTrial session = running.get(id);
    if (session == null) {
      return this;
    }
    if (!session.last() && session.crashed() <= TAKE_OVERS_MAX) {
      context.getLog().warn("{} is taken over: its trial actor crashed", id);
      session.takeOver(actor(session.terms(), session.lease(), session.progress(), id));
      return this;
    }
    running.remove(id);
    if (!session.last()) {
      host.abort(id);
      var failure =
          new Failure(Failure.Kind.TRAINER_ERROR, "the trial actor kept crashing; see the log");
      report(id, new SessionReport.Failed(id.trial(), id.fence(), failure));
    }
    Waiting next = waitingBySlot.remove(session.lease().slot().index());
    if (next != null) {
      spawnOrRefuse(next.terms(), next.lease(), next.id());
    }
    return this;
  }

  private Behavior<Command> onSlotsChanged(List<NodeSlot> offered) {
    slots = offered;
    offered.forEach(slot -> quarantined.remove(slot.index()));
    register();
    return this;
  }

  /** Studies hear of it before they hear that the session that left the slot has ended. */
  private Behavior<Command> onSlotLeft(int slot, String reason) {
    context.getLog().warn("slot {} is in quarantine: {}", slot, reason);
    quarantined.put(slot, reason);
    slots = slots.stream().filter(other -> other.index() != slot).toList();
    for (String study : List.copyOf(outboxes.keySet())) {
      report(study, new SlotQuarantine(name, incarnation, slot, reason));
    }
    register();
    return this;
  }

  private void register() {
    broker.tell(new SlotBroker.RegisterNode(name, incarnation, slots, context.getSelf()));
  }

  private void report(SessionId id, SessionReport report) {
    report(id.study(), report);
  }

  private void report(String study, StudyReport report) {
    Outbox outbox = outboxes.get(study);
    if (outbox != null) {
      outbox.add(report);
      flush(study);
    }
  }

  private void flush(String study) {
    Outbox outbox = outboxes.get(study);
    if (outbox != null && outbox.send()) {
      timers.startSingleTimer(study, new ResendDue(study), settings.resendInterval());
    }
  }

  private Behavior<Command> onBatchTaken(BatchTaken taken) {
    Outbox outbox = outboxes.get(taken.study());
    ReportBatch batch = outbox == null ? null : outbox.taken(taken.batch());
    if (batch != null) {
      timers.cancel(taken.study());
      registerIfOutdated(batch);
      taken.stale().forEach(id -> tell(running.get(id), new TrialActor.Stop()));
      flush(taken.study());
    }
    return this;
  }

  /** A quarantine that a study heard of late may be over: then the slot is offered once more. */
  private void registerIfOutdated(ReportBatch batch) {
    for (StudyReport report : batch.reports()) {
      if (report instanceof SlotQuarantine late
          && slots.stream().anyMatch(slot -> slot.index() == late.slot())) {
        register();
      }
    }
  }

  private Behavior<Command> onResendDue(String study) {
    Outbox outbox = outboxes.get(study);
    if (outbox != null && outbox.resend()) {
      timers.startSingleTimer(study, new ResendDue(study), settings.resendInterval());
    }
    return this;
  }

  @Override
  public Behavior<Command> onSignal(Signal signal) throws Exception {
    if (signal instanceof PostStop) {
      running.keySet().forEach(host::abort);
      return this;
    }
    return super.onSignal(signal);
  }

  /** Turns what the host says of its slots into messages. */
  private record Eyes(ActorRef<Command> self) implements SlotListener {
    @Override
    public void offered(List<NodeSlot> slots) {
      self.tell(new SlotsChanged(List.copyOf(slots)));
    }

    @Override
    public void quarantined(int slot, String reason) {
      self.tell(new SlotLeft(slot, reason));
    }
  }
}
