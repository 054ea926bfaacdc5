package dev.thaw.app.cluster;

import dev.thaw.actors.journal.PostgresJournal;
import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.actors.study.StudySupervisor;
import dev.thaw.actors.testing.PostgresServer;
import dev.thaw.app.client.RemoteDesk;
import dev.thaw.app.desk.StudyDesk;
import dev.thaw.app.desk.StudyRow;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.study.StudySpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * PostgreSQL and a few nodes of {@code thaw node}: first those that host studies and train, then
 * those that only train. Closing it ends all of them; their logs stay.
 */
public final class TestCluster implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private final Network network;
  private final PostgresServer postgres;
  private final Relay relay;
  private final PostgresJournal journal;
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final Thread hook = new Thread(this::endNodes, "nodes-end");

  /**
   * What a cluster consists of.
   *
   * @param supervisors how many nodes host studies, and train too; fewer than three cannot spare
   *     one
   * @param workers how many nodes only train
   * @param slots how many slots each node has
   * @param apart whether each node keeps studies in a folder of its own
   * @param settings settings of Thaw that differ from {@code conf/cluster.conf}
   * @param launcher what stands in front of the command line of a node, such as a library that
   *     shifts its clock
   */
  public record Shape(
      int supervisors,
      int workers,
      int slots,
      boolean apart,
      Map<String, String> settings,
      Function<String, List<String>> launcher) {

    /** So many of each, a slot each, and the settings as they are shipped. */
    public static Shape of(int supervisors, int workers) {
      return new Shape(supervisors, workers, 1, false, Map.of(), node -> List.of());
    }

    /** With other settings. */
    public Shape with(Map<String, String> others) {
      return new Shape(supervisors, workers, slots, apart, others, launcher);
    }

    /** With a folder of its own for each node, which no other one sees. */
    public Shape withOwnFolders() {
      return new Shape(supervisors, workers, slots, true, settings, launcher);
    }

    /** With something in front of each node's command line. */
    public Shape startedBy(Function<String, List<String>> other) {
      return new Shape(supervisors, workers, slots, apart, settings, other);
    }

    int nodes() {
      return supervisors + workers;
    }
  }

  private TestCluster(Path folder, Network network, Shape shape) {
    this.folder = folder;
    this.network = network;
    this.postgres = PostgresServer.own();
    String url = postgres.newDatabase();
    URI server = URI.create(url.substring("jdbc:".length()));
    this.relay = Relay.start(network.journalHost(), server.getPort());
    this.journal = PostgresJournal.from(PostgresServer.journal(url));
    String relayed =
        "jdbc:postgresql://%s:%d%s"
            .formatted(network.journalHost(), relay.port(), server.getPath());
    Ports ports = Ports.of(network, shape.nodes());
    for (int node = 0; node < shape.nodes(); node++) {
      nodes.add(node(node, shape, ports, relayed));
    }
  }

  /**
   * Starts a cluster, and waits until all have joined.
   *
   * @param folder where everything is left that the nodes write
   */
  public static TestCluster start(Path folder, Network network, Shape shape) {
    var cluster = new TestCluster(folder.toAbsolutePath(), network, shape);
    Runtime.getRuntime().addShutdownHook(cluster.hook);
    try {
      cluster.journal.migrate();
      cluster.nodes.forEach(NodeProcess::start);
      cluster.nodes.forEach(NodeProcess::awaitUp);
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** The ports of the nodes, the same in all their lives. */
  private record Ports(List<Integer> remoting, List<Integer> api, List<Integer> probe) {
    static Ports of(Network network, int nodes) {
      if (network.ownAddresses()) {
        return new Ports(
            Collections.nCopies(nodes, 2551),
            Collections.nCopies(nodes, 8080),
            Collections.nCopies(nodes, 8081));
      }
      List<Integer> free = free(3 * nodes);
      return new Ports(
          free.subList(0, nodes),
          free.subList(nodes, 2 * nodes),
          free.subList(2 * nodes, 3 * nodes));
    }

    /** All are held until all are found: a port that is let go may be found once more. */
    private static List<Integer> free(int count) {
      List<ServerSocket> held = new ArrayList<>();
      try {
        try {
          for (int i = 0; i < count; i++) {
            held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
          }
          return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
          for (ServerSocket socket : held) {
            socket.close();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private NodeProcess node(int node, Shape shape, Ports ports, String journalUrl) {
    boolean supervisor = node < shape.supervisors();
    String name = supervisor ? "s" + node : "w" + (node - shape.supervisors());
    String host = network.host(node);
    String seeds =
        IntStream.range(0, shape.supervisors())
            .mapToObj(seed -> network.host(seed) + ":" + ports.remoting().get(seed))
            .collect(Collectors.joining(","));
    List<String> command = new ArrayList<>(network.prefix(node));
    command.addAll(shape.launcher().apply(name));
    command.addAll(java(shape.settings()));
    command.addAll(List.of("node", "--role", supervisor ? "both" : "worker"));
    command.addAll(List.of("--join", seeds, "--host", host));
    command.addAll(List.of("--port", ports.remoting().get(node).toString()));
    command.addAll(List.of("--name", name, "--slots", Integer.toString(shape.slots())));
    Path place = shape.apart() ? folder.resolve(name) : folder;
    command.addAll(List.of("--dir", place.resolve("studies").toString()));
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("THAW_HTTP_HOST", host);
    variables.put("THAW_HTTP_PORT", ports.api().get(node).toString());
    variables.put("THAW_PROBE_HOST", host);
    variables.put("THAW_PROBE_PORT", ports.probe().get(node).toString());
    if (supervisor) {
      variables.put("THAW_JOURNAL_URL", journalUrl);
      variables.put("THAW_JOURNAL_USER", PostgresServer.USER);
    }
    return new NodeProcess(
        name,
        supervisor,
        "%s:%d".formatted(host, ports.remoting().get(node)),
        command,
        variables,
        folder.resolve(name),
        "http://%s:%d".formatted(host, ports.api().get(node)));
  }

  private List<String> java(Map<String, String> settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1"); // A quick start is worth more here than a quick run.
    command.add("-Xmx256m");
    if (network.ownAddresses()) {
      command.add("-Dthaw.http.authenticated-by-proxy=on");
    }
    settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.add("-cp");
    String classPath = System.getProperty("surefire.test.class.path");
    command.add(classPath == null ? System.getProperty("java.class.path") : classPath);
    command.add("dev.thaw.app.Main");
    return command;
  }

  /** All nodes, those that host studies first. */
  public List<NodeProcess> nodes() {
    return List.copyOf(nodes);
  }

  /** Those that host studies. */
  public List<NodeProcess> supervisors() {
    return nodes.stream().filter(NodeProcess::isSupervisor).toList();
  }

  /** Where a node is in {@link #nodes}, which is also its number in the network. */
  public int indexOf(NodeProcess node) {
    return nodes.indexOf(node);
  }

  /** How the nodes reach one another. */
  public Network network() {
    return network;
  }

  /** The server of the journal. */
  public PostgresServer postgres() {
    return postgres;
  }

  /** Where everything is left that the nodes write. */
  public Path folder() {
    return folder;
  }

  /** The folder in which trainers write down what they do. */
  public Path epochLogs() {
    return folder.resolve("epochs");
  }

  /** Reads a spec and hands it in, again until it is durable. */
  public StudySpec submit(String yaml) {
    try {
      StudySpec spec = SpecReader.read(yaml, "the test", List.of());
      await(
          PATIENCE, "the study is not taken in", () -> ask(desk -> desk.submit(spec)).isPresent());
      return spec;
    } catch (BadSpecException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Ends a study gracefully. */
  public void stop(String study) {
    await(PATIENCE, "the study is not stopped", () -> ask(desk -> desk.stop(study)).isPresent());
  }

  /** How a study stands by the word of any node; empty if none answers. */
  public Optional<StudyRow> row(String study) {
    return ask(StudyDesk::list).stream()
        .flatMap(List::stream)
        .filter(row -> row.study().equals(study))
        .findFirst();
  }

  /** The node that looks after a study; empty if nobody knows. */
  public Optional<NodeProcess> hostOf(String study) {
    return row(study).flatMap(row -> nodes.stream().filter(node -> named(node, row)).findFirst());
  }

  /** The node that hosts the broker, by its metrics; empty if none says so. */
  public Optional<NodeProcess> hostOfBroker() {
    return supervisors().stream()
        .filter(node -> metrics(node).contains("thaw_broker_nodes"))
        .findFirst();
  }

  /** What a node measures; empty if it does not answer. */
  private static String metrics(NodeProcess node) {
    var request =
        HttpRequest.newBuilder(URI.create(node.server() + "/metrics"))
            .timeout(Duration.ofSeconds(2))
            .build();
    try (var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static boolean named(NodeProcess node, StudyRow row) {
    return row.node() != null && row.node().endsWith(node.address());
  }

  /** The first node that answers. */
  private <T> Optional<T> ask(Function<StudyDesk, CompletionStage<T>> question) {
    for (NodeProcess node : supervisors()) {
      if (node.isAlive()) {
        try (var desk = RemoteDesk.at(node.server())) {
          T answer = question.apply(desk).toCompletableFuture().get(8, TimeUnit.SECONDS);
          return Optional.of(answer);
        } catch (ExecutionException | TimeoutException e) {
          // The next one may know.
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
    return Optional.empty();
  }

  /** The rows of a study's journal; needs PostgreSQL, and no node. */
  public List<StudyJournal.Row> journal(String study) {
    return journal.read(StudySupervisor.persistenceId(study));
  }

  /** Waits until a study is over, by its journal. */
  public void awaitEnd(String study, Duration limit) {
    await(limit, "study %s does not end".formatted(study), () -> hasEnded(study));
  }

  private boolean hasEnded(String study) {
    return row(study).filter(row -> row.state().equals("ended")).isPresent();
  }

  /** Waits until something holds; looks four times a second. */
  public void await(Duration limit, String complaint, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "%s after %s; the logs are in %s".formatted(complaint, limit, folder));
      }
      LockSupport.parkNanos(250_000_000);
    }
  }

  private void endNodes() {
    nodes.forEach(NodeProcess::close);
  }

  @Override
  public void close() {
    endNodes();
    relay.close();
    postgres.close();
    network.close();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The hook runs, or has run.
    }
  }

  /** Deletes a folder and all that is in it, if it is there. */
  public static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (var all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
