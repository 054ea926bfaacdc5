package dev.thaw.actors.testing;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL server on this machine, from binaries on the class path. Keeps its port and its
 * data while it is stopped; both are gone when the JVM ends. Run by root it becomes a user of a
 * namespace of its own, because PostgreSQL refuses root.
 */
public final class PostgresServer implements AutoCloseable {

  /** Who may connect, without a password. */
  public static final String USER = "postgres";

  /** Unpacked once, and kept for the next run. */
  private static final String BINARIES =
      "thaw-postgres-binaries-" + System.getProperty("user.name");

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final Path directory;
  private final int port;
  private final boolean durable;
  private @Nullable EmbeddedPostgres running;

  private PostgresServer(Path directory, int port, boolean durable) {
    this.directory = directory;
    this.port = port;
    this.durable = durable;
  }

  /** Made by the first test that wants it. */
  private static final class Shared {
    static final PostgresServer SERVER = start(freePort(), false);
  }

  /**
   * Returns the one server of this JVM, started by the first who asks. Not to be stopped. Where
   * there are no binaries for this machine, the test is skipped, and says so.
   */
  public static PostgresServer shared() {
    Platform.assume();
    return Shared.SERVER;
  }

  /** Starts a server that the test may stop. Skips the test as {@link #shared} does. */
  public static PostgresServer own() {
    Platform.assume();
    return start(freePort(), false);
  }

  /**
   * Starts a server.
   *
   * @param durable whether a commit waits for the disk, as it must where data matters
   */
  static PostgresServer start(int port, boolean durable) {
    try {
      Path directory = Files.createTempDirectory("thaw-postgres-");
      var server = new PostgresServer(directory, port, durable);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "postgres-end"));
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it again, on the same port and data; nothing if it runs. */
  public synchronized void start() {
    if (running != null) {
      return;
    }
    try {
      running =
          EmbeddedPostgres.builder()
              .setDataDirectory(directory.resolve("data"))
              .setOverrideWorkingDirectory(
                  Path.of(System.getProperty("java.io.tmpdir"), BINARIES).toFile())
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setPort(port)
              .setPGStartupWait(PATIENCE)
              .setLocaleConfig("locale", "C")
              .setServerConfig("fsync", durable ? "on" : "off")
              // A careless server: those who want their commits to last must say so.
              .setServerConfig("synchronous_commit", "off")
              .setServerConfig("max_connections", "200")
              .setServerConfig("listen_addresses", "localhost")
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it at once: transactions that are under way are rolled back, connections cut. */
  public synchronized void stop() {
    EmbeddedPostgres server = running;
    running = null;
    if (server != null) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Kills all its processes as kill -9 does; it recovers when it is started again. */
  public synchronized void crash() {
    List<ProcessHandle> family = processes();
    family.forEach(ProcessHandle::destroyForcibly);
    family.forEach(one -> one.onExit().join());
    try {
      // It would keep the next server from starting if its number were used again.
      Files.deleteIfExists(directory.resolve("data/postmaster.pid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    stop();
  }

  /** Halts all its processes, so that connections stay open and nobody answers. */
  public synchronized void pause() {
    signal("-STOP");
  }

  /** Lets them go on. */
  public synchronized void resume() {
    signal("-CONT");
  }

  private void signal(String signal) {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    processes().forEach(one -> command.add(Long.toString(one.pid())));
    try {
      new ProcessBuilder(command).inheritIO().start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<ProcessHandle> processes() {
    try {
      String process = Files.readAllLines(directory.resolve("data/postmaster.pid")).getFirst();
      ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(process)).orElseThrow();
      return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Creates an empty database, and returns its JDBC URL. */
  public String newDatabase() {
    String name = "thaw" + DATABASES.incrementAndGet();
    execute("postgres", "CREATE DATABASE " + name);
    return url(name);
  }

  /** Creates an empty database, and returns the settings {@code thaw.journal} that name it. */
  public Config newJournal() {
    return journal(newDatabase());
  }

  /** Returns the settings {@code thaw.journal} that name a database of this server. */
  public static Config journal(String url) {
    return ConfigFactory.parseMap(Map.of("thaw.journal.url", url, "thaw.journal.user", USER))
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }

  private String url(String database) {
    return "jdbc:postgresql://localhost:%d/%s".formatted(port, database);
  }

  /** Runs a statement. */
  public void execute(String database, String sql) {
    EmbeddedPostgres server = running;
    if (server == null) {
      throw new IllegalStateException("the server is stopped");
    }
    try (Connection connection = server.getDatabase(USER, database).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Stops it and deletes its data. */
  @Override
  public synchronized void close() {
    stop();
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a server until the process ends, and prints the JDBC URL of a fresh database; for load
   * tests. Its data are deleted in the end.
   *
   * @param arguments the port; then {@code durable} if commits shall wait for the disk
   */
  public static void main(String[] arguments) throws InterruptedException {
    int port = Integer.parseInt(arguments[0]);
    boolean durable = arguments.length > 1 && arguments[1].equals("durable");
    System.out.println(start(port, durable).newDatabase());
    new CountDownLatch(1).await();
  }
}
