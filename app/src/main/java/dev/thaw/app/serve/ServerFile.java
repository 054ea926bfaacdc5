package dev.thaw.app.serve;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.thaw.app.desk.DeskJson;
import dev.thaw.app.engine.StudyFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * How the process that runs a study can be asked; a file in the study's folder, while it can be.
 * Only its owner can read it.
 *
 * @param study the study's name
 * @param url of the server, without a slash at its end
 * @param token that is to be sent with every request
 * @param pid the process that listens
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServerFile(String study, String url, String token, long pid) {

  private static final String NAME = "server.json";
  private static final String OWNER_ONLY = "rw-------";

  private static Path of(StudyFolder folder) {
    return folder.directory().resolve(NAME);
  }

  /** Reads it; empty if nobody serves the study. A process that was killed may have left one. */
  public static Optional<ServerFile> find(StudyFolder folder) {
    try {
      Path file = of(folder);
      return Files.exists(file)
          ? Optional.of(DeskJson.read(Files.readAllBytes(file), ServerFile.class))
          : Optional.empty();
    } catch (IOException goneOrForeign) {
      return Optional.empty();
    }
  }

  /** Leaves it in the folder, in place of another. */
  void write(StudyFolder folder) throws IOException {
    Path half = of(folder).resolveSibling(NAME + ".tmp");
    Files.deleteIfExists(half);
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
            }
            : new FileAttribute<?>[0];
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (SeekableByteChannel channel = Files.newByteChannel(half, options, attributes)) {
      ByteBuffer json = ByteBuffer.wrap(DeskJson.bytes(this));
      while (json.hasRemaining()) {
        channel.write(json);
      }
    }
    Files.move(
        half, of(folder), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static void delete(StudyFolder folder) throws IOException {
    Files.deleteIfExists(of(folder));
  }

  /** Where a browser finds the study; the token stays in the browser. */
  public String link() {
    return url + "/#token=" + token;
  }
}
