package dev.thaw.app.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what makes a shell complete commands and options. */
@Command(
    name = "completion",
    description = "Prints what makes bash or zsh complete commands and options.",
    mixinStandardHelpOptions = true,
    footer = {"", "For the shell in hand: source <(thaw completion)"})
final class CompletionCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine whole = spec.root().commandLine();
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash(whole.getCommandName(), whole));
    out.flush();
    return ExitCode.OK;
  }
}
