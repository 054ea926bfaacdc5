package dev.thaw.workers.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A folder with scripts, named pipes and children, which are all ended when it is closed. */
final class Stage implements AutoCloseable {

  private final Path folder;
  private final List<ChildProcess> children = new ArrayList<>();
  private final List<Process> others = new ArrayList<>();
  private final List<Identity> strays = new ArrayList<>();

  Stage(Path folder) {
    this.folder = folder;
  }

  Path ledgerFolder() {
    return folder.resolve("ledger");
  }

  Path log() {
    return folder.resolve("logs/trial.log");
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  Path pipe(String name) throws IOException, InterruptedException {
    Path pipe = folder.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  /** Waits for somebody who writes numbers into a named pipe; they are ended with the stage. */
  List<Identity> processesTold(Path pipe) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(pipe)) {
      List<Identity> told =
          Arrays.stream(Objects.requireNonNull(reader.readLine()).split(" "))
              .map(pid -> Identity.of(Long.parseLong(pid)).orElseThrow())
              .toList();
      strays.addAll(told);
      return told;
    }
  }

  static String script(String name) {
    try {
      var resource = Objects.requireNonNull(Stage.class.getResource("/launch/" + name), name);
      return Path.of(resource.toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  Launch launch(Object... command) {
    List<String> words = Arrays.stream(command).map(Object::toString).toList();
    return new Launch("digits/7", words, Map.of(), folder, log(), 0);
  }

  ChildProcess start(Object... command) throws IOException {
    return start(launch(command));
  }

  ChildProcess start(Launch launch) throws IOException {
    ChildProcess child = ChildProcess.start(launch, ProcessLedger.in(ledgerFolder()));
    children.add(child);
    return child;
  }

  Exit run(Object... command) throws IOException {
    return start(command).exited().join();
  }

  Process startElsewhere(String... command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    others.add(process);
    return process;
  }

  List<String> filed() throws IOException {
    if (!Files.exists(ledgerFolder())) {
      return List.of();
    }
    try (var files = Files.list(ledgerFolder())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public void close() {
    for (ChildProcess child : children) {
      child.kill();
      child.exited().join();
    }
    others.forEach(process -> process.destroyForcibly().onExit().join());
    strays.stream().filter(Identity::running).forEach(stray -> Signal.KILL.toProcess(stray.pid()));
  }
}
