package dev.thaw.actors.study;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.thaw.actors.broker.BrokerSettings;
import dev.thaw.actors.broker.SlotBroker;
import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.actors.meter.Meters;
import dev.thaw.actors.node.GpuNode;
import dev.thaw.actors.node.NodeBooks;
import dev.thaw.actors.node.NodeSettings;
import dev.thaw.actors.node.ReportBatch;
import dev.thaw.actors.session.NodeSlot;
import dev.thaw.actors.session.SessionHost;
import dev.thaw.actors.trial.StudyReport;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.foresight.Advisers;
import dev.thaw.core.invariant.Assertions;
import dev.thaw.core.invariant.Inspector;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;

/**
 * An actor system with a broker and the supervisor of study {@code "small"}. Its nodes are real
 * ones, or the test itself. Closing it ends everything at once.
 */
final class Rig implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final String STUDY = "small";
  static final Instant START = Instant.parse("2026-01-01T20:00:00Z");

  private static SupervisorSettings settings(Duration signInterval) {
    return new SupervisorSettings(
        20,
        2,
        Duration.ofMillis(20),
        Duration.ofMillis(200),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        signInterval,
        Duration.ofMinutes(2),
        Duration.ofSeconds(20),
        Assertions.FULL);
  }

  final ActorTestKit kit;
  final ActorRef<SlotBroker.Command> broker;
  final ActorRef<StudySupervisor.Command> supervisor;
  final TestProbe<GpuNode.Command> node;
  final TestProbe<GpuNode.BatchTaken> taken;
  final TestProbe<StudyChanged> changes;
  private final TestProbe<StatusReply<StudyOpened>> opened;
  private final TestProbe<StatusReply<Done>> answers;
  private long batches;

  private Rig(Config config, InstantSource clock, Function<StudySpec, Adviser> advisers) {
    this(config, clock, advisers, settings(Duration.ofSeconds(30)));
  }

  private Rig(
      Config config,
      InstantSource clock,
      Function<StudySpec, Adviser> advisers,
      SupervisorSettings supervisors) {
    this(config, clock, advisers, supervisors, StudyHome.none(), Inspector::new);
  }

  private Rig(
      Config config,
      InstantSource clock,
      Function<StudySpec, Adviser> advisers,
      SupervisorSettings supervisors,
      StudyHome home,
      Function<Assertions, Inspector> inspectors) {
    kit = ActorTestKit.create("rig", config);
    var settings = BrokerSettings.from(kit.system().settings().config()).withoutPredecessor();
    broker =
        kit.spawn(
            SlotBroker.create(
                InstantSource.system(), settings, supervisors.signInterval(), Meters.none()),
            "broker");
    node = kit.createTestProbe();
    taken = kit.createTestProbe();
    changes = kit.createTestProbe();
    opened = kit.createTestProbe();
    answers = kit.createTestProbe();
    supervisor =
        kit.spawn(
            StudySupervisor.create(
                STUDY,
                supervisors,
                new Surroundings(clock, broker, advisers, home, Meters.none(), inspectors)),
            "study");
  }

  /** On the H2 journal in a directory. */
  static Rig on(Path directory, InstantSource clock) {
    StudyJournal.createTables(directory);
    return new Rig(
        StudyJournal.h2(directory).withFallback(ConfigFactory.load()), clock, Advisers::of);
  }

  /** On the H2 journal in a directory; what was lost is made up for at once. */
  static Rig restless(Path directory) {
    StudyJournal.createTables(directory);
    return new Rig(
        StudyJournal.h2(directory).withFallback(ConfigFactory.load()),
        InstantSource.system(),
        Advisers::of,
        settings(Duration.ofMillis(200)));
  }

  /** On the H2 journal in a directory, with advisers of the test's own. */
  static Rig on(Path directory, Function<StudySpec, Adviser> advisers) {
    StudyJournal.createTables(directory);
    return new Rig(
        StudyJournal.h2(directory).withFallback(ConfigFactory.load()),
        InstantSource.system(),
        advisers);
  }

  static Rig on(Path directory) {
    return on(directory, InstantSource.system());
  }

  /** On the H2 journal in a directory, in a home and before inspectors of the test's own. */
  static Rig on(Path directory, StudyHome home, Function<Assertions, Inspector> inspectors) {
    StudyJournal.createTables(directory);
    return new Rig(
        StudyJournal.h2(directory).withFallback(ConfigFactory.load()),
        InstantSource.system(),
        Advisers::of,
        settings(Duration.ofSeconds(30)),
        home,
        inspectors);
  }

  /** On the journal that a configuration names. */
  static Rig with(Config journal, InstantSource clock) {
    return new Rig(journal.withFallback(ConfigFactory.load()), clock, Advisers::of);
  }

  static InstantSource clock(AtomicReference<Instant> now) {
    return now::get;
  }

  StatusReply<StudyOpened> open(StudySpec spec) {
    supervisor.tell(new StudySupervisor.OpenStudy(spec, opened.getRef()));
    return opened.receiveMessage(PATIENCE);
  }

  StatusReply<StudySupervisor.Spendable> extend(BudgetChange change) {
    TestProbe<StatusReply<StudySupervisor.Spendable>> answer = kit.createTestProbe();
    supervisor.tell(new StudySupervisor.ExtendStudy(change, null, answer.getRef()));
    return answer.receiveMessage(PATIENCE);
  }

  StatusReply<Done> stopStudy() {
    supervisor.tell(new StudySupervisor.StopStudy(answers.getRef()));
    return answers.receiveMessage(PATIENCE);
  }

  void watch() {
    supervisor.tell(new StudySupervisor.Watch(changes.getRef()));
  }

  /** Adds a node that trains. */
  void addNode(String incarnation, SessionHost host) {
    addNode(incarnation, host, broker);
  }

  /** Adds a node that trains, and speaks to a broker by way of somebody else. */
  void addNode(String incarnation, SessionHost host, ActorRef<SlotBroker.Command> way) {
    var settings =
        new NodeSettings(
            Duration.ofMillis(500), 20, Duration.ofMillis(200), Duration.ofSeconds(20));
    kit.spawn(GpuNode.create("n", new NodeBooks(incarnation), way, host, settings, Meters.none()));
  }

  /** Adds a node that the test plays itself. */
  void addProbeNode(String incarnation, int slots) {
    List<NodeSlot> all = IntStream.range(0, slots).mapToObj(i -> new NodeSlot(i, i)).toList();
    broker.tell(new SlotBroker.RegisterNode("n", incarnation, all, node.getRef()));
  }

  /** The next message to the test's node that carries orders. */
  GpuNode.CarryOut orders() {
    GpuNode.CarryOut message = node.expectMessageClass(GpuNode.CarryOut.class, PATIENCE);
    return message.orders().isEmpty() ? orders() : message;
  }

  /** The next lease that the test's node is told of, whatever else it hears before. */
  Effect.StartSession nextLease() {
    while (true) {
      GpuNode.Command heard = node.receiveMessage(PATIENCE);
      if (heard instanceof GpuNode.CarryOut message) {
        for (Effect.OnSlot order : message.orders()) {
          if (order instanceof Effect.StartSession lease) {
            return lease;
          }
        }
      }
    }
  }

  /** The study gives a sign to the test's node, and nobody is told to pause. */
  void expectSignWithoutPause() {
    node.fishForMessage(
        PATIENCE,
        "a sign of the study",
        heard ->
            heard instanceof GpuNode.CarryOut sign && sign.orders().stream().noneMatch(Rig::pauses)
                ? FishingOutcomes.complete()
                : FishingOutcomes.fail("unexpected: " + heard));
  }

  /** Somebody on the test's node is told to pause, among signs of the study. */
  void awaitPause() {
    node.fishForMessage(
        PATIENCE,
        "an order to pause",
        heard ->
            heard instanceof GpuNode.CarryOut orders
                    && orders.orders().stream().anyMatch(Rig::pauses)
                ? FishingOutcomes.complete()
                : FishingOutcomes.continueAndIgnore());
  }

  private static boolean pauses(Effect.OnSlot order) {
    return order instanceof Effect.PauseSession;
  }

  /** The next lease that the test's node gets. */
  Effect.StartSession lease() {
    return (Effect.StartSession) orders().orders().getFirst();
  }

  /** Reports to the study. */
  ReportBatch report(ActorRef<ReportBatch> study, StudyReport... reports) {
    var batch = new ReportBatch(++batches, List.of(reports), taken.getRef());
    study.tell(batch);
    return batch;
  }

  GpuNode.BatchTaken taken() {
    return taken.receiveMessage(PATIENCE);
  }

  /** Waits until the study is over; returns all that the watcher heard. */
  List<StudyChanged> awaitEnd() {
    List<StudyChanged> heard = new ArrayList<>();
    while (heard.isEmpty() || !over(heard.getLast().state())) {
      heard.add(changes.receiveMessage(PATIENCE));
    }
    return heard;
  }

  /** Waits until a row leads to a state of some kind. */
  void awaitChange(Predicate<StudyState> wanted) {
    while (!wanted.test(changes.receiveMessage(PATIENCE).state())) {
      // The next row is waited for.
    }
  }

  private static boolean over(StudyState state) {
    return state.lifecycle().phase() == Lifecycle.Phase.ENDED;
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }
}
