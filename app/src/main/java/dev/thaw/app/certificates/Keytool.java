package dev.thaw.app.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program {@code keytool} of the Java runtime in which Thaw runs; also a runtime that has only
 * what Thaw needs has it.
 *
 * @param program where it is
 */
record Keytool(Path program) {

  /** How a key store's password is handed over: never on a command line, where all may see it. */
  private static final String PASSWORD = "THAW_KEYTOOL_PASSWORD";

  /**
   * Finds the one of a Java runtime.
   *
   * @throws BadCertificatesException if it has none
   */
  static Keytool of(Path javaHome) {
    Path program = javaHome.resolve("bin", "keytool");
    if (!Files.isExecutable(program)) {
      throw new BadCertificatesException(
          "keytool (%s) must be there to make certificates.\nMaybe use a complete JDK 25: THAW_JAVA_HOME=..."
              .formatted(program));
    }
    return new Keytool(program);
  }

  /**
   * Runs it on a key store, to its end.
   *
   * @throws BadCertificatesException if it complains
   */
  void run(Path store, String password, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    // A complaint reads the same everywhere, and a program that lives half a second is not
    // optimised.
    command.addAll(List.of("-J-Duser.language=en", "-J-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString()));
    command.addAll(List.of("-storepass:env", PASSWORD));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put(PASSWORD, password);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new BadCertificatesException(
          "keytool %s on %s failed: %s%s"
              .formatted(arguments[0], store, said, said.contains("password") ? HINT : ""));
    }
  }

  private static final String HINT =
      "\nMaybe %s is another than when the authority was made.".formatted(Secrets.VARIABLE);
}
