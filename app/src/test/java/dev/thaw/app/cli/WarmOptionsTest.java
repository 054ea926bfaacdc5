package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.study.StudySpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code --warm-start} at the commands that begin a study. */
class WarmOptionsTest {

  @TempDir private Path temp;

  @Command(name = "any")
  static final class Any {
    @Mixin private WarmOptions warm = new WarmOptions();
  }

  private static StudySpec spec() throws Exception {
    return SpecReader.read(SmallStudy.SPEC, "spec.yaml", List.of());
  }

  private static WarmOptions given(Path source) {
    var any = new Any();
    new CommandLine(any).parseArgs("--warm-start", source.toString(), "--warm-first", "1");
    return any.warm;
  }

  @Test
  void aStudyThatGoesOnKnowsWhatItKnewWhenItBegan() throws Exception {
    Path csv = Files.writeString(temp.resolve("old.csv"), "rate,loss\n0.1,0.7\n0.2,0.9\n");
    StudySpec begun = given(csv).into(spec());
    Files.delete(csv);

    assertThat(begun.known()).hasSize(2);
    assertThat(given(csv).again(spec(), begun)).isEqualTo(begun);
  }

  @Test
  void withoutTheOptionNothingIsKnown() throws Exception {
    assertThat(new WarmOptions().into(spec())).isEqualTo(spec());
  }

  @Test
  void aSourceThatCannotBeReadIsAMistakeOfTheUser() throws Exception {
    Answer answer =
        Answer.to("plan", "-f", SmallStudy.in(temp), "--warm-start", temp.resolve("no").toString());

    assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.err()).contains("--warm-start (", "must be the folder of a study");
  }
}
