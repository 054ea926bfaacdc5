package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.study.KnownResult;
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
  void whatTheSpecKnowsIsKnownBesidesItsSourcesAndOnlyOnce() throws Exception {
    Path csv = Files.writeString(temp.resolve("old.csv"), "rate,loss\n0.1,0.7\n");
    String known =
        SmallStudy.SPEC
            + "known: [{source: old, configuration: {rate: 0.3, optimizer: adam}, value: 9}]\n";
    StudySpec spec = SpecReader.read(known, "spec.yaml", List.of());

    StudySpec begun = given(csv).into(spec);

    assertThat(begun.known())
        .extracting(one -> one.source() + " " + one.value())
        .containsExactly("old 9.0", "old-2 0.7");
    assertThat(given(csv).again(spec, begun)).isEqualTo(begun);
  }

  @Test
  void aStudyThatGoesOnDoesNotRankAnewWhatWasKept() throws Exception {
    // Who was trained longest is in an odd place of the worse half, of which every other is kept.
    var text = new StringBuilder("rate,loss,epochs\n0.5,501.5,27\n0.6,0,9\n0.7,5,9\n");
    for (int i = 1; i <= 1_497; i++) {
      text.append(i / 1_500.0).append(',').append(i).append(",10\n");
    }
    Path csv = Files.writeString(temp.resolve("old.csv"), text);
    StudySpec begun = given(csv).into(spec());

    assertThat(begun.known()).extracting(KnownResult::epochs).doesNotContain(27).contains(9, 10);
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
