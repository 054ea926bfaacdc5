package dev.thaw.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import dev.thaw.app.cluster.ClusterSettings;
import dev.thaw.app.fixture.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
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

  @Test
  void isInstalledAsItIsUpgraded() {
    List<String> steps =
        List.of(
            "mkdir /opt/thaw-VERSION",
            "-C /opt/thaw-VERSION --strip-components=1",
            "ln -sfn thaw-VERSION /opt/thaw");

    assertThat(Deployed.text(FOLDER.resolve("thaw-supervisor.service"))).contains(steps);
    assertThat(Deployed.text(Deployed.ROOT.resolve("docs/operations.md"))).contains(steps);
  }

  @Test
  void itsSettingsAreThoseOfAClusterAndLieWhereAnUpgradeLeavesThem() throws IOException {
    Config settings = nodeConf("");

    assertThat(settings.getString("thaw.cluster.role")).isEqualTo("both");
    assertThat(settings.hasPath("pekko.remote.artery.transport")).isFalse();
    for (String unit : List.of("thaw-supervisor.service", "thaw-worker.service")) {
      assertThat(keys(unit).get("ExecStart")).endsWith(" --config /etc/thaw/node.conf");
    }
  }

  @Test
  void theLineInTheHeadOfTheUnitTurnsTlsOn() throws IOException {
    assertThat(Deployed.text(FOLDER.resolve("thaw-supervisor.service")))
        .contains("sed -i 's/^#include/include/' /etc/thaw/node.conf")
        .contains("install -o thaw -g thaw -m 600 tls/NAME/* /etc/thaw/tls/");

    assertThat(nodeConf("(?m)^#(?=include)").getString("pekko.remote.artery.transport"))
        .isEqualTo("tls-tcp");
  }

  /** The file as it is when installed here, without what matches. */
  private Config nodeConf(String removed) throws IOException {
    Path file = place.resolve("node.conf");
    Files.writeString(
        file,
        Deployed.text(FOLDER.resolve("node.conf"))
            .replaceAll(removed, "")
            .replace("/opt/thaw/conf", Deployed.CONF.toString()));
    return ConfigFactory.parseFile(file.toFile())
        .withFallback(ConfigFactory.parseMap(Map.of("THAW_TLS_PASSWORD", "secret")))
        .resolve(ConfigResolveOptions.noSystem());
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
