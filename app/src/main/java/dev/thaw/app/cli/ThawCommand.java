package dev.thaw.app.cli;

import dev.thaw.app.client.UnreachableException;
import dev.thaw.app.desk.RefusedException;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code thaw} itself. */
@Command(
    name = "thaw",
    description = "Finds good hyperparameters while the models are still training.",
    mixinStandardHelpOptions = true,
    version = "thaw 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      HelloCommand.class,
      DemoCommand.class,
      PlanCommand.class,
      RunCommand.class,
      ShowCommand.class,
      ListCommand.class,
      TopCommand.class,
      BestCommand.class,
      CompareCommand.class,
      LogsCommand.class,
      ReplayCommand.class,
      ReportCommand.class,
      ExportCommand.class,
      EnsembleCommand.class,
      SimulateCommand.class,
      CreateCommand.class,
      SetCommand.class,
      ExtendCommand.class,
      AddCommand.class,
      ForkCommand.class,
      NarrowCommand.class,
      PinCommand.class,
      AskCommand.class,
      TellCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      StopCommand.class,
      KillCommand.class,
      WaitCommand.class,
      SchemaCommand.class,
      CompletionCommand.class,
      ManCommand.class,
      CertificatesCommand.class,
      TokenCommand.class,
      NodeCommand.class,
      DoctorCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 ended as asked, 1 fault, 2 bad input, 3 no JDK 25,",
      "4 another process runs the study, 5 ended without any value,",
      "6 frozen by a bug of Thaw (a bundle for its report is written),",
      "130, 143 and 129 interrupted, told to end, or by --leash",
      "(the same command goes on), 141 nobody reads the output."
    })
public final class ThawCommand {

  private ThawCommand() {}

  /** Runs the program with the arguments of a command line and returns its exit code. */
  public static int run(String... args) {
    return run(StandardOutput.of(FileDescriptor.out), args);
  }

  static int run(StandardOutput standard, String... args) {
    CommandLine line = commandLine().setOut(standard.writer());
    int code = line.execute(args);
    IOException unwritten = standard.failure();
    if (unwritten == null) {
      return code;
    }
    if (!standard.isUnread()) {
      line.getErr().println("thaw: cannot write to the standard output: " + unwritten.getMessage());
    }
    return standard.isUnread() ? ExitCode.UNREAD : ExitCode.FAULT;
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new ThawCommand());
    line.setExecutionStrategy(new CommandLine.RunLast());
    line.setExecutionExceptionHandler(ThawCommand::explain);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line;
  }

  private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
    PrintWriter err = line.getErr();
    if (failure instanceof UserMistake mistake) {
      err.println("thaw: " + mistake.getMessage());
      return mistake.exitCode();
    }
    if (failure instanceof RefusedException refused) {
      UserMistake mistake = ServerOption.mistake(refused);
      err.println("thaw: " + mistake.getMessage());
      return mistake.exitCode();
    }
    if (failure instanceof UnreachableException) {
      err.println("thaw: " + failure.getMessage());
      return ExitCode.FAULT;
    }
    if (failure instanceof IOException || failure instanceof UncheckedIOException) {
      err.println("thaw: cannot read or write: " + failure.getMessage());
      return ExitCode.FAULT;
    }
    err.println("thaw: " + failure);
    failure.printStackTrace(err);
    return ExitCode.FAULT;
  }
}
