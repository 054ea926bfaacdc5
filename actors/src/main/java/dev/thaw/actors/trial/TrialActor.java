package dev.thaw.actors.trial;

import dev.thaw.actors.session.SessionHost;
import dev.thaw.actors.session.SessionId;
import dev.thaw.actors.session.SessionListener;
import dev.thaw.actors.session.SessionRequest;
import dev.thaw.actors.session.TrialTerms;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Owns one lease: opens a training session, trains up to the lease's epoch limit, waits to be told
 * how to go on, and pauses or stops when it is told to. An epoch, a checkpoint or a closing that
 * takes longer than the study allows is aborted. Its node is its parent and hears every report.
 *
 * <p>When it stops without a last report, it has crashed, and its session waits outside of it: its
 * node starts another one with the {@link TrialProgress}. That one cannot know what the one before
 * was waiting for, so it asks for the next epoch first if the lease allows one; a host answers that
 * once, however often it is asked.
 */
public final class TrialActor extends AbstractMatchingBehavior<TrialActor.Command> {

  /** What a trial actor understands. */
  public sealed interface Command {}

  /**
   * Go on up to an epoch.
   *
   * @param trainFor how long at most from now on; null if that has not changed
   */
  public record Train(int epochLimit, @Nullable Double scoreToBeat, @Nullable Duration trainFor)
      implements Command {
    /** For as long as before. */
    public Train(int epochLimit, @Nullable Double scoreToBeat) {
      this(epochLimit, scoreToBeat, null);
    }
  }

  /** Write a checkpoint and end. */
  public record Pause() implements Command {}

  /** End without the epoch that is being trained, but with the checkpoint of the one before. */
  public record Halt() implements Command {}

  /** End now, without a checkpoint. */
  public record Stop() implements Command {}

  /** What an order to pause means. */
  public static Command pause(Effect.PauseSession order) {
    return Boolean.TRUE.equals(order.atOnce()) ? new Halt() : new Pause();
  }

  private record SessionOpened() implements Command {}

  private record EpochTrained(
      int epoch,
      Map<String, Double> metrics,
      double seconds,
      @Nullable Double processorSeconds,
      @Nullable Map<String, Double> inEffect)
      implements Command {}

  private record CheckpointSaved(int epoch, long bytes) implements Command {}

  private record SessionClosed() implements Command {}

  private record SessionFailed(Failure failure) implements Command {}

  private record EpochOverdue(int epoch) implements Command {}

  private record OpenOverdue() implements Command {}

  private record SaveOverdue(int epoch) implements Command {}

  private record CloseOverdue() implements Command {}

  private record LeaseExpired() implements Command {}

  private enum Activity {
    OPENING,
    WAITING,
    TRAINING,
    SAVING,
    CLOSING
  }

  private enum Order {
    GO_ON,
    PAUSE,
    HALT,
    STOP
  }

  private static final String OPEN_TIMER = "open";
  private static final String EPOCH_TIMER = "epoch";
  private static final String SAVE_TIMER = "save";
  private static final String CLOSE_TIMER = "close";
  private static final String LEASE_TIMER = "lease";

  /** The scheduler refuses more than 248 days. */
  private static final Duration TIMER_MAX = Duration.ofDays(100);

  private final TimerScheduler<Command> timers;
  private final TrialTerms terms;
  private final Effect.StartSession lease;
  private final SessionId id;
  private final SessionHost host;
  private final ActorRef<TrialReport> node;
  private Activity activity = Activity.OPENING;
  private Order order = Order.GO_ON;
  private int epoch;
  private int savedEpoch;
  private int epochLimit;
  private @Nullable Double scoreToBeat;
  private @Nullable Failure failure;
  private boolean spoiled;
  private boolean adopting;
  private boolean aborted;

