package dev.thaw.app.cli;

import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.app.summary.StatusFile;
import dev.thaw.core.study.StudySpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the study that comes with the program. */
@Command(
    name = "demo",
    description = "Trains real models on real data for a few minutes, without any preparation.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  private static final String RESOURCE = "dev/thaw/examples/language.yaml";

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The study's folder (studies/demo, or the next free number once that ended).")
  private @Nullable Path directory;

  @Override
  public Integer call() throws IOException, InterruptedException {
    StudySpec study = read();
    var folder = directory == null ? nextFolder() : new StudyFolder(directory);
    return new StudyRun(study, folder, options, spec.commandLine().getOut()).run();
  }

  private StudySpec read() throws IOException {
    try (InputStream yaml = DemoCommand.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      if (yaml == null) {
        throw new UserMistake(
            "the demo trains with ND4J, which this build of Thaw is without.\n"
                + "Maybe take the archive that is not called slim, or let thaw run train a script"
                + " of yours.");
      }
      String text = new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
      return SpecReader.read(text, "the demo's spec", options.overrides());
    } catch (BadSpecException bad) {
      throw new UserMistake(String.valueOf(bad.getMessage()));
    }
  }

  /** The first folder that holds no study, or one that has not ended. */
  private static StudyFolder nextFolder() throws IOException {
    for (int number = 1; ; number++) {
      var folder = new StudyFolder(Folders.ROOT.resolve(number == 1 ? "demo" : "demo-" + number));
      boolean ended =
          StatusFile.find(folder.directory())
              .map(status -> status.summary().state().equals("ended"))
              .orElse(false);
      if (!ended) {
        return folder;
      }
    }
  }
}
