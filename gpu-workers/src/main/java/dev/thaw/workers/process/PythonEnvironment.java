package dev.thaw.workers.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A virtual or a conda environment whose programs and packages a script uses. Nothing of it is run
 * to find it; what its activation scripts would do beyond setting these variables is not done.
 *
 * @param kind the option that names it
 * @param name what it is called
 * @param prefix its folder; absolute
 */
record PythonEnvironment(Kind kind, String name, Path prefix) {

  /** The sorts of environments. */
  enum Kind {
    VENV,
    CONDA
  }

  /** The folder of its programs. */
  Path programs() {
    return prefix.resolve("bin");
  }

  /** Whether there is a Python in it. */
  boolean exists() {
    return Files.isExecutable(programs().resolve("python"));
  }

  /** A search path that begins with its programs. */
  String path(String rest) {
    return rest.isEmpty() ? programs().toString() : programs() + File.pathSeparator + rest;
  }

  /**
   * The variables that stand for it, apart from the search path.
   *
   * @param pythonHome what the worker's own {@code PYTHONHOME} is; it would mislead the environment
   */
  Map<String, String> variables(@Nullable String pythonHome) {
    Map<String, String> variables = new LinkedHashMap<>();
    switch (kind) {
      case VENV -> variables.put("VIRTUAL_ENV", prefix.toString());
      case CONDA -> {
        variables.put("CONDA_PREFIX", prefix.toString());
        variables.put("CONDA_DEFAULT_ENV", name);
      }
    }
    if (pythonHome != null) {
      // Python takes an empty one for none.
      variables.put("PYTHONHOME", "");
    }
    return variables;
  }

  /** A virtual environment at a path that may be relative to a folder. */
  static PythonEnvironment venv(String path, Path base) {
    return new PythonEnvironment(Kind.VENV, path, base.resolve(path).normalize());
  }

  /** A conda environment by its name, or by its folder if there is a slash; empty if unknown. */
  static Optional<PythonEnvironment> conda(String named, Path base, CondaFolders folders) {
    Optional<Path> prefix =
        named.contains("/")
            ? Optional.of(base.resolve(named).normalize())
            : folders.prefixOf(named);
    return prefix.map(found -> new PythonEnvironment(Kind.CONDA, named, found));
  }
}
