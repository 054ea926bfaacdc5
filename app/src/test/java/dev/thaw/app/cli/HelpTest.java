package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What {@code --help} says can be read in a terminal of 80 columns. */
final class HelpTest {

  private static Map<String, CommandLine> commands() {
    return ThawCommand.commandLine().getSubcommands();
  }

  @Test
  void describesEachCommandInOneText() {
    commands()
        .forEach(
            (name, command) ->
                assertThat(command.getCommandSpec().usageMessage().description())
                    .as(name)
                    .hasSize(1));
  }

  @Test
  void endsNoDescriptionInTheMiddleOfASentenceInTheListOfCommands() {
    assertThat(Answer.to("--help").out().replaceAll("\\s+", " "))
        .contains("it then pauses its sessions, which go on elsewhere, and leaves.");
  }

  @Test
  void leavesTheBreakingOfLinesToTheTerminal() {
    List<String> broken = new ArrayList<>();
    commands()
        .forEach(
            (name, command) -> {
              for (String line : command.getCommandSpec().usageMessage().footer()) {
                if (!line.isEmpty() && Character.isLowerCase(line.charAt(0))) {
                  broken.add(name + ": " + line);
                }
              }
            });

    assertThat(broken).isEmpty();
  }

  /** All others: what answers with a program, a page or a schema, runs for ever, or takes away. */
  @Test
  void answersProgramsInJson() {
    List<String> others = new ArrayList<>();
    commands()
        .forEach(
            (name, command) -> {
              Map<String, CommandLine> words = command.getSubcommands();
              if (words.isEmpty()) {
                words = Map.of("", command);
              }
              words.forEach(
                  (word, line) -> {
                    if (line.getCommandSpec().findOption("--json") == null) {
                      others.add((name + " " + word).strip());
                    }
                  });
            });

    assertThat(others)
        .containsExactlyInAnyOrder("completion", "man", "schema", "node", "token revoke");
  }

  @Test
  void saysWhatAShareIsUnlessItIsChangedAndWhatANodeWithoutSeedsIs() {
    assertThat(Answer.to("set", "--help").out().replaceAll("\\s+", " "))
        .contains(
            "more than the minimum (0)", "at most (resources.slots", "relative to others (1)");
    assertThat(Answer.to("node", "--help").out().replaceAll("\\s+", " "))
        .contains("Without any, a supervisor is a cluster of its own, and a worker is refused.");
  }
}
