package dev.thaw.core.seeded;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The core loaded anew, with a bug or without; the classes of this process stay as they are. */
final class SeededBuild implements AutoCloseable {

  private static final Path SOURCES = Path.of("src/main/java/dev/thaw/core");

  private final URLClassLoader loader;

  private SeededBuild(URLClassLoader loader) {
    this.loader = loader;
  }

  /**
   * Builds the core.
   *
   * @param bug null for none
   * @param folder an empty one, for a source and its classes
   * @throws IllegalStateException if the line is not there, or the change does not compile
   */
  static SeededBuild of(@Nullable SeededBug bug, Path folder) throws IOException {
    if (bug != null) {
      compile(bug, folder);
    }
    // A jar that is shared with this process would be closed for both.
    URLConnection.setDefaultUseCaches("jar", false);
    List<URL> places = new ArrayList<>(List.of(folder.toUri().toURL()));
    for (String entry : classPath().split(File.pathSeparator, -1)) {
      places.add(Path.of(entry).toUri().toURL());
    }
    return new SeededBuild(
        new URLClassLoader(places.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()));
  }

  private static String classPath() {
    String whole = System.getProperty("surefire.test.class.path");
    return whole != null ? whole : System.getProperty("java.class.path", "");
  }

  private static void compile(SeededBug bug, Path folder) throws IOException {
    Path file = SOURCES.resolve(bug.source());
    String source = Files.readString(file);
    if (source.split(Pattern.quote(bug.right()), -1).length != 2) {
      throw new IllegalStateException(
          "%s must hold this once: %s".formatted(bug.source(), bug.right()));
    }
    Path changed = folder.resolve(Objects.requireNonNull(file.getFileName()));
    Files.writeString(changed, source.replace(bug.right(), bug.wrong()));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int result =
        compiler.run(
            null,
            null,
            null,
            "-nowarn",
            "-proc:none",
            "-parameters",
            "-cp",
            classPath(),
            "-d",
            folder.toString(),
            changed.toString());
    if (result != 0) {
      throw new IllegalStateException("%s does not compile.".formatted(bug));
    }
  }

  /** What a detector of the build answers for a seed. */
  Object ask(String detector, long seed) {
    try {
      return loader
          .loadClass(Detectors.class.getName())
          .getMethod(detector, long.class)
          .invoke(null, seed);
    } catch (InvocationTargetException thrown) {
      throw new IllegalStateException(detector + " failed", thrown.getCause());
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException(missing);
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
