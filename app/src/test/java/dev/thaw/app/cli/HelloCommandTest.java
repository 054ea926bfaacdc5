package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.spec.SpecReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever has a script, or nothing, has a study after one command. */
class HelloCommandTest {

  @TempDir private Path temp;

  private Answer hello(String... more) {
    return Answer.to(
        Stream.concat(Stream.of("hello", temp.toString()), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void anEmptyFolderGetsAScriptAndAStudyThatIsAccepted() throws Exception {
    Answer answer = hello();

    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.OK);
    assertThat(answer.out()).contains("put your model there", "thaw run -f");
    assertThat(temp.resolve("train.py")).exists();
    assertThat(SpecReader.read(temp.resolve("study.yaml"), List.of()).space().names())
        .containsExactly("lr", "momentum", "degree");
  }

  @Test
  void aScriptOfOnesOwnStaysAsItIs() throws Exception {
    Path script = Files.writeString(temp.resolve("mine.py"), "t = thaw.trial(rate=0.5)\n");

    Answer answer = hello("--json");

    assertThat(answer.json().path("metric").asText()).isEqualTo("loss");
    assertThat(answer.json().path("parameters").toString()).isEqualTo("[\"rate\"]");
    assertThat(script).hasContent("t = thaw.trial(rate=0.5)\n");
    assertThat(Files.readString(temp.resolve("study.yaml")))
        .contains("command: [python3, mine.py]", "workingDirectory: \"" + temp);
  }

  @Test
  void whoWatchesAScriptIsToldWhatThatCosts() throws Exception {
    Files.writeString(
        temp.resolve("train.py"),
        "p.add_argument('--lr', type=float, default=0.1)\nfor epoch in range(9):\n");

    assertThat(hello("--metric", "val_loss").out())
        .contains("watched, not led", "trial.report(val_loss=...)")
        .doesNotContain("cannot be seen");
  }

  @Test
  void whoseScriptCannotBeToldAnythingIsToldHowItCan() throws Exception {
    Files.writeString(temp.resolve("train.py"), "lr = 0.1\nwidth = 32\n");

    Answer answer = hello();

    assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.err())
        .contains("would train the same model", "trial = thaw.trial(lr=0.1, width=32)");
    assertThat(temp.resolve("study.yaml")).doesNotExist();
  }

  @Test
  void saysWhatElseIsPrintedAndWhereItGuesses() throws Exception {
    String options = "p.add_argument('--lr', type=float, default=0.1)\n";
    Path script = temp.resolve("train.py");
    Files.writeString(script, options + "print(f'val_loss={v} val_accuracy={a}')\n");
    assertThat(hello().out()).contains("by val_loss of", "It also prints val_accuracy");

    Files.writeString(script, options);
    assertThat(hello("--force").out()).contains("by loss of", "cannot be seen");
  }

  @Test
  void nothingIsOverwrittenUnasked() {
    hello();

    Answer again = hello();
    assertThat(again.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(again.err()).contains("is there already", "--force");
    assertThat(hello("--force").exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void ofSeveralScriptsOneMustBeNamed() throws Exception {
    Files.writeString(temp.resolve("a.py"), "");
    Files.writeString(temp.resolve("b.py"), "");

    Answer answer = hello();

    assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.err()).contains("there are 2 scripts", "--script");
  }
}
