package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code thaw certificates}: what it makes, says and refuses. */
final class CertificatesCommandTest {

  @TempDir private Path temp;

  private Answer certificates(String... more) {
    String[] all = new String[more.length + 3];
    all[0] = "certificates";
    all[1] = "--out";
    all[2] = temp.resolve("tls").toString();
    System.arraycopy(more, 0, all, 3, more.length);
    return Answer.to(all);
  }

  @Test
  void saysWhatItMadeAndThatTheAuthorityStays() {
    Answer first = certificates("gpu-1=10.0.0.1,gpu-1");
    Answer again = certificates("--days", "9", "gpu-2");

    assertThat(first.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(first.lines())
        .containsExactly(
            temp.resolve("tls/authority") + "  a new authority; keep it here",
            temp.resolve("tls/gpu-1") + "  for 10.0.0.1, gpu-1, 1095 days");
    assertThat(again.lines())
        .containsExactly(
            temp.resolve("tls/authority") + "  the authority that was there",
            temp.resolve("tls/gpu-2") + "  for gpu-2, 9 days");
    assertThat(first.err() + again.err()).isEmpty();
    assertRefused(certificates("gpu-1"), "gpu-1 must not be there yet", "Maybe delete it first");
  }

  @Test
  void tellsProgramsInJsonWhatItMade() {
    Answer made = certificates("--days", "9", "--json", "a=10.0.0.1");

    assertThat(made.lines())
        .containsExactly(
            "{\"authority\":\"%s\",\"days\":9,\"nodes\":[{\"folder\":\"%s\",\"addresses\":[\"10.0.0.1\"]}]}"
                .formatted(temp.resolve("tls/authority"), temp.resolve("tls/a")));
  }

  @Test
  void refusesWhatIsNoNode() {
    assertRefused(certificates("a b"), "name (a b) of a node must", "Maybe say: gpu-1=");
    assertRefused(certificates("a=b c"), "address (b c) of node a must", "Maybe say: a=");
    assertRefused(certificates(), "NAME[=ADDRESS,...]");
  }

  @Test
  void refusesDaysThatMakeNoSense() {
    assertRefused(certificates("--days", "0", "a"), "--days (0) must be from 1 to 3650");
  }

  @Test
  void refusesAFileInPlaceOfAFolder() throws IOException {
    Files.writeString(temp.resolve("tls"), "text");

    assertThat(certificates("a").err()).contains("must be a folder, or nothing yet");
    assertThat(temp.resolve("tls")).hasContent("text");
  }

  @Test
  void warnsOfWhatOthersCanRead() throws IOException {
    Files.createDirectory(temp.resolve("tls"));
    Path leak = Files.writeString(temp.resolve("tls/copy.p12"), "x");
    leak.toFile().setReadable(true, false);

    Answer answer = certificates("a");

    assertThat(answer.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(answer.err())
        .contains("warning: " + leak + " can be read by others", "Maybe say: chmod 600 " + leak);
  }

  private void assertRefused(Answer answer, String... words) {
    assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.err()).contains(words).doesNotContain("\tat ");
  }
}
