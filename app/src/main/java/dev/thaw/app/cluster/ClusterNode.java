package dev.thaw.app.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.thaw.actors.directory.EndTeller;
import dev.thaw.actors.journal.PostgresJournal;
import dev.thaw.actors.meter.Meters;
import dev.thaw.actors.node.GpuNode;
import dev.thaw.actors.node.NodeBooks;
import dev.thaw.actors.session.SessionHost;
import dev.thaw.actors.watch.JournalWatch;
import dev.thaw.app.desk.DeskJson;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.feed.RowStore;
import dev.thaw.app.feed.StudyFeeds;
import dev.thaw.app.http.HttpServer;
import dev.thaw.app.http.HttpSettings;
import dev.thaw.app.http.NodeMetrics;
import dev.thaw.app.notify.Notifier;
import dev.thaw.app.notify.NotifySettings;
import dev.thaw.app.report.StudyReport;
import dev.thaw.app.summary.StudyStatus;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.workers.asked.AskHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of one node of a cluster. Its sessions, and what the node must not forget of them,
 * live as long as the process; its actor system is replaced when a partition has made it leave the
 * cluster, and joins again those that it knew. So it is when only this node cannot reach the
 * journal: the next actor system hosts no studies, and the one after that does so again.
 */
public final class ClusterNode {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);
  private static final String SYSTEM = "thaw";

  /** How long to wait before joining again: whoever made this node leave must have noticed. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ClusterSettings settings;
  private final Config config;
  private final SessionHost host;
  private final NodeBooks books = new NodeBooks(UUID.randomUUID().toString());
  private final Consumer<StudySpec> check;
  private final Consumer<String> up;
  private final Optional<Hosting> hosting;
  private final Optional<ClusterReports> reports;
  private final Optional<StudyFeeds> feeds;
  private final EndTeller teller;
  private final IncidentKeeper incidents;
  private final NodeState state;
  private final NodeMetrics metrics = NodeMetrics.open();
  private final CompletableFuture<Done> leaving = new CompletableFuture<>();
  private final Latest<Running> running = new Latest<>();

  private volatile AskHub asked = new AskHub();

  private record Running(ActorSystem<Void> system, Wiring.Parts parts) {}

  /**
   * A node that has not started yet.
   *
   * @param config all settings, those of the journal included if the node looks after studies
   * @param host where its sessions run
   * @param check throws a {@link dev.thaw.app.desk.RefusedException} for a study that no node could
   *     run
   * @param up hears once, for people, that the node has joined, and where it can be asked
   */
  public ClusterNode(
      ClusterSettings settings,
      Config config,
      Optional<PostgresJournal> journal,
      SessionHost host,
      Consumer<StudySpec> check,
      Consumer<String> up) {
    this.settings = settings;
    this.config = config;
    this.host = host;
    this.check = check;
    this.up = up;
    this.hosting = journal.map(open -> Hosting.of(settings, open, meters()));
    this.reports = journal.map(ClusterReports::of);
    this.feeds =
        journal.map(open -> new StudyFeeds(study -> RowStore.of(open, study), Clock.systemUTC()));
    this.teller = reports.<EndTeller>map(this::herald).orElse(EndTeller.none());
    this.incidents =
        new IncidentKeeper(
            settings.directory(),
            journal.map(ClusterReports::journals).orElse(study -> action -> {}));
    this.state = new NodeState(hosting);
  }

  /** Whom it waits for may be slow, so that it gets a thread for each end. */
  private EndHerald herald(ClusterReports made) {
    return new EndHerald(
        made::of,
        settings.reports(),
        new Notifier(NotifySettings.from(config)),
        telling -> Thread.ofVirtual().name("thaw-herald").start(telling));
  }

  /** Has the node's server give out what waits in a hub; before the node is run. */
  public void answerAsks(AskHub hub) {
    asked = hub;
  }

  /** The meters of this process. */
  public Meters meters() {
    return Meters.in(metrics.registry());
  }

  /**
   * Runs until {@link #leave} is called.
   *
   * @throws UncheckedIOException if the node or its server cannot listen; the message of its cause
   *     is for people
   */
  public void run() throws InterruptedException {
    Set<Address> known = new LinkedHashSet<>();
    boolean first = true;
    boolean mayForm = true;
    try {
      while (!leaving.isDone()) {
        Running now;
        try {
          now = start(known, first, mayForm);
        } catch (IllegalStateException ended) {
          if (leaving.isDone()) {
            return; // Whoever leaves ends the system at any time, also while it begins.
          }
          throw ended;
        }
        first = false;
        // After a while nobody is left to join: then all were made to leave, and one must begin
        // anew.
        mayForm = !awaitEnd(now, known) && !mayForm;
        if (!leaving.isDone()) {
          LOG.warn(
              "the node has left the cluster; it joins again {}, and its sessions go on",
              mayHost() ? "as it was" : "without hosting studies");
          TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
      }
    } finally {
      running.end();
    }
  }

  private boolean mayHost() {
    return settings.role().supervises() && hosting.map(Hosting::allowed).orElse(true);
  }

  private Running start(Set<Address> known, boolean first, boolean mayForm)
      throws InterruptedException {
    var started = new CompletableFuture<Wiring.Parts>();
    ActorSystem<Void> system = create(started);
    state.runs(system);
    system
        .getWhenTerminated()
        .thenRun(
            () ->
                started.completeExceptionally(
                    new IllegalStateException("the actor system ended before it had begun")));
    try {
      Running now = new Running(system, started.get());
      running.put(now);
      join(system, known, mayForm);
      serve(now, first);
      rememberMembers(system, known);
      return now;
    } catch (ExecutionException failed) {
      system.terminate();
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failed.getCause());
    }
  }

  private ActorSystem<Void> create(CompletableFuture<Wiring.Parts> started) {
    Config system = systemConfig();
    var guardian =
        Wiring.guardian(
            settings,
            books,
            host,
            ClusterNode::describe,
            teller,
            incidents,
            meters(),
            hosting.map(journal -> journal.watch(verdict -> replaceSystem(journal, verdict))),
            started);
    try {
      return ActorSystem.create(guardian, SYSTEM, system);
    } catch (RuntimeException failed) {
      throw StartFault.explain(failed, system)
          .<RuntimeException>map(why -> new UncheckedIOException(new IOException(why, failed)))
          .orElse(failed);
    }
  }

  private Config systemConfig() {
    List<String> roles = new ArrayList<>();
    if (mayHost()) {
      roles.add(Role.SUPERVISORS);
    }
    if (settings.role().trains()) {
      roles.add(Role.WORKERS);
    }
    return ConfigFactory.empty()
        .withValue("pekko.cluster.roles", ConfigValueFactory.fromIterable(roles))
        .withValue(
            "pekko.remote.artery.canonical.hostname",
            ConfigValueFactory.fromAnyRef(settings.host()))
        .withValue(
            "pekko.remote.artery.canonical.port", ConfigValueFactory.fromAnyRef(settings.port()))
        .withFallback(config);
  }

  /**
   * Joins the seeds; the first of them forms a cluster if nobody else answers. A process that has
   * been in a cluster forms no other one as long as it may hope for those that it knew.
   */
  private void join(ActorSystem<?> system, Set<Address> known, boolean mayForm) {
    Address self = Cluster.get(system).selfMember().address();
    List<Address> seeds = new ArrayList<>();
    for (String seed : settings.seeds()) {
      seeds.add(AddressFromURIString.parse("pekko://" + SYSTEM + "@" + seed));
    }
    if (!mayForm) {
      known.forEach(
          address -> {
            if (!seeds.contains(address)) {
              seeds.add(address);
            }
          });
      seeds.remove(self);
    }
    if (seeds.isEmpty()) {
      seeds.add(self);
    }
    Cluster.get(system).manager().tell(new JoinSeedNodes(seeds));
  }

  /**
   * Called by an actor. The system leaves in good order, so that what it hosts is elsewhere within
   * seconds; sessions are not paused, since the next system of this process goes on with them.
   */
  private void replaceSystem(Hosting journal, JournalWatch.Verdict verdict) {
    Running now = running.get();
    if (state.isLeaving() || now == null) {
      return;
    }
    journal.decided(verdict);
    var _ = leaveCluster(now.system());
  }

  /** Begins to leave the cluster and to end the system, unless that has begun already. */
  private static CompletableFuture<Done> leaveCluster(ActorSystem<?> system) {
    return CoordinatedShutdown.get(system)
        .runAll(CoordinatedShutdown.clusterLeavingReason())
        .toCompletableFuture();
  }

  /** Who is a member now is known, and nobody else; before it is one itself, a node cannot tell. */
  private static void rememberMembers(ActorSystem<?> system, Set<Address> known) {
    if (!NodeState.isUp(system)) {
      return;
    }
    known.clear();
    ClusterEvent.CurrentClusterState now = Cluster.get(system).state();
    Address self = Cluster.get(system).selfMember().address();
    for (Member member : now.getMembers()) {
      if (!member.address().equals(self)) {
        known.add(member.address());
      }
    }
  }

  /** The server of the first system must be there; later ones may have to do without. */
  private void serve(Running now, boolean first) throws InterruptedException, ExecutionException {
    var desk =
        now.parts()
            .directory()
            .map(directory -> new ClusterDesk(now.system(), directory, this::report, check));
    HttpSettings http = HttpSettings.from(config);
    HttpServer server;
    try {
      server =
          HttpServer.start(
                  now.system(),
                  desk.isPresent() ? http : http.withoutApi(),
                  desk.orElse(null),
                  state,
                  metrics::scrape,
                  new HttpServer.Extras(
                      asked, feeds.orElse(null), settings.directory()::resolve, null))
              .toCompletableFuture()
              .get();
    } catch (ExecutionException failed) {
      if (first) {
        throw failed;
      }
      LOG.error("the node goes on without its HTTP server", failed.getCause());
      return;
    }
    desk.ifPresent(open -> AskRelease.every(AskRelease.PERIOD, now.system(), asked, open));
    if (first && awaitUp(now.system())) {
      String where =
          server
              .address()
              .map(
                  address ->
                      ": %s://%s:%d"
                          .formatted(server.scheme(), address.getHostString(), address.getPort()))
              .orElse("");
      up.accept("node %s is up%s".formatted(settings.name(), where));
    }
  }

  /** Whether the node has joined; not if it is to leave, or was made to, before that. */
  private boolean awaitUp(ActorSystem<?> system) throws InterruptedException {
    var joined = new CompletableFuture<Done>();
    org.apache.pekko.cluster.Cluster.get(system.classicSystem())
        .registerOnMemberUp(() -> joined.complete(Done.getInstance()));
    long warnNs = System.nanoTime() + settings.joinTime().toNanos();
    while (!joined.isDone() && !leaving.isDone() && !system.whenTerminated().isCompleted()) {
      try {
        joined.get(200, TimeUnit.MILLISECONDS);
      } catch (TimeoutException notYet) {
        if (System.nanoTime() > warnNs) {
          LOG.warn("the node has not joined the cluster yet; its seeds are {}", settings.seeds());
          warnNs = System.nanoTime() + settings.joinTime().toNanos();
        }
      } catch (ExecutionException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
    return joined.isDone();
  }

  /**
   * Waits until the system has ended, or has not joined for as long as there is hope; whether it
   * had joined. If the node is to leave, the system is: it may have begun after whoever leaves had
   * looked for one.
   */
  private boolean awaitEnd(Running now, Set<Address> known) throws InterruptedException {
    long hopeNs = System.nanoTime() + settings.rejoinTime().toNanos();
    boolean joined = false;
    var ended = now.system().getWhenTerminated().toCompletableFuture();
    while (!ended.isDone()) {
      if (NodeState.isUp(now.system())) {
        joined = true;
        rememberMembers(now.system(), known);
      }
      boolean leaves = leaving.isDone();
      if (leaves) {
        var _ = leaveCluster(now.system());
      }
      if (!joined && System.nanoTime() > hopeNs) {
        now.system().terminate();
      }
      try {
        (leaves ? ended : CompletableFuture.anyOf(ended, leaving)).get(1, TimeUnit.SECONDS);
      } catch (TimeoutException stillRunning) {
        LOG.trace("the actor system runs");
      } catch (ExecutionException failed) {
        LOG.warn("the actor system ended badly", failed.getCause());
      }
    }
    return joined;
  }

  private CompletionStage<StudyReport> report(String study) {
    return reports
        .map(made -> made.of(study))
        .orElseGet(
            () ->
                CompletableFuture.failedFuture(
                    new RefusedException(Refusal.UNAVAILABLE, "this node reads no journals.")));
  }

  private static String describe(StudyState study) {
    var folder = Path.of(study.spec().name()); // Below the --dir of each worker.
    var status = StudyStatus.of(Watched.of(study), Instant.now(), folder);
    return new String(DeskJson.bytes(status), StandardCharsets.UTF_8);
  }

  /**
   * Leaves in good order: sessions are paused and their studies told, then the cluster is left.
   * Returns when that is done, or has taken twice {@code thaw.cluster.leave-time}, of which the
   * sessions get the first half at most.
   */
  public void leave() throws InterruptedException {
    state.leaves();
    long beginNs = System.nanoTime();
    long leaveNs = settings.leaveTime().toNanos();
    pauseAll(beginNs + leaveNs);
    leaving.complete(Done.getInstance());
    Running now = running.get();
    try {
      if (now != null) {
        long leftNs = Math.max(0, beginNs + 2 * leaveNs - System.nanoTime());
        leaveCluster(now.system()).get(leftNs, TimeUnit.NANOSECONDS);
      }
    } catch (ExecutionException | TimeoutException late) {
      LOG.warn("the node did not leave the cluster in time", late);
    } finally {
      hosting.ifPresent(Hosting::close);
      feeds.ifPresent(StudyFeeds::close);
      reports.ifPresent(ClusterReports::close);
      metrics.close();
    }
  }

  /** The sessions of a system that is being replaced are the next one's, which is waited for. */
  private void pauseAll(long endNs) throws InterruptedException {
    Optional<Running> now = running.after(null, endNs);
    while (now.isPresent() && !pauseSessions(now.get(), endNs)) {
      now = running.after(now.get(), endNs);
    }
  }

  /** Whether the sessions were paused, as far as there was time; not if the system is gone. */
  private static boolean pauseSessions(Running now, long endNs) throws InterruptedException {
    ActorRef<GpuNode.Command> worker = now.parts().worker().orElse(null);
    if (worker == null) {
      return true;
    }
    Duration left = Duration.ofNanos(Math.max(1_000_000, endNs - System.nanoTime()));
    CompletableFuture<Done> answer;
    try {
      answer =
          AskPattern.<GpuNode.Command, Done>ask(
                  worker, GpuNode.Leave::new, left, now.system().scheduler())
              .toCompletableFuture();
    } catch (RuntimeException ended) {
      answer = CompletableFuture.failedFuture(ended); // Its scheduler takes nothing any more.
    }
    return isPaused(answer, now.system().getWhenTerminated().toCompletableFuture(), endNs);
  }

  /**
   * Whether nothing is left to be done for sessions that were to pause.
   *
   * @param answer of their worker; fails at once if that is there no more
   * @param ended completes when its system has ended
   * @param endNs until when to wait, by {@link System#nanoTime}
   * @return true too if there is no time left
   */
  static boolean isPaused(CompletableFuture<Done> answer, CompletableFuture<?> ended, long endNs)
      throws InterruptedException {
    try {
      CompletableFuture.anyOf(answer, ended)
          .get(Math.max(0, endNs - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException unanswered) {
      LOG.debug("the sessions are not paused", unanswered);
    }
    if (answer.isDone() && !answer.isCompletedExceptionally()) {
      return true;
    }
    boolean late = System.nanoTime() - endNs >= 0;
    if (late) {
      LOG.warn("not all sessions were paused in time; they go on from their last checkpoints");
    }
    return late;
  }
}
