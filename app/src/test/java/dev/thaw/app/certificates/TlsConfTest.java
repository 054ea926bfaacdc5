package dev.thaw.app.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * {@code conf/tls.conf} as an operator gets it, without what the environment of this test holds.
 */
final class TlsConfTest {

  private static final Config FILE =
      ConfigFactory.parseFile(Path.of("..", "conf", "tls.conf").toFile());

  private static Config in(Map<String, String> environment) {
    return ConfigFactory.parseMap(environment)
        .withFallback(FILE)
        .resolve(ConfigResolveOptions.noSystem())
        .getConfig("pekko.remote.artery");
  }

  @Test
  void asksForACertificateAndForTheRightAddressByTheNewestProtocol() {
    Config artery = in(Map.of("THAW_TLS_PASSWORD", "secret"));
    Config ssl = artery.getConfig("ssl.config-ssl-engine");

    assertThat(artery.getString("transport")).isEqualTo("tls-tcp");
    assertThat(ssl.getBoolean("require-mutual-authentication")).isTrue();
    assertThat(ssl.getBoolean("hostname-verification")).isTrue();
    assertThat(ssl.getString("protocol")).isEqualTo("TLSv1.3");
    assertThat(ssl.getString("key-store")).isEqualTo("/etc/thaw/tls/keystore.p12");
  }

  @Test
  void takesItsPathsFromTheEnvironment() {
    Config ssl =
        in(Map.of(
                "THAW_TLS_PASSWORD", "secret",
                "THAW_TLS_KEY_STORE", "/k",
                "THAW_TLS_TRUST_STORE", "/t",
                "THAW_TLS_HOSTNAME_VERIFICATION", "off"))
            .getConfig("ssl.config-ssl-engine");

    assertThat(ssl.getString("key-store")).isEqualTo("/k");
    assertThat(ssl.getString("trust-store")).isEqualTo("/t");
    assertThat(ssl.getBoolean("hostname-verification")).isFalse();
  }

  @Test
  void startsNothingWithoutAPassword() {
    assertThatExceptionOfType(ConfigException.UnresolvedSubstitution.class)
        .isThrownBy(() -> in(Map.of()))
        .withMessageContaining("THAW_TLS_PASSWORD");
  }
}
