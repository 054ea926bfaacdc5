package dev.thaw.app.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;

/**
 * A study as a folder of event files for TensorBoard: one run for each trial, with the objective
 * and the seconds of each epoch as scalars, and its parameters for the tab HParams. The messages
 * are TensorFlow's {@code Event} and {@code Summary} and {@code HParamsPluginData} of TensorBoard,
 * with the numbers of fields of TensorBoard 2.x.
 *
 * <p>TensorBoard keeps scalars as 32-bit floats. The times of epochs are what the seconds of the
 * trial add up to from the beginning of the study: nobody notes when an epoch ended.
 */
public final class TensorBoard {

  private static final String FILE = "events.out.tfevents.0.thaw";
  private static final String PLUGIN = "hparams";
  private static final String SECONDS = "seconds";

  /** The numbers of fields of Event. */
  private static final class EventField {
    static final int TIME = 1;
    static final int STEP = 2;
    static final int VERSION = 3;
    static final int SUMMARY = 5;
  }

  private final ExportedStudy study;
  private final double begun;

  private TensorBoard(ExportedStudy study) {
    this.study = study;
    Instant at = study.begun();
    this.begun = at.getEpochSecond() + at.getNano() / 1e9;
  }

  /**
   * Writes the runs below a folder, in place of what an earlier export of the study wrote there.
   *
   * @return how many runs there are
   * @throws IOException if the folder cannot be written
   */
  public static int write(ExportedStudy study, Path folder) throws IOException {
    var board = new TensorBoard(study);
    Files.createDirectories(folder);
    replace(folder.resolve(FILE), board.experiment());
    for (ExportedTrial trial : study.trials()) {
      Path run = Files.createDirectories(folder.resolve("trial-%05d".formatted(trial.number())));
      replace(run.resolve(FILE), board.run(trial));
    }
    return study.trials().size();
  }

  private static void replace(Path file, byte[] content) throws IOException {
    // TensorBoard reads whatever has tfevents in its name.
    Path temporary = file.resolveSibling("being-written.tmp");
    Files.write(temporary, content);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** What all runs have in common: which parameters and which metrics there are. */
  private byte[] experiment() {
    var experiment = new ProtoMessage();
    experiment.text(6, study.name()).real(3, begun);
    for (String name : study.parameters()) {
      experiment.message(4, new ProtoMessage().text(1, name).whole(4, type(name)));
    }
    for (String metric : new String[] {study.metric(), SECONDS}) {
      experiment.message(
          5, new ProtoMessage().message(1, new ProtoMessage().text(2, metric)).text(3, metric));
    }
    return new TfRecords()
        .add(version())
        .add(hparams("_hparams_/experiment", 2, experiment, begun))
        .toBytes();
  }

  /** The type of a parameter: STRING, BOOL or FLOAT64, or STRING if trials differ. */
  private int type(String parameter) {
    int common = 0;
    for (ExportedTrial trial : study.trials()) {
      Object value = trial.parameters().get(parameter);
      if (value != null) {
        int one = value instanceof Number ? 3 : value instanceof Boolean ? 2 : 1;
        common = common == 0 || common == one ? one : 1;
      }
    }
    return common;
  }

  private byte[] run(ExportedTrial trial) {
    var records = new TfRecords();
    records.add(version());
    records.add(hparams("_hparams_/session_start_info", 3, start(trial), begun));
    double time = begun;
    for (int epoch = 1; epoch <= trial.epochs(); epoch++) {
      double seconds = trial.seconds().get(epoch - 1);
      time += Double.isFinite(seconds) ? seconds : 0;
      var summary = new ProtoMessage();
      summary.message(1, scalar(study.metric(), trial.values().get(epoch - 1)));
      summary.message(1, scalar(SECONDS, seconds));
      records.add(
          new ProtoMessage()
              .real(EventField.TIME, time)
              .whole(EventField.STEP, epoch)
              .message(EventField.SUMMARY, summary)
              .toBytes());
    }
    var end = new ProtoMessage().whole(1, status(trial)).real(2, time);
    records.add(hparams("_hparams_/session_end_info", 4, end, time));
    return records.toBytes();
  }

  private ProtoMessage start(ExportedTrial trial) {
    var start = new ProtoMessage();
    for (Map.Entry<String, Object> entry : trial.parameters().entrySet()) {
      var value = new ProtoMessage();
      boolean asText = type(entry.getKey()) == 1;
      switch (entry.getValue()) {
        case Number number when !asText -> value.real(2, number.doubleValue());
        case Boolean flag when !asText -> value.whole(4, flag ? 1 : 0);
        case Object other -> value.text(3, other.toString());
      }
      start.message(1, new ProtoMessage().text(1, entry.getKey()).message(2, value));
    }
    return start.text(4, "trial-%05d".formatted(trial.number())).real(5, begun);
  }

  /** SUCCESS, FAILURE or RUNNING. */
  private static int status(ExportedTrial trial) {
    return switch (trial.status()) {
      case "completed", "stopped" -> 1;
      case "failed", "infeasible" -> 2;
      default -> 3;
    };
  }

  private byte[] version() {
    return new ProtoMessage()
        .real(EventField.TIME, begun)
        .text(EventField.VERSION, "brain.Event:2")
        .toBytes();
  }

  private static ProtoMessage scalar(String tag, double value) {
    return new ProtoMessage().text(1, tag).shortReal(2, (float) value);
  }

  /** A summary without a value whose metadata are for the plugin. */
  private static byte[] hparams(String tag, int field, ProtoMessage content, double time) {
    ProtoMessage data = new ProtoMessage().whole(1, 0).message(field, content);
    var plugin = new ProtoMessage().text(1, PLUGIN).message(2, data);
    // A tensor of floats of shape (0), and its class: TensorBoard skips those without.
    var shape = new ProtoMessage().message(2, new ProtoMessage().whole(1, 0));
    var tensor = new ProtoMessage().whole(1, 1).message(2, shape);
    var metadata = new ProtoMessage().message(1, plugin).whole(4, 2);
    var value = new ProtoMessage().text(1, tag).message(8, tensor).message(9, metadata);
    return new ProtoMessage()
        .real(EventField.TIME, time)
        .message(EventField.SUMMARY, new ProtoMessage().message(1, value))
        .toBytes();
  }
}
