package dev.thaw.app.cli;

import dev.thaw.app.engine.Requests;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.StudyCommand;
import dev.thaw.core.study.StudyState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What commands have in common that ask something of a study, of a cluster or of a folder. */
final class ByHandOptions {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Mixin private ServerOption server = new ServerOption();

  @Option(names = "--dir", paramLabel = "DIR", description = "The study's folder.")
  private @Nullable Path directory;

  @Option(names = "--json", description = "One JSON object {study}.")
  private boolean json;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "A cluster does what is asked once for each key (random).")
  private @Nullable String key;

  /**
   * Gives a command to a study, and says so.
   *
   * @param study what was given as NAME
   * @param verb the command of the command line
   * @param command null to end the study gracefully
   * @param done what is said then, of the study, such as "is paused"
   */
  void give(
      PrintWriter out,
      @Nullable String study,
      String verb,
      @Nullable StudyCommand command,
      String done)
      throws IOException, InterruptedException {
    String name = server.required(study, directory, verb);
    if (name != null) {
      String before = command == null ? endBefore(name) : null;
      Done unused =
          AskByKey.of(server, name, verb, key)
              .answer(
                  (desk, chosen) ->
                      command == null ? desk.stop(name) : desk.command(name, command, chosen));
      String said = "study (%s) %s.".formatted(name, done);
      if (command == null) {
        said =
            before == null
                ? "%s To wait for its end: thaw wait %s".formatted(said, name)
                : "study (%s) had ended before (%s).".formatted(name, before);
      }
      print(out, name, said);
      return;
    }
    StudyFolder folder = Folders.choose(directory);
    if (folder.isOwned()) {
      ask(folder, command);
    } else {
      var unused =
          AloneStudy.change(
              folder,
              alone -> {
                if (command == null) {
                  alone.stop();
                } else {
                  alone.command(command);
                }
                return Done.getInstance();
              },
              (state, answer) -> shows(state, command));
    }
    Path where = folder.directory();
    print(out, String.valueOf(where.getFileName()), "the study in %s %s.".formatted(where, done));
  }

  /** How a study had ended; null if it has not. */
  private @Nullable String endBefore(String name) {
    return server.ask(desk -> desk.status(name)).summary().end();
  }

  private void print(PrintWriter out, String study, String said) {
    out.println(json ? Json.line(Map.of("study", study)) : said);
    out.flush();
  }

  private static void ask(StudyFolder folder, @Nullable StudyCommand command)
      throws InterruptedException {
    try {
      if (!new Requests(folder).give(command, PATIENCE)) {
        throw new UserMistake(
            "the process that runs the study did not answer within %d s.\nMaybe it is just ending: look with thaw show whether it was done."
                .formatted(PATIENCE.toSeconds()),
            ExitCode.FAULT);
      }
    } catch (IllegalArgumentException refused) {
      throw new UserMistake(String.valueOf(refused.getMessage()));
    }
  }

  private static boolean shows(StudyState state, @Nullable StudyCommand command) {
    return switch (command) {
      case null -> state.lifecycle().phase() == Lifecycle.Phase.ENDED;
      case StudyCommand.Kill() -> state.lifecycle().phase() == Lifecycle.Phase.ENDED;
      case StudyCommand.Pause() -> state.byHand().paused();
      case StudyCommand.Resume() -> !state.byHand().paused();
      case StudyCommand.EndTrial(int trial, boolean _) -> state.trial(trial).status().ended();
      case StudyCommand.AddTrial _ -> !state.byHand().added().isEmpty();
    };
  }
}
