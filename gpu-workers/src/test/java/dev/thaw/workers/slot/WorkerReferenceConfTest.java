package dev.thaw.workers.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.thaw.workers.gpu.GpuClaims;
import dev.thaw.workers.gpu.Packing;
import dev.thaw.workers.gpu.SlotSettings;
import dev.thaw.workers.session.SessionHostSettings;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The workers' part of the reference configuration is complete, and nothing in it is unread. */
final class WorkerReferenceConfTest {

  private static final Config REFERENCE = ConfigFactory.defaultReference().resolve();

  private static final List<Consumer<Config>> SETTINGS =
      List.of(SessionHostSettings::from, WorkerReferenceConfTest::gpuSettings);

  private static GpuSlotSettings gpuSettings(Config config) {
    return GpuSlotSettings.of(
        SlotSettings.defaults(), OptionalInt.empty(), GpuClaims.everything(), config);
  }

  /** A configuration that remembers which values were read from it, by their full path. */
  private static Config recording(Config config, String prefix, Set<String> read) {
    return (Config)
        Proxy.newProxyInstance(
            Config.class.getClassLoader(),
            new Class<?>[] {Config.class},
            (proxy, method, arguments) -> {
              Object value = method.invoke(config, arguments);
              String path = arguments == null ? "" : prefix + arguments[0];
              if (method.getName().equals("getConfig")) {
                Config part = (Config) Objects.requireNonNull(value, path);
                return recording(part, path + ".", read);
              }
              read.add(path);
              return value;
            });
  }

  @Test
  void buildsTheDefaultsOfTheCode() {
    assertThat(SessionHostSettings.from(REFERENCE)).isEqualTo(SessionHostSettings.defaults());
    assertThat(gpuSettings(REFERENCE).packing()).isEqualTo(Packing.defaults());
    assertThat(gpuSettings(REFERENCE).lookEvery()).isEqualTo(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource({
    "abort-grace = 0s, thaw.worker.abort-grace (PT0S)",
    "parked-sessions = -1, thaw.worker.parked-sessions (-1)",
    "park-for = 0s, thaw.worker.park-for (PT0S)",
    "gpu.memory-patience = 0s, thaw.worker.gpu.memory-patience (PT0S)",
    "gpu.look-every = 0s, thaw.worker.gpu.look-every (PT0S)",
    "gpu.packing-after = 0, thaw.worker.gpu.packing-after (0)",
    "gpu.packing-margin = -0.1, thaw.worker.gpu.packing-margin (-0.1)",
    "gpu.packing-max = 0, thaw.worker.gpu.packing-max (0)"
  })
  void refusesWhatCannotWorkByItsFullPath(String line, String message) {
    Config wrong = ConfigFactory.parseString("thaw.worker." + line).withFallback(REFERENCE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SETTINGS.forEach(settings -> settings.accept(wrong)))
        .withMessageStartingWith(message + " must be ");
  }

  @Test
  void everyKeyIsReadByExactlyOneOfTheSettings() {
    Map<String, Integer> readers = new TreeMap<>();
    for (Consumer<Config> settings : SETTINGS) {
      Set<String> read = new TreeSet<>();
      settings.accept(recording(REFERENCE, "", read));
      read.forEach(key -> readers.merge(key, 1, Integer::sum));
    }
    Set<String> keys = new TreeSet<>();
    REFERENCE
        .getConfig("thaw.worker")
        .entrySet()
        .forEach(entry -> keys.add("thaw.worker." + entry.getKey()));

    assertThat(readers.keySet()).isEqualTo(keys);
    assertThat(readers.values()).containsOnly(1);
  }
}
