package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A setting that wants a variable says which one is missing. */
final class WrongSettingTest {

  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({
    "THAW_TLS_PASSWORD, Maybe say: set -a; . /etc/thaw/tls/tls.env",
    "THAW_NOBODY_SETS_THIS, Maybe say: export THAW_NOBODY_SETS_THIS=..."
  })
  void namesTheVariableThatIsMissing(String variable, String remedy) throws IOException {
    Path file = temp.resolve("node.conf");
    Files.writeString(file, "thaw.nothing = ${%s}\n".formatted(variable));

    Answer answer = Answer.to("node", "--config", file.toString());

    assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.err())
        .contains("thaw: %s is not set, which ".formatted(variable), "node.conf: 1", remedy)
        .doesNotContain("substitution");
  }

  @Test
  void leavesOtherMistakesInTheirOwnWords() {
    assertThat(WrongSetting.because(new IllegalArgumentException("a (1) must be 2.")))
        .hasMessage("a setting is wrong: a (1) must be 2.");
  }
}
