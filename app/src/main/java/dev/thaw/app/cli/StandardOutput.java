package dev.thaw.app.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * The standard output, which remembers that something could not be written. Java's own swallows
 * that, so that a full disk would look like success.
 */
final class StandardOutput extends FilterOutputStream {

  private final PrintWriter writer;
  private @Nullable IOException failure;

  StandardOutput(OutputStream stream, Charset charset) {
    super(stream);
    writer = new PrintWriter(new OutputStreamWriter(this, charset), true);
  }

  static StandardOutput of(FileDescriptor descriptor) {
    return new StandardOutput(new FileOutputStream(descriptor), System.out.charset());
  }

  /** Where commands print. */
  PrintWriter writer() {
    return writer;
  }

  /** Why the first part could not be written that could not; null if all was. */
  @Nullable IOException failure() {
    writer.flush();
    return failure;
  }

  /** Whether all is well but nobody reads any more, as behind a pipe to {@code head}. */
  boolean isUnread() {
    return failure != null && "Broken pipe".equals(failure.getMessage());
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    try {
      out.write(bytes, from, count);
    } catch (IOException unwritten) {
      failure = failure == null ? unwritten : failure;
      throw unwritten;
    }
  }
}
