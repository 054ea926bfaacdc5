package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MlflowServerTest {

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "file:/mlruns",
        "sqlite:///m.db",
        "localhost:5000",
        "http:",
        "http://a b",
        "http://me:secret@host",
        "http://host?x=1"
      })
  void whatIsNoServerIsRefusedInWords(String uri) {
    assertThatThrownBy(() -> MlflowServer.at(uri))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("--tracking-uri")
        .hasMessageContaining("Maybe");
  }

  @Test
  void aServerMayHaveAPath() {
    assertThat(MlflowServer.at(" https://host/mlflow ")).hasToString("https://host/mlflow");
  }

  @Test
  void theVariablesOfMlflowSayAsWhomItIsAsked() {
    assertThat(MlflowServer.authorization(Map.of())).isNull();
    assertThat(MlflowServer.authorization(Map.of("MLFLOW_TRACKING_TOKEN", "t")))
        .isEqualTo("Bearer t");
    assertThat(
            MlflowServer.authorization(
                Map.of("MLFLOW_TRACKING_USERNAME", "me", "MLFLOW_TRACKING_PASSWORD", "secret")))
        .isEqualTo("Basic bWU6c2VjcmV0");
  }
}
