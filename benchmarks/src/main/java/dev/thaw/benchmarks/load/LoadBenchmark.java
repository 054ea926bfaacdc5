package dev.thaw.benchmarks.load;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Question: how much load does a cluster on this machine bear, and what does it cost? */
@Command(
    name = "load",
    description = "Puts a cluster of processes on this machine under load, and measures.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ReportsLoad.class,
      CeilingLoad.class,
      OverheadLoad.class,
      HeapLoad.class,
      RestartLoad.class,
      WatchersLoad.class
    })
public final class LoadBenchmark {

  private LoadBenchmark() {}

  /**
   * Measures.
   *
   * @param arguments see --help
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new LoadBenchmark()).execute(arguments));
  }
}
