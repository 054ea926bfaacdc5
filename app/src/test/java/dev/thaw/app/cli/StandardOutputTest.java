package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What cannot be written is no success. */
class StandardOutputTest {

  private static int help(OutputStream stream) {
    return ThawCommand.run(new StandardOutput(stream, StandardCharsets.UTF_8), "schema");
  }

  private static OutputStream failing(String why) {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        throw new IOException(why);
      }
    };
  }

  @Test
  void isWrittenAsItIs() {
    var bytes = new ByteArrayOutputStream();

    assertThat(help(bytes)).isEqualTo(ExitCode.OK);
    assertThat(bytes.toString(StandardCharsets.UTF_8)).startsWith("{").endsWith("}\n");
  }

  @Test
  void aFullDiskIsAFault() {
    assertThat(help(failing("No space left on device"))).isEqualTo(ExitCode.FAULT);
  }

  @Test
  void aReaderWhoHasSeenEnoughIsNone() {
    assertThat(help(failing("Broken pipe"))).isEqualTo(ExitCode.UNREAD);
  }
}
