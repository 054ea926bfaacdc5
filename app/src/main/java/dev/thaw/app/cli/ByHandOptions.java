package dev.thaw.app.cli;

import dev.thaw.app.engine.Requests;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.summary.StatusFile;
import dev.thaw.app.summary.StudyStatus;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.StudyCommand;
import dev.thaw.core.study.StudyState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

  @Option(names = "--json", description = "One JSON object {study}, with ended if it had before.")
  private boolean json;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "A cluster does what is asked once for each key (random).")
  private @Nullable String key;

  /**
   * The study among words of which the others are values of parameters; null if none is named.
   *
   * @throws UserMistake if there are several
   */
  static @Nullable String name(List<String> words) {
    List<String> names = words.stream().filter(word -> !word.contains("=")).toList();
    if (names.size() > 1) {
      throw new UserMistake(
          "%s must be one study, or values such as learning_rate=0.01."
              .formatted(String.join(", ", names)));
    }
    return names.isEmpty() ? null : names.getFirst();
  }

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
    boolean ends = command == null || command instanceof StudyCommand.Kill;
    if (name != null) {
      String before = ends ? endBefore(name) : null;
      Done unused =
          AskByKey.of(server, name, verb, key)
              .answer(
                  (desk, chosen) ->
                      command == null ? desk.stop(name) : desk.command(name, command, chosen));
      String said = "study (%s) %s.".formatted(name, done);
      if (before != null) {
        said = "study (%s) had ended before (%s).".formatted(name, before);
      } else if (command == null) {
        said = "%s To wait for its end: thaw wait %s".formatted(said, name);
      }
      print(out, name, before, said);
      return;
    }
    StudyFolder folder = Folders.choose(directory);
    Path where = folder.directory();
    String ended = ends ? endBefore(folder) : null;
    if (ended != null) {
      String said = "the study in %s had ended before (%s).".formatted(where, ended);
      print(out, Folders.name(folder), ended, said);
      return;
    }
    if (!folder.isOwned() || !asked(folder, command)) {
      alone(folder, command);
    }
    print(out, Folders.name(folder), null, "the study in %s %s.".formatted(where, done));
  }

  /** How a study had ended; null if it has not. */
  private @Nullable String endBefore(String name) {
    return server.ask(desk -> desk.status(name)).summary().end();
  }

  private void print(PrintWriter out, String study, @Nullable String before, String said) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("study", study);
    if (before != null) {
      answer.put("ended", before);
    }
    out.println(json ? Json.line(answer) : said);
    out.flush();
  }

  /** How the study of a folder had ended; null if it has not. */
  private static @Nullable String endBefore(StudyFolder folder) throws IOException {
    Optional<StudyStatus> status = StatusFile.find(folder.directory());
    return status.map(known -> known.summary().end()).orElse(null);
  }

  /** Whether the process that runs the study has done it; not if it left without doing it. */
  private boolean asked(StudyFolder folder, @Nullable StudyCommand command)
      throws IOException, InterruptedException {
    try {
      if (new Requests(folder).give(command, key, PATIENCE)) {
        return true;
      }
    } catch (IllegalArgumentException refused) {
      throw new UserMistake(String.valueOf(refused.getMessage()));
    }
    if (!folder.isOwned()) {
      return false;
    }
    throw new UserMistake(
        "the process that runs the study did not answer within %d s.\nMaybe it is just ending: look with thaw show whether it was done."
            .formatted(PATIENCE.toSeconds()),
        ExitCode.FAULT);
  }

  private void alone(StudyFolder folder, @Nullable StudyCommand command)
      throws IOException, InterruptedException {
    Done unused =
        AloneStudy.change(
            folder,
            alone -> {
              if (command == null) {
                alone.stop();
              } else {
                alone.command(command, key);
              }
              return Done.getInstance();
            },
            (state, answer) -> shows(state, command));
  }

  private static boolean shows(StudyState state, @Nullable StudyCommand command) {
    return switch (command) {
      case null -> state.lifecycle().phase() == Lifecycle.Phase.ENDED;
      case StudyCommand.Kill() -> state.lifecycle().phase() == Lifecycle.Phase.ENDED;
      case StudyCommand.Pause() -> state.byHand().paused();
      case StudyCommand.Resume() -> !state.byHand().paused();
      case StudyCommand.EndTrial(int trial, boolean _) -> state.trial(trial).status().ended();
      case StudyCommand.AddTrial _ -> !state.byHand().added().isEmpty();
      case StudyCommand.ForkTrial _ -> !state.byHand().forks().isEmpty();
      case StudyCommand.NarrowSpace(String parameter, var to) ->
          Objects.equals(state.byHand().narrowed().get(parameter), to);
    };
  }
}
