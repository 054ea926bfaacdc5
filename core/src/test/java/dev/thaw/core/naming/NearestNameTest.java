package dev.thaw.core.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

  private static final List<String> KNOWN =
      List.of("learningRate", "batchSize", "width", "epochs", "max");

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "learning_rate, learningRate",
    "LEARNING-RATE, learningRate",
    "learnignRate, learningRate",
    "batch, batchSize",
    "widht, width",
    "epoch, epochs",
    "maximum, max",
  })
  void findsTheNameThatWasMeant(String wrong, String meant) {
    assertThat(NearestName.of(wrong, KNOWN)).contains(meant);
  }

  @Test
  void findsNothingThatIsFarFromAllNames() {
    assertThat(NearestName.of("dropout", KNOWN)).isEmpty();
  }

  @Test
  void takesTheFirstOfTwoThatAreAsClose() {
    assertThat(NearestName.of("widtg", List.of("width", "widta"))).contains("width");
  }
}
