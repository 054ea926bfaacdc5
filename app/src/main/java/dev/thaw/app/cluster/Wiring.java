package dev.thaw.app.cluster;

import com.typesafe.config.Config;
import dev.thaw.actors.broker.BrokerSettings;
import dev.thaw.actors.broker.SlotBroker;
import dev.thaw.actors.directory.DirectorySettings;
import dev.thaw.actors.directory.EndTeller;
import dev.thaw.actors.directory.StudyDirectory;
import dev.thaw.actors.meter.Meters;
import dev.thaw.actors.node.GpuNode;
import dev.thaw.actors.node.NodeBooks;
import dev.thaw.actors.node.NodeSettings;
import dev.thaw.actors.session.SessionHost;
import dev.thaw.actors.study.StudySupervisor;
import dev.thaw.actors.study.SupervisorSettings;
import dev.thaw.actors.study.Surroundings;
import dev.thaw.actors.watch.JournalWatch;
import dev.thaw.core.foresight.Advisers;
import dev.thaw.core.study.StudyState;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.ClusterSingletonSettings;
import org.apache.pekko.cluster.typed.SingletonActor;

/** Which actors a node of a cluster has, and how they find those of other nodes. */
final class Wiring {

  /** Studies by name. */
  static final EntityTypeKey<StudySupervisor.Command> STUDIES =
      EntityTypeKey.create(StudySupervisor.Command.class, "study");

  private static final Duration RESTART_MIN = Duration.ofMillis(200);
  private static final Duration RESTART_MAX = Duration.ofSeconds(10);
  private static final String DESCRIBERS = "thaw.cluster.describe-dispatcher";

  private Wiring() {}

  /**
   * What a node has started.
   *
   * @param directory the list of studies; empty on a node that only trains
   * @param worker who trains here; empty on a node that does not
   */
  record Parts(
      Optional<ActorRef<StudyDirectory.Command>> directory,
      Optional<ActorRef<GpuNode.Command>> worker) {}

  /**
   * The guardian of a node.
   *
   * @param books what its process must not forget
   * @param host where its sessions run; used by workers only
   * @param describe how a study is described to whoever asks
   * @param teller tells of the ends of studies
   * @param incidents keeps what bug reports need
   * @param meters where its actors measure
   * @param watch what looks at the journal; empty on a node that is never to host studies
   * @param started hears of what was started
   */
  static Behavior<Void> guardian(
      ClusterSettings settings,
      NodeBooks books,
      SessionHost host,
      Function<StudyState, String> describe,
      EndTeller teller,
      IncidentKeeper incidents,
      Meters meters,
      Optional<Behavior<JournalWatch.Command>> watch,
      CompletableFuture<Parts> started) {
    return Behaviors.setup(
        context -> {
          ActorSystem<?> system = context.getSystem();
          ActorRef<SlotBroker.Command> broker = broker(system, meters);
          Optional<ActorRef<StudyDirectory.Command>> directory =
              settings.role().supervises()
                  ? Optional.of(studies(system, broker, describe, teller, incidents, meters))
                  : Optional.empty();
          Optional<ActorRef<GpuNode.Command>> worker =
              settings.role().trains()
                  ? Optional.of(worker(context, settings, books, broker, host, meters))
                  : Optional.empty();
          watch.ifPresent(
              behavior ->
                  context.spawn(
                      Behaviors.supervise(behavior)
                          .onFailure(
                              SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, 0.2)),
                      "journal-watch"));
          started.complete(new Parts(directory, worker));
          return Behaviors.empty();
        });
  }

  private static ActorRef<SlotBroker.Command> broker(ActorSystem<?> system, Meters meters) {
    Config config = system.settings().config();
    return singleton(
        system,
        "broker",
        SlotBroker.create(
            steadyClock(),
            BrokerSettings.from(config),
            SupervisorSettings.from(config).signInterval(),
            meters));
  }

  private static InstantSource steadyClock() {
    return new SteadyClock(Clock.systemUTC(), System::nanoTime);
  }

  /** Whoever is told anything here is told by way of the node that has the one there is. */
  private static <T> ActorRef<T> singleton(
      ActorSystem<?> system, String name, Behavior<T> behavior) {
    Behavior<T> restarting =
        Behaviors.supervise(behavior)
            .onFailure(SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, 0.2));
    return ClusterSingleton.get(system)
        .init(
            SingletonActor.of(restarting, name)
                .withSettings(ClusterSingletonSettings.create(system).withRole(Role.SUPERVISORS)));
  }

  /**
   * Without the role of supervisors, directory and studies are asked by way of nodes that have it.
   */
  private static ActorRef<StudyDirectory.Command> studies(
      ActorSystem<?> system,
      ActorRef<SlotBroker.Command> broker,
      Function<StudyState, String> describe,
      EndTeller teller,
      IncidentKeeper incidents,
      Meters meters) {
    ClusterSharding sharding = ClusterSharding.get(system);
    Config config = system.settings().config();
    ActorRef<StudyDirectory.Command> directory =
        singleton(
            system,
            "directory",
            StudyDirectory.create(
                Clock.systemUTC(),
                steadyClock(),
                study -> sharding.entityRefFor(STUDIES, study).tell(new StudySupervisor.Wake()),
                teller,
                DirectorySettings.from(config)));
    SupervisorSettings supervisors = SupervisorSettings.from(config);
    var describers = system.dispatchers().lookup(DispatcherSelector.fromConfig(DESCRIBERS));
    String here = Cluster.get(system).selfMember().address().hostPort();
    sharding.init(
        Entity.of(
                STUDIES,
                (EntityContext<StudySupervisor.Command> entity) ->
                    Behaviors.supervise(
                            StudySupervisor.create(
                                entity.getEntityId(),
                                supervisors,
                                new Surroundings(
                                    Clock.systemUTC(),
                                    broker,
                                    Advisers::of,
                                    new ShardedHome(
                                        entity.getEntityId(),
                                        here,
                                        entity.getShard(),
                                        directory,
                                        describe,
                                        describers,
                                        incidents),
                                    meters)))
                        // Beyond a failing journal, for which the supervisor restarts by itself.
                        .onFailure(
                            SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, 0.2)))
            .withRole(Role.SUPERVISORS));
    return directory;
  }

  /** A node that crashes takes its sessions over again, by its books. */
  private static ActorRef<GpuNode.Command> worker(
      ActorContext<Void> context,
      ClusterSettings settings,
      NodeBooks books,
      ActorRef<SlotBroker.Command> broker,
      SessionHost host,
      Meters meters) {
    NodeSettings nodes = NodeSettings.from(context.getSystem().settings().config());
    ActorRef<SlotBroker.Command> known = context.spawn(onceMember(broker), "way-to-broker");
    return context.spawn(
        Behaviors.supervise(GpuNode.create(settings.name(), books, known, host, nodes, meters))
            .onFailure(SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, 0.2)),
        "node");
  }

  /**
   * Passes on what a node says once all know that it is a member, and drops what it says before:
   * actors of one who is not are taken for dead at once, and a node repeats itself every second.
   */
  private static Behavior<SlotBroker.Command> onceMember(ActorRef<SlotBroker.Command> broker) {
    return Behaviors.receive(
        (context, message) -> {
          MemberStatus now = Cluster.get(context.getSystem()).selfMember().status();
          if (!now.equals(MemberStatus.joining()) && !now.equals(MemberStatus.weaklyUp())) {
            broker.tell(message);
          }
          return Behaviors.same();
        });
  }
}
