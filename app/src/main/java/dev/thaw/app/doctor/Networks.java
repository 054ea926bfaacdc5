package dev.thaw.app.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What trains networks within Java: ND4J, its backend and the backend's machine code. Only looks
 * for them, as starting ND4J takes seconds and half a gigabyte.
 *
 * @param library whether ND4J is in this build
 * @param backend whether its backend for the processor or the one for CUDA is, and which
 * @param machineCode whether the backend's code for this machine is in this build
 * @param platform this machine, in ND4J's words
 * @param cache the folder to which machine code is unpacked at first use
 * @param unpacks whether it can be written
 * @param threads {@code OMP_NUM_THREADS}, if it is set
 */
record Networks(
    boolean library,
    Optional<String> backend,
    boolean machineCode,
    String platform,
    Path cache,
    boolean unpacks,
    Optional<String> threads) {

  /** Where the parts of a backend are on the class path; {@code %s} is the platform. */
  private record Backend(String name, String type, String folder, String code) {}

  private static final List<Backend> BACKENDS =
      List.of(
          new Backend(
              "nd4j-cuda",
              "org/nd4j/linalg/jcublas/JCublasBackend.class",
              "org/nd4j/linalg/jcublas/bindings/%s/",
              "jnind4jcuda"),
          new Backend(
              "nd4j-native",
              "org/nd4j/linalg/cpu/nativecpu/CpuBackend.class",
              "org/nd4j/linalg/cpu/nativecpu/bindings/%s/",
              "jnind4jcpu"));

  static Networks read(ClassLoader classes, Map<String, String> environment) {
    String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    Optional<Backend> backend =
        BACKENDS.stream().filter(candidate -> has(classes, candidate.type())).findFirst();
    Path cache = cacheFolder();
    return new Networks(
        has(classes, "org/nd4j/linalg/factory/Nd4j.class"),
        backend.map(Backend::name),
        backend.filter(found -> has(classes, code(found, platform))).isPresent(),
        platform,
        cache,
        Files.isWritable(Disk.existing(cache)),
        Optional.ofNullable(environment.get("OMP_NUM_THREADS")));
  }

  private static boolean has(ClassLoader classes, String resource) {
    return classes.getResource(resource) != null;
  }

  private static String code(Backend backend, String platform) {
    return backend.folder().formatted(platform) + System.mapLibraryName(backend.code());
  }

  private static Path cacheFolder() {
    String named = System.getProperty("org.bytedeco.javacpp.cachedir");
    return named == null
        ? Path.of(System.getProperty("user.home"), ".javacpp", "cache")
        : Path.of(named);
  }

  /** A machine in the words of ND4J's builds, such as {@code linux-x86_64}. */
  static String platform(String system, String processor) {
    String os = system.toLowerCase(Locale.ROOT);
    String kind = os.startsWith("mac") ? "macosx" : os.startsWith("win") ? "windows" : os;
    return kind
        + "-"
        + switch (processor) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm64";
          default -> processor;
        };
  }

  List<Finding> findings() {
    if (!library) {
      return List.of(
          Finding.note("ND4J", "not in this build: trials are scripts, or Java without networks."));
    }
    if (backend.isEmpty()) {
      return List.of(
          Finding.warning(
              "ND4J",
              "has no backend, so that networks in Java cannot be trained. Maybe rebuild."));
    }
    if (!machineCode) {
      String text =
          "%s has no machine code for %s, so that networks in Java cannot be trained. Maybe build with -Dnative.platform=%s."
              .formatted(backend.get(), platform, platform);
      return List.of(Finding.warning("ND4J", text));
    }
    if (!unpacks) {
      String text =
          "cannot unpack its machine code to %s. Maybe set THAW_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=DIR."
              .formatted(cache);
      return List.of(Finding.warning("ND4J", text));
    }
    return List.of(working(backend.get()));
  }

  private Finding working(String name) {
    String what =
        "%s for %s, on the %s"
            .formatted(name, platform, name.equals("nd4j-cuda") ? "GPU" : "processor");
    return threads.filter("1"::equals).isPresent()
        ? Finding.ok("ND4J", what)
        : Finding.note(
            "ND4J",
            "%s; curves are exactly repeatable only with one thread. Maybe set OMP_NUM_THREADS=1."
                .formatted(what));
  }
}
