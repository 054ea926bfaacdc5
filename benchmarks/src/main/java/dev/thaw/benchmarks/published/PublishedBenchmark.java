package dev.thaw.benchmarks.published;

import dev.thaw.benchmarks.methods.PricedBenchmark;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Asks for published figures; a command for each question, see docs/published.md. The arguments of
 * {@code prices} are those of {@link PricedBenchmark}.
 */
@Command(
    name = "published",
    description = "Asks for figures that others have published.",
    subcommands = {
      SpeedCommand.class,
      WorkersCommand.class,
      StoppingCommand.class,
      UtilityCommand.class
    },
    mixinStandardHelpOptions = true)
public final class PublishedBenchmark {

  private PublishedBenchmark() {}

  /** Runs one command with its arguments. */
  public static void main(String... arguments) {
    System.exit(run(arguments));
  }

  /** Runs one command and returns its exit status: 0, 1 if it failed, 2 if it makes no sense. */
  static int run(String... arguments) {
    if (arguments.length > 0 && arguments[0].equals("prices")) {
      return PricedBenchmark.run(Arrays.copyOfRange(arguments, 1, arguments.length));
    }
    return new CommandLine(new PublishedBenchmark()).execute(arguments);
  }
}
