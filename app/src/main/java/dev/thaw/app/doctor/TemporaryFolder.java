package dev.thaw.app.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The folder for temporary files, where the sockets between a worker and its scripts lie.
 *
 * @param folder the folder
 * @param refusal why no file can be written there; empty if one can
 * @param sockets where sockets go: the folder, or {@code /tmp} if its name is too long for them
 * @param socketRefusal why no socket can be made there; empty if one can
 */
record TemporaryFolder(
    Path folder, Optional<String> refusal, Path sockets, Optional<String> socketRefusal) {

  /** The addresses of Unix-domain sockets have about a hundred bytes; a folder's name comes in. */
  private static final int LONGEST = 60;

  static TemporaryFolder read(Path folder) {
    Path absolute = folder.toAbsolutePath();
    boolean isShort = absolute.toString().getBytes(UTF_8).length < LONGEST;
    Path sockets = isShort ? absolute : Path.of("/tmp");
    return new TemporaryFolder(absolute, Disk.refusal(absolute), sockets, bind(sockets));
  }

  private static Optional<String> bind(Path folder) {
    try {
      Path own = Files.createTempDirectory(folder, "thaw-");
      Path socket = own.resolve("s");
      try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(UnixDomainSocketAddress.of(socket));
        return Optional.empty();
      } finally {
        Files.deleteIfExists(socket);
        Files.delete(own);
      }
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  List<Finding> findings() {
    if (refusal.isPresent()) {
      return List.of(
          Finding.problem(
              "temporary",
              "%s cannot be written: %s. Maybe set THAW_JAVA_OPTS=-Djava.io.tmpdir=DIR."
                  .formatted(folder, refusal.get())));
    }
    if (socketRefusal.isPresent()) {
      return List.of(
          Finding.problem(
              "temporary",
              "%s takes no socket, by which scripts talk: %s. Maybe set THAW_JAVA_OPTS=-Djava.io.tmpdir=DIR, a folder with a short name on a local disk."
                  .formatted(sockets, socketRefusal.get())));
    }
    return List.of(
        sockets.equals(folder)
            ? Finding.ok("temporary", "%s takes files and sockets".formatted(folder))
            : Finding.note(
                "temporary",
                "%s takes files; its name is too long for sockets, which go to %s."
                    .formatted(folder, sockets)));
  }
}
