package dev.thaw.workers.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others read of a log while a script writes it. */
final class TrialOutputTest {

  @TempDir private Path folder;
  private TrialOutput output = new TrialOutput(Path.of("none"));

  @BeforeEach
  void begin() throws IOException {
    output = TrialOutput.of(folder, "digits", 7, Map.of());
    Files.createDirectories(output.file().getParent());
  }

  private void print(String text) throws IOException {
    Files.writeString(output.file(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Test
  void itIsWhereTheScriptsPrint() throws IOException {
    assertThat(output.file()).isEqualTo(folder.resolve("logs/trial-00007.log"));
    assertThat(output.exists()).isFalse();

    print("epoch 1\n");

    assertThat(output.exists()).isTrue();
  }

  @Test
  void aFolderOfLogsOfSeveralStudiesHasOneForEach() {
    assertThat(TrialOutput.of(folder, "digits", 7, Map.of("logs", "/var/logs")).file())
        .isEqualTo(Path.of("/var/logs/digits/trial-00007.log"));
  }

  @Test
  void theLastLinesAreWhole() throws IOException {
    print("first\nsecond\nthird\n");

    assertThat(output.tail(10).text()).isEqualTo("third\n");
    assertThat(output.tail(1000).text()).isEqualTo("first\nsecond\nthird\n");
  }

  @Test
  void aLineThatIsLongerThanWhatIsAskedForIsCut() throws IOException {
    print("first\n0123456789\n");

    assertThat(output.tail(4).text()).isEqualTo("789\n");
  }

  @Test
  void whatFollowsAPartIsReadOnce() throws IOException {
    print("first\nsec");
    TrialOutput.Part part = output.tail(1000);
    print("ond\n");

    assertThat(part.text()).isEqualTo("first\nsec");
    TrialOutput.Part next = output.after(part.end(), 1000);
    assertThat(next.text()).isEqualTo("ond\n");
    assertThat(output.after(next.end(), 1000).text()).isEmpty();
  }

  @Test
  void aCharacterIsNotCutInTwo() throws IOException {
    print("aé😀z");

    TrialOutput.Part first = output.after(0, 2);
    TrialOutput.Part second = output.after(first.end(), 5);
    TrialOutput.Part third = output.after(second.end(), 5);

    assertThat(first.text()).isEqualTo("a");
    assertThat(second.text()).isEqualTo("é");
    assertThat(third.text()).isEqualTo("😀z");
  }

  @Test
  void aLogThatWasCutIsReadFromItsBeginning() throws IOException {
    print("a long line\n");
    TrialOutput.Part part = output.tail(1000);
    Files.writeString(output.file(), "cut\n");

    assertThat(output.after(part.end(), 1000).text()).isEqualTo("cut\n");
  }
}
