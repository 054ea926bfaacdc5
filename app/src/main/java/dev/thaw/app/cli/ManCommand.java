package dev.thaw.app.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the manual page. */
@Command(
    name = "man",
    description = "Prints the manual page of all commands, in roff.",
    mixinStandardHelpOptions = true,
    footer = {"", "To read it: thaw man | man -l -"})
final class ManCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(ManPage.of(spec.root()));
    out.flush();
    return ExitCode.OK;
  }
}
