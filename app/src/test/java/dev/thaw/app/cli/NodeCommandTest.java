package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a node from starting is said in words. */
final class NodeCommandTest {

  private static final String LOG = "logback.configurationFile";

  @TempDir private Path temp;

  /** Otherwise a node sends the log of the whole process to the standard error. */
  @BeforeEach
  void keepTheLog() {
    System.setProperty(LOG, "logback.xml");
  }

  @AfterEach
  void forget() {
    System.clearProperty(LOG);
  }

  private Answer node(String settings, String... more) throws IOException {
    Path file = temp.resolve("node.conf");
    Files.writeString(file, settings);
    List<String> all = new ArrayList<>(List.of("node", "--role=worker", "--slots=1"));
    all.addAll(List.of("--config", file.toString(), "--dir=" + temp.resolve("studies")));
    all.addAll(List.of(more));
    return Answer.to(all.toArray(String[]::new));
  }

  private static void assertRefused(Answer answer, int exitCode, String... words) {
    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(exitCode);
    assertThat(answer.err()).contains(words).doesNotContain("\tat ", "Exception");
  }

  @Test
  void refusesALeaseThatOutlastsThePatienceOfStudies() throws IOException {
    assertRefused(
        node("thaw.node.lease-time = 2m"),
        ExitCode.BAD_INPUT,
        "thaw.node.lease-time (PT2M)",
        "thaw.study.node-patience (PT2M)");
  }

  @Test
  void refusesAWorkerThatJoinsNobody() throws IOException {
    assertRefused(node(""), ExitCode.BAD_INPUT, "thaw.cluster.seeds ()", "--join HOST:PORT");
  }

  @Test
  void refusesAKeyStoreThatIsNotThere() throws IOException {
    Path tls = Path.of("..", "conf", "tls.conf").toAbsolutePath().normalize();
    String settings =
        "THAW_TLS_PASSWORD = secret, THAW_TLS_KEY_STORE = nowhere.p12\ninclude file(\"%s\")"
            .formatted(tls);

    assertRefused(
        node(settings), ExitCode.BAD_INPUT, "key-store (nowhere.p12)", "THAW_TLS_KEY_STORE");
  }

  @Test
  void saysThatItsPortIsInUse() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertRefused(
          node(
              "pekko.loglevel = OFF, pekko.stdout-loglevel = OFF",
              "--port=" + port,
              "--join=127.0.0.1:1"),
          ExitCode.FAULT,
          "thaw.cluster.port (%d) is in use".formatted(port),
          "Maybe another node");
    }
  }
}
