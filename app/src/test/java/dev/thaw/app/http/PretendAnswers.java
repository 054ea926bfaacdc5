package dev.thaw.app.http;

import dev.thaw.app.http.PretendStudy.Decision;
import dev.thaw.app.http.PretendStudy.Lease;
import dev.thaw.app.http.PretendStudy.Trial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the API would answer about a {@link PretendStudy}, as maps that become JSON. */
final class PretendAnswers {
  private final PretendStudy study;

  PretendAnswers(PretendStudy study) {
    this.study = study;
  }

  static Map<String, Object> map(@Nullable Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /** What is there at a path below the study; null for nothing. */
  @Nullable Object at(String path, Map<String, String> query, boolean paused) {
    synchronized (study) {
      int limit = Integer.parseInt(query.getOrDefault("limit", "100"));
      int after = Integer.parseInt(query.getOrDefault("after", "0"));
      return switch (path) {
        case "" -> status(paused);
        case "/curves" -> curves(limit);
        case "/trials" -> trials(after, limit, query);
        case "/decisions" -> decisions(after, limit);
        case "/timeline" -> timeline(limit);
        case "/progress" -> progress();
        case "/importance" -> importance();
        case "/spec" -> spec();
        default -> path.matches("/trials/\\d{1,6}") ? trial(path.substring(8)) : null;
      };
    }
  }

  Map<String, Object> row() {
    synchronized (study) {
      return map(
          "study",
          study.name,
          "state",
          "running",
          "metric",
          "error",
          "best",
          bestValue(),
          "trials",
          study.trials.size(),
          "epochs",
          study.epochs,
          "slots",
          PretendStudy.SLOTS,
          "node",
          "node-1");
    }
  }

  private @Nullable Double bestValue() {
    return study.bests.isEmpty() ? null : study.bests.getLast().value();
  }

  private String at(double seconds) {
    return study.from.plusMillis((long) (1000 * seconds)).toString();
  }

  private long count(String status) {
    return study.trials.stream().filter(trial -> trial.status.equals(status)).count();
  }

  private Map<String, Object> status(boolean paused) {
    List<Object> rungs = new ArrayList<>();
    for (int bracket = 0; bracket < 2; bracket++) {
      for (int rung = 0; rung < PretendStudy.LEVELS[bracket].length; rung++) {
        rungs.add(rung(bracket, rung));
      }
    }
    return map(
        "schema",
        1,
        "updated",
        Instant.now().toString(),
        "summary",
        summary(paused),
        "best",
        List.of(),
        "rungs",
        rungs);
  }

  private Map<String, Object> rung(int bracket, int rung) {
    int level = PretendStudy.LEVELS[bracket][rung];
    List<Trial> here =
        study.trials.stream()
            .filter(trial -> trial.bracket == bracket && trial.rung == rung)
            .toList();
    int arrived = study.arrived[bracket][rung];
    int promoted = study.promoted[bracket][rung];
    var best =
        study.trials.stream()
            .filter(trial -> trial.bracket == bracket && trial.values.size() >= level)
            .mapToDouble(trial -> trial.values.get(level - 1))
            .min();
    return map(
        "bracket",
        bracket,
        "epochs",
        level,
        "arrived",
        arrived,
        "promoted",
        promoted,
        "waiting",
        arrived - promoted,
        "onTheWay",
        here.stream().filter(trial -> trial.status.equals("running")).count(),
        "lost",
        here.stream().filter(trial -> trial.status.equals("failed")).count(),
        "best",
        best.isPresent() ? best.getAsDouble() : null);
  }

  private Map<String, Object> summary(boolean paused) {
    int started = study.trials.size();
    var last = study.bests.isEmpty() ? null : study.bests.getLast();
    Map<String, Object> best =
        last == null
            ? null
            : map(
                "trial",
                last.trial(),
                "value",
                last.value(),
                "epoch",
                last.epoch(),
                "parameters",
                study.trials.get(last.trial()).parameters,
                "maximum",
                27);
    Map<String, Object> expected =
        last == null
            ? null
            : map(
                "median",
                last.value() * 0.97,
                "good",
                last.value() * 0.93,
                "poor",
                last.value(),
                "standstill",
                0.2,
                "endsAfter",
                Instant.now().plusSeconds(2400).toString(),
                "endsAbout",
                Instant.now().plusSeconds(3000).toString(),
                "endsBefore",
                Instant.now().plusSeconds(4200).toString());
    Map<String, Object> counts =
        map(
            "started",
            started,
            "running",
            count("running"),
            "paused",
            count("paused"),
            "completed",
            count("completed"),
            "stopped",
            count("stopped"),
            "failed",
            count("failed"),
            "infeasible",
            0);
    return map(
        "study",
        study.name,
        "state",
        "running",
        "best",
        best,
        "baseline",
        started == 0 ? null : map("value", 0.2149),
        "trials",
        counts,
        "epochs",
        study.epochs,
        "fullTrainingEpochs",
        27L * started,
        "wallSeconds",
        study.seconds,
        "directory",
        "studies/" + study.name,
        "end",
        null,
        "metric",
        "error",
        "goal",
        "minimize",
        "retrainedEpochs",
        0,
        "trainingSeconds",
        9.5 * study.epochs,
        "budget",
        map("trials", study.most, "epochs", study.most * 6L, "wallSeconds", null),
        "seed",
        7,
        "quarantined",
        List.of(),
        "slots",
        PretendStudy.SLOTS,
        "held",
        map("slotSeconds", 4 * study.seconds, "gpuSeconds", 4 * study.seconds, "cost", null),
        "closedAt",
        paused ? Instant.now().toString() : null,
        "paused",
        paused,
        "expected",
        expected);
  }

  private Map<String, Object> curves(int limit) {
    int total = study.trials.size();
    int best = study.bests.isEmpty() ? -1 : study.bests.getLast().trial();
    double every = Math.max(1, total / (double) Math.max(1, limit - PretendStudy.SLOTS - 1));
    List<Object> sample = new ArrayList<>();
    double next = 0;
    for (Trial trial : study.trials) {
      boolean due = trial.number >= next;
      if (due || trial.number == best || trial.status.equals("running")) {
        sample.add(curve(trial));
      }
      next = due ? next + every : next;
    }
    return map(
        "row",
        study.row,
        "study",
        study.name,
        "metric",
        "error",
        "goal",
        "minimize",
        "fidelity",
        "epochs",
        "maximum",
        27,
        "total",
        total,
        "trials",
        sample);
  }

  private Map<String, Object> curve(Trial trial) {
    boolean running = trial.status.equals("running");
    Map<String, Object> curve =
        map(
            "trial",
            trial.number,
            "status",
            trial.status,
            "bracket",
            trial.bracket,
            "parent",
            null,
            "parameters",
            trial.parameters,
            "values",
            trial.values,
            "first",
            1,
            "resumes",
            trial.resumes,
            "running",
            running);
    if (running && trial.values.size() > 1) {
      curve.put("forecast", forecast(trial));
    }
    return curve;
  }

  private static List<Object> forecast(Trial trial) {
    List<Object> points = new ArrayList<>();
    for (int epoch = trial.values.size() + 2; epoch <= 27; epoch += 5) {
      double far = (epoch - trial.values.size()) / 27.0;
      double median =
          trial.floor + (0.9 - trial.floor) * Math.exp(-trial.speed * Math.pow(epoch, 0.7));
      points.add(
          map(
              "epoch",
              epoch,
              "low",
              median - 0.05 * far,
              "median",
              median,
              "high",
              median + 0.07 * far));
    }
    return points;
  }

  private Map<String, Object> line(Trial trial) {
    double best = trial.best();
    Map<String, Object> line =
        map(
            "trial",
            trial.number,
            "status",
            trial.status,
            "bracket",
            trial.bracket,
            "value",
            Double.isNaN(best) ? null : best,
            "epoch",
            trial.values.indexOf(best) + 1,
            "epochs",
            trial.values.size(),
            "seconds",
            9.5 * trial.values.size(),
            "restarts",
            0,
            "parent",
            null,
            "parameters",
            trial.parameters);
    return line;
  }

  private Map<String, Object> trials(int after, int limit, Map<String, String> query) {
    String status = query.getOrDefault("status", "");
    Stream<Trial> all =
        study.trials.stream().filter(trial -> status.isEmpty() || trial.status.equals(status));
    if (query.getOrDefault("sort", "").equals("best")) {
      all = all.sorted(Comparator.comparingDouble(Trial::best));
    }
    List<Trial> list = all.toList();
    Map<String, Object> page =
        map(
            "trials",
            list.stream().skip(after).limit(limit).map(this::line).toList(),
            "total",
            list.size());
    if (after + limit < list.size()) {
      page.put("next", after + limit);
    }
    return page;
  }

  private @Nullable Map<String, Object> trial(String number) {
    int index = Integer.parseInt(number);
    if (index >= study.trials.size()) {
      return null;
    }
    Trial trial = study.trials.get(index);
    Map<String, Object> page = line(trial);
    page.putAll(
        map(
            "values",
            trial.values,
            "seconds",
            trial.values.stream().map(value -> 9.5).toList(),
            "first",
            1));
    List<Object> leases = new ArrayList<>();
    for (Lease lease : trial.leases) {
      leases.add(
          map(
              "fence",
              leases.size() + 1,
              "slot",
              PretendStudy.slot(lease.slot),
              "from",
              at(lease.from),
              "to",
              lease.to < 0 ? null : at(lease.to),
              "fromEpoch",
              lease.fromEpoch,
              "toEpoch",
              lease.toEpoch));
    }
    page.put("leases", leases);
    page.put(
        "rungs",
        IntStream.rangeClosed(0, trial.rung)
            .mapToObj(rung -> map("rung", rung, "level", PretendStudy.LEVELS[trial.bracket][rung]))
            .toList());
    page.put("decisions", trial.decisions.stream().map(this::dated).toList());
    page.put("checkpoint", map("epoch", trial.values.size(), "bytes", 4_812_345));
    if (trial.status.equals("running")) {
      page.put("forecast", forecast(trial));
    }
    return page;
  }

  private Map<String, Object> dated(Decision decision) {
    return map(
        "row",
        decision.row(),
        "at",
        at(decision.seconds()),
        "trial",
        decision.trial(),
        "kind",
        decision.kind(),
        "text",
        decision.text(),
        "reason",
        decision.reason());
  }

  private Map<String, Object> decisions(int after, int limit) {
    List<Decision> all =
        study.trials.stream()
            .flatMap(trial -> trial.decisions.stream())
            .filter(one -> one.row() > after)
            .sorted(Comparator.comparingLong(Decision::row))
            .limit(limit + 1L)
            .toList();
    Map<String, Object> page =
        map("decisions", all.stream().limit(limit).map(this::dated).toList());
    if (all.size() > limit) {
      page.put("next", all.get(limit - 1).row());
    }
    return page;
  }

  private Map<String, Object> timeline(int limit) {
    List<Object> spans = new ArrayList<>();
    study.leases.stream()
        .skip(Math.max(0, study.leases.size() - limit))
        .forEach(
            lease ->
                spans.add(
                    map(
                        "slot",
                        lease.slot,
                        "trial",
                        lease.trial,
                        "from",
                        (long) (1000 * lease.from),
                        "to",
                        lease.to < 0 ? null : (long) (1000 * lease.to),
                        "fromEpoch",
                        lease.fromEpoch,
                        "toEpoch",
                        lease.toEpoch,
                        "why",
                        lease.why)));
    return map(
        "from",
        study.from.toString(),
        "to",
        at(study.seconds),
        "slots",
        IntStream.range(0, PretendStudy.SLOTS).mapToObj(PretendStudy::slot).toList(),
        "spans",
        spans);
  }

  private Map<String, Object> progress() {
    List<Object> points = new ArrayList<>();
    study.bests.forEach(
        best ->
            points.add(
                map(
                    "seconds",
                    best.seconds(),
                    "epochs",
                    best.epochs(),
                    "gpuSeconds",
                    4 * best.seconds(),
                    "trial",
                    best.trial(),
                    "epoch",
                    best.epoch(),
                    "value",
                    best.value())));
    return map(
        "metric",
        "error",
        "goal",
        "minimize",
        "limits",
        map("trials", study.most),
        "points",
        points,
        "now",
        map("seconds", study.seconds, "epochs", study.epochs),
        "end",
        Instant.now().plusSeconds(3000).toString());
  }

  private Map<String, Object> importance() {
    if (study.trials.size() < 20) {
      return map(
          "parameters",
          List.of(),
          "trials",
          study.trials.size(),
          "why",
          "There are %d trials; 20 are needed.".formatted(study.trials.size()));
    }
    Object[][] shares = {
      {"learning_rate", 0.61, 0.52, 0.7},
      {"dropout", 0.14, 0.08, 0.22},
      {"optimizer", 0.09, 0.04, 0.15},
      {"depth", 0.08, 0.03, 0.14},
      {"width", 0.05, 0.0, 0.1}
    };
    return map(
        "trials",
        study.trials.size(),
        "parameters",
        Arrays.stream(shares)
            .map(one -> map("name", one[0], "share", one[1], "low", one[2], "high", one[3]))
            .toList());
  }

  private Map<String, Object> spec() {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("learning_rate", map("type", "real", "min", 1e-4, "max", 0.1, "scale", "log"));
    parameters.put("width", map("type", "integer", "min", 16, "max", 128, "scale", "log"));
    parameters.put("depth", map("type", "integer", "min", 1, "max", 3));
    parameters.put("dropout", map("type", "real", "min", 0, "max", 0.5));
    parameters.put("optimizer", map("type", "categorical", "values", List.of("sgd", "adam")));
    return map("study", study.name, "parameters", parameters);
  }
}
