package dev.thaw.app.cli;

import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.study.StudySpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a study, or goes on with it. */
@Command(
    name = "run",
    description = "Runs the study of a spec, or goes on with it where it was left.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Mixin private RunOptions options = new RunOptions();

  @Mixin private WarmOptions warm = new WarmOptions();

  @SuppressWarnings("NullAway.Init")
  @Option(
      names = {"-f", "--file"},
      paramLabel = "SPEC",
      description = "The spec of the study, in YAML (./study.yaml).")
  private @Nullable Path file;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The study's folder (studies/NAME). Running again there goes on.")
  private @Nullable Path directory;

  @Override
  public Integer call() throws IOException, InterruptedException {
    StudySpec study = read();
    var folder =
        new StudyFolder(directory == null ? Folders.ROOT.resolve(study.name()) : directory);
    return new StudyRun(warmed(study, folder), folder, options, spec.commandLine().getOut()).run();
  }

  private StudySpec warmed(StudySpec study, StudyFolder folder) throws IOException {
    return folder.holdsStudy()
        ? warm.again(study, read(folder.spec(), List.of()))
        : warm.into(study);
  }

  private StudySpec read() {
    return read(source(), options.overrides());
  }

  private static StudySpec read(Path source, List<String> overrides) {
    try {
      return SpecReader.read(source, overrides);
    } catch (BadSpecException bad) {
      throw new UserMistake(String.valueOf(bad.getMessage()));
    }
  }

  /**
   * The file that was named; without one, the spec that the folder was begun with, and else the one
   * that is named as usual.
   */
  private Path source() {
    if (file == null && directory != null && new StudyFolder(directory).holdsStudy()) {
      return new StudyFolder(directory).spec();
    }
    return SpecFile.choose(file, "run");
  }
}
