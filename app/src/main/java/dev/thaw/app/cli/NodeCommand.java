package dev.thaw.app.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.thaw.actors.broker.BrokerSettings;
import dev.thaw.actors.directory.DirectorySettings;
import dev.thaw.actors.journal.PostgresJournal;
import dev.thaw.actors.node.NodeSettings;
import dev.thaw.actors.study.SupervisorSettings;
import dev.thaw.app.access.Allowed;
import dev.thaw.app.access.AllowedPlaces;
import dev.thaw.app.access.AllowedStores;
import dev.thaw.app.access.AllowedTrainer;
import dev.thaw.app.cluster.ClusterNode;
import dev.thaw.app.cluster.ClusterSettings;
import dev.thaw.app.cluster.NodeLog;
import dev.thaw.app.cluster.NodePlaces;
import dev.thaw.app.cluster.Role;
import dev.thaw.app.cluster.TlsStores;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.http.HttpSettings;
import dev.thaw.app.notify.NotifySettings;
import dev.thaw.core.study.StudySpec;
import dev.thaw.trainer.Trainer;
import dev.thaw.workers.asked.AskedTrainer;
import dev.thaw.workers.session.SessionHostSettings;
import dev.thaw.workers.session.StudyPlaces;
import dev.thaw.workers.session.ThreadedSessionHost;
import dev.thaw.workers.session.Trainers;
import dev.thaw.workers.slot.MachineSlots;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one node of a cluster. */
@Command(
    name = "node",
    description =
        "Runs one node of a cluster, until it is told to end (Ctrl-C or SIGTERM): it then pauses"
            + " its sessions, which go on elsewhere, and leaves. Every option is also a setting.",
    mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {

  /** To end its scripts, and for all that is slow: on top of twice the leave time. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description =
          "supervisor (it looks after studies, and needs PostgreSQL), worker (it trains), or both"
              + " (default).")
  private @Nullable String role;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings, such as conf/cluster.conf.")
  private @Nullable Path file;

  @Option(
      names = "--join",
      paramLabel = "HOST:PORT,...",
      description =
          "The seeds: supervisors, the same list everywhere. The first forms the cluster. Without"
              + " any, a supervisor is a cluster of its own, and a worker is refused.")
  private @Nullable String seeds;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The name or address by which the other nodes reach this one (127.0.0.1).")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Its port (2551); 0 for any that is free.")
  private @Nullable Integer port;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The worker's name, unique in the cluster (the machine's name and the port).")
  private @Nullable String name;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "How many trials train at once where there is no GPU (half the cores).")
  private @Nullable Integer slots;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "The folder below which studies are kept (studies); best shared by all workers.")
  private @Nullable Path directory;

  @Override
  public Integer call() throws InterruptedException {
    NodeLog.toStandardError();
    Config config = settings();
    ClusterSettings cluster = checked(config);
    Optional<PostgresJournal> journal = journal(cluster, config);
    Allowed allowed = allowed(config);
    Map<String, Trainer> installed =
        Trainers.usable(problem -> System.err.println("thaw: " + problem));
    Map<String, Trainer> trainers = AllowedTrainer.all(installed, allowed);
    Config all = journal.map(open -> open.config().withFallback(config)).orElse(config);
    AllowedStores stores = stores(config);
    StudyPlaces places = new AllowedPlaces(places(cluster, trainers), stores);
    try (var host =
        new ThreadedSessionHost(
            trainers, places, slots(cluster, config), SessionHostSettings.from(config))) {
      var node =
          new ClusterNode(
              cluster,
              all,
              journal,
              host,
              spec -> check(trainers, allowed, stores, spec),
              line -> System.err.println("thaw " + line));
      if (installed.get(AskedTrainer.NAME) instanceof AskedTrainer asked) {
        node.answerAsks(asked.hub());
      }
      Duration patience = cluster.leaveTime().multipliedBy(2).plus(MARGIN);
      try (var _ =
          new WayOut(
              () -> leave(node), () -> trainers.values().forEach(Trainer::shutDown), patience)) {
        node.run();
      }
    } catch (UncheckedIOException cannotListen) {
      throw new UserMistake(
          String.valueOf(
              cannotListen.getCause() == null
                  ? cannotListen.getMessage()
                  : cannotListen.getCause().getMessage()),
          ExitCode.FAULT);
    }
    return ExitCode.OK;
  }

  private static void leave(ClusterNode node) {
    System.err.println("thaw: the node leaves; its sessions are paused.");
    try {
      node.leave();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The command line goes before the file, and the file before what is shipped. */
  private Config settings() {
    Map<String, Object> given = new LinkedHashMap<>();
    put(given, "role", role);
    put(given, "seeds", seeds);
    put(given, "host", host);
    put(given, "port", port);
    put(given, "name", name);
    put(given, "slots", slots == null ? null : slots.toString());
    put(given, "directory", directory == null ? null : directory.toString());
    if (file != null && !Files.isReadable(file)) {
      throw new UserMistake("file (%s) cannot be read.".formatted(file));
    }
    try {
      Config shipped =
          ConfigFactory.parseResources("thaw-cluster.conf")
              .withFallback(ConfigFactory.defaultReferenceUnresolved());
      Config chosen =
          file == null
              ? ConfigFactory.defaultApplication()
              : ConfigFactory.parseFile(file.toFile());
      return ConfigFactory.defaultOverrides()
          .withFallback(ConfigFactory.parseMap(given))
          .withFallback(chosen)
          .withFallback(shipped)
          .resolve();
    } catch (ConfigException wrong) {
      throw WrongSetting.because(wrong);
    }
  }

  private static void put(Map<String, Object> given, String key, @Nullable Object value) {
    if (value != null) {
      given.put("thaw.cluster." + key, value);
    }
  }

  private static Allowed allowed(Config config) {
    return Allowed.from(config, HttpSettings.from(config).hasTokens());
  }

  private static AllowedStores stores(Config config) {
    return AllowedStores.from(config, HttpSettings.from(config).hasTokens());
  }

  /** Wrong settings are found here, before anything is started. */
  private static ClusterSettings checked(Config config) {
    try {
      checkLeases(NodeSettings.from(config), SupervisorSettings.from(config));
      TlsStores.check(config);
      var _ =
          List.of(
              BrokerSettings.from(config),
              DirectorySettings.from(config),
              HttpSettings.from(config),
              allowed(config),
              stores(config),
              NotifySettings.from(config),
              SessionHostSettings.from(config));
      ClusterSettings cluster = ClusterSettings.from(config);
      checkSeeds(cluster);
      return cluster;
    } catch (ConfigException | IllegalArgumentException wrong) {
      throw WrongSetting.because(wrong);
    }
  }

  /** A worker that joins nobody would be a cluster of its own, which no study ever reaches. */
  private static void checkSeeds(ClusterSettings cluster) {
    if (cluster.role() == Role.WORKER && cluster.seeds().isEmpty()) {
      throw new IllegalArgumentException(
          "thaw.cluster.seeds () must name at least one supervisor for a worker to join.\n"
              + "Maybe --join HOST:PORT; for one machine alone, thaw run needs no nodes.");
    }
  }

  /** Sessions that nobody speaks to must end before their trials are leased to others. */
  private static void checkLeases(NodeSettings node, SupervisorSettings study) {
    if (node.leaseTime().compareTo(study.nodePatience()) >= 0) {
      throw new IllegalArgumentException(
          "thaw.node.lease-time (%s) must be less than thaw.study.node-patience (%s).\nMaybe raise the latter too, on all nodes."
              .formatted(node.leaseTime(), study.nodePatience()));
    }
  }

  private static Optional<PostgresJournal> journal(ClusterSettings cluster, Config config) {
    if (cluster.role() == Role.WORKER) {
      return Optional.empty();
    }
    try {
      PostgresJournal journal = PostgresJournal.from(config);
      journal.migrate();
      return Optional.of(journal);
    } catch (IllegalArgumentException wrong) {
      throw new UserMistake(String.valueOf(wrong.getMessage()));
    } catch (IllegalStateException unreachable) {
      throw new UserMistake(String.valueOf(unreachable.getMessage()), ExitCode.FAULT);
    }
  }

  private static NodePlaces places(ClusterSettings cluster, Map<String, Trainer> trainers) {
    return cluster.role() != Role.SUPERVISOR
        ? NodePlaces.open(
            cluster.directory(), trainers, problem -> System.err.println("thaw: " + problem))
        : new NodePlaces(cluster.directory(), trainers);
  }

  private static MachineSlots slots(ClusterSettings cluster, Config config) {
    int cores = Runtime.getRuntime().availableProcessors();
    var offered =
        new StudySpec.Resources(
            cluster.slots().orElse(Math.max(1, cores / 2)),
            cluster.slotsPerGpu(),
            cluster.gpusPerTrial(),
            OptionalInt.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty());
    try {
      // Whoever does not train must not claim the GPUs of a worker beside it.
      boolean trains = cluster.role() != Role.SUPERVISOR;
      MachineSlots slots =
          MachineSlots.find(
              trains ? offered : StudySpec.Resources.of(1), trains, System.getenv(), config);
      slots.notes().forEach(note -> System.err.println("thaw: " + note));
      return slots;
    } catch (MachineSlots.TooFewGpusException | ConfigException | IllegalArgumentException wrong) {
      throw new UserMistake(String.valueOf(wrong.getMessage()));
    }
  }

  /** What no node could train is refused when it is handed in. */
  private static void check(
      Map<String, Trainer> trainers, Allowed allowed, AllowedStores stores, StudySpec spec) {
    Trainer trainer = trainers.get(spec.trainer().name());
    if (trainer == null) {
      throw new RefusedException(
          Refusal.BAD_INPUT,
          "trainer.name (%s) must be one of %s.\nMaybe its jar is missing from THAW_CLASSPATH of the nodes."
              .formatted(spec.trainer().name(), trainers.keySet()));
    }
    List<String> problems =
        new ArrayList<>(allowed.problems(spec.trainer().name(), spec.trainer().options()));
    stores.problem(spec.checkpoints().store()).ifPresent(problems::add);
    if (!problems.isEmpty()) {
      throw new RefusedException(Refusal.BAD_INPUT, String.join("\n", problems), problems);
    }
  }
}
