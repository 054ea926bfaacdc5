package dev.thaw.app.certificates;

import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Passwords of key stores, and files that only their owner may read. */
final class Secrets {

  /** Holds a generated password, as a line that shells and service managers take. */
  static final String FILE = "tls.env";

  /** The variable by which a password is given, here and to the program. */
  static final String VARIABLE = "THAW_TLS_PASSWORD";

  /** The least that keytool takes. */
  private static final int SHORTEST = 6;

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private Secrets() {}

  /** Demands that a password which was given can be used. */
  static void check(Optional<String> given) {
    if (given.isPresent() && given.get().length() < SHORTEST) {
      throw new BadCertificatesException(
          "%s (%d characters) must have at least %d.\nMaybe leave it away, and each node gets a password of its own."
              .formatted(VARIABLE, given.get().length(), SHORTEST));
    }
  }

  /** Returns the given password, or makes one and writes it into a folder. */
  static String choose(Optional<String> given, Path folder) throws IOException {
    if (given.isPresent()) {
      return given.get();
    }
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Files.writeString(folder.resolve(FILE), VARIABLE + "=" + password + "\n");
    return password;
  }

  /** Returns the password of a folder that is there: the written one, or else the given one. */
  static String read(Optional<String> given, Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (Files.exists(file)) {
      return Files.readString(file).strip().substring(VARIABLE.length() + 1);
    }
    return given.orElseThrow(
        () ->
            new BadCertificatesException(
                "the password of %s is not known: there is no %s.\nMaybe set %s as it was when the authority was made."
                    .formatted(folder, file, VARIABLE)));
  }

  /** Makes a folder that only its owner may enter. */
  static void makeFolder(Path folder) throws IOException {
    if (POSIX) {
      var owner = PosixFilePermissions.asFileAttribute(fromString("rwx------"));
      Files.createDirectory(folder, owner);
    } else {
      Files.createDirectory(folder);
    }
  }

  /** Lets only the owner read the files of a folder. */
  static void lock(Path folder) throws IOException {
    if (POSIX) {
      for (Path file : files(folder)) {
        Files.setPosixFilePermissions(file, fromString("rw-------"));
      }
    }
  }

  /** Returns the files below a folder that others may read. */
  static List<Path> exposed(Path folder) throws IOException {
    return files(folder).stream().filter(Secrets::isExposed).toList();
  }

  private static boolean isExposed(Path file) {
    if (!POSIX) {
      return true;
    }
    try {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
      return rights.contains(PosixFilePermission.GROUP_READ)
          || rights.contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
