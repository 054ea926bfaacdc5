package dev.thaw.app.cli;

import dev.thaw.app.summary.Figures;
import dev.thaw.core.share.Share;
import dev.thaw.core.share.ShareChange;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Changes what a study of a cluster is entitled to. */
@Command(
    name = "set",
    description = "Changes a study's share of a cluster's slots, while it runs.",
    mixinStandardHelpOptions = true)
final class SetCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Mixin private ServerOption server = new ServerOption();

  @SuppressWarnings("NullAway.Init")
  @Parameters(paramLabel = "NAME", description = "The name of the study.")
  private String study;

  @Option(
      names = "--min-slots",
      paramLabel = "N",
      description = "How many slots it gets before anybody gets more than the minimum (0).")
  private @Nullable Integer slotsMin;

  @Option(
      names = "--max-slots",
      paramLabel = "N",
      description = "How many slots it gets at most (resources.slots of its spec).")
  private @Nullable Integer slotsMax;

  @Option(
      names = "--weight",
      paramLabel = "W",
      description = "How many slots it gets beyond its minimum, relative to others (1).")
  private @Nullable Double weight;

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "Beyond the minimums, a higher priority goes first (0).")
  private @Nullable Integer priority;

  @Option(names = "--json", description = "One JSON object {slotsMin, slotsMax, weight, priority}.")
  private boolean json;

  @Override
  public Integer call() {
    var change = new ShareChange(slotsMin, slotsMax, weight, priority);
    if (change.isEmpty()) {
      throw new UserMistake(
          "nothing is to be changed.\nMaybe say: thaw set %s --max-slots 4".formatted(study));
    }
    if (!change.problems().isEmpty()) {
      throw new UserMistake(String.join("\n", change.problems()));
    }
    Share share = server.ask(desk -> desk.setShare(study, change));
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.line(share));
    } else {
      out.printf(
          "%s: %d to %d slots, weight %s, priority %d%n",
          study,
          share.slotsMin(),
          share.slotsMax(),
          Figures.number(share.weight()),
          share.priority());
    }
    out.flush();
    return ExitCode.OK;
  }
}
