package dev.thaw.actors.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.thaw.core.study.StudyState;
import java.io.NotSerializableException;
import org.junit.jupiter.api.Test;

/** What Pekko stores beside the bytes says what they are. */
final class JournalSerializerTest {

  private final JournalSerializer serializer = new JournalSerializer();

  @Test
  void readsRowsAndStatesByTheirManifest() throws Exception {
    Recorded row = GoldenFiles.row();
    StudyState state = SampleStudies.run(1, (before, step, decision) -> {});

    assertThat(serializer.fromBinary(serializer.toBinary(row), "Recorded:1")).isEqualTo(row);
    assertThat(serializer.fromBinary(serializer.toBinary(state), "StudyState:1")).isEqualTo(state);
  }

  @Test
  void isFoundByANumberThatNeverChanges() {
    assertThat(serializer.identifier()).isEqualTo(20_260_101);
  }

  @Test
  void refusesAManifestOfALaterVersion() {
    assertThatExceptionOfType(NotSerializableException.class)
        .isThrownBy(() -> serializer.fromBinary(new byte[0], "Recorded:2"))
        .withMessageContaining(
            "manifest (Recorded:2) must be Recorded:1, StudyState:1 or DirectoryEvent:1");
  }

  @Test
  void refusesWhatHasNoPlaceInAJournal() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> serializer.manifest("text"))
        .withMessageContaining(
            "java.lang.String must be a Recorded, a StudyState or a DirectoryEvent");
  }
}
