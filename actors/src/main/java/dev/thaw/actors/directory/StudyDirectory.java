package dev.thaw.actors.directory;

import dev.thaw.actors.wire.WireMessage;
import dev.thaw.core.persistent.OrderedMap;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.pattern.StatusReply;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * Owns the names of all studies of a cluster, and wakes those that are unfinished and that nobody
 * looks after: after a restart of everything, or when the machine of a supervisor has died. When it
 * stops it is started elsewhere and reads the names from its journal; how studies stand it hears
 * from their supervisors within seconds.
 */
public final class StudyDirectory
    extends EventSourcedBehaviorWithEnforcedReplies<
        StudyDirectory.Command, DirectoryEvent, StudyDirectory.Names> {

  /** What the directory understands. */
  public sealed interface Command {}

  /** Enter a study that is about to be opened; answered once that is durable. */
  public record Enter(String study, ActorRef<StatusReply<Done>> replyTo)
      implements Command, WireMessage {}

  /** A study stands like this; said every few seconds, and at its end. */
  public record Stands(StudyLine line) implements Command, WireMessage {}

  /** There is no study of this name, although somebody asked for it. */
  public record Unopened(String study) implements Command, WireMessage {}

  /**
   * Name the studies after a name, in order.
   *
   * @param after the name after which to begin; empty for the beginning
   * @param limit how many at most
   */
  public record Name(String after, int limit, ActorRef<Page> replyTo)
      implements Command, WireMessage {}

  /** Name one study; answered by an empty page if there is none. */
  public record Find(String study, ActorRef<Page> replyTo) implements Command, WireMessage {}

  private record LookDue() implements Command {}

  /** Some studies, by name. */
  public record Page(List<StudyLine> lines) implements WireMessage {
    public Page {
      lines = List.copyOf(lines);
    }
  }

  /**
   * What the journal knows: the line of each finished study, and since when the others are entered.
   */
  public record Names(
      OrderedMap<String, Instant> unfinished, OrderedMap<String, StudyLine> finished) {
    boolean has(String study) {
      return unfinished.containsKey(study) || finished.containsKey(study);
    }

    Names with(DirectoryEvent event) {
      return switch (event) {
        case DirectoryEvent.StudyEntered(String study, Instant at) ->
            new Names(unfinished.put(study, at), finished);
        case DirectoryEvent.StudyFinished(StudyLine line, Instant at) ->
            new Names(unfinished.remove(line.study()), finished.put(line.study(), line));
        case DirectoryEvent.StudyForgotten(String study, Instant at) ->
            new Names(unfinished.remove(study), finished);
      };
    }
  }

  private static final String LOOK_TIMER = "look";

  private final TimerScheduler<Command> timers;
  private final InstantSource clock;
  private final InstantSource steady;
  private final Consumer<String> wake;
  private final DirectorySettings settings;
  private final Map<String, StudyLine> lines = new HashMap<>();
  private final Map<String, Instant> heardAt = new HashMap<>();
  private int turns;

  /**
   * Starts the directory of a cluster.
   *
   * @param clock by which names are entered, since the next directory must understand the instants
   * @param steady by which the silence of supervisors is measured; one that nobody sets
   * @param wake starts the supervisor of a study, wherever that is, if it does not run
   */
  public static Behavior<Command> create(
      InstantSource clock,
      InstantSource steady,
      Consumer<String> wake,
      DirectorySettings settings) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new StudyDirectory(timers, clock, steady, wake, settings)));
  }

  private StudyDirectory(
      TimerScheduler<Command> timers,
      InstantSource clock,
      InstantSource steady,
      Consumer<String> wake,
      DirectorySettings settings) {
    super(
        PersistenceId.ofUniqueId("directory"),
        SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
    this.timers = timers;
    this.clock = clock;
    this.steady = steady;
    this.wake = wake;
    this.settings = settings;
  }

  /**
   * Must never change: it is asked for once, and an event is applied before it is persisted. After
   * a failure of the journal the directory begins with this very object again.
   */
  @Override
  public Names emptyState() {
    return new Names(OrderedMap.empty(), OrderedMap.empty());
  }

  @Override
  public CommandHandlerWithReply<Command, DirectoryEvent, Names> commandHandler() {
    return (names, command) ->
        switch (command) {
          case Enter c -> onEnter(names, c);
          case Stands c -> onStands(names, c.line());
          case Unopened c -> onUnopened(names, c.study());
          case Find c -> onFind(names, c);
          case Name c -> onName(names, c);
          case LookDue c -> onLook(names);
        };
  }

  private ReplyEffect<DirectoryEvent, Names> onEnter(Names names, Enter enter) {
    String study = enter.study();
    if (names.has(study)) {
      return Effect().reply(enter.replyTo(), StatusReply.ack());
    }
    return Effect()
        .persist(new DirectoryEvent.StudyEntered(study, clock.instant()))
        .thenReply(enter.replyTo(), after -> StatusReply.ack());
  }

  /** Who stands is open: its name is entered even if it was forgotten while it was opened. */
  private ReplyEffect<DirectoryEvent, Names> onStands(Names names, StudyLine line) {
    String study = line.study();
    Instant now = clock.instant();
    lines.put(study, line);
    heardAt.put(study, steady.instant());
    List<DirectoryEvent> news = new ArrayList<>();
    if (!names.has(study)) {
      news.add(new DirectoryEvent.StudyEntered(study, now));
    }
    if (line.over() && !names.finished().containsKey(study)) {
      news.add(new DirectoryEvent.StudyFinished(line, now));
    }
    return news.isEmpty() ? Effect().noReply() : Effect().persist(news).thenNoReply();
  }

  /** Whoever enters a name opens the study soon afterwards; if not, it failed on the way. */
  private ReplyEffect<DirectoryEvent, Names> onUnopened(Names names, String study) {
    Instant enteredAt = names.unfinished().get(study);
    Instant now = clock.instant();
    if (enteredAt == null || now.isBefore(enteredAt.plus(settings.unopened()))) {
      return Effect().noReply();
    }
    return Effect().persist(new DirectoryEvent.StudyForgotten(study, now)).thenNoReply();
  }

  private ReplyEffect<DirectoryEvent, Names> onFind(Names names, Find question) {
    String study = question.study();
    StudyLine finished = names.finished().get(study);
    List<StudyLine> found =
        finished != null
            ? List.of(finished)
            : names.unfinished().containsKey(study)
                ? List.of(newest(study, StudyLine.unknown(study)))
                : List.of();
    return Effect().reply(question.replyTo(), new Page(found));
  }

  private ReplyEffect<DirectoryEvent, Names> onName(Names names, Name question) {
    SortedMap<String, StudyLine> next = new TreeMap<>();
    after(names.unfinished(), question)
        .mapToObj(names.unfinished()::keyAt)
        .forEach(study -> next.put(study, newest(study, StudyLine.unknown(study))));
    after(names.finished(), question)
        .mapToObj(names.finished()::valueAt)
        .forEach(line -> next.put(line.study(), line));
    List<StudyLine> page = next.values().stream().limit(question.limit()).toList();
    return Effect().reply(question.replyTo(), new Page(page));
  }

  /** Where in a map of studies those are that may be on the page. */
  private static IntStream after(OrderedMap<String, ?> studies, Name question) {
    return IntStream.range(studies.rank(question.after() + '\0'), studies.size())
        .limit(question.limit());
  }

  private StudyLine newest(String study, StudyLine unknown) {
    StudyLine line = lines.getOrDefault(study, unknown);
    return isSilent(study) ? line.withoutHost() : line;
  }

  private boolean isSilent(String study) {
    Instant heard = heardAt.get(study);
    return heard == null || steady.instant().isAfter(heard.plus(settings.silence()));
  }

  /** So many at a time that a cluster of many studies is not stormed when it comes back. */
  private ReplyEffect<DirectoryEvent, Names> onLook(Names names) {
    List<String> silent = new ArrayList<>();
    names
        .unfinished()
        .forEach(
            (study, at) -> {
              if (isSilent(study)) {
                silent.add(study);
              }
            });
    // Those that were never heard of must not wait behind some that cannot be woken.
    Collections.rotate(silent, -turn(silent.size()));
    silent.stream().limit(settings.wakesPerLook()).forEach(wake);
    return Effect().noReply();
  }

  private int turn(int size) {
    turns += settings.wakesPerLook();
    return size <= settings.wakesPerLook() ? 0 : turns % size;
  }

  @Override
  public EventHandler<Names, DirectoryEvent> eventHandler() {
    return Names::with;
  }

  /** Here, since a restart after a failure of the journal has cancelled what there was. */
  @Override
  public SignalHandler<Names> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), names -> lookFromNowOn())
        .build();
  }

  private void lookFromNowOn() {
    timers.startTimerWithFixedDelay(LOOK_TIMER, new LookDue(), settings.lookInterval());
  }
}
