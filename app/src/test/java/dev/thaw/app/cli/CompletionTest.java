package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What shells complete and what the manual says is what the program knows. */
class CompletionTest {

  @TempDir private Path temp;

  private static Set<String> commands() {
    return ThawCommand.commandLine().getSubcommands().keySet();
  }

  @Test
  void everyCommandIsCompleted() {
    String script = Answer.to("completion").out();

    assertThat(commands()).isNotEmpty().allMatch(script::contains);
  }

  @Test
  void theCompletionIsAScriptThatBashReads() throws Exception {
    assumeTrue(runs("bash", "--version"), "There is no bash on this machine.");
    Path script = Files.writeString(temp.resolve("thaw"), Answer.to("completion").out());

    assertThat(runs("bash", "-n", script.toString())).isTrue();
  }

  @Test
  void everyCommandAndOptionIsInTheManual() {
    String page = Answer.to("man").out();

    ThawCommand.commandLine()
        .getSubcommands()
        .forEach(
            (name, command) -> {
              assertThat(page).contains(".SS thaw " + name);
              command
                  .getCommandSpec()
                  .options()
                  .forEach(
                      option ->
                          assertThat(page).contains(option.longestName().replace("-", "\\-")));
            });
  }

  @Test
  void theManualHasNoMistakesOfRoff() throws Exception {
    assumeTrue(runs("groff", "--version"), "There is no groff on this machine.");
    Path page = Files.writeString(temp.resolve("thaw.1"), Answer.to("man").out());
    Path said = temp.resolve("said");
    Process groff =
        new ProcessBuilder("groff", "-man", "-Tascii", "-ww", page.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(said.toFile())
            .start();

    assertThat(groff.waitFor()).isZero();
    assertThat(said).isEmptyFile();
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException none) {
      return false;
    }
  }
}
