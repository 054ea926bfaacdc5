package dev.thaw.actors.node;

import dev.thaw.actors.broker.SlotBroker;
import dev.thaw.actors.meter.Meters;
import dev.thaw.actors.meter.NodeMeters;
import dev.thaw.actors.session.NodeSlot;
import dev.thaw.actors.session.SessionHost;
import dev.thaw.actors.session.SessionId;
import dev.thaw.actors.session.TrialTerms;
import dev.thaw.actors.trial.SessionReport;
import dev.thaw.actors.trial.StudyReport;
import dev.thaw.actors.trial.TrialActor;
import dev.thaw.actors.trial.TrialProgress;
import dev.thaw.actors.trial.TrialReport;
import dev.thaw.actors.wire.WireMessage;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.Failure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.Done;
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
 * that crashes is replaced by one that takes its session over. When the node itself stops, its
 * sessions go on, and another node of the same process takes them over with its {@link NodeBooks}.
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

  /** Delete all checkpoints of some trials but those named. */
  public record KeepCheckpoints(String study, List<Effect.KeepCheckpoints> orders)
      implements Command, WireMessage {}

  /**
   * A study has taken a batch of reports.
   *
   * @param batch the batch's number
   * @param stale the sessions whose leases are over
   */
  public record BatchTaken(String study, long batch, List<SessionId> stale)
      implements Command, WireMessage {}

  /** Another process, which is there, has the node's name: the broker does not take its slots. */
  public record NameTaken(String name) implements Command, WireMessage {}

  /**
   * End in good order: let the studies pause what runs here, tell them everything, and then answer;
   * nothing is offered any more.
   */
  public record Leave(ActorRef<Done> replyTo) implements Command {}

  private record SignDue() implements Command {}

  private record LeaseTimeOver(String study) implements Command {}

  private record Reported(TrialReport report) implements Command {}

  private record TrialGone(SessionId session) implements Command {}

  record ResendDue(String study) implements Command {}

  record SlotsChanged(List<NodeSlot> slots) implements Command {}

  record SlotLeft(int slot, String reason) implements Command {}

  /** How many trial actors of one lease may crash before its session is given up. */
  private static final int TAKE_OVERS_MAX = 3;

  private static final String SIGN_TIMER = "sign";

  private static final int REFUSALS_TO_A_LINE = 60; // Each sign of life is refused.

  private static final String NAME_TAKEN =
      "node {} offers nothing: another worker has this name.\nMaybe give each its own by --name.";

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final String name;
  private final NodeBooks books;
  private final ActorRef<SlotBroker.Command> broker;
  private final SessionHost host;
  private final NodeSettings settings;
  private final NodeMeters meters;
  private final ActorRef<TrialReport> reports;
  private final Outboxes outboxes;
  private final Set<String> admitted = new HashSet<>();
  private final List<ActorRef<Done>> leavers = new ArrayList<>();
  private int refusals;

  /**
   * Starts a node, which takes over whatever runs according to its books.
   *
   * @param name the node's name, unique in the cluster
   * @param books what the node before it in this process knew
   * @param broker who hears which slots there are
   * @param meters where it measures
   */
  public static Behavior<Command> create(
      String name,
      NodeBooks books,
      ActorRef<SlotBroker.Command> broker,
      SessionHost host,
      NodeSettings settings,
      Meters meters) {
    NodeMeters own = meters.node(name);
    return Behaviors.withMdc(
        Command.class,
        Map.of("node", name),
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers ->
                        new GpuNode(context, timers, name, books, broker, host, settings, own))));
  }

  private GpuNode(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      String name,
      NodeBooks books,
      ActorRef<SlotBroker.Command> broker,
      SessionHost host,
      NodeSettings settings,
      NodeMeters meters) {
    super(context);
    this.context = context;
    this.timers = timers;
    this.name = name;
    this.books = books;
    this.broker = broker;
    this.host = host;
    this.settings = settings;
    this.meters = meters;
    this.reports = context.messageAdapter(TrialReport.class, Reported::new);
    this.outboxes = new Outboxes(books, timers, settings, context.getSelf());
    takeOver();
    host.watchSlots(new SlotEyes(context.getSelf()));
    giveSign();
  }

  /** Sessions that an earlier node of this process has left behind go on under new trial actors. */
  private void takeOver() {
    outboxes.studies().forEach(this::heard);
    List.copyOf(books.running.entrySet())
        .forEach(
            entry -> {
              RunningTrial session = entry.getValue();
              if (session.last()) {
                books.running.remove(entry.getKey());
                return;
              }
              session.orphan();
              session.takeOver(
                  actor(session.terms(), session.lease(), session.progress(), entry.getKey()));
            });
    for (NodeBooks.Waiting next : List.copyOf(books.waitingBySlot.values())) {
      if (books.holder(next.lease().slot()) == null) {
        books.waitingBySlot.remove(next.lease().slot().index());
        spawnOrRefuse(next.terms(), next.lease(), next.id());
      }
    }
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    Behavior<Command> next = handle(command);
    measure();
    return next;
  }

  private Behavior<Command> handle(Command command) {
    return switch (command) {
      case CarryOut c -> onCarryOut(c);
      case KeepCheckpoints c -> onKeepCheckpoints(c);
      case BatchTaken c -> onBatchTaken(c);
      case NameTaken c -> onNameTaken(c.name());
      case Leave c -> onLeave(c);
      case SignDue c -> onSignDue();
      case LeaseTimeOver c -> onLeaseTimeOver(c.study());
      case Reported c -> onReported(c.report());
      case TrialGone c -> onTrialGone(c.session());
      case ResendDue c -> onResendDue(c.study());
      case SlotsChanged c -> onSlotsChanged(c.slots());
      case SlotLeft c -> onSlotLeft(c.slot(), c.reason());
    };
  }

  private void measure() {
    meters.slots(books.slots.size(), Math.min(books.running.size(), books.slots.size()));
    meters.leases(books.running.size() + books.waitingBySlot.size());
    meters.gpuIdle(host.gpuIdle());
    meters.outbox(outboxes.size());
  }

  private Behavior<Command> onCarryOut(CarryOut message) {
    if (!message.incarnation().equals(books.incarnation)) {
      return this;
    }
    String study = message.terms().study();
    if (admitted.add(study)) {
      host.admit(message.terms());
    }
    heard(study);
    outboxes.reportTo(study, message.reportTo());
    message.orders().forEach(order -> carryOut(message.terms(), order));
    outboxes.flush(study);
    return this;
  }

  private void carryOut(TrialTerms terms, Effect.OnSlot order) {
    var id = new SessionId(terms.study(), order.trial(), order.fence());
    RunningTrial session = books.running.get(id);
    switch (order) {
      case Effect.StartSession lease -> start(terms, lease, id);
      case Effect.ContinueSession go ->
          tell(session, new TrialActor.Train(go.epochLimit(), go.scoreToBeat(), go.trainFor()));
      case Effect.PauseSession pause -> end(session, id, TrialActor.pause(pause));
      case Effect.StopSession stop -> end(session, id, new TrialActor.Stop());
    }
  }

  private Behavior<Command> onNameTaken(String taken) {
    if (refusals++ % REFUSALS_TO_A_LINE == 0) {
      context.getLog().error(NAME_TAKEN, taken);
    }
    return this;
  }

  /**
   * Studies are asked to pause what runs here. What one of them does not answer in time is lost as
   * if the node had died; that is for whoever wants the node to end.
   */
  private Behavior<Command> onLeave(Leave leave) {
    boolean first = leavers.isEmpty();
    leavers.add(leave.replyTo());
    if (first) {
      context.getLog().info("node {} leaves: {} sessions are to pause", name, books.running.size());
      outboxes.reportToAll(new NodeDeparture(name, books.incarnation));
      register();
    }
    leaveIfDone();
    return this;
  }

  private void leaveIfDone() {
    if (!leavers.isEmpty() && books.running.isEmpty() && !outboxes.holdSessionReports()) {
      leavers.forEach(leaver -> leaver.tell(Done.getInstance()));
    }
  }

  /** The broker may be another one than before. */
  private Behavior<Command> onSignDue() {
    register();
    giveSign();
    return this;
  }

  private void giveSign() {
    timers.startSingleTimer(SIGN_TIMER, new SignDue(), settings.signInterval());
  }

  private void heard(String study) {
    timers.startSingleTimer("lease-" + study, new LeaseTimeOver(study), settings.leaseTime());
  }

  /** A study that is silent for so long may lease the trials elsewhere: here they pause. */
  private Behavior<Command> onLeaseTimeOver(String study) {
    books.sessionsOf(study).forEach(session -> session.tell(new TrialActor.Pause()));
    if (books.serves(study) || !outboxes.forget(study)) {
      heard(study); // It is looked after again later.
    } else {
      books.fences.forget(study);
      admitted.remove(study);
    }
    return this;
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
    books.fences.see(id);
    books.waitingBySlot.values().removeIf(waiting -> waiting.id().equals(id));
    report(id, new SessionReport.Ended(id.trial(), id.fence()));
  }

  private void start(TrialTerms terms, Effect.StartSession lease, SessionId id) {
    if (!books.fences.see(id)) {
      return;
    }
    SessionId holder = books.holder(lease.slot());
    if (holder == null) {
      spawnOrRefuse(terms, lease, id);
    } else if (!holder.supersedes(id)) {
      awaitSlot(new NodeBooks.Waiting(terms, lease));
      if (id.supersedes(holder)) {
        vacate(books.running.get(holder));
      }
    }
  }

  /** The study holds a lease for over, and might never say so to a session that is idle. */
  private static void vacate(@Nullable RunningTrial session) {
    if (session != null && !session.last()) {
      session.tell(new TrialActor.Stop());
    }
  }

  private void awaitSlot(NodeBooks.Waiting next) {
    int slot = next.lease().slot().index();
    NodeBooks.Waiting before = books.waitingBySlot.get(slot);
    if (before != null && before.id().supersedes(next.id())) {
      return;
    }
    books.waitingBySlot.put(slot, next);
    if (before != null) {
      SessionId displaced = before.id();
      report(displaced, new SessionReport.Ended(displaced.trial(), displaced.fence()));
    }
  }

  /** A study that was not told of the quarantine of a slot, or gave the slot away before, is. */
  private void spawnOrRefuse(TrialTerms terms, Effect.StartSession lease, SessionId id) {
    int slot = lease.slot().index();
    String reason = books.quarantined.get(slot);
    if (!leavers.isEmpty()) {
      report(id, new SessionReport.Ended(id.trial(), id.fence()));
      return;
    }
    if (reason == null) {
      spawn(terms, lease, id);
      return;
    }
    outboxes.report(id.study(), new SlotQuarantine(name, books.incarnation, slot, reason));
    report(id, new SessionReport.Ended(id.trial(), id.fence()));
  }

  private void spawn(TrialTerms terms, Effect.StartSession lease, SessionId id) {
    ActorRef<TrialActor.Command> actor = actor(terms, lease, TrialProgress.begin(lease), id);
    books.running.put(id, new RunningTrial(terms, lease, actor));
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
    for (Effect.KeepCheckpoints order : keep.orders()) {
      host.keepCheckpoints(keep.study(), order.trial(), order.kept(), order.upTo());
    }
    return this;
  }

  private Behavior<Command> onReported(TrialReport reported) {
    SessionId id = reported.session();
    RunningTrial session = books.running.get(id);
    if (session != null && !session.last()) {
      meters.count(reported.report());
      session.reported(reported.report());
      report(id, reported.report());
    }
    return this;
  }

  /** A trial actor that stopped without a last report has crashed; its session has not. */
  private Behavior<Command> onTrialGone(SessionId id) {
    RunningTrial session = books.running.get(id);
    if (session == null) {
      return this;
    }
    if (!session.last() && session.crashed() <= TAKE_OVERS_MAX) {
      context.getLog().warn("{} is taken over: its trial actor crashed", id);
      session.takeOver(actor(session.terms(), session.lease(), session.progress(), id));
      return this;
    }
    books.running.remove(id);
    if (!session.last()) {
      host.abort(id);
      var failure =
          new Failure(Failure.Kind.TRAINER_ERROR, "the trial actor kept crashing; see the log");
      report(id, new SessionReport.Failed(id.trial(), id.fence(), failure));
    }
    NodeBooks.Waiting next = books.waitingBySlot.remove(session.lease().slot().index());
    if (next != null) {
      spawnOrRefuse(next.terms(), next.lease(), next.id());
    }
    leaveIfDone();
    return this;
  }

  private Behavior<Command> onSlotsChanged(List<NodeSlot> offered) {
    books.offer(offered);
    register();
    return this;
  }

  /** Studies hear of it before they hear that the session that left the slot has ended. */
  private Behavior<Command> onSlotLeft(int slot, String reason) {
    context.getLog().warn("slot {} is in quarantine: {}", slot, reason);
    books.quarantine(slot, reason);
    outboxes.reportToAll(new SlotQuarantine(name, books.incarnation, slot, reason));
    register();
    return this;
  }

  private void register() {
    List<NodeSlot> offered = leavers.isEmpty() ? books.slots : List.of();
    broker.tell(
        new SlotBroker.RegisterNode(
            name, books.incarnation, offered, context.getSelf(), host.store(), settings.label()));
  }

  private void report(SessionId id, SessionReport report) {
    outboxes.report(id.study(), report);
  }

  private Behavior<Command> onBatchTaken(BatchTaken taken) {
    heard(taken.study());
    ReportBatch batch = outboxes.taken(taken.study(), taken.batch());
    if (batch != null) {
      registerIfOutdated(batch);
      taken.stale().forEach(id -> tell(books.running.get(id), new TrialActor.Stop()));
      outboxes.flush(taken.study());
      leaveIfDone();
    }
    return this;
  }

  /** A quarantine that a study heard of late may be over: then the slot is offered once more. */
  private void registerIfOutdated(ReportBatch batch) {
    for (StudyReport report : batch.reports()) {
      if (report instanceof SlotQuarantine late
          && books.slots.stream().anyMatch(slot -> slot.index() == late.slot())) {
        register();
      }
    }
  }

  private Behavior<Command> onResendDue(String study) {
    outboxes.resend(study);
    return this;
  }

  @Override
  public Behavior<Command> onSignal(Signal signal) throws Exception {
    if (signal instanceof PostStop) {
      meters.close();
      return this;
    }
    return super.onSignal(signal);
  }
}
