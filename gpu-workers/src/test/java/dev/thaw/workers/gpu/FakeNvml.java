package dev.thaw.workers.gpu;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * NVML as {@code src/test/c/fake_nvml.c} has it, compiled by the {@code cc} of this machine when a
 * test first asks for it. Tests are skipped where there is none.
 *
 * @param library the shared library
 * @param control the file that tells it what to do
 */
record FakeNvml(Path library, Path control) {

  private static final Path SOURCE = Path.of("src/test/c/fake_nvml.c").toAbsolutePath();

  /** Tests in another JVM tell theirs something else. */
  private static final Path TARGET =
      Path.of("target/fake-nvml", Long.toString(ProcessHandle.current().pid())).toAbsolutePath();

  /** As a driver of today. */
  static FakeNvml modern() throws IOException, InterruptedException {
    return compile("modern", List.of());
  }

  /** As a driver that lacks what was added in ten years. */
  static FakeNvml old() throws IOException, InterruptedException {
    return compile("old", List.of("-DOLD"));
  }

  private static FakeNvml compile(String variant, List<String> more)
      throws IOException, InterruptedException {
    Files.createDirectories(TARGET);
    Path library = TARGET.resolve("libnvidia-ml-%s.so".formatted(variant));
    FakeNvml fake = new FakeNvml(library, TARGET.resolve("%s.control".formatted(variant)));
    fake.tell();
    if (!Files.exists(library)
        || Files.getLastModifiedTime(library).compareTo(Files.getLastModifiedTime(SOURCE)) < 0) {
      run(fake, more);
    }
    return fake;
  }

  private static void run(FakeNvml fake, List<String> more)
      throws IOException, InterruptedException {
    Path fresh = Files.createTempFile(TARGET, "fresh", ".so");
    List<String> command = new ArrayList<>(List.of("cc", "-shared", "-fPIC", "-Wall", "-Werror"));
    command.addAll(more);
    command.add("-DCONTROL=\"%s\"".formatted(fake.control));
    command.addAll(List.of("-o", fresh.toString(), SOURCE.toString()));
    Process compiler;
    try {
      compiler = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      abort("There is no C compiler (cc) to build the fake NVML with: " + e.getMessage());
      return;
    }
    if (!compiler.waitFor(60, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
      throw new IllegalStateException("cc could not compile %s.".formatted(SOURCE));
    }
    Files.move(fresh, fake.library, REPLACE_EXISTING);
  }

  NvmlSource source() {
    return new NvmlSource(List.of(library.toString()));
  }

  /** Replaces all that it was told, at once. */
  void tell(String... lines) throws IOException {
    Path next = control.resolveSibling(control.getFileName() + ".next");
    Files.writeString(next, String.join("\n", lines) + "\n", UTF_8);
    Files.move(next, control, REPLACE_EXISTING, ATOMIC_MOVE);
  }

  /** How often it was initialised without being shut down since. */
  int initialised() {
    return NvmlLibrary.open(List.of(library.toString())).orElseThrow().call("fakeInitialised");
  }
}
