package dev.thaw.app.cli;

import dev.thaw.app.doctor.Doctor;
import dev.thaw.app.doctor.Finding;
import dev.thaw.app.doctor.FindingLines;
import dev.thaw.app.doctor.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what this machine offers, what is wrong with it, and what to do. */
@Command(
    name = "doctor",
    description = "Says what this machine offers and what is wrong with it.",
    mixinStandardHelpOptions = true,
    footer = {"", "Exits with 1 if there is a problem; warnings and notes do not count."})
final class DoctorCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The folder where studies will be (${DEFAULT-VALUE}).")
  private Path root = Folders.ROOT;

  @Option(
      names = "--json",
      description = "One JSON array of findings {level, subject, what, remedy}.")
  private boolean json;

  @Override
  public Integer call() {
    List<Finding> findings = Doctor.ofProcess(root).examine();
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.line(findings));
    } else {
      FindingLines.of(findings).forEach(out::println);
      out.println(FindingLines.sum(findings));
    }
    out.flush();
    boolean healthy = findings.stream().noneMatch(f -> f.level() == Level.PROBLEM);
    return healthy ? ExitCode.OK : ExitCode.FAULT;
  }
}
