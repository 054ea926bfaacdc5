package dev.thaw.actors.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.thaw.actors.broker.BrokerSettings;
import dev.thaw.actors.directory.DirectorySettings;
import dev.thaw.actors.journal.JournalSettings;
import dev.thaw.actors.node.NodeSettings;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reference configuration is complete, and holds nothing that nobody reads. */
final class ReferenceConfTest {

  private static final Config REFERENCE = ConfigFactory.defaultReference().resolve();

  private static final Map<String, Consumer<Config>> SETTINGS =
      Map.of(
          "study",
          SupervisorSettings::from,
          "node",
          NodeSettings::from,
          "broker",
          BrokerSettings::from,
          "directory",
          DirectorySettings::from,
          "journal",
          JournalSettings::from);

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

  private static Set<String> keysUnderThaw() {
    Set<String> keys = new TreeSet<>();
    REFERENCE.getConfig("thaw").entrySet().forEach(entry -> keys.add("thaw." + entry.getKey()));
    return keys;
  }

  @Test
  void buildsAllSettingsAlone() {
    assertThat(SupervisorSettings.from(REFERENCE).snapshotEvery()).isEqualTo(500);
    assertThat(NodeSettings.from(REFERENCE).batchSizeMax()).isEqualTo(500);
    assertThat(JournalSettings.from(REFERENCE).embedded()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "thaw.assertions = often, thaw.assertions (often) must be none",
    "thaw.broker.settle = -1s, thaw.broker.settle (PT-1S)",
    "thaw.broker.study-grace = 0s, thaw.broker.study-grace (PT0S)",
    "thaw.broker.turn = 0s, thaw.broker.turn (PT0S)",
    "thaw.node.resend-interval = 0s, thaw.node.resend-interval (PT0S)",
    "thaw.node.batch-size-max = 0, thaw.node.batch-size-max (0)",
    "thaw.node.lease-time = 1s, thaw.node.lease-time (PT1S)",
    "thaw.study.node-patience = 1s, thaw.study.node-patience (PT1S)",
    "thaw.study.idle-time = 0s, thaw.study.idle-time (PT0S)",
    "thaw.directory.silence = 1ms, thaw.directory.silence (PT0.001S)",
    "thaw.directory.wakes-per-look = 0, thaw.directory.wakes-per-look (0)",
    "thaw.directory.unopened = 1s, thaw.directory.unopened (PT1S)",
    "thaw.study.snapshot-every = 0, thaw.study.snapshot-every (0)",
    "thaw.study.snapshots-kept = 0, thaw.study.snapshots-kept (0)",
    "thaw.study.restart-backoff-min = 0s, thaw.study.restart-backoff-min (PT0S)",
    "thaw.study.restart-backoff-max = 1ms, thaw.study.restart-backoff-max (PT0.001S)",
    "thaw.journal.url = \"jdbc:h2:file\", thaw.journal.url (jdbc:h2:file)",
    "thaw.journal.user = \"\", thaw.journal.user ()",
    "thaw.journal.connections = 1, thaw.journal.connections (1)",
    "thaw.journal.connect-timeout = 10ms, thaw.journal.connect-timeout (PT0.01S)",
    "thaw.journal.answer-timeout = 2h, thaw.journal.answer-timeout (PT2H)"
  })
  void refusesWhatCannotWorkByItsFullPath(String line, String message) {
    Config wrong = ConfigFactory.parseString(line).withFallback(REFERENCE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SETTINGS.values().forEach(settings -> settings.accept(wrong)))
        .withMessageContaining(message);
  }

  @Test
  void everyKeyIsReadByExactlyOneOfTheSettings() {
    Map<String, Integer> readers = new TreeMap<>();
    SETTINGS
        .values()
        .forEach(
            settings -> {
              Set<String> read = new TreeSet<>();
              settings.accept(recording(REFERENCE, "", read));
              read.forEach(key -> readers.merge(key, 1, Integer::sum));
            });

    assertThat(readers.keySet()).isEqualTo(keysUnderThaw());
    assertThat(readers.values()).containsOnly(1);
  }
}
