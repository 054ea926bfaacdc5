package dev.thaw.app.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a study to a tracking server of MLflow: an experiment of its name, and in it a run for
 * each trial. Once more, only what is new is sent: a run is found by its tags {@code thaw.study}
 * and {@code thaw.trial}, and {@code thaw.epochs} says how many of its epochs the server has.
 *
 * <p>MLflow takes no value that is not a finite number in JSON, so such epochs are left out; and no
 * names with other characters than letters, digits, {@code _-. :/}, so others become {@code _}.
 * Source: "REST API", mlflow.org, sections Log Batch and Request Limits.
 */
public final class Mlflow {

  private static final int PARAMETERS_MAX = 100;

  /** 1,000 entities in a request, of which one is a tag, and an epoch is two. */
  private static final int EPOCHS_MAX = 499;

  private static final int TEXT_MAX = 500;
  private static final int RUNS_PAGE = 1_000;
  private static final String STUDY = "thaw.study";
  private static final String TRIAL = "thaw.trial";
  private static final String EPOCHS = "thaw.epochs";

  private final MlflowClient client;
  private final ExportedStudy study;

  private Mlflow(MlflowClient client, ExportedStudy study) {
    this.client = client;
    this.study = study;
  }

  /**
   * What was done.
   *
   * @param experiment the identifier of the experiment
   * @param created how many runs are new
   * @param epochs how many epochs were sent
   */
  public record Written(String experiment, int created, long epochs) {}

  private record Run(String id, long start, String status, int epochs) {}

  /**
   * Writes a study.
   *
   * @param server where the tracking server is; nothing else is asked
   * @param authorization the header of that name; null for none
   * @throws IOException if the server does not answer, or refuses; what was sent stays, and another
   *     call goes on
   */
  public static Written write(ExportedStudy study, URI server, @Nullable String authorization)
      throws IOException {
    try (var client = new MlflowClient(server, authorization)) {
      return new Mlflow(client, study).write();
    }
  }

  private Written write() throws IOException {
    String experiment = client.experiment(study.name());
    if (experiment == null) {
      experiment =
          client
              .post("experiments/create", Map.of("name", study.name()))
              .path("experiment_id")
              .asText();
    }
    Map<Integer, Run> known = runs(experiment);
    int created = 0;
    long epochs = 0;
    for (ExportedTrial trial : study.trials()) {
      Run run = known.get(trial.number());
      if (run == null) {
        run = create(experiment, trial);
        created++;
      }
      epochs += send(run, trial);
    }
    return new Written(experiment, created, epochs);
  }

  private Map<Integer, Run> runs(String experiment) throws IOException {
    Map<Integer, Run> runs = new HashMap<>();
    String page = "";
    do {
      Map<String, Object> search = new LinkedHashMap<>();
      search.put("experiment_ids", List.of(experiment));
      search.put("filter", "tags.`%s` = '%s'".formatted(STUDY, study.name()));
      search.put("max_results", RUNS_PAGE);
      if (!page.isEmpty()) {
        search.put("page_token", page);
      }
      JsonNode answer = client.post("runs/search", search);
      for (JsonNode run : answer.path("runs")) {
        Map<String, String> tags = new HashMap<>();
        run.path("data")
            .path("tags")
            .forEach(tag -> tags.put(tag.path("key").asText(), tag.path("value").asText()));
        runs.put(whole(tags.get(TRIAL)), run(run.path("info"), whole(tags.get(EPOCHS))));
      }
      page = answer.path("next_page_token").asText();
    } while (!page.isEmpty());
    return runs;
  }

  private static Run run(JsonNode info, int epochs) {
    return new Run(
        info.path("run_id").asText(),
        info.path("start_time").asLong(),
        info.path("status").asText(),
        epochs);
  }

  /** 0 for what is no number of ours. */
  private static int whole(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }

  private Run create(String experiment, ExportedTrial trial) throws IOException {
    JsonNode answer =
        client.post(
            "runs/create",
            Map.of(
                "experiment_id",
                experiment,
                "run_name",
                "trial-%05d".formatted(trial.number()),
                "start_time",
                study.begun().toEpochMilli(),
                "tags",
                List.of(tag(STUDY, study.name()), tag(TRIAL, trial.number()))));
    return run(answer.path("run").path("info"), 0);
  }

  private long send(Run run, ExportedTrial trial) throws IOException {
    if (run.epochs == 0) {
      // Sent again with the same values, parameters are taken without a word.
      sendParameters(run, trial);
    }
    for (int from = run.epochs; from < trial.epochs(); from += EPOCHS_MAX) {
      int to = Math.min(from + EPOCHS_MAX, trial.epochs());
      client.post(
          "runs/log-batch",
          Map.of(
              "run_id",
              run.id,
              "metrics",
              metrics(run, trial, from, to),
              "tags",
              List.of(tag(EPOCHS, to))));
    }
    String status = status(trial);
    if (!status.equals(run.status)) {
      Map<String, Object> update = new LinkedHashMap<>();
      update.put("run_id", run.id);
      update.put("status", status);
      if (!status.equals("RUNNING")) {
        update.put("end_time", run.start + Math.round(1_000 * trial.totalSeconds()));
      }
      client.post("runs/update", update);
    }
    return Math.max(0, trial.epochs() - run.epochs);
  }

  private void sendParameters(Run run, ExportedTrial trial) throws IOException {
    List<Map<String, Object>> parameters = new ArrayList<>();
    trial
        .parameters()
        .forEach(
            (name, value) -> {
              String text = value.toString();
              parameters.add(tag(key(name), text.substring(0, Math.min(TEXT_MAX, text.length()))));
            });
    for (int from = 0; from < parameters.size(); from += PARAMETERS_MAX) {
      int to = Math.min(from + PARAMETERS_MAX, parameters.size());
      client.post(
          "runs/log-batch", Map.of("run_id", run.id, "params", parameters.subList(from, to)));
    }
  }

  private List<Map<String, Object>> metrics(Run run, ExportedTrial trial, int from, int to) {
    List<Map<String, Object>> metrics = new ArrayList<>();
    double seconds = 0;
    for (int i = 0; i < to; i++) {
      double took = trial.seconds().get(i);
      seconds += Double.isFinite(took) ? took : 0;
      if (i >= from) {
        long at = run.start + Math.round(1_000 * seconds);
        metric(metrics, study.metric(), trial.values().get(i), at, i + 1);
        metric(metrics, "seconds", took, at, i + 1);
      }
    }
    return metrics;
  }

  private static void metric(
      List<Map<String, Object>> metrics, String name, double value, long at, int epoch) {
    if (Double.isFinite(value)) {
      metrics.add(Map.of("key", key(name), "value", value, "timestamp", at, "step", epoch));
    }
  }

  private static String key(String name) {
    return name.replaceAll("[^A-Za-z0-9_. :/-]", "_");
  }

  private static Map<String, Object> tag(String key, Object value) {
    return Map.of("key", key, "value", value.toString());
  }

  private static String status(ExportedTrial trial) {
    return switch (trial.status()) {
      case "completed" -> "FINISHED";
      case "stopped" -> "KILLED";
      case "failed", "infeasible" -> "FAILED";
      default -> "RUNNING";
    };
  }
}
