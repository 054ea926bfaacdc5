package dev.thaw.workers.process;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The module {@code thaw}, unpacked once in this process for all of its scripts. */
final class PythonModule {

  private static final String RESOURCE = "/python/thaw.py";
  private static @Nullable Path folder;

  private PythonModule() {}

  /** The folder that belongs on a script's path; it is deleted when this process ends. */
  static synchronized Path folder() throws IOException {
    Path unpacked = folder;
    if (unpacked == null || !Files.exists(unpacked.resolve("thaw.py"))) {
      unpacked = unpack();
      folder = unpacked;
    }
    return unpacked;
  }

  private static Path unpack() throws IOException {
    Path target = Files.createTempDirectory("thaw-python-");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> FolderTree.delete(target)));
    try (InputStream module = PythonModule.class.getResourceAsStream(RESOURCE)) {
      if (module == null) {
        throw new FileNotFoundException(RESOURCE + " is missing from the class path.");
      }
      Files.copy(module, target.resolve("thaw.py"));
    }
    return target;
  }
}
