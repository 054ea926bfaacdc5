package dev.thaw.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: settings that nobody means are refused before a node starts. */
final class ClusterSettingsTest {

  private static Config with(String line) {
    return ConfigFactory.parseString("thaw.cluster." + line)
        .withFallback(ConfigFactory.defaultReference());
  }

  @ParameterizedTest
  @ValueSource(strings = {"leave-time", "join-time", "rejoin-time"})
  void aTimeWithoutAUnitIsRefused(String key) {
    Config config = with(key + " = 300");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterSettings.from(config))
        .withMessage(
            "thaw.cluster.%s (PT0.3S) must be at least 1s.\nMaybe its unit is missing, as in 300s.",
            key);
  }

  @Test
  void aSecondIsEnough() {
    assertThat(ClusterSettings.from(with("leave-time = 1s")).leaveTime())
        .isEqualTo(Duration.ofSeconds(1));
  }
}
