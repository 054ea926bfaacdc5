package dev.thaw.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thaw.app.cluster.ClusterSettings;
import dev.thaw.app.fixture.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The units in {@code conf/systemd}. */
final class SystemdTest {

  private static final Path FOLDER = Deployed.CONF.resolve("systemd");

  @TempDir private Path place;

  @ParameterizedTest
  @ValueSource(strings = {"thaw-supervisor.service", "thaw-worker.service"})
  void systemdHasNothingAgainstIt(String unit) throws Exception {
    assertThat(verified(unit, Deployed.text(FOLDER.resolve(unit)))).isEmpty();
  }

  @Test
  void systemdSeesASlipOfTheHand() throws Exception {
    String unit = Deployed.text(FOLDER.resolve("thaw-worker.service"));

    assertThat(verified("broken.service", unit.replace("KillMode=", "KillMod=")))
        .contains("KillMod");
  }

  @ParameterizedTest
  @ValueSource(strings = {"thaw-supervisor.service", "thaw-worker.service"})
  void isGivenMoreTimeToLeaveThanItTakes(String unit) {
    Map<String, String> service = keys(unit);
    Duration time = Duration.parse("PT" + service.get("TimeoutStopSec"));

    assertThat(time).isGreaterThan(Deployed.leavesWithin());
    assertThat(service).containsEntry("KillMode", "mixed").containsEntry("Restart", "on-failure");
  }

  @Test
  void theExampleOfAnEnvironmentIsOneThatThawReads() {
    Map<String, String> example = keys("thaw.env.example");
    ClusterSettings settings = ClusterSettings.from(Deployed.with(example));

    assertThat(Deployed.variables()).containsAll(example.keySet());
    assertThat(settings.seeds()).contains(settings.host() + ":" + settings.port());
    assertThat(example).containsEntry("THAW_JOURNAL_PASSWORD", "");
  }

  private static Map<String, String> keys(String file) {
    Map<String, String> keys = new LinkedHashMap<>();
    for (String line : Deployed.text(FOLDER.resolve(file)).lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        keys.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return keys;
  }

  /** What systemd says of a unit, whose program need not be installed for that. */
  private String verified(String name, String text) throws IOException, InterruptedException {
    assumeTrue(Programs.has("systemd-analyze"), "there is no systemd-analyze");
    Path unit = place.resolve(name);
    Files.writeString(unit, text.replace("/opt/thaw/bin/thaw", "/bin/sh"));
    Process process =
        new ProcessBuilder("systemd-analyze", "verify", "--man=no", unit.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
