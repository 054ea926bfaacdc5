package dev.thaw.app.cluster;

import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.core.study.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets a {@link FaultPlan} happen to a cluster that works on one study, and audits the study in the
 * end. After each fault it waits until every node trains again, and the journal hears of it.
 */
public final class FaultRun {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String STUDY = "faults";
  private static final int EPOCH_MILLIS = 200;
  private static final String SPEC =
      """
      study: faults
      objective: {metric: loss, goal: minimize}
      parameters:
        learning_rate: {type: real, min: 1e-4, max: 1.0, scale: log, default: 0.01}
        optimizer: {type: categorical, values: [sgd, adam], default: sgd}
        width: {type: integer, min: 16, max: 128, scale: log, default: 64}
      fidelity: {name: epochs, min: %d, max: %d}
      scheduler: {name: asha, eta: 3}
      trainer: {name: chain, epochMillis: %d, burn: %s, log: "%s"}
      budget: {trials: 100000}
      resources: {slots: 8}
      checkpoints: {every: 2}
      seed: %d
      """;

  private final TestCluster cluster;
  private final @Nullable ShiftedClocks clocks;
  private final Consumer<String> log;
  private final List<Happened> happened = new ArrayList<>();

  /**
   * A fault that happened.
   *
   * @param where the nodes that it befell
   * @param at when it began
   * @param over when its cause was gone
   * @param working when everybody trained again, and the journal heard of it; null if never
   */
  public record Happened(
      Fault fault, List<String> where, Instant at, Instant over, @Nullable Instant working) {}

  /**
   * What a run came to.
   *
   * @param happened the faults
   * @param problem why it did not come to its end; null if it did
   * @param audit what the journal and the trainers say
   * @param trained what the trainers wrote down
   */
  public record Result(
      FaultPlan plan,
      List<Happened> happened,
      @Nullable String problem,
      Audit.Result audit,
      Map<EpochLog.Session, List<EpochLog.Epoch>> trained,
      Map<String, List<NodeProcess.Life>> lives) {

    /** Whether all is as it should be. */
    public boolean isWell() {
      return problem == null && audit.findings().isEmpty();
    }
  }

  private FaultRun(TestCluster cluster, @Nullable ShiftedClocks clocks, Consumer<String> log) {
    this.cluster = cluster;
    this.clocks = clocks;
    this.log = log;
  }

  /**
   * Runs a plan.
   *
   * @param cluster a cluster without studies
   * @param clocks those of the nodes; null if no fault of the plan needs them
   * @param log hears what happens, a line each
   */
  public static Result run(
      FaultPlan plan, TestCluster cluster, @Nullable ShiftedClocks clocks, Consumer<String> log) {
    return new FaultRun(cluster, clocks, log).run(plan);
  }

  private Result run(FaultPlan plan) {
    String problem = null;
    try {
      cluster.submit(
          SPEC.formatted(
              plan.longLeases() ? 200 : 1,
              plan.longLeases() ? 5400 : 27,
              EPOCH_MILLIS,
              plan.busy(),
              cluster.epochLogs(),
              1 + plan.seed()));
      awaitWork(Instant.now());
      for (Fault fault : plan.faults()) {
        pause(fault.after());
        happen(fault);
      }
      pause(Duration.ofSeconds(2));
      cluster.stop(STUDY);
      cluster.awaitEnd(STUDY, PATIENCE);
    } catch (RuntimeException e) {
      problem = String.valueOf(e.getMessage());
      log.accept(problem);
    }
    cluster.nodes().forEach(NodeProcess::kill);
    return result(plan, problem);
  }

