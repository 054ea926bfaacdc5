package dev.thaw.workers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.thaw.workers.hypergradient.WeightGroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMessageTest {

  @Test
  void readsEveryMessage() {
    assertThat(
            ClientMessage.parse("{\"type\":\"hello\",\"protocol\":1,\"client\":\"c\",\"pid\":3}"))
        .isEqualTo(new ClientMessage.Hello(1, "c"));
    assertThat(ClientMessage.parse("{\"type\":\"saved\",\"epoch\":3,\"path\":\"model\"}"))
        .isEqualTo(new ClientMessage.Saved(3, Optional.of("model"), false));
    assertThat(ClientMessage.parse("{\"type\":\"heartbeat\"}"))
        .isEqualTo(new ClientMessage.Heartbeat(OptionalDouble.empty()));
    assertThat(ClientMessage.parse("{\"type\":\"heartbeat\",\"progress\":0.5}"))
        .isEqualTo(new ClientMessage.Heartbeat(OptionalDouble.of(0.5)));
    assertThat(
            ClientMessage.parse("{\"type\":\"error\",\"kind\":\"infeasible\",\"message\":\"m\"}"))
        .isEqualTo(new ClientMessage.Failed(ScriptFailed.Kind.INFEASIBLE, "m"));
    assertThat(ClientMessage.parse("{\"type\":\"evaluated\",\"loss\":\"NaN\"}"))
        .isEqualTo(new ClientMessage.Evaluated(Double.NaN));
    assertThat(
            ClientMessage.parse(
                "{\"type\":\"model\",\"groups\":[{\"name\":\"w\",\"size\":2,\"penalised\":false}]}"))
        .isEqualTo(new ClientMessage.Model(List.of(new WeightGroup("w", 2, false))));
    assertThat(ClientMessage.parse("{\"type\":\"goodbye\",\"unknown\":[]}"))
        .isEqualTo(new ClientMessage.Goodbye());
  }

  @Test
  void readsWhatIsNoNumberInEitherForm() {
    String line =
        "{\"type\":\"epoch\",\"epoch\":1,\"metrics\":{\"a\":NaN,\"b\":\"NaN\",\"c\":-Infinity}}";

    assertThat(ClientMessage.parse(line))
        .isEqualTo(
            new ClientMessage.Epoch(
                1,
                Map.of("a", Double.NaN, "b", Double.NaN, "c", Double.NEGATIVE_INFINITY),
                Map.of()));
  }

  @Test
  void readsSealedMetricsApart() {
    String line =
        "{\"type\":\"epoch\",\"epoch\":1,\"metrics\":{\"a\":1},\"sealed\":{\"b\":\"NaN\"}}";

    assertThat(ClientMessage.parse(line))
        .isEqualTo(new ClientMessage.Epoch(1, Map.of("a", 1.0), Map.of("b", Double.NaN)));
  }

  @Test
  void readsForHowLongProcessorsWorked() {
    String line =
        "{\"type\":\"epoch\",\"epoch\":1,\"metrics\":{\"a\":1},\"processorSeconds\":12.5}";

    assertThat(ClientMessage.parse(line))
        .isEqualTo(new ClientMessage.Epoch(1, Map.of("a", 1.0), Map.of(), OptionalDouble.of(12.5)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"type\":\"epoch\",\"epoch\":1,\"metrics\":{\"a\":1},\"processorSeconds\":-1}",
        "{\"type\":\"epoch\",\"epoch\":1,\"metrics\":{\"a\":1},\"processorSeconds\":\"2\"}",
        "3",
        "[]",
        "{}",
        "null",
        "loss=1",
        "{\"type\":\"goodbye\"} and more",
        "{\"type\":\"goodbye\"",
        "{\"type\":3}",
        "{\"type\":\"train\",\"epoch\":1}",
        "{\"type\":\"hello\"}",
        "{\"type\":\"hello\",\"protocol\":1.5}",
        "{\"type\":\"epoch\",\"epoch\":1}",
        "{\"type\":\"epoch\",\"epoch\":1,\"metrics\":{}}",
        "{\"type\":\"epoch\",\"epoch\":1,\"metrics\":{\"a\":null}}",
        "{\"type\":\"epoch\",\"epoch\":\"1\",\"metrics\":{\"a\":1}}",
        "{\"type\":\"epoch\",\"epoch\":1,\"metrics\":{\"a\":1},\"sealed\":{\"a\":1}}",
        "{\"type\":\"epoch\",\"epoch\":1,\"metrics\":{\"a\":1},\"sealed\":0.9}",
        "{\"type\":\"epoch\",\"epoch\":1,\"metrics\":{},\"sealed\":{\"a\":1}}",
        "{\"type\":\"epoch\",\"epoch\":99999999999,\"metrics\":{\"a\":1}}"
      })
  void refusesWhatIsNoMessage(String line) {
    assertThatIllegalArgumentException().isThrownBy(() -> ClientMessage.parse(line));
  }
}
