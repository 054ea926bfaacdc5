package dev.thaw.app.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NotifySettingsTest {

  private static final Map<String, String> MAIL =
      Map.of(
          "mail.host", "mail.example.org",
          "mail.from", "thaw@example.org",
          "mail.to", "night@example.org, day@example.org");

  private static NotifySettings with(Map<String, String> settings) {
    Map<String, String> named = new HashMap<>();
    settings.forEach((key, value) -> named.put("thaw.notify." + key, value));
    return NotifySettings.from(
        ConfigFactory.parseMap(named)
            .withFallback(ConfigFactory.parseResources("reference.conf"))
            .resolve());
  }

  private static Map<String, String> mailAnd(String key, String value) {
    Map<String, String> all = new HashMap<>(MAIL);
    all.put(key, value);
    return all;
  }

  @Test
  void tellsNobodyUnlessItIsSaid() {
    assertThat(with(Map.of())).isEqualTo(NotifySettings.none());
  }

  @Test
  void readsAWebhook() {
    NotifySettings.Hook hook =
        Objects.requireNonNull(with(Map.of("webhook", "https://example.org/x")).webhook());

    assertThat(hook.address()).hasToString("https://example.org/x");
    assertThat(hook.attempts()).isEqualTo(4);
  }

  @Test
  void readsTheReceiversOfMail() {
    NotifySettings.Letter letter = Objects.requireNonNull(with(MAIL).mail());

    assertThat(letter.to()).isEqualTo(List.of("night@example.org", "day@example.org"));
    assertThat(letter.encryption()).isEqualTo(NotifySettings.Encryption.STARTTLS);
  }

  @ParameterizedTest
  @CsvSource({"starttls, 587", "tls, 465", "NONE, 587"})
  void knowsThePortOfEachEncryption(String encryption, int port) {
    assertThat(with(mailAnd("mail.encryption", encryption)).mail())
        .extracting(letter -> Objects.requireNonNull(letter).port())
        .isEqualTo(port);
  }

  @Test
  void neverShowsThePassword() {
    assertThat(with(mailAnd("mail.password", "hush")).toString()).doesNotContain("hush");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "webhook | example.org/x | thaw.notify.webhook must be an address",
        "webhook | ftp://example.org | thaw.notify.webhook must be an address",
        "attempts | 0 | thaw.notify.attempts (0) must be from 1 to 20.",
        "mail.to | , | thaw.notify.mail.to () must name at least one receiver",
        "mail.port | smtp | thaw.notify.mail.port (smtp) must be a port, such as 587.",
        "mail.encryption | ssl | thaw.notify.mail.encryption (ssl) must be starttls, tls or none."
      })
  void refusesWhatIsWrong(String key, String value, String message) {
    assertThatThrownBy(() -> with(mailAnd(key, value))).hasMessageStartingWith(message);
  }
}
