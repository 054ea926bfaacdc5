package dev.thaw.actors.study;

import dev.thaw.actors.broker.SlotBroker;
import dev.thaw.actors.journal.Recorded;
import dev.thaw.actors.meter.StudyMeters;
import dev.thaw.actors.node.GpuNode;
import dev.thaw.actors.node.ReportBatch;
import dev.thaw.actors.session.SessionId;
import dev.thaw.actors.session.TrialTerms;
import dev.thaw.actors.wire.WireMessage;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.invariant.Assertions;
import dev.thaw.core.invariant.Inspector;
import dev.thaw.core.share.Share;
import dev.thaw.core.share.ShareChange;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Counsel;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Reply;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyCommand;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.pattern.StatusReply;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;

/**
 * Owns the state of one study. Turns messages into inputs, asks {@link Study} what follows,
 * persists inputs and events of a message as one row, and only then answers and carries the effects
 * out. Holds no policy. What would break an invariant is not persisted: the study is frozen. When
 * it stops, the study is recovered from its journal; what was not acknowledged is sent again by the
 * nodes. After a recovery nothing is handled before the take-over is a row of the journal.
 */
public final class StudySupervisor
    extends EventSourcedBehaviorWithEnforcedReplies<
        StudySupervisor.Command, Recorded, @Nullable StudyState> {

  /** What a supervisor understands. */
  public sealed interface Command
      permits OpenStudy,
          StopStudy,
          SetShare,
          ExtendStudy,
          GiveCommand,
          Describe,
          Wake,
          Watch,
          Inner {}

  /** Open the study, or make sure that it is the same study. */
  public record OpenStudy(StudySpec spec, ActorRef<StatusReply<StudyOpened>> replyTo)
      implements Command, WireMessage {}

  /** End the study gracefully. */
  public record StopStudy(ActorRef<StatusReply<Done>> replyTo) implements Command, WireMessage {}

  /** Change what the study is entitled to where several share a cluster. */
  public record SetShare(ShareChange change, ActorRef<StatusReply<Entitled>> replyTo)
      implements Command, WireMessage {}

  /** What a study is entitled to. */
  public record Entitled(Share share) implements WireMessage {}

  /**
   * Change what the study may spend; one that is over may go on.
   *
   * @param key the change is made once for each; null to make it in any case
   */
  public record ExtendStudy(
      BudgetChange change, @Nullable String key, ActorRef<StatusReply<Spendable>> replyTo)
      implements Command, WireMessage {}

  /**
   * Do what somebody asks of the study by hand.
   *
   * @param key the command is carried out once for each; null to carry it out in any case
   */
  public record GiveCommand(
      StudyCommand command, @Nullable String key, ActorRef<StatusReply<Done>> replyTo)
      implements Command, WireMessage {}

  /** What a study may spend. */
  public record Spendable(Budget budget) implements WireMessage {}

  /** Say how the study stands. */
  public record Describe(ActorRef<StudyAnswer> replyTo) implements Command, WireMessage {}

  /** Be there: whoever is recovered because of it goes on by itself. */
  public record Wake() implements Command, WireMessage {}

  /** Hear of every row from now on, beginning with the state as it is. */
  public record Watch(ActorRef<StudyChanged> watcher) implements Command {}

  private final ActorContext<Command> context;
  private final String study;
  private final InstantSource clock;
  private final SupervisorSettings settings;
  private final StudyHome home;
  private final Gauge gauge;
  private final Alarms alarms;
  private final AdviserLink adviser;
  private final KnownNodes nodes;
  private final SlotRequests requests;
  private final EffectCarrier carrier;
  private final Watchers watchers;
  private final Function<Assertions, Inspector> inspectors;
  private Inspector inspector;
  private boolean takenOver;
  private @Nullable String frozen;
  private @Nullable Command current;
  private @Nullable Command unanswered;

  /**
   * Starts the supervisor of a study and recovers what its journal holds.
   *
   * @param study the study's name; its journal is found by it
   */
  public static Behavior<Command> create(
      String study, SupervisorSettings settings, Surroundings surroundings) {
    return Behaviors.withMdc(
        Command.class,
        Map.of("study", study),
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers ->
                        new StudySupervisor(context, timers, study, settings, surroundings))));
  }

  /** The identifier under which the journal holds a study. */
  public static String persistenceId(String study) {
    return PersistenceId.of("study", study).id();
  }

  private StudySupervisor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      String study,
      SupervisorSettings settings,
      Surroundings surroundings) {
    super(
        PersistenceId.of("study", study),
        SupervisorStrategy.restartWithBackoff(
            settings.restartBackoffMin(), settings.restartBackoffMax(), 0.2));
    this.context = context;
    this.study = study;
    this.clock = surroundings.clock();
    this.settings = settings;
    this.home = surroundings.home();
    StudyMeters meters = surroundings.meters().study(study);
    this.gauge = new Gauge(meters);
    this.alarms = new Alarms(timers, clock, settings);
    this.nodes =
        new KnownNodes(study, context.messageAdapter(ReportBatch.class, Inner.BatchReported::new));
    this.requests =
        new SlotRequests(
            study,
            home.isAlone(),
            surroundings.broker(),
            context.messageAdapter(SlotBroker.SlotOffer.class, Inner.SlotsChanged::new));
    this.adviser =
        new AdviserLink(
            context,
            study,
            surroundings.advisers(),
            context.messageAdapter(Advice.class, Inner.AdviceArrived::new),
            meters);
    this.carrier = new EffectCarrier(nodes, requests, adviser, alarms, home);
    this.watchers = new Watchers(context);
    this.inspectors = surroundings.inspectors();
    this.inspector = inspectors.apply(settings.assertions());
  }

  @Override
  public @Nullable StudyState emptyState() {
    return null;
  }

  @Override
  public CommandHandlerWithReply<Command, Recorded, @Nullable StudyState> commandHandler() {
    return this::onCommand;
  }

  private ReplyEffect<Recorded, @Nullable StudyState> onCommand(
      @Nullable StudyState state, Command command) {
    gauge.taken();
    current = command;
    if (frozen != null) {
      String why = frozen;
      return quietly(() -> Unanswerable.answer(command, why));
    }
    if (state == null && needsState(command)) {
      // While its opening is tried again, nobody is told that there is no study.
      return unanswered == null ? onUnknownStudy(command) : Effect().stash();
    }
    if (!takenOver && !(command instanceof Inner.TakeOver)) {
      return Effect().stash();
    }
    return switch (command) {
      case OpenStudy c -> onOpen(state, c);
      case StopStudy c -> onStop(state, c);
      case SetShare c ->
          change(
              state,
              c.replyTo(),
              at -> new StudyInput.ShareRequested(at, c.change()),
              after -> new Entitled(after.cluster().tenure().share()));
      case ExtendStudy c ->
          change(
              state,
              c.replyTo(),
              at -> new StudyInput.BudgetRequested(at, c.change(), c.key()),
              after -> new Spendable(after.budget()));
      case GiveCommand c ->
          change(
              state,
              c.replyTo(),
              at -> new StudyInput.CommandGiven(at, c.command(), c.key()),
              after -> Done.getInstance());
      case Describe c -> onDescribe(state, c);
      case Wake c -> Effect().noReply();
      case Watch c -> quietly(() -> watchers.add(c.watcher(), state));
      case Inner.BatchReported c -> onBatch(state, c.batch());
      case Inner.SlotsChanged c -> onSlots(state, c.offer());
      case Inner.SignDue c -> onSignDue(state);
      case Inner.LagProbe c -> quietly(() -> gauge.waited(c));
      case Inner.SilencePassed c -> onSilencePassed(state, c);
      case Inner.DeadlineReached c -> onDeadline(state, c.deadline());
      case Inner.AdviceArrived c -> onAdvice(state, c.advice());
      case Inner.PatienceEnded c -> record(state, at -> new StudyInput.AdviceOverdue(at, c.ask()));
      case Inner.AskAgain c -> onAskAgain(state, c.ask());
      case Inner.TakeOver c -> onTakeOver(state);
      case Inner.WatcherGone c -> quietly(() -> watchers.remove(c.watcher()));
    };
  }

  private ReplyEffect<Recorded, @Nullable StudyState> onUnknownStudy(Command command) {
    home.unopened(context.getSelf());
    String why = "study (%s) is not open.".formatted(study);
    return quietly(() -> Unanswerable.answer(command, why));
  }

  private static boolean needsState(Command command) {
    return !(command instanceof OpenStudy
        || command instanceof Watch
        || command instanceof Inner.WatcherGone);
  }

  private ReplyEffect<Recorded, @Nullable StudyState> onOpen(
      @Nullable StudyState state, OpenStudy open) {
    unanswered = open;
    Steps steps = new Steps(state, clock, inspector);
    Reply reply = steps.take(at -> new StudyInput.Opened(at, open.spec()));
    StatusReply<StudyOpened> answer =
        reply instanceof Reply.Refused(String why)
            ? StatusReply.error(why)
            : StatusReply.success(new StudyOpened(state == null));
    return persist(steps, open.replyTo(), answer, this::onOpened).thenUnstashAll();
  }

  private void onOpened() {
    unanswered = null;
    alarms.sign(false);
  }

  private ReplyEffect<Recorded, @Nullable StudyState> onStop(
      @Nullable StudyState state, StopStudy stop) {
    unanswered = stop;
    Steps steps = new Steps(state, clock, inspector);
    steps.take(StudyInput.StopRequested::new);
    return persist(steps, stop.replyTo(), StatusReply.ack(), () -> unanswered = null);
  }

  private ReplyEffect<Recorded, @Nullable StudyState> onAdvice(
      @Nullable StudyState state, Advice advice) {
    adviser.answered(advice);
    return record(state, at -> new StudyInput.AdviceGiven(at, advice));
  }

  /** Changes what somebody wants to be changed, and says what it is then. */
  private <R> ReplyEffect<Recorded, @Nullable StudyState> change(
      @Nullable StudyState state,
      ActorRef<StatusReply<R>> replyTo,
      Function<Instant, StudyInput> input,
      Function<StudyState, R> answer) {
    Steps steps = new Steps(state, clock, inspector);
    Reply reply = steps.take(input);
    StudyState after = Objects.requireNonNull(steps.state(), "the state");
    StatusReply<R> said =
        reply instanceof Reply.Refused(String why)
            ? StatusReply.error(why)
            : StatusReply.success(answer.apply(after));
    return persist(
        steps,
        replyTo,
        said,
        () -> {
          home.stands(after); // One that was over and goes on must be looked after again.
          alarms.sign(isOver(after));
        });
  }

  private ReplyEffect<Recorded, @Nullable StudyState> onDescribe(
      @Nullable StudyState state, Describe question) {
    if (state != null) {
      home.describe(state, question);
    }
    if (isOver(state)) {
      alarms.sign(true);
    }
    return Effect().noReply();
  }

  /**
   * A batch is answered when all of it is durable; sessions that have lost their lease, or whose
   * curve has a gap, are named.
   */
  private ReplyEffect<Recorded, @Nullable StudyState> onBatch(
      @Nullable StudyState state, ReportBatch batch) {
    Steps steps = new Steps(state, clock, inspector);
    List<SessionId> stale = new BatchReading(study, steps, gauge).stale(batch);
    var taken = new GpuNode.BatchTaken(study, batch.batch(), stale);
    return persist(steps, batch.replyTo(), taken, () -> {});
  }

  private ReplyEffect<Recorded, @Nullable StudyState> onSlots(
      @Nullable StudyState state, SlotBroker.SlotOffer offer) {
    if (isOver(state)) {
      requests.release(); // An earlier word of it was lost.
      return Effect().noReply();
    }
    if (!requests.hear(offer)) {
      return Effect().noReply();
    }
    return switch (offer) {
      case SlotBroker.SlotsAllowed o ->
          record(state, at -> new StudyInput.SlotsAllowed(at, o.slots()));
      case SlotBroker.SlotsOffered o -> onSlotsOffered(state, o);
      case SlotBroker.SlotsLost o -> {
        nodes.remove(o.node());
        yield record(state, at -> new StudyInput.NodeSilent(at, o.node(), settings.nodePatience()));
      }
    };
  }

  /** A node that was not known gets all orders that it is owed, and not only the new ones. */
  private ReplyEffect<Recorded, @Nullable StudyState> onSlotsOffered(
      @Nullable StudyState state, SlotBroker.SlotsOffered offer) {
    boolean known = nodes.isKnown(offer);
    if (!known) {
      nodes.remove(offer.node());
    }
    Steps steps = new Steps(state, clock, inspector);
    steps.take(at -> KnownNodes.joined(at, offer));
    return persist(
        steps,
        null,
        null,
        () -> {
          nodes.add(offer);
          greet(steps.state(), offer.node(), known);
        });
  }

  private void greet(@Nullable StudyState state, String node, boolean known) {
    if (state != null) {
      List<Effect> owed = known ? List.of() : Study.outstanding(state);
      nodes.greet(TrialTerms.of(state.spec()), node, owed);
    }
  }

  /** Whoever has to do with the study hears that it is there, and of what may have been lost. */
  private ReplyEffect<Recorded, @Nullable StudyState> onSignDue(@Nullable StudyState state) {
    if (state == null) {
      return Effect().noReply();
    }
    home.stands(state);
    if (isOver(state)) {
      home.idle(context.getSelf());
      return Effect().noReply();
    }
    gauge.measure(state, context.getSelf());
    requests.send(state);
    nodes.giveSign(TrialTerms.of(state.spec()), Study.orders(state));
    alarms.sign(false);
    return Effect().noReply();
  }

  private ReplyEffect<Recorded, @Nullable StudyState> onSilencePassed(
      @Nullable StudyState state, Inner.SilencePassed passed) {
    if (alarms.isEarly(passed.until())) {
      alarms.silence(passed.node(), passed.until());
      return Effect().noReply();
    }
    return record(state, at -> new StudyInput.SilenceEnded(at, passed.node(), passed.until()));
  }

  private ReplyEffect<Recorded, @Nullable StudyState> onDeadline(
      @Nullable StudyState state, Instant deadline) {
    if (alarms.isEarly(deadline)) {
      alarms.deadline(deadline);
      return Effect().noReply();
    }
    return record(state, at -> new StudyInput.DeadlinePassed(at, deadline));
  }

  private ReplyEffect<Recorded, @Nullable StudyState> onTakeOver(@Nullable StudyState state) {
    takenOver = true;
    Steps steps = new Steps(state, clock, inspector);
    boolean live = !home.isAlone();
    steps.take(at -> new StudyInput.Recovered(at, settings.nodePatience(), live));
    return persist(
            steps,
            null,
            null,
            () -> {
              carryOut(steps.state(), steps.outstanding());
              alarms.sign(isOver(steps.state()));
            })
        .thenUnstashAll();
  }

  private ReplyEffect<Recorded, @Nullable StudyState> quietly(Runnable what) {
    what.run();
    return Effect().noReply();
  }

  private ReplyEffect<Recorded, @Nullable StudyState> record(
      @Nullable StudyState state, Function<Instant, StudyInput> input) {
    Steps steps = new Steps(state, clock, inspector);
    steps.take(input);
    return persist(steps, null, null, () -> {});
  }

  /** Persists what was decided, then carries it out, then answers; or freezes the study. */
  private <R> ReplyEffect<Recorded, @Nullable StudyState> persist(
      Steps steps, @Nullable ActorRef<? super R> replyTo, @Nullable R answer, Runnable afterwards) {
    Incident incident = steps.incident(study, lastSequenceNumber(context));
    if (incident != null) {
      freeze(incident);
      return Effect().noReply();
    }
    if (steps.isEmpty()) {
      return replyTo == null || answer == null
          ? Effect().none().thenRun(s -> afterwards.run()).thenNoReply()
          : Effect().none().thenRun(s -> afterwards.run()).thenReply(replyTo, s -> answer);
    }
    gauge.decided();
    var stored =
        Effect()
            .persist(steps.recorded())
            .thenRun(
                newState -> {
                  gauge.recorded();
                  carryOut(steps.state(), steps.effects());
                  afterwards.run();
                  requestIfChanged(steps.state());
                  watchers.announce(lastSequenceNumber(context), steps);
                  gauge.done();
                });
    return replyTo == null || answer == null
        ? stored.thenNoReply()
        : stored.thenReply(replyTo, newState -> answer);
  }

  /**
   * What must not be recorded is not, and nothing more is decided or acknowledged. Sessions write
   * their checkpoints and end; what they report stays with their nodes for whoever takes over.
   */
  private void freeze(Incident incident) {
    String why = incident.sentence(home.broken(incident));
    context.getLog().error("{}", why);
    frozen = why;
    unanswered = null;
    StudyState good = incident.before();
    if (good != null) {
      nodes.carryOut(TrialTerms.of(good.spec()), Study.pauses(good));
    }
    if (current != null) {
      Unanswerable.answer(current, why);
    }
  }

  private void carryOut(@Nullable StudyState state, List<Effect> effects) {
    if (state != null) {
      carrier.carryOut(state, lastSequenceNumber(context), effects);
    }
  }

  /** An adviser that is silent for so long is given up, and a fresh one is asked. */
  private ReplyEffect<Recorded, @Nullable StudyState> onAskAgain(
      @Nullable StudyState state, long ask) {
    Counsel counsel = state == null ? null : state.search().counsel();
    if (state == null || isOver(state) || counsel == null || !counsel.pending()) {
      return Effect().noReply();
    }
    if (counsel.asked() == ask && adviser.isThere()) {
      context.getLog().warn("study {}: question {} was not answered, asking anew", study, ask);
      adviser.giveUp();
      carrier.ask(state, lastSequenceNumber(context), new Effect.AskAdvice(ask, counsel.jobs()));
    }
    return Effect().noReply();
  }

  private void requestIfChanged(@Nullable StudyState state) {
    if (state != null && !isOver(state)) {
      requests.sendIfChanged(state);
    }
  }

  private static boolean isOver(@Nullable StudyState state) {
    return state != null && state.lifecycle().phase() == Lifecycle.Phase.ENDED;
  }

  @Override
  public EventHandler<@Nullable StudyState, Recorded> eventHandler() {
    return Steps::evolve;
  }

  @Override
  public SignalHandler<@Nullable StudyState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::onRecovered)
        .onSignal(PostStop.instance(), state -> gauge.close())
        .build();
  }

  /** People do not send again as nodes do: what the journal refused from them is tried again. */
  private void onRecovered(@Nullable StudyState state) {
    inspector = inspectors.apply(settings.assertions()); // What it remembers may not be a row.
    adviser.forget(); // It was stopped with the incarnation whose journal failed.
    requests.forgetWhatWasHeard();
    nodes.clear();
    takenOver = state == null;
    if (!takenOver) {
      context.getSelf().tell(new Inner.TakeOver());
    }
    if (unanswered != null) {
      context.getSelf().tell(unanswered);
    }
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(settings.snapshotEvery(), settings.snapshotsKept());
  }
}
