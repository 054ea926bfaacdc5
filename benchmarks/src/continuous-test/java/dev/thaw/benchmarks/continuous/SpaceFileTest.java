package dev.thaw.benchmarks.continuous;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.RealParameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpaceFileTest {

  private static final String SPACE =
      """
      {"hyperparameters": [
        {"name": "OpenML_task_id", "type": "categorical", "choices": ["3", "146"]},
        {"name": "batch_size", "type": "uniform_int", "log": true, "lower": 16, "upper": 512},
        {"name": "epoch", "type": "uniform_int", "log": false, "lower": 1, "upper": 52},
        {"name": "learning_rate", "type": "uniform_float", "log": true, "lower": 1e-4, "upper": 0.1},
        {"name": "max_dropout", "type": "uniform_float", "log": false, "lower": 0.0, "upper": 1.0},
        {"name": "num_layers", "type": "uniform_int", "log": false, "lower": 1, "upper": 5}]}
      """;

  @TempDir private Path temp;

  private Path write(String text) throws IOException {
    return Files.writeString(temp.resolve("file"), text);
  }

  @Test
  void readsScalesAndKindsAndLeavesOutInstanceAndFidelity() throws IOException {
    SpaceFile file = SpaceFile.read(write(SPACE));

    assertThat(file.instances()).containsExactly("3", "146");
    assertThat(file.space().parameters())
        .isEqualTo(
            List.of(
                IntegerParameter.log("batch_size", 16, 512),
                RealParameter.log("learning_rate", 1e-4, 0.1),
                RealParameter.linear("max_dropout", 0, 1),
                IntegerParameter.linear("num_layers", 1, 5)));
  }

  @Test
  void refusesAKindThatItDoesNotKnow() throws IOException {
    Path file = write(SPACE.replace("uniform_float", "normal_float"));

    assertThatThrownBy(() -> SpaceFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("normal_float", "learning_rate");
  }

  @Test
  void readsConfigurationsWhateverTheOrderOfTheirColumns() throws IOException {
    var space = SpaceFile.read(write(SPACE)).space();
    Path list =
        write(
            """
            config_id,num_layers,learning_rate,batch_size,max_dropout
            0,3,0.01,71,0.25
            1,5,0.001,512,1
            """);

    assertThat(ReferenceFile.read(list, space))
        .extracting(configuration -> configuration.asMap().toString())
        .containsExactly(
            "{batch_size=71, learning_rate=0.01, max_dropout=0.25, num_layers=3}",
            "{batch_size=512, learning_rate=0.001, max_dropout=1.0, num_layers=5}");
  }

  @Test
  void refusesAConfigurationOutsideOfTheSpace() throws IOException {
    var space = SpaceFile.read(write(SPACE)).space();
    Path list = write("num_layers,learning_rate,batch_size,max_dropout\n9,0.01,71,0.25\n");

    assertThatThrownBy(() -> ReferenceFile.read(list, space))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("num_layers");
  }
}
