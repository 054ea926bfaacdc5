package dev.thaw.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpSettingsTest {
  private static final Config REFERENCE = ConfigFactory.defaultReference().resolve();

  private static HttpSettings with(String line) {
    return HttpSettings.from(ConfigFactory.parseString(line).withFallback(REFERENCE));
  }

  @Test
  void listensOnTheLoopbackAloneUnlessToldOtherwise() {
    HttpSettings settings = HttpSettings.from(REFERENCE);

    assertThat(settings.api()).contains(new HttpSettings.Address("127.0.0.1", 8080));
    assertThat(settings.probe()).isEmpty();
    assertThat(settings.access().tokens()).isEmpty();
    assertThat(settings.access().authenticatedByProxy()).isFalse();
    assertThat(settings.bodySizeMax()).isEqualTo(1 << 20);
    assertThat(settings.answerTimeout()).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.0.2.7", "::"})
  void refusesAnAddressOffTheLoopbackUnlessThatIsAllowed(String host) {
    String line = "thaw.http.host = \"%s\"".formatted(host);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(line))
        .withMessageContaining("thaw.http.host (%s)".formatted(host))
        .withMessageContaining("thaw.http.tokens-file")
        .withMessageContaining("\nMaybe ");
    assertThat(with(line + "\nthaw.http.authenticated-by-proxy = on").api())
        .contains(new HttpSettings.Address(host, 8080));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.2", "::1", "localhost"})
  void takesEveryAddressOfTheLoopback(String host) {
    assertThat(with("thaw.http.host = \"%s\"".formatted(host)).api()).isPresent();
  }

  @Test
  void mayServeProbesAnywhere() {
    assertThat(with("thaw.http.probe-host = 0.0.0.0").probe())
        .contains(new HttpSettings.Address("0.0.0.0", 8081));
  }

  @Test
  void mayServeNoApi() {
    assertThat(with("thaw.http.enabled = off").api()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "port = -1, thaw.http.port (-1)",
    "port = 65536, thaw.http.port (65536)",
    "probe-port = 65536, thaw.http.probe-port (65536)",
    "body-size-max = 0, thaw.http.body-size-max (0)",
    "body-size-max = 2GiB, thaw.http.body-size-max (2147483648)",
    "body-timeout = 0s, thaw.http.body-timeout (PT0S)",
    "answer-timeout = 0s, thaw.http.answer-timeout (PT0S)",
    "stop-deadline = 0s, thaw.http.stop-deadline (PT0S)"
  })
  void refusesWhatCannotWorkByItsFullPath(String line, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("thaw.http." + line))
        .withMessageContaining(message);
  }

  @Test
  void readsEveryKeyOfTheReference() {
    Set<String> keys = new TreeSet<>();
    REFERENCE.getConfig("thaw.http").entrySet().forEach(entry -> keys.add(entry.getKey()));
    Set<String> read = new TreeSet<>();

    HttpSettings.from(recording(REFERENCE, read));

    assertThat(read).isEqualTo(keys);
  }

  private static Config recording(Config config, Set<String> read) {
    return (Config)
        Proxy.newProxyInstance(
            Config.class.getClassLoader(),
            new Class<?>[] {Config.class},
            (proxy, method, arguments) -> {
              Object value = invoke(method, config, arguments);
              if (method.getName().equals("getConfig")) {
                return recording((Config) value, read);
              }
              read.add(String.valueOf(arguments[0]));
              return value;
            });
  }

  private static Object invoke(java.lang.reflect.Method method, Config config, Object[] arguments)
      throws Throwable {
    try {
      return Objects.requireNonNull(method.invoke(config, arguments));
    } catch (InvocationTargetException thrown) {
      throw Objects.requireNonNull(thrown.getCause());
    }
  }
}
