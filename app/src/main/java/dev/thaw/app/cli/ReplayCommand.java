package dev.thaw.app.cli;

import com.typesafe.config.ConfigFactory;
import dev.thaw.actors.journal.PostgresJournal;
import dev.thaw.actors.study.StudySupervisor;
import dev.thaw.app.engine.JournalRows;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.replay.ReplayWords;
import dev.thaw.app.replay.StudyReplay;
import dev.thaw.app.report.StudyRows;
import dev.thaw.core.invariant.Assertions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Decides a study's journal again, and says where that differs. */
@Command(
    name = "replay",
    description = "Decides all that a study's journal holds again, and says where that differs.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A study of a cluster is read from its PostgreSQL: set THAW_JOURNAL_URL as its nodes do.",
      "Exits with 0 if all is the same, and with 1 if not."
    })
final class ReplayCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Option(names = "--dir", paramLabel = "DIR", description = "The study's folder.")
  private @Nullable Path directory;

  @Mixin private ServerOption server = new ServerOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The name of a study of a cluster, in place of a folder.")
  private @Nullable String study;

  @Option(
      names = "--refit",
      description = "Asks for all advice again as well, which takes as long as it did.")
  private boolean refit;

  @Option(
      names = "--assertions",
      paramLabel = "LEVEL",
      description = "How closely each step is looked at: none, phase, step or full (step).")
  private Assertions assertions = Assertions.STEP;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    String name = server.named(study, directory, "replay");
    StudyReplay replay = name == null ? local(Folders.choose(directory)) : remote(name);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.line(replay));
    } else {
      ReplayWords.lines(replay).forEach(out::println);
    }
    out.flush();
    return replay.agrees() ? ExitCode.OK : ExitCode.FAULT;
  }

  private StudyReplay local(StudyFolder folder) throws IOException {
    String name = Folders.name(folder);
    try (var _ = folder.own()) {
      return replay(action -> JournalRows.forEach(folder, name, action));
    } catch (StudyFolder.FolderBusyException running) {
      throw new UserMistake(
          "the study in %s is running, and can be replayed once nobody runs it."
              .formatted(folder.directory()),
          ExitCode.BUSY);
    }
  }

  private StudyReplay remote(String name) {
    try {
      PostgresJournal journal = PostgresJournal.from(ConfigFactory.load());
      return replay(action -> journal.forEachRow(StudySupervisor.persistenceId(name), action));
    } catch (IllegalArgumentException wrong) {
      throw new UserMistake(
          "%s\nMaybe a folder is meant: thaw replay --dir DIR".formatted(wrong.getMessage()));
    }
  }

  private StudyReplay replay(StudyRows rows) {
    try {
      return StudyReplay.of(rows, assertions, refit, System::nanoTime);
    } catch (IllegalStateException unreadable) {
      throw new UserMistake(String.valueOf(unreadable.getMessage()), ExitCode.FAULT);
    }
  }
}
