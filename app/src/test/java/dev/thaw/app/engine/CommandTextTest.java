package dev.thaw.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.core.space.Narrowing;
import dev.thaw.core.study.StudyCommand;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands go through files as they are. */
final class CommandTextTest {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);

  static List<StudyCommand> commands() {
    return List.of(
        new StudyCommand.Pause(),
        new StudyCommand.Resume(),
        new StudyCommand.Kill(),
        new StudyCommand.EndTrial(3, true),
        new StudyCommand.EndTrial(0, false),
        new StudyCommand.AddTrial(Map.of("a", 1, "b", 0.1, "c", "1", "d", true)),
        new StudyCommand.ForkTrial(3, Map.of("a", 1, "b", 0.1)),
        new StudyCommand.NarrowSpace("a", Narrowing.between(1, 2.5)),
        new StudyCommand.NarrowSpace("a", Narrowing.to(List.of(1L, 0.5, "x", true))),
        new StudyCommand.NarrowSpace("a", null));
  }

  @ParameterizedTest
  @MethodSource("commands")
  @SuppressWarnings("unchecked") // It is what Jackson makes of an object.
  void aCommandSurvives(StudyCommand command) throws Exception {
    byte[] text = JSON.writeValueAsBytes(CommandText.write(command));

    assertThat(CommandText.read((Map<String, Object>) JSON.readValue(text, Map.class)))
        .isEqualTo(command);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CommandText.read(Map.of("command", "dance")))
        .withMessageContaining("dance");
  }
}
