package dev.thaw.app.cli;

import dev.thaw.app.desk.Submission;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.study.StudySpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Hands a study to a cluster. */
@Command(
    name = "create",
    description = "Hands the study of a spec to a cluster, which runs it.",
    mixinStandardHelpOptions = true)
final class CreateCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private WarmOptions warm = new WarmOptions();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "SPEC",
      description = "The spec of the study, in YAML (./study.yaml).")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a key of the spec, such as budget.wallClock=90s. May be repeated.")
  private List<String> overrides = List.of();

  @Option(names = "--json", description = "One JSON object {study, created, state}.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    StudySpec study = warm.into(read());
    Submission submission = server.ask(desk -> desk.submit(study));
    var out = spec.commandLine().getOut();
    String state = submission.created() ? "running" : stateOf(submission.study());
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("study", submission.study());
      answer.put("created", submission.created());
      answer.put("state", state);
      out.println(Json.line(answer));
    } else {
      out.println(sentence(submission, state));
    }
    out.flush();
    return ExitCode.OK;
  }

  /** The study is there whatever becomes of this question. */
  private String stateOf(String name) {
    try {
      return server.ask(desk -> desk.status(name)).summary().state();
    } catch (UserMistake unanswered) {
      return "unknown";
    }
  }

  private static String sentence(Submission submission, String state) {
    if (submission.created()) {
      return "study (%s) was created. To wait for its end: thaw wait %1$s"
          .formatted(submission.study());
    }
    return state.equals("ended")
        ? """
        study (%s) has ended already, with the same spec. To see it: thaw show %1$s
        Maybe give a new one another name: --set study=%1$s-2\
        """
            .formatted(submission.study())
        : "study (%s) is there already (%s), with the same spec. To see it: thaw show %1$s"
            .formatted(submission.study(), state);
  }

  private StudySpec read() {
    try {
      return SpecReader.read(SpecFile.choose(file, "create"), overrides);
    } catch (BadSpecException bad) {
      throw new UserMistake(String.valueOf(bad.getMessage()));
    }
  }
}