  private Result result(FaultPlan plan, @Nullable String problem) {
    try {
      var trained = EpochLog.read(cluster.epochLogs());
      Map<String, List<NodeProcess.Life>> lives = new LinkedHashMap<>();
      cluster.nodes().forEach(node -> lives.put(node.name(), node.lives()));
      cluster.postgres().start();
      List<StudyJournal.Row> rows = cluster.journal(STUDY);
      writeDown(rows);
      Audit.Result audit = Audit.of(rows, trained);
      return new Result(plan, List.copyOf(happened), problem, audit, trained, lives);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The database is gone afterwards; a line for each step stays. */
  private void writeDown(List<StudyJournal.Row> rows) throws IOException {
    try (var file = Files.newBufferedWriter(cluster.folder().resolve("journal.txt"))) {
      for (StudyJournal.Row row : rows) {
        for (Step step : row.recorded().steps()) {
          file.write("%d %s -> %s%n".formatted(row.number(), step.input(), step.events()));
        }
      }
    }
  }

  private void happen(Fault fault) {
    Instant at = Instant.now();
    List<NodeProcess> where = new ArrayList<>();
    log.accept("%s: %s".formatted(at, fault));
    switch (fault.kind()) {
      case KILL_WORKER, KILL_HOST, KILL_SINGLETON, KILL_ALL -> kill(fault, victims(fault), where);
      case KILL_SEED_WHILE_OTHERS_JOIN -> killSeed(fault, where);
      case TERMINATE_NODE -> terminate(fault, victims(fault).getFirst(), where);
      case CUT_WORKER_OFF, CUT_HOST_OFF -> cutOff(fault, victims(fault).getFirst(), where);
      case CUT_HOST_FROM_JOURNAL -> cutFromJournal(fault, victims(fault).getFirst(), where);
      case CUT_IN_HALVES -> cutInHalves(fault, where);
      case CUT_ALL_APART -> cutAllApart(fault, where);
      case CUT_ONE_LINK, CUT_ONE_WAY -> cutOne(fault, where);
      case SLOW_LINK -> slow(fault, victims(fault).getFirst(), where);
      case CRASH_POSTGRES, STOP_POSTGRES -> stopPostgres(fault);
      case FREEZE_NODE -> freeze(fault, victims(fault).getFirst(), where);
      case CLOCK_AHEAD, CLOCK_BACK -> shiftClock(fault, victims(fault).getFirst(), where);
    }
    Instant over = Instant.now();
    List<String> names = where.stream().map(NodeProcess::name).toList();
    happened.add(new Happened(fault, names, at, over, null));
    Instant working = awaitWork(over);
    happened.set(happened.size() - 1, new Happened(fault, names, at, over, working));
    log.accept(
        "%s: %s befell %s, and all train again after %.1fs"
            .formatted(
                working, fault.kind(), names, Duration.between(over, working).toMillis() / 1e3));
  }

  private List<NodeProcess> victims(Fault fault) {
    NodeProcess host = host();
    List<NodeProcess> candidates =
        switch (fault.kind()) {
          case KILL_HOST, CUT_HOST_OFF, CUT_HOST_FROM_JOURNAL, CLOCK_AHEAD, CLOCK_BACK ->
              List.of(host);
          case KILL_SINGLETON -> List.of(singletons());
          case KILL_WORKER, CUT_WORKER_OFF, SLOW_LINK ->
              cluster.nodes().stream().filter(node -> node != host).toList();
          case KILL_ALL -> cluster.nodes();
          default -> List.of(cluster.nodes().get(fault.pick() % cluster.nodes().size()));
        };
    return fault.kind() == Fault.Kind.KILL_ALL
        ? candidates
        : List.of(candidates.get(fault.pick() % candidates.size()));
  }

  private NodeProcess host() {
    cluster.await(
        PATIENCE,
        "nobody knows who looks after the study",
        () -> cluster.hostOf(STUDY).isPresent());
    return cluster.hostOf(STUDY).orElseThrow();
  }

  /** The node that measures what the broker does. */
  private NodeProcess singletons() {
    List<NodeProcess> found = new ArrayList<>();
    cluster.await(
        PATIENCE,
        "nobody hosts the broker",
        () -> {
          cluster.hostOfBroker().ifPresent(found::add);
          return !found.isEmpty();
        });
    return found.getFirst();
  }

  private static void kill(Fault fault, List<NodeProcess> victims, List<NodeProcess> where) {
    where.addAll(victims);
    victims.forEach(NodeProcess::killAtOnce);
    victims.forEach(NodeProcess::kill);
    pause(fault.length());
    victims.forEach(NodeProcess::start);
  }

  private void killSeed(Fault fault, List<NodeProcess> where) {
    NodeProcess seed = cluster.nodes().getFirst();
    where.add(seed);
    cluster.nodes().forEach(NodeProcess::killAtOnce);
    cluster.nodes().forEach(NodeProcess::kill);
    cluster.nodes().forEach(NodeProcess::start);
    pause(fault.length());
    seed.kill();
    pause(Duration.ofSeconds(1 + fault.pick() % 10));
    seed.start();
  }

  private void terminate(Fault fault, NodeProcess victim, List<NodeProcess> where) {
    where.add(victim);
    long begun = System.nanoTime();
    int code = victim.terminate();
    log.accept("%s left after %.1fs".formatted(victim.name(), (System.nanoTime() - begun) / 1e9));
    if (code != 0 && code != 128 + 15) {
      throw new IllegalStateException(
          "node %s ended with code %d:%n%s".formatted(victim.name(), code, victim.tail()));
    }
    if (victim.tail().contains("not all sessions were paused in time")) {
      throw new IllegalStateException(
          "node %s ended before its sessions:%n%s".formatted(victim.name(), victim.tail()));
    }
    pause(fault.length());
    victim.start();
  }

  private void cutOff(Fault fault, NodeProcess victim, List<NodeProcess> where) {
    where.add(victim);
    int alone = cluster.indexOf(victim);
    for (int other = 0; other < cluster.nodes().size(); other++) {
      cut(alone, other);
    }
    if (fault.kind() == Fault.Kind.CUT_HOST_OFF) {
      cut(alone, Network.JOURNAL);
    }
    healAfter(fault);
  }

  private void cutFromJournal(Fault fault, NodeProcess victim, List<NodeProcess> where) {
    where.add(victim);
    cut(cluster.indexOf(victim), Network.JOURNAL);
    healAfter(fault);
  }

  /**
   * Which half a node is in follows from the bits of the pick; the first two are never together.
   */
  private void cutInHalves(Fault fault, List<NodeProcess> where) {
    int nodes = cluster.nodes().size();
    int half = (fault.pick() << 2 | 1) & ((1 << nodes) - 1);
    for (int one = 0; one < nodes; one++) {
      if ((half >> one & 1) == 1) {
        where.add(cluster.nodes().get(one));
        for (int other = 0; other < nodes; other++) {
          if ((half >> other & 1) == 0) {
            cut(one, other);
          }
        }
      }
    }
    healAfter(fault);
  }

  private void cutAllApart(Fault fault, List<NodeProcess> where) {
    where.addAll(cluster.nodes());
    for (int one = 0; one < cluster.nodes().size(); one++) {
      for (int other = 0; other < one; other++) {
        cut(one, other);
      }
    }
    healAfter(fault);
  }

  private void cutOne(Fault fault, List<NodeProcess> where) {
    int nodes = cluster.nodes().size();
    int one = fault.pick() % nodes;
    int other = (one + 1 + fault.pick() / nodes % (nodes - 1)) % nodes;
    where.add(cluster.nodes().get(one));
    if (fault.kind() == Fault.Kind.CUT_ONE_LINK) {
      where.add(cluster.nodes().get(other));
      cut(one, other);
    } else {
      for (int from = 0; from < nodes; from++) {
        if (from != one) {
          cluster.network().drop(from, one);
        }
      }
    }
    healAfter(fault);
  }

  private void cut(int one, int other) {
    if (one != other) {
      cluster.network().drop(one, other);
      cluster.network().drop(other, one);
    }
  }

  private void slow(Fault fault, NodeProcess victim, List<NodeProcess> where) {
    where.add(victim);
    cluster.network().slow(cluster.indexOf(victim), 64 + fault.pick() % 512);
    healAfter(fault);
  }

  private void healAfter(Fault fault) {
    pause(fault.length());
    cluster.network().heal();
  }

  private void stopPostgres(Fault fault) {
    if (fault.kind() == Fault.Kind.CRASH_POSTGRES) {
      cluster.postgres().crash();
    } else {
      cluster.postgres().stop();
    }
    pause(fault.length());
    cluster.postgres().start();
  }

  private static void freeze(Fault fault, NodeProcess victim, List<NodeProcess> where) {
    where.add(victim);
    victim.freeze();
    pause(fault.length());
    victim.thaw();
  }

  private void shiftClock(Fault fault, NodeProcess victim, List<NodeProcess> where) {
    where.add(victim);
    ShiftedClocks shifted = Objects.requireNonNull(clocks, "clocks");
    long seconds = fault.length().toSeconds();
    shifted.shift(victim.name(), fault.kind() == Fault.Kind.CLOCK_BACK ? -seconds : seconds);
    pause(Duration.ofSeconds(15));
    shifted.shift(victim.name(), 0);
  }

  /** Waits until all nodes have trained since an instant, and the study knows of newer epochs. */
  private Instant awaitWork(Instant since) {
    long[] before = {-1};
    cluster.await(
        PATIENCE,
        "not all nodes train again",
        () -> {
          cluster.nodes().forEach(NodeProcess::revive);
          if (!cluster.nodes().stream().allMatch(node -> trainedSince(node, since))) {
            return false;
          }
          long now = cluster.row(STUDY).map(row -> row.epochs()).orElse(-1L);
          if (before[0] < 0) {
            before[0] = now;
          }
          return before[0] >= 0 && now > before[0];
        });
    return Instant.now();
  }

  /** The logs are written after each epoch, whatever the clock of the node says. */
  private boolean trainedSince(NodeProcess node, Instant since) {
    Path file =
        cluster.epochLogs().resolve("epochs-%d.log".formatted(node.lives().getLast().pid()));
    try {
      return node.isUp()
          && Files.exists(file)
          && Files.getLastModifiedTime(file).toInstant().isAfter(since.plusMillis(EPOCH_MILLIS));
    } catch (IOException e) {
      return false;
    }
  }

  private static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
