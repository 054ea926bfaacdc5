package dev.thaw.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.thaw.actors.journal.PostgresJournal;
import dev.thaw.app.cluster.ClusterNode;
import dev.thaw.app.cluster.ClusterSettings;
import dev.thaw.app.cluster.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * One process of the cluster: a node as {@code thaw node} runs it, but with simulated training.
 * Settings are system properties. Obeys lines on its standard input, and answers each with one line
 * that begins with {@value #MARK}.
 */
public final class LoadNode {

  /** What answers begin with. */
  static final String MARK = "@ ";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CLASSES = 12;

  private final SimulatedHost host;
  private final PrintStream answers;
  private final CompletableFuture<Map<String, Object>> up = new CompletableFuture<>();

  private LoadNode(SimulatedHost host, PrintStream answers) {
    this.host = host;
    this.answers = answers;
  }

  /**
   * Runs the node until its standard input ends.
   *
   * @param arguments slots, microseconds of an epoch, jitter
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    long begunNs = System.nanoTime();
    Config given =
        ConfigFactory.defaultOverrides()
            .withFallback(
                ConfigFactory.parseMap(
                    Map.of(
                        "pekko.remote.artery.advanced.instruments",
                        List.of(WireProbe.class.getName()))))
            .withFallback(ConfigFactory.parseResources("thaw-cluster.conf"))
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .resolve();
    ClusterSettings settings = ClusterSettings.from(given);
    Optional<PostgresJournal> journal =
        settings.role() == Role.WORKER
            ? Optional.empty()
            : Optional.of(PostgresJournal.from(given));
    journal.ifPresent(PostgresJournal::migrate);
    Config config = journal.map(open -> open.config().withFallback(given)).orElse(given);
    try (var host =
        new SimulatedHost(
            Integer.parseInt(arguments[0]),
            Duration.ofNanos(1000 * Long.parseLong(arguments[1])),
            Double.parseDouble(arguments[2]),
            WireProbe.PROBE)) {
      var self = new LoadNode(host, System.out);
      var node =
          new ClusterNode(
              settings,
              config,
              journal,
              host,
              spec -> {},
              line ->
                  self.up.complete(
                      Map.of("up", line, "seconds", (System.nanoTime() - begunNs) / 1e9)));
      Thread.ofPlatform().daemon().name("orders").start(self::obey);
      node.run();
    }
  }

  private void obey() {
    try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answer(carryOut(line));
      }
    } catch (IOException | JMException e) {
      e.printStackTrace();
    }
    System.exit(0); // Whoever started it is gone.
  }

  private Object carryOut(String line) throws JMException {
    String[] words = line.split(" ", -1);
    return switch (words[0]) {
      case "restart" -> {
        WireProbe.PROBE.restart();
        yield WireProbe.PROBE.read();
      }
      case "up" -> up.join();
      case "read" -> WireProbe.PROBE.read();
      case "epoch-micros" -> {
        host.epochTime(Duration.ofNanos(1000 * Long.parseLong(words[1])));
        yield Map.of();
      }
      case "collect" -> ProcessFigures.afterCollection();
      case "classes" -> Map.of("classes", classes());
      default -> throw new IllegalArgumentException(line);
    };
  }

  /** What fills the heap, after a collection. */
  private static String classes() throws JMException {
    Object text =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {null},
                new String[] {String[].class.getName()});
    return Arrays.stream(String.valueOf(text).split("\n"))
        .limit(CLASSES)
        .collect(Collectors.joining("\n"));
  }

  private void answer(Object answer) {
    try {
      answers.println(MARK + JSON.writeValueAsString(answer));
      answers.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
