package dev.thaw.app.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.core.study.StudyState;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatusFileTest {

  @TempDir private Path directory;

  private StudyStatus status(int epochs) {
    StudyState state = VirtualStudy.afterEpochs(Specs.accuracy(1, 60), epochs);
    return StudyStatus.of(Watched.of(state), state.lifecycle().lastAt(), directory);
  }

  @Test
  void readsBackWhatWasWritten() throws IOException {
    StudyStatus status = status(100);

    StatusFile.write(directory, status);

    assertThat(StatusFile.read(directory)).isEqualTo(status);
    assertThat(status.best()).hasSize(20);
    assertThat(status.rungs()).hasSize(5);
  }

  @Test
  void readsAStudyThatHasNotReported() throws IOException {
    StatusFile.write(directory, status(0));

    assertThat(StatusFile.read(directory)).isEqualTo(status(0));
  }

  @Test
  void leavesNothingButTheFile() throws IOException {
    StatusFile.write(directory, status(10));
    StatusFile.write(directory, status(20));

    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(directory.resolve(StatusFile.NAME));
    }
  }

  @Test
  void neverShowsAReaderAPartOfTheFile() throws Exception {
    StudyStatus small = status(0);
    StudyStatus large = status(150);
    StatusFile.write(directory, small);
    var done = new AtomicBoolean();
    var writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 100; i++) {
                      StatusFile.write(directory, i % 2 == 0 ? large : small);
                    }
                  } catch (IOException broken) {
                    throw new IllegalStateException(broken);
                  } finally {
                    done.set(true);
                  }
                });

    int reads = 0;
    while (!done.get() || reads == 0) {
      assertThat(StatusFile.read(directory)).isIn(small, large);
      reads++;
    }
    writer.join();
    assertThat(StatusFile.read(directory)).isEqualTo(small);
  }

  @Test
  void saysWhatIsMissingWhereThereIsNoStudy() throws IOException {
    assertThat(StatusFile.find(directory)).isEmpty();
    assertThatThrownBy(() -> StatusFile.read(directory))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("\nMaybe the study was not started yet");
  }

  @Test
  void refusesADamagedFile() throws IOException {
    Files.writeString(directory.resolve(StatusFile.NAME), "{\"schema\":1,\"summary\":");

    assertThatThrownBy(() -> StatusFile.read(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be read.\nMaybe");
  }

  @Test
  void refusesAnotherLayout() throws IOException {
    Files.writeString(directory.resolve(StatusFile.NAME), "{\"schema\":2}");

    assertThatThrownBy(() -> StatusFile.read(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("schema (2)")
        .hasMessageContaining("another version");
  }

  @Test
  void ignoresKeysThatItDoesNotKnow() throws IOException {
    StatusFile.write(directory, status(10));
    Path file = directory.resolve(StatusFile.NAME);
    Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"added\":[1],"));

    assertThat(StatusFile.read(directory)).isEqualTo(status(10));
  }
}
