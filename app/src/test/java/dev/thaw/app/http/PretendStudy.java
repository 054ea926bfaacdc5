package dev.thaw.app.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A study that never trained anything: successive halving in four slots on curves made by a
 * formula, with freezes and thaws, one epoch a step. The same seed gives the same study.
 */
final class PretendStudy {
  static final int[][] LEVELS = {{1, 3, 9, 27}, {3, 9, 27}};
  static final int SLOTS = 4;
  private static final int ETA = 3;
  private static final Comparator<Trial> BEST_FIRST =
      Comparator.<Trial>comparingDouble(Trial::last).thenComparingInt(trial -> trial.number);

  /** A trial; the lists are by epoch from 1, or in the order of time. */
  static final class Trial {
    final int number;
    final int bracket;
    final Map<String, Object> parameters = new LinkedHashMap<>();
    final List<Double> values = new ArrayList<>();
    final List<Integer> resumes = new ArrayList<>();
    final List<Lease> leases = new ArrayList<>();
    final List<Decision> decisions = new ArrayList<>();
    String status = "created";
    int rung;
    double floor;
    double speed;
    boolean breaks;

    Trial(int number, int bracket) {
      this.number = number;
      this.bracket = bracket;
    }

    double last() {
      return values.getLast();
    }

    double best() {
      return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    int target() {
      return LEVELS[bracket][rung];
    }
  }

  /** From when to when a trial held a slot, in seconds from the beginning; negative: still. */
  static final class Lease {
    final int trial;
    final int slot;
    final double from;
    final int fromEpoch;
    final String why;
    double to = -1;
    int toEpoch;

    Lease(int trial, int slot, double from, int fromEpoch, String why) {
      this.trial = trial;
      this.slot = slot;
      this.from = from;
      this.fromEpoch = fromEpoch;
      this.why = why;
      this.toEpoch = fromEpoch;
    }
  }

  /** What was decided about a trial, so many seconds from the beginning. */
  record Decision(
      long row, double seconds, int trial, String kind, String text, Map<String, Object> reason) {}

  /** A new best value. */
  record Best(double seconds, long epochs, int trial, int epoch, double value) {}

  /** What one step changed. */
  record Row(long number, Instant at, List<Map<String, Object>> events) {}

  final String name;
  final int most;
  final List<Trial> trials = new ArrayList<>();
  final List<Lease> leases = new ArrayList<>();
  final List<Best> bests = new ArrayList<>();
  final List<Row> rows = new ArrayList<>();
  final int[][] arrived = new int[2][4];
  final int[][] promoted = new int[2][4];
  long epochs;
  long row;
  double seconds;
  Instant from = Instant.EPOCH;

  private final SplittableRandom random;
  private final List<List<TreeSet<Trial>>> frozen = new ArrayList<>();
  private final @Nullable Trial[] running = new Trial[SLOTS];
  private final double[] busyUntil = new double[SLOTS];
  private List<Map<String, Object>> events = new ArrayList<>();
  private boolean keeps;

  /**
   * A study that has started some trials.
   *
   * @param most how many trials it may start
   */
  PretendStudy(String name, long seed, int started, int most) {
    this.name = name;
    this.most = most;
    random = new SplittableRandom(seed);
    for (int[] levels : LEVELS) {
      List<TreeSet<Trial>> rungs = new ArrayList<>();
      for (int ignored : levels) {
        rungs.add(new TreeSet<>(BEST_FIRST));
      }
      frozen.add(rungs);
    }
    while (trials.size() < started) {
      step();
    }
    from = Instant.now().minusMillis((long) (1000 * seconds));
    keeps = true;
  }

  /** Trains so many epochs more; each is a row that watchers see. */
  synchronized void advance(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
    }
  }

  synchronized List<Row> after(long last) {
    return rows.stream().filter(one -> one.number() > last).toList();
  }

  private void step() {
    int slot = 0;
    for (int i = 1; i < SLOTS; i++) {
      slot = busyUntil[i] < busyUntil[slot] ? i : slot;
    }
    seconds = Math.max(seconds, busyUntil[slot]);
    row++;
    Trial trial = running[slot];
    if (trial != null) {
      train(trial, slot);
    }
    if (running[slot] == null) {
      give(slot);
    }
    double pace = random.nextInt(60) == 0 ? 90 : 8 + 6 * random.nextDouble();
    busyUntil[slot] = seconds + pace;
    if (keeps) {
      rows.add(new Row(row, from.plusMillis((long) (1000 * seconds)), events));
    }
    events = new ArrayList<>();
  }

  private void train(Trial trial, int slot) {
    int epoch = trial.values.size() + 1;
    double value =
        trial.floor
            + (0.9 - trial.floor) * Math.exp(-trial.speed * Math.pow(epoch, 0.7))
            + 0.006 * (random.nextDouble() - 0.5);
    trial.values.add(value);
    trial.leases.getLast().toEpoch = epoch;
    epochs++;
    event("epoch", trial, "epoch", epoch, "value", value, "seconds", 9.5);
    if (bests.isEmpty() || value < bests.getLast().value()) {
      bests.add(new Best(seconds, epochs, trial.number, epoch, value));
      event("best", trial, "epoch", epoch, "value", value);
    }
    if (trial.breaks && epoch == 2) {
      end(
          trial,
          slot,
          "failed",
          "Its process ended with code 137 twice, so it is given up.",
          "Lost");
    } else if (epoch == trial.target()) {
      reach(trial, slot);
    }
  }

