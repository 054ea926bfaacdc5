package dev.thaw.benchmarks.load;

import dev.thaw.actors.testing.PostgresServer;
import dev.thaw.app.client.RemoteDesk;
import dev.thaw.app.desk.StudyRow;
import dev.thaw.core.study.StudySpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, one supervisor and several workers, each in a process of its own. */
final class LoadCluster implements AutoCloseable {

  private static final String ENDED = "ended";
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final LoadOptions options;
  private final Path folder;
  private final int databasePort = freePort();
  private final int seedPort = freePort();
  private final int httpPort = freePort();
  private final List<Child> workers = new ArrayList<>();
  private final Child database;
  private final String url;
  private final RemoteDesk desk;
  private @Nullable Child supervisor;

  /** Starts PostgreSQL, the supervisor and the workers, and returns when all have joined. */
  LoadCluster(LoadOptions options) throws InterruptedException {
    this.options = options;
    try {
      folder = Files.createTempDirectory("thaw-load-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.err.println("logs: " + folder);
    database =
        new Child(
            "postgres",
            folder,
            "",
            List.of("-Xmx64m", "-XX:+UseSerialGC"),
            PostgresServer.class,
            options.durable()
                ? List.of(Integer.toString(databasePort), "durable")
                : List.of(Integer.toString(databasePort)));
    Runtime.getRuntime().addShutdownHook(new Thread(database.process()::destroy));
    url = hearUrl();
    desk = RemoteDesk.at("127.0.0.1:" + httpPort);
    supervise();
    work();
  }

  private String hearUrl() throws InterruptedException {
    String line = database.hear();
    while (!line.startsWith("jdbc:")) {
      line = database.hear();
    }
    return line;
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the supervisor, and returns how many seconds it says that it took to be up. */
  double supervise() throws InterruptedException {
    List<String> given = settings("supervisor", "supervisor", seedPort);
    given.add("-Xmx" + options.supervisorHeap);
    given.add("-Dthaw.http.port=" + httpPort);
    given.add("-Dthaw.journal.url=" + url);
    given.add("-Dthaw.journal.user=" + PostgresServer.USER);
    given.addAll(options.supervisorJvm);
    supervisor = node("supervisor", given, 0);
    return supervisor.ask("up").path("seconds").asDouble();
  }

  /** Starts the workers. */
  private void work() throws InterruptedException {
    for (int i = 0; i < options.workers; i++) {
      String name = "worker-" + (i + 1);
      List<String> given = settings(name, "worker", 0);
      given.add("-Xmx" + options.workerHeap);
      given.addAll(options.workerJvm);
      int slots = options.slots / options.workers + (i < options.slots % options.workers ? 1 : 0);
      workers.add(node(name, given, slots));
    }
    for (Child worker : workers) {
      worker.ask("up");
    }
  }

  private List<String> settings(String name, String role, int port) {
    return new ArrayList<>(
        List.of(
            "-XX:+UseSerialGC",
            "-Dthaw.cluster.name=" + name,
            "-Dthaw.cluster.role=" + role,
            "-Dthaw.cluster.port=" + port,
            "-Dthaw.cluster.seeds=127.0.0.1:" + seedPort,
            "-Dthaw.cluster.directory=" + folder.resolve("studies")));
  }

  private Child node(String name, List<String> given, int slots) {
    return new Child(
        name,
        folder,
        LoadNode.MARK,
        given,
        LoadNode.class,
        List.of(
            Integer.toString(slots),
            Long.toString(options.epochTime.toNanos() / 1000),
            Double.toString(options.jitter)));
  }

  Child supervisor() {
    if (supervisor == null) {
      throw new IllegalStateException("no supervisor");
    }
    return supervisor;
  }

  List<Child> workers() {
    return workers;
  }

  int slots() {
    return options.slots;
  }

  void submit(StudySpec spec) {
    desk.submit(spec).toCompletableFuture().join();
  }

  /** Where the supervisor sends the events of a study. */
  URI events(String study) {
    return at(study, "events");
  }

  /** Where the supervisor has the curves of a study. */
  URI curves(String study) {
    return at(study, "curves");
  }

  private URI at(String study, String what) {
    return URI.create("http://127.0.0.1:%d/api/v1/studies/%s/%s".formatted(httpPort, study, what));
  }

  List<StudyRow> studies() {
    return desk.list().toCompletableFuture().join();
  }

  /** Waits until so many sessions are open on all workers. */
  void awaitSessions(int sessions) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    int open = open();
    while (open < sessions) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException(
            "%d of %d sessions are open; see %s".formatted(open, sessions, folder));
      }
      TimeUnit.MILLISECONDS.sleep(200);
      open = open();
    }
  }

  private int open() throws InterruptedException {
    int open = 0;
    for (Child worker : workers) {
      open += worker.ask("read", Measured.class).open();
    }
    return open;
  }

  /** How many trials the studies have started. */
  int trials() {
    return studies().stream().mapToInt(StudyRow::trials).sum();
  }

  /** Waits until a study is over. */
  void awaitEnd(String study, Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (studies().stream()
        .noneMatch(row -> row.study().equals(study) && row.state().equals(ENDED))) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException("%s does not end; see %s".formatted(study, folder));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** From the next epoch on, all workers take so long for one. */
  void epochTime(Duration time) throws InterruptedException {
    for (Child worker : workers) {
      worker.ask("epoch-micros " + time.toNanos() / 1000);
    }
  }

  /** Seconds from the beginning of the first epoch to the last acknowledgement. */
  double trainedSeconds() throws InterruptedException {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (Child worker : workers) {
      Measured measured = worker.ask("read", Measured.class);
      first = Math.min(first, measured.firstEpochNs());
      last = Math.max(last, measured.lastTakenNs());
    }
    return (last - first) / 1e9;
  }

  /** How many rows the journal holds. */
  long journalRows() {
    try (Connection connection = DriverManager.getConnection(url, PostgresServer.USER, "");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM event_journal")) {
      return rows.next() ? rows.getLong(1) : 0;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Begins to measure. */
  Window begin() throws InterruptedException {
    for (Child worker : workers) {
      worker.ask("restart");
    }
    return new Window(this);
  }

  /** Processor time of PostgreSQL, in seconds, without processes of it that are over. */
  double databaseCpuSeconds() {
    return ProcessHandle.allProcesses()
        .filter(
            one ->
                one.info()
                    .commandLine()
                    .orElse("")
                    .matches(".*postgres .*\\b" + databasePort + "\\b.*"))
        .flatMap(one -> Stream.concat(Stream.of(one), one.descendants()))
        .distinct()
        .mapToDouble(one -> one.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3)
        .sum();
  }

  @Override
  public void close() throws InterruptedException {
    desk.close();
    for (Child worker : workers) {
      worker.kill();
    }
    if (supervisor != null) {
      supervisor.close(); // In good order, for a recording that it may make.
    }
    database.close();
  }
}
