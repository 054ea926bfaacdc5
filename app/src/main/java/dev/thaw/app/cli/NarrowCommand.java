package dev.thaw.app.cli;

import dev.thaw.app.spec.GivenValues;
import dev.thaw.core.space.Narrowing;
import dev.thaw.core.study.StudyCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has new trials drawn from a part of a parameter's values. */
@Command(
    name = "narrow",
    description = "Has new trials drawn from a part of a parameter's values.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Bounds, or the values that are left: thaw narrow NAME learning_rate=0.001..0.01",
      "Trials that exist stay as they are. To take it back: thaw narrow NAME --undo learning_rate"
    })
final class NarrowCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Mixin private ByHandOptions byHand = new ByHandOptions();

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME|PARAMETER=PART",
      description = "The name of a study of a cluster, and a parameter with what is left of it.")
  private List<String> words = new ArrayList<>();

  @Option(names = "--undo", paramLabel = "PARAMETER", description = "All its values again.")
  private @Nullable String undo;

  @Override
  public Integer call() throws IOException, InterruptedException {
    give(spec, byHand, "narrow", words, undo);
    return ExitCode.OK;
  }

  /**
   * Narrows a parameter of a study.
   *
   * @param verb the command of the command line
   * @param words perhaps a study, and perhaps a parameter with what is left of it
   * @param undo a parameter that is to have all its values again; null for none
   */
  static void give(
      CommandSpec spec,
      ByHandOptions byHand,
      String verb,
      List<String> words,
      @Nullable String undo)
      throws IOException, InterruptedException {
    List<String> parts = words.stream().filter(word -> word.contains("=")).toList();
    if (parts.size() + (undo == null ? 0 : 1) != 1) {
      throw new UserMistake(
          "thaw %s must have one parameter at a time, or --undo PARAMETER.\nMaybe thaw %s %s."
              .formatted(verb, verb, verb.equals("pin") ? "dropout=0.1" : "dropout=0.1..0.3"));
    }
    String parameter = undo;
    Narrowing to = null;
    if (parameter == null) {
      Map.Entry<String, Narrowing> part =
          UserMistake.unless(() -> GivenValues.narrowing(parts.getFirst()));
      parameter = part.getKey();
      to = part.getValue();
    }
    if (verb.equals("pin") && to != null && (to.values() == null || to.values().size() > 1)) {
      throw new UserMistake(
          "%s (%s) must be one value.\nMaybe thaw narrow, which takes bounds and lists."
              .formatted(parameter, to.text()));
    }
    byHand.give(
        spec.commandLine().getOut(),
        ByHandOptions.name(words),
        verb,
        new StudyCommand.NarrowSpace(parameter, to),
        to == null
            ? "draws %s from all its values again".formatted(parameter)
            : "draws %s %s from now on".formatted(parameter, to.text()));
  }
}
