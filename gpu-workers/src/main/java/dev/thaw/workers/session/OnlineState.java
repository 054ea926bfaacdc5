package dev.thaw.workers.session;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.core.online.History;
import dev.thaw.core.online.Trained;
import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.workers.checkpoint.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The states of a trial that its controller may go back to, in a folder of one session, and its
 * history; both are part of its checkpoints.
 */
final class OnlineState implements AutoCloseable {

  /** What a checkpoint has beside the trainer's own files. */
  static final String FOLDER = "thaw-online";

  private static final Logger log = LoggerFactory.getLogger(OnlineState.class);
  private static final String HISTORY = "history.json";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final Path scratch;

  private OnlineState(Path scratch) {
    this.scratch = scratch;
  }

  /**
   * An empty folder of a new session of a trial. What an earlier session of it has left, because
   * its process was killed, is deleted: a trial has one session at a time.
   */
  static OnlineState in(Path study, int trial) throws IOException {
    Path all = Files.createDirectories(study.resolve("online"));
    String prefix = "trial-%05d-".formatted(trial);
    List<Path> left;
    try (Stream<Path> inside = Files.list(all)) {
      left = inside.filter(path -> String.valueOf(path.getFileName()).startsWith(prefix)).toList();
    }
    for (Path state : left) {
      try {
        Folders.delete(state);
      } catch (IOException e) {
        log.warn("{}, left by an earlier session, cannot be deleted: {}", state, e.toString());
      }
    }
    return new OnlineState(Files.createTempDirectory(all, prefix));
  }

  /** Where the state after an epoch lies. */
  Path folder(int epoch) {
    return scratch.resolve("epoch-" + epoch);
  }

  /** Saves the state of a session, unless that was done before. */
  void save(int epoch, TrainingSession session) throws IOException {
    if (epoch > 0 && !Files.exists(folder(epoch))) {
      session.save(Files.createDirectory(folder(epoch)));
      refuseNotes(folder(epoch));
    }
  }

  /** Forgets all other states. */
  void keepOnly(Set<Integer> wanted) throws IOException {
    List<Path> states;
    try (Stream<Path> inside = Files.list(scratch)) {
      states = inside.toList();
    }
    for (Path state : states) {
      if (wanted.stream().noneMatch(epoch -> folder(epoch).equals(state))) {
        Folders.delete(state);
      }
    }
  }

  /** A script that only notes how many epochs to train again cannot be brought back. */
  static void refuseNotes(Path directory) throws IOException {
    if (Files.exists(directory.resolve("thaw-retrain.txt"))) {
      throw new IOException(
          "A controller needs checkpoints, and the script writes none.\n"
              + "Maybe call trial.checkpoint(function) before the loop.");
    }
  }

  /** Adds the history and some states to a checkpoint. */
  void write(Path checkpoint, History history, Set<Integer> epochs) throws IOException {
    Path folder = Files.createDirectory(checkpoint.resolve(FOLDER));
    ArrayNode rows = JSON.createArrayNode();
    history.epochs().forEach(trained -> rows.add(row(trained)));
    Files.write(folder.resolve(HISTORY), JSON.writeValueAsBytes(rows));
    for (int epoch : epochs) {
      copy(folder(epoch), folder.resolve(folder(epoch).getFileName()));
    }
  }

  /**
   * Reads the history of a checkpoint, and copies its states.
   *
   * @throws IOException if it has none, or that of another epoch
   */
  History restore(Checkpoint checkpoint, History begun) throws IOException {
    Path folder = checkpoint.directory().resolve(FOLDER);
    if (!Files.isRegularFile(folder.resolve(HISTORY))) {
      throw new IOException(
          "%s must hold the history of a controller, and does not."
              .formatted(checkpoint.directory()));
    }
    History history = begun;
    for (JsonNode row : JSON.readTree(folder.resolve(HISTORY).toFile())) {
      history = history.and(trained(row));
    }
    if (history.size() != checkpoint.epoch()) {
      throw new IOException(
          "%s has the history of %d epochs, which must be %d."
              .formatted(checkpoint.directory(), history.size(), checkpoint.epoch()));
    }
    for (int epoch = 1; epoch < history.size(); epoch++) {
      Path state = folder.resolve(folder(epoch).getFileName());
      if (Files.isDirectory(state)) {
        copy(state, folder(epoch));
      }
    }
    return history;
  }

  private static ObjectNode row(Trained trained) {
    ObjectNode row = JSON.createObjectNode().put("from", trained.from());
    row.set("values", JSON.valueToTree(trained.values()));
    row.put("value", trained.value());
    row.set("extras", JSON.valueToTree(trained.extras()));
    return row;
  }

  private static Trained trained(JsonNode row) {
    return new Trained(
        row.path("from").asInt(),
        numbers(row.path("values")),
        number(row.path("value")),
        numbers(row.path("extras")));
  }

  private static Map<String, Double> numbers(JsonNode node) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    node.properties().forEach(entry -> numbers.put(entry.getKey(), number(entry.getValue())));
    return numbers;
  }

  /** What is not finite is written as a text. */
  private static double number(JsonNode node) {
    return node.isTextual() ? Double.parseDouble(node.textValue()) : node.doubleValue();
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> sources;
    try (Stream<Path> paths = Files.walk(from)) {
      sources = paths.sorted(Comparator.naturalOrder()).toList();
    }
    for (Path source : sources) {
      Path target = to.resolve(from.relativize(source));
      if (Files.isDirectory(source)) {
        Files.createDirectories(target);
      } else {
        Files.copy(source, target);
      }
    }
  }

  @Override
  public void close() {
    try {
      Folders.delete(scratch);
    } catch (IOException e) {
      log.warn("{} could not be deleted: {}", scratch, e.toString());
    }
  }
}
