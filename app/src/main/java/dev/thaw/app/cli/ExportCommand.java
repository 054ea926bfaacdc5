package dev.thaw.app.cli;

import dev.thaw.app.client.RemoteDesk;
import dev.thaw.app.client.UnreachableException;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.export.ExportedStudy;
import dev.thaw.app.export.Mlflow;
import dev.thaw.app.export.TensorBoard;
import dev.thaw.app.export.TrialCheckpoint;
import dev.thaw.app.export.TrialCsv;
import dev.thaw.app.report.CurveCsv;
import dev.thaw.app.report.CurveJsonLines;
import dev.thaw.app.report.TrialJsonLines;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.StudyStatus;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.core.study.StudyState;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Hands the curves and configurations of a study to other tools. */
@Command(
    name = "export",
    description = "Prints every epoch of every trial, or hands the study to another tool.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

  /** The formats of the export. */
  enum Format {
    /** A header and comma-separated values. */
    CSV,
    /** One JSON object a line. */
    JSONL,
    /** One JSON object for each trial, with its parameters and its curve. */
    TRIALS,
    /** A header and comma-separated values, one line for each trial, with its parameters. */
    TABLE,
    /** A folder of event files. */
    TENSORBOARD,
    /** Runs of a tracking server. */
    MLFLOW
  }

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Option(names = "--dir", paramLabel = "DIR", description = "The study's folder.")
  private @Nullable Path directory;

  @Mixin private ServerOption server = new ServerOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The name of the study, if a cluster has it.")
  private @Nullable String study;

  @Option(
      names = {"--format", "--to"},
      paramLabel = "FORMAT",
      description =
          "csv or jsonl, a line for each epoch; trials, a JSON object for each; table, a CSV line"
              + " for each with its configuration, which --warm-start reads; tensorboard, a folder"
              + " of event files; mlflow, runs of a tracking server (csv).")
  private @Nullable Format format;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description =
          "The folder for tensorboard (tensorboard/STUDY), or the file for --checkpoint"
              + " (trial-TRIAL.zip).")
  private @Nullable Path output;

  @Option(
      names = "--tracking-uri",
      paramLabel = "URL",
      description =
          "The tracking server for mlflow. MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and"
              + " MLFLOW_TRACKING_PASSWORD, are for it.")
  private @Nullable String tracking;

  @Option(
      names = "--checkpoint",
      paramLabel = "TRIAL",
      description = "Not the study, but the latest checkpoint of this trial, as a ZIP.")
  private @Nullable Integer checkpoint;

  @Option(names = "--best", description = "With --checkpoint, that of its best epoch.")
  private boolean best;

  @Option(
      names = "--json",
      description =
          "JSON objects: --format jsonl unless another is named; one for what is written.")
  private boolean json;

  /** Where a study is exported from. */
  private interface Source extends AutoCloseable {

    /** As text in a format of which each is one. */
    void print(Format format, PrintWriter out) throws IOException;

    ExportedStudy study() throws IOException;

    /** Writes a checkpoint of a trial to a file. */
    void checkpoint(int trial, TrialCheckpoint.Which which, Path target) throws IOException;

    @Override
    default void close() {}
  }

  @Override
  public Integer call() throws IOException {
    Format usual = json ? Format.JSONL : Format.CSV;
    Format chosen = format == null ? usual : format;
    if (json && (chosen == Format.CSV || chosen == Format.TABLE)) {
      throw new UserMistake(
          "--format %s must be given without --json.\nMaybe --format jsonl, or trials."
              .formatted(Figures.word(chosen)));
    }
    if (best && checkpoint == null) {
      throw new UserMistake("--best must be given with --checkpoint only.\nMaybe: thaw best");
    }
    if (output != null && chosen != Format.TENSORBOARD && checkpoint == null) {
      throw new UserMistake(
          "--output (%s) must be given with --format tensorboard only.\nMaybe: thaw export --format %s > FILE"
              .formatted(output, Figures.word(chosen)));
    }
    if (chosen == Format.MLFLOW) {
      MlflowServer.at(tracking);
    } else if (tracking != null) {
      throw new UserMistake("--tracking-uri must be given with --to mlflow only.");
    }
    String name = server.required(study, directory, "export");
    try (Source source = name == null ? local() : remote(name)) {
      if (checkpoint == null) {
        export(source, chosen);
      } else {
        keep(source, checkpoint);
      }
    } catch (RefusedException refused) {
      throw ServerOption.mistake(refused);
    } catch (UnreachableException unreachable) {
      throw server.mistake(unreachable, String.valueOf(name), "export");
    }
    return ExitCode.OK;
  }

  private void export(Source source, Format chosen) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (chosen == Format.MLFLOW) {
      Mlflow.Written written =
          Mlflow.write(
              source.study(),
              MlflowServer.at(tracking),
              MlflowServer.authorization(System.getenv()));
      say(
          Map.of(
              "runs", written.created(),
              "epochs", written.epochs(),
              "experiment", written.experiment()),
          "%s and %s are new in experiment %s of %s."
              .formatted(
                  Figures.count(written.created(), "run"),
                  Figures.count(written.epochs(), "epoch"),
                  written.experiment(),
                  tracking));
    } else if (chosen == Format.TENSORBOARD) {
      ExportedStudy exported = source.study();
      Path folder = output == null ? Path.of("tensorboard", exported.name()) : output;
      int runs = TensorBoard.write(exported, folder);
      say(
          Map.of("runs", runs, "folder", folder.toString()),
          "%s in %s. See them: tensorboard --logdir %s"
              .formatted(Figures.count(runs, "run"), folder, folder));
    } else {
      source.print(chosen, out);
    }
    out.flush();
  }

  private void keep(Source source, int trial) throws IOException {
    Path target = output == null ? Path.of("trial-%05d.zip".formatted(trial)) : output;
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(target)) {
      throw new UserMistake(
          "--output (%s) must be a file in a folder that there is.\nMaybe: mkdir -p '%s'"
              .formatted(target, folder));
    }
    var which = best ? TrialCheckpoint.Which.BEST : TrialCheckpoint.Which.LATEST;
    source.checkpoint(trial, which, target);
    say(Map.of("trial", trial, "file", target.toString()), target.toString());
    spec.commandLine().getOut().flush();
  }

  private void say(Map<String, Object> answer, String words) {
    spec.commandLine().getOut().println(json ? Json.line(new TreeMap<>(answer)) : words);
  }

  private Source local() throws IOException {
    StudyFolder folder = Folders.choose(directory);
    StudyState state = Folders.state(folder);
    return new Source() {
      @Override
      public void print(Format format, PrintWriter out) throws IOException {
        switch (format) {
          case JSONL -> CurveJsonLines.write(state, out);
          case TRIALS -> TrialJsonLines.write(state, out);
          case TABLE -> TrialCsv.write(study(), out);
          default -> CurveCsv.write(state, out);
        }
      }

      @Override
      public ExportedStudy study() {
        return ExportedStudy.of(state);
      }

      @Override
      public void checkpoint(int trial, TrialCheckpoint.Which which, Path target)
          throws IOException {
        int trials = state.progress().trials().size();
        if (trial < 0 || trial >= trials) {
          throw new UserMistake(
              "there is no trial %d.\nMaybe one of 0 to %d.".formatted(trial, trials - 1));
        }
        try (InputStream zip =
            TrialCheckpoint.find(state, trial, which, folder.places().checkpoints()).zip()) {
          Files.copy(zip, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (TrialCheckpoint.NoCheckpointException none) {
          throw new UserMistake(String.valueOf(none.getMessage()));
        }
      }
    };
  }

  private Source remote(String name) {
    RemoteDesk desk = server.open();
    return new Source() {
      @Override
      public void print(Format format, PrintWriter out) {
        out.print(text(Figures.word(format)));
      }

      @Override
      public ExportedStudy study() {
        StudyStatus status = ServerOption.answer(desk, any -> any.status(name));
        StudySummary summary = status.summary();
        Duration ran = Duration.ofMillis(Math.round(1_000 * summary.wallSeconds()));
        return ExportedStudy.read(
            name,
            summary.metric(),
            summary.goal().equals("maximize"),
            Instant.parse(status.updated()).minus(ran),
            text("trials"));
      }

      @Override
      public void checkpoint(int trial, TrialCheckpoint.Which which, Path target) {
        ServerOption.answer(desk, any -> desk.checkpoint(name, trial, Figures.word(which), target));
      }

      private String text(String format) {
        return ServerOption.answer(desk, any -> desk.export(name, format));
      }

      @Override
      public void close() {
        desk.close();
      }
    };
  }
}
