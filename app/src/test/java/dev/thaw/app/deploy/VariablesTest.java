package dev.thaw.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The variables by which settings are given. */
final class VariablesTest {

  private static final Pattern READ =
      Pattern.compile("(?m)^ *([a-z.-]+) = \\$\\{[?](THAW_[A-Z_]+)}$");

  @ParameterizedTest
  @ValueSource(strings = {"cluster.conf", "local.conf"})
  void eachValueOfTheFileCanBeGivenByTheEnvironment(String file) {
    Map<String, String> environment = new HashMap<>();
    Matcher read = READ.matcher(Deployed.text(Deployed.CONF.resolve(file)));
    while (read.find()) {
      environment.put(read.group(2), "given");
    }
    Config config =
        ConfigFactory.parseFile(Deployed.CONF.resolve(file).toFile())
            .withFallback(ConfigFactory.parseMap(environment))
            .resolve(ConfigResolveOptions.noSystem());
    Map<String, Object> values = new TreeMap<>();
    config.entrySet().forEach(each -> values.put(each.getKey(), each.getValue().unwrapped()));
    values.keySet().removeAll(environment.keySet());

    assertThat(values).hasSizeGreaterThan(3);
    assertThat(values.values()).containsOnly("given");
  }

  @ParameterizedTest
  @CsvSource({
    "THAW_RESEND_INTERVAL, thaw.node.resend-interval",
    "THAW_LEASE_TIME, thaw.node.lease-time",
    "THAW_NODE_PATIENCE, thaw.study.node-patience",
    "THAW_RESTART_BACKOFF_MAX, thaw.study.restart-backoff-max",
    "THAW_SNAPSHOT_EVERY, thaw.study.snapshot-every",
  })
  void holdsWithoutAFileOfSettings(String variable, String key) {
    assertThat(Deployed.with(Map.of(variable, "31")).getString(key)).isEqualTo("31");
  }

  @Test
  void eachVariableIsInTheManual() {
    String manual = Deployed.text(Deployed.ROOT.resolve("docs/operations.md"));

    assertThat(Deployed.variables()).allMatch(name -> manual.contains("`" + name + "`"));
  }
}
