import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks or rewrites the layout of every Java file of the project: {@code Format check | write |
 * skip}. It runs google-java-format on the JDK that compiles the project, because a formatter that
 * runs inside Maven's own, older JVM cannot read the newer syntax.
 */
final class Format {
  private Format() {}

  public static void main(String[] args) throws Exception {
    String mode = args.length == 1 ? args[0] : "";
    switch (mode) {
      case "check", "write" -> visit(mode.equals("write"));
      case "skip" -> System.out.println("Format: skipped.");
      default -> throw new IllegalArgumentException("thaw.format (%s) must be check, write or skip.".formatted(mode));
    }
  }

  private static void visit(boolean write) throws Exception {
    var formatter = new Formatter(JavaFormatterOptions.builder().formatJavadoc(true).build());
    List<Path> offenders = new ArrayList<>();
    List<Path> sources = sources();
    for (Path file : sources) {
      String before = Files.readString(file);
      String after = formatter.formatSourceAndFixImports(before);
      if (before.equals(after)) {
        continue;
      }
      if (write) {
        Files.writeString(file, after);
      }
      offenders.add(file);
    }
    System.out.printf("Format: %d files, %d %s.%n", sources.size(), offenders.size(), write ? "rewritten" : "to rewrite");
    if (!write && !offenders.isEmpty()) {
      offenders.forEach(file -> System.err.println("not in the house layout: " + file));
      System.err.println("Maybe run: make fmt");
      System.exit(1);
    }
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> modules = Files.list(Path.of("."))) {
      List<Path> found = new ArrayList<>();
      for (Path module : modules.sorted().toList()) {
        Path src = module.resolve("src");
        if (Files.isDirectory(src)) {
          try (Stream<Path> files = Files.walk(src)) {
            files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(found::add);
          }
        }
      }
      return found;
    }
  }
}
