package dev.thaw.workers.process;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The module {@code thaw}, unpacked for scripts. */
final class PythonModule {

  private static final String RESOURCE = "/python/thaw.py";
  private static final String FILE = "thaw.py";
  private static @Nullable Path folder;

  private PythonModule() {}

  /**
   * The folder of the module that belongs on the path of a study's scripts. It lies in the study's
   * folder, so that what was found can be trained again without Thaw.
   */
  static Path folder(Path study) throws IOException {
    if (study.toString().contains(File.pathSeparator)) {
      // Nothing in such a folder can be named in a search path.
      return folder();
    }
    Path target = study.resolve("python");
    byte[] module = module();
    Path file = target.resolve(FILE);
    if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), module)) {
      Files.createDirectories(target);
      // Another script may import it right now.
      Path half = Files.createTempFile(target, "thaw-", ".tmp");
      Files.write(half, module);
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return target;
  }

  /** A folder with the module for this process, which is deleted when it ends. */
  static synchronized Path folder() throws IOException {
    Path unpacked = folder;
    if (unpacked == null || !Files.exists(unpacked.resolve(FILE))) {
      Path target = Files.createTempDirectory("thaw-python-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> FolderTree.delete(target)));
      Files.write(target.resolve(FILE), module());
      unpacked = target;
      folder = unpacked;
    }
    return unpacked;
  }

  private static byte[] module() throws IOException {
    try (InputStream module = PythonModule.class.getResourceAsStream(RESOURCE)) {
      if (module == null) {
        throw new FileNotFoundException(RESOURCE + " is missing from the class path.");
      }
      return module.readAllBytes();
    }
  }
}
