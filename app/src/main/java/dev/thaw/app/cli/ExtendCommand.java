package dev.thaw.app.cli;

import dev.thaw.app.engine.Requests;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.spec.BudgetChanges;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.core.budget.BudgetChange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Changes what a study may spend, while it runs or after it has ended. */
@Command(
    name = "extend",
    description = "Changes what a study may spend, while it runs or after it has ended.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "+2h adds to what the budget has, -2h takes from it, 2h takes its place.",
      "A study that had ended goes on: at once in a cluster, else by thaw run."
    })
final class ExtendCommand implements Callable<Integer> {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Mixin private ServerOption server = new ServerOption();

  @Option(names = "--dir", paramLabel = "DIR", description = "The study's folder.")
  private @Nullable Path directory;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The name of a study of a cluster, in place of a folder.")
  private @Nullable String study;

  @Option(names = "--wall-clock", paramLabel = "TIME", description = "Such as +2h.")
  private @Nullable String wallClock;

  @Option(
      names = "--deadline",
      paramLabel = "INSTANT",
      description = "Such as 07:00 or 2026-12-24T07:00; in this machine's time zone.")
  private @Nullable String deadline;

  @Option(names = "--gpu-hours", paramLabel = "HOURS", description = "Such as +12.")
  private @Nullable String gpuHours;

  @Option(names = "--cost", paramLabel = "AMOUNT", description = "Such as +40.")
  private @Nullable String cost;

  @Option(names = "--trials", paramLabel = "N", description = "Such as +20.")
  private @Nullable String trials;

  @Option(names = "--epochs", paramLabel = "N", description = "Such as +1000.")
  private @Nullable String epochs;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "A change of a cluster's study is made once for each key (random).")
  private @Nullable String key;

  @Option(names = "--json", description = "One JSON object: the budget as it is then.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    BudgetChange change = change();
    String name = server.required(study, directory, "extend");
    if (name != null) {
      print(
          "study (%s)".formatted(name),
          AskByKey.of(server, name, "extend", key)
              .answer((desk, chosen) -> desk.extend(name, change, chosen)),
          null);
    } else {
      extendHere(Folders.choose(directory), change);
    }
    return ExitCode.OK;
  }

  private BudgetChange change() {
    Map<String, String> given = new LinkedHashMap<>();
    put(given, "wallClock", wallClock);
    put(given, "deadline", deadline);
    put(given, "gpuHours", gpuHours);
    put(given, "cost", cost);
    put(given, "trials", trials);
    put(given, "epochs", epochs);
    if (given.isEmpty()) {
      throw new UserMistake("nothing is to be changed.\nMaybe say: thaw extend --wall-clock +2h");
    }
    try {
      return BudgetChanges.read(given, ZoneId.systemDefault(), Instant.now());
    } catch (IllegalArgumentException bad) {
      throw new UserMistake(String.valueOf(bad.getMessage()));
    }
  }

  private static void put(Map<String, String> given, String key, @Nullable String text) {
    if (text != null) {
      given.put(key, text);
    }
  }

  /** By the process that runs the study, or by this one if there is none. */
  private void extendHere(StudyFolder folder, BudgetChange change)
      throws IOException, InterruptedException {
    String which = "the study in %s".formatted(folder.directory());
    StudySummary.Limits budget = folder.isOwned() ? ask(folder, change) : null;
    if (budget != null) {
      print(which, budget, null);
    } else {
      print(
          which,
          StudySummary.Limits.of(
              AloneStudy.change(
                  folder,
                  study -> study.extend(change),
                  (state, made) -> state.budget().equals(made))),
          "To go on: thaw run --dir '%s'".formatted(folder.directory()));
    }
  }

  /** What the process that runs the study answers; null if it left without having seen it. */
  private static StudySummary.@Nullable Limits ask(StudyFolder folder, BudgetChange change)
      throws IOException, InterruptedException {
    Optional<StudySummary.Limits> answer;
    try {
      answer = new Requests(folder).ask(change, PATIENCE);
    } catch (IllegalArgumentException refused) {
      throw new UserMistake(String.valueOf(refused.getMessage()));
    }
    if (answer.isEmpty() && folder.isOwned()) {
      throw new UserMistake(
          "the process that runs the study did not answer within %d s.\nMaybe it is just ending: look with thaw show whether the change was made."
              .formatted(PATIENCE.toSeconds()),
          ExitCode.FAULT);
    }
    return answer.orElse(null);
  }

  private void print(String which, StudySummary.Limits budget, @Nullable String further) {
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.line(budget));
    } else {
      out.printf("%s may spend now: %s%n", which, budget.sentence());
      if (further != null) {
        out.println(further);
      }
    }
    out.flush();
  }
}
