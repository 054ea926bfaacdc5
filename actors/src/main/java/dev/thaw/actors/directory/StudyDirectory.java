package dev.thaw.actors.directory;

import dev.thaw.actors.wire.WireMessage;
import dev.thaw.core.persistent.OrderedMap;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
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
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * Owns the names of all studies of a cluster, and wakes those that are unfinished and that nobody
 * looks after: after a restart of everything, or when the machine of a supervisor has died. When it
 * stops it is started elsewhere and reads the names from its journal; how studies stand it hears
 * from their supervisors within seconds.
 *
 * <p>It also sees to it that the end of each study is told: that it is due is durable together with
 * the end, and that it was done as soon as it was. So an end is told at least once, by whichever
 * node has the directory then, and more than once only if that node dies in between.
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

  /**
   * Somebody was told of an end, or not.
   *
   * @param done whether nothing is left to be tried
   */
  private record TellingOver(String study, Instant due, boolean done) implements Command {}

  /** Some studies, by name. */
  public record Page(List<StudyLine> lines) implements WireMessage {
    public Page {
      lines = List.copyOf(lines);
    }
  }

  /**
   * What the journal knows: the line of each finished study, since when the others are entered, and
   * since when somebody is to be told of an end.
   */
  public record Names(
      OrderedMap<String, Instant> unfinished,
      OrderedMap<String, StudyLine> finished,
      OrderedMap<String, Instant> untold) {
    boolean has(String study) {
      return unfinished.containsKey(study) || finished.containsKey(study);
    }

    Names with(DirectoryEvent event) {
      return switch (event) {
        case DirectoryEvent.StudyEntered(String study, Instant at) ->
            new Names(unfinished.put(study, at), finished.remove(study), untold);
        case DirectoryEvent.StudyFinished(StudyLine line, Instant at) ->
            new Names(unfinished.remove(line.study()), finished.put(line.study(), line), untold);
        case DirectoryEvent.StudyForgotten(String study, Instant at) ->
            new Names(unfinished.remove(study), finished, untold);
        case DirectoryEvent.EndDue(String study, Instant at) ->
            new Names(unfinished, finished, untold.put(study, at));
        case DirectoryEvent.EndTold(String study, Instant due) ->
            isDue(study, due) ? new Names(unfinished, finished, untold.remove(study)) : this;
      };
    }

    boolean isDue(String study, Instant due) {
      return due.equals(untold.get(study));
    }
  }

  private static final String LOOK_TIMER = "look";

  /** How many ends are told at once: each may wait for somebody who does not answer. */
  private static final int TELLINGS_MAX = 4;

  /** When what could not be told is tried again. */
  private static final Duration TELL_AGAIN = Duration.ofSeconds(10);

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final InstantSource clock;
  private final InstantSource steady;
  private final Consumer<String> wake;
  private final EndTeller teller;
  private final DirectorySettings settings;
  private final Set<String> telling = new HashSet<>();
  private final Map<String, Instant> notBefore = new HashMap<>();
  private final Map<String, StudyLine> lines = new HashMap<>();
  private final Map<String, Instant> heardAt = new HashMap<>();
  private int turns;

  /**
   * Starts the directory of a cluster.
   *
   * @param clock by which names are entered, since the next directory must understand the instants
   * @param steady by which the silence of supervisors is measured; one that nobody sets
   * @param wake starts the supervisor of a study, wherever that is, if it does not run
   * @param teller tells of ends
   */
  public static Behavior<Command> create(
      InstantSource clock,
      InstantSource steady,
      Consumer<String> wake,
      EndTeller teller,
      DirectorySettings settings) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new StudyDirectory(context, timers, clock, steady, wake, teller, settings)));
  }

  private StudyDirectory(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      InstantSource clock,
      InstantSource steady,
      Consumer<String> wake,
      EndTeller teller,
      DirectorySettings settings) {
    super(
        PersistenceId.ofUniqueId("directory"),
        SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
    this.context = context;
    this.timers = timers;
    this.clock = clock;
    this.steady = steady;
    this.wake = wake;
    this.teller = teller;
    this.settings = settings;
  }

  /**
   * Must never change: it is asked for once, and an event is applied before it is persisted. After
   * a failure of the journal the directory begins with this very object again.
   */
  @Override
  public Names emptyState() {
    return new Names(OrderedMap.empty(), OrderedMap.empty(), OrderedMap.empty());
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
          case TellingOver c -> onTellingOver(names, c);
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

  /**
   * Who stands is open: its name is entered even if it was forgotten while it was opened, or if the
   * study was over and has been extended.
   */
  private ReplyEffect<DirectoryEvent, Names> onStands(Names names, StudyLine line) {
    String study = line.study();
    Instant now = clock.instant();
    lines.put(study, line);
    heardAt.put(study, steady.instant());
    List<DirectoryEvent> news = new ArrayList<>();
    boolean finished = names.finished().containsKey(study);
    if (!names.has(study) || (finished && !line.over())) {
      news.add(new DirectoryEvent.StudyEntered(study, now));
    }
    if (line.over() && !finished) {
      news.add(new DirectoryEvent.StudyFinished(line, now));
      news.add(new DirectoryEvent.EndDue(study, now));
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
    names.untold().forEach(this::tell);
    return Effect().noReply();
  }

  private void tell(String study, Instant due) {
    Instant earliest = notBefore.get(study);
    boolean early = earliest != null && steady.instant().isBefore(earliest);
    if (early || telling.size() >= TELLINGS_MAX || !telling.add(study)) {
      return;
    }
    context.pipeToSelf(
        teller.tell(study, due), (done, failure) -> new TellingOver(study, due, failure == null));
  }

  private ReplyEffect<DirectoryEvent, Names> onTellingOver(Names names, TellingOver telling) {
    String study = telling.study();
    this.telling.remove(study);
    if (!telling.done()) {
      notBefore.put(study, steady.instant().plus(TELL_AGAIN));
      return Effect().noReply();
    }
    notBefore.remove(study);
    return names.isDue(study, telling.due())
        ? Effect().persist(new DirectoryEvent.EndTold(study, telling.due())).thenNoReply()
        : Effect().noReply();
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
    telling.clear(); // What they answered may have been lost.
    timers.startTimerWithFixedDelay(LOOK_TIMER, new LookDue(), settings.lookInterval());
  }
}
