import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Port;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes a container image of an unpacked archive of Thaw, without Docker: {@code Image FOLDER BASE
 * SYSTEM NAME TARGET}.
 *
 * <ul>
 *   <li>FOLDER: what the archive holds, {@code bin}, {@code conf}, {@code lib} and {@code runtime}
 *   <li>BASE: the image below it, {@code scratch} for none, {@code tar://FILE} for a saved one
 *   <li>SYSTEM: a folder that becomes the root of the image where the base is {@code scratch}
 *   <li>NAME: the image's name and tag
 *   <li>TARGET: the tar file to write; {@code push} to send it to the registry in its name
 * </ul>
 *
 * <p>What changes rarely is in the lower layers, so that an upgrade sends only the last one. The
 * same folder gives the same image, bit for bit.
 */
final class Image {
  private static final AbsoluteUnixPath HOME = AbsoluteUnixPath.get("/opt/thaw");

  /** Nobody's, so that Kubernetes can see that it is not root. */
  private static final String USER = "10001:10001";

  private static final Instant DATE = Instant.ofEpochSecond(1);
  private static final FilePermissions PRIVATE = FilePermissions.fromOctalString("750");
  private static final FilePermissions OPEN = FilePermissions.fromOctalString("777");
  private static final List<String> SECRETS =
      List.of(".p12", ".jks", ".pem", ".key", ".env", ".password", ".pgpass");

  private Image() {}

  public static void main(String[] args) throws Exception {
    if (args.length != 5) {
      throw new IllegalArgumentException("Say: Image FOLDER BASE SYSTEM NAME TARGET");
    }
    Path folder = Path.of(args[0]);
    refuseSecrets(folder);
    ImageReference name = ImageReference.parse(args[3]);
    boolean scratch = args[1].equals("scratch");
    JibContainerBuilder builder = scratch ? Jib.fromScratch() : Jib.from(args[1]);
    if (scratch) {
      builder
          .addFileEntriesLayer(tree("system", Path.of(args[2]), AbsoluteUnixPath.get("/")))
          .addEnvironmentVariable("PATH", "/opt/thaw/bin:/bin");
    }
    Path lib = folder.resolve("lib");
    JibContainer made =
        builder
            .addFileEntriesLayer(places())
            .addFileEntriesLayer(tree("runtime", folder.resolve("runtime"), at("runtime")))
            .addFileEntriesLayer(files("libraries", lib, file -> isLibrary(file)))
            .addFileEntriesLayer(own(folder))
            .setEntrypoint("/opt/thaw/bin/thaw")
            .setProgramArguments("--help")
            .setUser(USER)
            .setWorkingDirectory(AbsoluteUnixPath.get("/var/lib/thaw"))
            .addExposedPort(Port.tcp(2551))
            .addExposedPort(Port.tcp(8081))
            .addLabel("org.opencontainers.image.title", "Thaw")
            .addLabel("org.opencontainers.image.licenses", "Apache-2.0")
            .setCreationTime(DATE)
            .containerize(target(args[4], name, scratch));
    System.out.println(made.getDigest());
  }

  private static Containerizer target(String target, ImageReference name, boolean offline)
      throws Exception {
    if (!target.equals("push")) {
      return Containerizer.to(TarImage.at(Path.of(target)).named(name)).setOfflineMode(offline);
    }
    var credentials = CredentialRetrieverFactory.forImage(name, line -> {});
    return Containerizer.to(
        RegistryImage.named(name)
            .addCredentialRetriever(credentials.dockerConfig())
            .addCredentialRetriever(credentials.wellKnownCredentialHelpers()));
  }

  /** An image is read by many. */
  private static void refuseSecrets(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> found = files.filter(file -> endsWithAny(file, SECRETS)).toList();
      if (!found.isEmpty()) {
        throw new IllegalArgumentException(
            "%s must not be in an image, which is no place for secrets.\nMaybe move it elsewhere."
                .formatted(found));
      }
    }
  }

  private static boolean endsWithAny(Path file, List<String> endings) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return endings.stream().anyMatch(name::endsWith);
  }

  private static boolean isLibrary(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".jar") && !name.startsWith("thaw-");
  }

  private static AbsoluteUnixPath at(String path) {
    return HOME.resolve(path);
  }

  /** What is written to, where nothing else is mounted. */
  private static FileEntriesLayer places() throws IOException {
    Path empty = Files.createTempDirectory("thaw-image");
    empty.toFile().deleteOnExit();
    return FileEntriesLayer.builder()
        .setName("places")
        .addEntry(entry(empty, "/tmp", OPEN, "0:0"))
        .addEntry(entry(empty, "/var/lib/thaw", PRIVATE, USER))
        .build();
  }

  private static FileEntry entry(Path empty, String path, FilePermissions mode, String owner) {
    return new FileEntry(empty, AbsoluteUnixPath.get(path), mode, DATE, owner);
  }

  /** What is Thaw's own; of {@code conf} what a node reads, and not what starts it. */
  private static FileEntriesLayer own(Path folder) throws IOException {
    var layer = FileEntriesLayer.builder().setName("thaw");
    add(layer, folder.resolve("bin/thaw"), at("bin/thaw"));
    add(layer, folder.resolve("LICENSE"), at("LICENSE"));
    for (String part : List.of("conf", "lib")) {
      for (Path file : list(folder.resolve(part))) {
        if (Files.isRegularFile(file) && !isLibrary(file)) {
          add(layer, file, at(part).resolve(file.getFileName()));
        }
      }
    }
    return layer.build();
  }

  private static FileEntriesLayer files(String name, Path folder, Predicate<Path> which)
      throws IOException {
    var layer = FileEntriesLayer.builder().setName(name);
    for (Path file : list(folder)) {
      if (which.test(file)) {
        add(layer, file, at(folder.getFileName().toString()).resolve(file.getFileName()));
      }
    }
    return layer.build();
  }

  private static FileEntriesLayer tree(String name, Path from, AbsoluteUnixPath to)
      throws IOException {
    var layer = FileEntriesLayer.builder().setName(name);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(each -> !each.equals(from)).sorted().toList()) {
        add(layer, file, to.resolve(from.relativize(file)));
      }
    }
    return layer.build();
  }

  /** Nobody but root may change it; everybody may run what its owner may run. */
  private static void add(FileEntriesLayer.Builder layer, Path file, AbsoluteUnixPath to) {
    boolean runs = Files.isDirectory(file) || Files.isExecutable(file);
    layer.addEntry(
        new FileEntry(file, to, FilePermissions.fromOctalString(runs ? "755" : "644"), DATE));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
