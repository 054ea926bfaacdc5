package dev.thaw.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NotifierTest {

  @Test
  void saysInALineEachWhoWasNotReachedAndThrowsNothing() throws Exception {
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    var hook =
        new NotifySettings.Hook(
            URI.create("http://127.0.0.1:%d/secret-path".formatted(free)),
            "",
            Duration.ofSeconds(5),
            1,
            Duration.ZERO);
    var letter =
        new NotifySettings.Letter(
            "127.0.0.1",
            free,
            NotifySettings.Encryption.NONE,
            "not an address at all <",
            List.of("night@example.org"),
            "",
            "",
            Duration.ofSeconds(5));

    List<String> problems =
        new Notifier(new NotifySettings(hook, letter)).send(Notice.failed("digits", "crashed"));

    assertThat(problems)
        .hasSize(2)
        .allSatisfy(problem -> assertThat(problem).doesNotContain("\n", "secret-path"));
    assertThat(problems.getFirst()).startsWith("the webhook at 127.0.0.1 was not told: ");
  }

  @Test
  void hasNothingToSayWhereNobodyWantsToKnow() {
    assertThat(new Notifier(NotifySettings.none()).send(Notice.failed("digits", "crashed")))
        .isEmpty();
  }
}
