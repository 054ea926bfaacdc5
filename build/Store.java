import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies jars into a folder with their entries uncompressed and undated: {@code Store FOLDER
 * JAR...}. What compresses the folder as a whole finds far more that repeats, and class loading has
 * nothing to inflate.
 */
final class Store {
  private static final LocalDateTime EPOCH = LocalDateTime.of(2026, 1, 1, 0, 0);

  private Store() {}

  public static void main(String[] args) throws IOException {
    var folder = Path.of(args[0]);
    for (int i = 1; i < args.length; i++) {
      var jar = Path.of(args[i]);
      Path copy = folder.resolve(jar.getFileName());
      if (Files.exists(copy)) {
        throw new IOException("Two jars are named %s; the second is %s.".formatted(copy, jar));
      }
      copy(jar, copy);
    }
  }

  private static void copy(Path jar, Path copy) throws IOException {
    try (var from = new ZipFile(jar.toFile());
        var to = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(copy)))) {
      to.setMethod(ZipOutputStream.STORED);
      for (ZipEntry entry : from.stream().toList()) {
        byte[] content = from.getInputStream(entry).readAllBytes();
        to.putNextEntry(stored(entry.getName(), content));
        to.write(content);
        to.closeEntry();
      }
    }
  }

  private static ZipEntry stored(String name, byte[] content) {
    var checksum = new CRC32();
    checksum.update(content);
    var entry = new ZipEntry(name);
    entry.setTimeLocal(EPOCH);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    return entry;
  }
}