  private void reach(Trial trial, int slot) {
    int[] levels = LEVELS[trial.bracket];
    arrived[trial.bracket][trial.rung]++;
    event("rung", trial, "bracket", trial.bracket, "rung", trial.rung);
    if (trial.rung == levels.length - 1) {
      end(trial, slot, "completed", "It was trained to the end.", "Trained");
      return;
    }
    frozen.get(trial.bracket).get(trial.rung).add(trial);
    if (promotable(trial.bracket, trial.rung) == trial) {
      promote(trial);
      decide(trial, "continued", "It is among the best third of rung %d at once, and goes on.");
      return;
    }
    if (trial.last() > 0.5 && random.nextInt(3) == 0) {
      frozen.get(trial.bracket).get(trial.rung).remove(trial);
      end(trial, slot, "stopped", "Its curve will hardly reach the best value.", "CurveHopeless");
      return;
    }
    free(trial, slot);
    status(trial, "paused");
    decide(trial, "frozen", "It waits in rung %d until it is among the best third.");
  }

  private void give(int slot) {
    for (int rung = 2; rung >= 0; rung--) {
      for (int bracket = 0; bracket < 2; bracket++) {
        Trial next = rung < LEVELS[bracket].length - 1 ? promotable(bracket, rung) : null;
        if (next != null) {
          promote(next);
          next.resumes.add(next.values.size());
          take(next, slot, "promoted");
          decide(
              next, "promoted", "It became one of the best third of the rung below %d, and thaws.");
          return;
        }
      }
    }
    if (trials.size() < most) {
      take(create(), slot, "started");
      decide(trials.getLast(), "started", "A new configuration was drawn for rung %d.");
    }
  }

  private @Nullable Trial promotable(int bracket, int rung) {
    TreeSet<Trial> waiting = frozen.get(bracket).get(rung);
    boolean room = promoted[bracket][rung] < arrived[bracket][rung] / ETA;
    return room && !waiting.isEmpty() ? waiting.first() : null;
  }

  private void promote(Trial trial) {
    frozen.get(trial.bracket).get(trial.rung).remove(trial);
    promoted[trial.bracket][trial.rung]++;
    trial.rung++;
  }

  private Trial create() {
    var trial = new Trial(trials.size(), trials.size() % 4 == 3 ? 1 : 0);
    double rate = Math.pow(10, -4 + 3 * random.nextDouble());
    double dropout = Math.round(50 * random.nextDouble()) / 100.0;
    int depth = 1 + random.nextInt(3);
    int width = (int) Math.round(16 * Math.pow(8, random.nextDouble()));
    String optimizer = random.nextBoolean() ? "adam" : "sgd";
    trial.parameters.put("learning_rate", rate);
    trial.parameters.put("width", width);
    trial.parameters.put("depth", depth);
    trial.parameters.put("dropout", dropout);
    trial.parameters.put("optimizer", optimizer);
    double off = Math.log10(rate) + 2.2;
    trial.floor =
        Math.min(
            0.85,
            0.055
                + 0.11 * off * off
                + 0.25 * (dropout - 0.2) * (dropout - 0.2)
                + 0.03 * (3 - depth)
                + 0.8 / width
                + (optimizer.equals("adam") ? 0 : 0.025)
                + 0.02 * random.nextDouble());
    trial.speed = 0.16 + 0.3 * random.nextDouble();
    trial.breaks = random.nextInt(50) == 0;
    trials.add(trial);
    event("trial", trial, "bracket", trial.bracket, "parameters", trial.parameters);
    return trial;
  }

  private void take(Trial trial, int slot, String why) {
    var lease = new Lease(trial.number, slot, seconds, trial.values.size(), why);
    trial.leases.add(lease);
    leases.add(lease);
    running[slot] = trial;
    event("lease", trial, "what", "granted", "slot", slot(slot), "limit", trial.target());
    status(trial, "running");
  }

  private void free(Trial trial, int slot) {
    trial.leases.getLast().to = seconds;
    running[slot] = null;
    event("lease", trial, "what", "ended", "slot", slot(slot));
  }

  private void end(Trial trial, int slot, String status, String text, String reason) {
    free(trial, slot);
    status(trial, status);
    decide(trial, status, text, reason);
  }

  private void status(Trial trial, String status) {
    trial.status = status;
    event("status", trial, "status", status);
  }

  private void decide(Trial trial, String kind, String text) {
    decide(trial, kind, text.formatted(trial.target()), "Rank");
  }

  private void decide(Trial trial, String kind, String text, String reason) {
    var data = Map.<String, Object>of("type", reason, "rung", trial.rung, "level", trial.target());
    trial.decisions.add(new Decision(row, seconds, trial.number, kind, text, data));
    event("decision", trial, "row", row, "decision", kind, "text", text);
  }

  private void event(String kind, Trial trial, Object... more) {
    if (!keeps) {
      return;
    }
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("kind", kind);
    event.put("trial", trial.number);
    for (int i = 0; i < more.length; i += 2) {
      event.put((String) more[i], more[i + 1]);
    }
    events.add(event);
  }

  static String slot(int slot) {
    return "node-%d/%d".formatted(1 + slot / 2, slot % 2);
  }
}