  /**
   * Starts a session for a lease, or takes it over.
   *
   * @param from how far the session is
   */
  public static Behavior<Command> create(
      TrialTerms terms,
      Effect.StartSession lease,
      TrialProgress from,
      SessionHost host,
      ActorRef<TrialReport> node) {
    return Behaviors.withMdc(
        Command.class,
        new SessionId(terms.study(), lease.trial(), lease.fence()).logged(),
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> new TrialActor(context, timers, terms, lease, from, host, node))));
  }

  private TrialActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      TrialTerms terms,
      Effect.StartSession lease,
      TrialProgress from,
      SessionHost host,
      ActorRef<TrialReport> node) {
    super(context);
    this.timers = timers;
    this.terms = terms;
    this.lease = lease;
    this.id = new SessionId(terms.study(), lease.trial(), lease.fence());
    this.host = host;
    this.node = node;
    this.epoch = from.epoch();
    this.savedEpoch = from.savedEpoch();
    this.spoiled = from.spoiled();
    this.adopting = from.takenOver();
    this.epochLimit = lease.epochLimit();
    this.scoreToBeat = lease.scoreToBeat();
    if (lease.trainFor() != null) {
      startTimer(LEASE_TIMER, new LeaseExpired(), lease.trainFor());
    }
    startTimer(OPEN_TIMER, new OpenOverdue(), terms.epochTimeLimit());
    if (adopting) {
      host.adopt(id, request(), new Ears(context.getSelf()));
    } else {
      host.open(id, request(), new Ears(context.getSelf()));
    }
  }

  private SessionRequest request() {
    return new SessionRequest(
        terms.trainer(),
        lease.configuration().asMap(),
        lease.seed(),
        terms.options(),
        lease.slot().index(),
        lease.resumeFrom(),
        lease.alone(),
        lease.maximum(),
        Boolean.TRUE.equals(terms.onProcessors()),
        terms.steering());
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    return switch (command) {
      case Train c -> onTrain(c);
      case Pause c -> onOrder(Order.PAUSE);
      case Halt c -> onOrder(Order.HALT);
      case Stop c -> onOrder(Order.STOP);
      case SessionOpened c -> onOpened();
      case EpochTrained c -> onEpochTrained(c);
      case CheckpointSaved c -> onCheckpointSaved(c);
      case SessionClosed c -> onClosed();
      case SessionFailed c -> onFailed(c.failure());
      case EpochOverdue c -> onEpochOverdue(c);
      case OpenOverdue c -> onOpenOverdue();
      case SaveOverdue c -> onSaveOverdue(c);
      case CloseOverdue c -> onCloseOverdue();
      case LeaseExpired c -> onLeaseExpired();
    };
  }

  private Behavior<Command> onTrain(Train train) {
    if (train.trainFor() != null) {
      startTimer(LEASE_TIMER, new LeaseExpired(), train.trainFor());
    }
    epochLimit = Math.max(epochLimit, train.epochLimit());
    scoreToBeat = better(scoreToBeat, train.scoreToBeat());
    return goOn();
  }

  private Behavior<Command> onOrder(Order next) {
    if (next.compareTo(order) > 0) {
      order = next;
    }
    boolean inEpoch = activity == Activity.TRAINING || activity == Activity.OPENING;
    if (order == Order.STOP || (order == Order.HALT && inEpoch)) {
      abort();
    }
    return goOn();
  }

  private Behavior<Command> onOpened() {
    if (activity == Activity.OPENING) {
      timers.cancel(OPEN_TIMER);
      activity = Activity.WAITING;
      report(new SessionReport.Started(id.trial(), id.fence()));
    }
    return goOn();
  }

  private Behavior<Command> onEpochTrained(EpochTrained trained) {
    if (activity != Activity.TRAINING) {
      return this;
    }
    timers.cancel(EPOCH_TIMER);
    activity = Activity.WAITING;
    epoch = trained.epoch();
    Double value = trained.metrics().get(terms.metric());
    if (value == null) {
      failure = missingMetric(trained);
      abort();
      return this;
    }
    Map<String, Double> others = new TreeMap<>(trained.metrics());
    others.remove(terms.metric());
    report(
        new SessionReport.EpochTrained(
            id.trial(),
            id.fence(),
            epoch,
            value,
            trained.seconds(),
            others,
            trained.processorSeconds(),
            trained.inEffect()));
    if (!Double.isFinite(value)) {
      spoiled = true; // The study will say stop; there is nothing to train on or to keep.
    } else {
      double score = terms.goal().score(value);
      boolean due = terms.checkpoints().due(epoch, score, scoreToBeat);
      scoreToBeat = better(scoreToBeat, score);
      if (due) {
        save();
      }
    }
    return goOn();
  }

  private static @Nullable Double better(@Nullable Double one, @Nullable Double other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return Math.min(one, other);
  }

  private Failure missingMetric(EpochTrained trained) {
    return new Failure(
        Failure.Kind.MISSING_METRIC,
        "trainer (%s) reported %s in epoch %d, but the objective is %s."
            .formatted(
                terms.trainer(), trained.metrics().keySet(), trained.epoch(), terms.metric()));
  }

  private Behavior<Command> onCheckpointSaved(CheckpointSaved saved) {
    if (activity == Activity.CLOSING) {
      return this;
    }
    if (saved.epoch() > savedEpoch) { // Also one that the actor before this one waited for.
      savedEpoch = saved.epoch();
      report(
          new SessionReport.CheckpointSaved(id.trial(), id.fence(), saved.epoch(), saved.bytes()));
    }
    if (activity == Activity.SAVING && saved.epoch() == epoch) {
      timers.cancel(SAVE_TIMER);
      activity = Activity.WAITING;
    }
    return goOn();
  }

  private Behavior<Command> onClosed() {
    report(
        failure == null
            ? new SessionReport.Ended(id.trial(), id.fence())
            : new SessionReport.Failed(id.trial(), id.fence(), failure));
    return Behaviors.stopped();
  }

  private Behavior<Command> onFailed(Failure why) {
    report(new SessionReport.Failed(id.trial(), id.fence(), failure == null ? why : failure));
    return Behaviors.stopped();
  }

  private Behavior<Command> onEpochOverdue(EpochOverdue overdue) {
    if (activity == Activity.TRAINING && overdue.epoch() == epoch + 1) {
      failure =
          new Failure(
              Failure.Kind.EPOCH_TIMEOUT,
              "epoch %d took longer than epochTimeLimit (%s)."
                  .formatted(overdue.epoch(), terms.epochTimeLimit()));
      abort();
    }
    return this;
  }

  private Behavior<Command> onOpenOverdue() {
    if (activity == Activity.OPENING) {
      failure =
          new Failure(
              Failure.Kind.EPOCH_TIMEOUT,
              "opening the session took longer than epochTimeLimit (%s)."
                  .formatted(terms.epochTimeLimit()));
      abort();
    }
    return this;
  }

  private Behavior<Command> onSaveOverdue(SaveOverdue overdue) {
    if (activity == Activity.SAVING && overdue.epoch() == epoch) {
      failure =
          new Failure(
              Failure.Kind.CHECKPOINT_WRITE,
              "the checkpoint of epoch %d took longer than epochTimeLimit (%s)."
                  .formatted(epoch, terms.epochTimeLimit()));
      abort();
    }
    return this;
  }

  /** What was to be kept is on the disk; a trainer that does not let go loses nothing any more. */
  private Behavior<Command> onCloseOverdue() {
    if (activity == Activity.CLOSING) {
      abort();
    }
    return this;
  }

  /** A session that is still being opened has nothing to save, and might never be open. */
  private Behavior<Command> onLeaseExpired() {
    if (activity == Activity.OPENING) {
      abort();
    }
    return onOrder(Order.PAUSE);
  }

  private void report(SessionReport report) {
    node.tell(new TrialReport(id, report));
  }

  /** The next thing to do, if the session is idle. */
  private Behavior<Command> goOn() {
    if (activity != Activity.WAITING) {
      return this;
    }
    boolean mayTrain = order.compareTo(Order.HALT) < 0 && !spoiled && epoch < epochLimit;
    boolean leaves = order == Order.PAUSE || order == Order.HALT;
    if (adopting && mayTrain) {
      train();
    } else if (leaves && (spoiled || epoch == savedEpoch)) {
      close();
    } else if (leaves) {
      save();
    } else if (mayTrain) {
      train();
    }
    return this;
  }

  private void train() {
    adopting = false;
    activity = Activity.TRAINING;
    startTimer(EPOCH_TIMER, new EpochOverdue(epoch + 1), terms.epochTimeLimit());
    host.trainEpoch(id, epoch + 1);
  }

  private void save() {
    activity = Activity.SAVING;
    startTimer(SAVE_TIMER, new SaveOverdue(epoch), terms.epochTimeLimit());
    host.save(id, epoch);
  }

  private void close() {
    activity = Activity.CLOSING;
    startTimer(CLOSE_TIMER, new CloseOverdue(), terms.epochTimeLimit());
    if (spoiled || epoch >= terms.lastEpoch()) {
      host.close(id); // Nothing goes on from there.
    } else {
      host.park(id);
    }
  }

  private void abort() {
    activity = Activity.CLOSING;
    timers.cancel(EPOCH_TIMER);
    timers.cancel(SAVE_TIMER);
    timers.cancel(CLOSE_TIMER);
    if (!aborted) {
      aborted = true;
      host.abort(id);
    }
  }

  private void startTimer(String timer, Command message, Duration delay) {
    timers.startSingleTimer(timer, message, delay.compareTo(TIMER_MAX) < 0 ? delay : TIMER_MAX);
  }

  /** Turns what the host says into messages. */
  private record Ears(ActorRef<Command> self) implements SessionListener {
    @Override
    public void opened() {
      self.tell(new SessionOpened());
    }

    @Override
    public void epochTrained(
        int epoch,
        Map<String, Double> metrics,
        double seconds,
        @Nullable Double processorSeconds,
        @Nullable Map<String, Double> inEffect) {
      self.tell(new EpochTrained(epoch, Map.copyOf(metrics), seconds, processorSeconds, inEffect));
    }

    @Override
    public void saved(int epoch, long bytes) {
      self.tell(new CheckpointSaved(epoch, bytes));
    }

    @Override
    public void closed() {
      self.tell(new SessionClosed());
    }

    @Override
    public void failed(Failure failure) {
      self.tell(new SessionFailed(failure));
    }
  }
}
