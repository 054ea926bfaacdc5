package dev.thaw.benchmarks.nights;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.app.Main;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a night: a study in a process of its own, killed and begun again if its plan says so. */
final class NightRun {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final NightPlan plan;
  private final Path folder;
  private final List<Double> loads = new ArrayList<>();

  /**
   * What a clock outside saw.
   *
   * @param begun when the first process was started
   * @param killedAt when it was killed; null if it was not
   * @param ended when the last process had ended
   * @param problem why the night did not come to its end; null if it did
   */
  record Seen(
      Instant begun,
      @Nullable Instant killedAt,
      Instant ended,
      NightResult.Load load,
      @Nullable String problem) {}

  /**
   * A night in a folder that is not there yet.
   *
   * @param folder where everything is left
   */
  NightRun(NightPlan plan, Path folder) {
    this.plan = plan;
    this.folder = folder.toAbsolutePath().normalize();
  }

  Path study() {
    return folder.resolve("study");
  }

  Path records() {
    return folder.resolve("records");
  }

  /** Runs it to its end, however bad. */
  Seen run() throws IOException, InterruptedException {
    Instant begun = Instant.now();
    prepare(begun);
    Process process = start();
    Instant killedAt = null;
    NightPlan.Kill kill = plan.kill();
    Duration away = Duration.ZERO;
    if (kill != null && !ends(process, kill.after())) {
      process.destroyForcibly().waitFor();
      killedAt = Instant.now();
      Thread.sleep(kill.away());
      away = kill.away();
      process = start();
    }
    Instant last = begun.plus(plan.length()).plus(away).plus(PATIENCE);
    boolean ended = ends(process, Duration.between(Instant.now(), last));
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    String problem =
        ended && process.exitValue() == 0
            ? null
            : ended ? "exit code " + process.exitValue() : "it did not end";
    return new Seen(begun, killedAt, Instant.now(), load(), problem);
  }

  private void prepare(Instant begun) throws IOException {
    Path code = Files.createDirectories(folder.resolve("code"));
    Files.createDirectories(records());
    try (InputStream script = NightRun.class.getResourceAsStream("train.py")) {
      Files.write(
          code.resolve("train.py"), Objects.requireNonNull(script, "train.py").readAllBytes());
    }
    Path night = folder.resolve("night.json");
    JSON.writeValue(night.toFile(), words(begun));
    Files.writeString(folder.resolve("spec.yaml"), plan.spec(begun, night.toString()));
  }

  /** What the trainers are told. */
  private Map<String, Object> words(Instant begun) {
    NightPlan.Faults faults = plan.faults();
    Duration late = plan.length().minus(plan.epochTimeLimit().dividedBy(3));
    boolean fixed = plan.limit() == NightPlan.Limit.DEADLINE;
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("records", records().toString());
    words.put("hungTrial", faults.hungTrial());
    words.put("hungOnce", faults.hungOnce());
    words.put("hungIgnores", faults.hungIgnores());
    words.put("deadTrial", faults.deadTrial());
    words.put("lateHang", faults.lateHang());
    words.put("lateIgnores", faults.lateIgnores());
    words.put("lateAt", fixed ? begun.plus(late).toEpochMilli() / 1e3 : 0);
    words.put("lateAfter", late.toSeconds());
    words.put("listens", faults.listens());
    words.put("stragglers", faults.stragglers());
    words.put("slowest", plan.slowest());
    return words;
  }

  private Process start() throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-cp",
            absolute(System.getProperty("java.class.path")),
            Main.class.getName(),
            "run",
            "-f",
            "spec.yaml",
            "--dir",
            study().toString(),
            "--json");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(appendTo("out.txt"))
            .redirectError(appendTo("err.txt"));
    return builder.start();
  }

  /** The process runs in another folder. */
  private static String absolute(String classPath) {
    List<String> parts = new ArrayList<>();
    for (String part : classPath.split(File.pathSeparator, -1)) {
      parts.add(Path.of(part).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, parts);
  }

  private ProcessBuilder.Redirect appendTo(String name) {
    return ProcessBuilder.Redirect.appendTo(folder.resolve(name).toFile());
  }

  /** Waits for the end of a process, and looks at the load of the machine meanwhile. */
  private boolean ends(Process process, Duration limit) throws InterruptedException {
    Instant until = Instant.now().plus(limit);
    while (process.isAlive() && Instant.now().isBefore(until)) {
      loads.add(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
      long left = Math.min(1_000, Duration.between(Instant.now(), until).toMillis() + 1);
      var unused = process.waitFor(Math.max(1, left), TimeUnit.MILLISECONDS);
    }
    return !process.isAlive();
  }

  private NightResult.Load load() {
    var all = loads.stream().mapToDouble(Double::doubleValue).summaryStatistics();
    return new NightResult.Load(all.getAverage(), all.getMax());
  }
}
