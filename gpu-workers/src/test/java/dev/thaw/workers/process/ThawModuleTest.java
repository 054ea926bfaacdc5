package dev.thaw.workers.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Python module by itself: outside of Thaw, and with a worker that goes away. */
class ThawModuleTest {

  @TempDir private Path folder;

  record Ended(int code, String output) {}

  @BeforeEach
  void needsPython() {
    Bench.needsPython();
  }

  @Test
  void runsAScriptAloneWithItsDefaults() throws Exception {
    Ended ended =
        run(
            """
            import thaw
            trial = thaw.trial(lr=0.5, name="sgd")
            assert trial is thaw.trial(lr=0.7) and trial.resume_from is None
            trial.checkpoint(lambda folder: 1 / 0)
            for epoch in trial.epochs(2):
                trial.report(loss=trial.lr / epoch, accuracy=float("nan"))
            print(trial.seed, trial.params["name"])
            """);

    assertThat(ended)
        .isEqualTo(
            new Ended(
                0, "epoch 1  loss=0.5  accuracy=nan\nepoch 2  loss=0.25  accuracy=nan\n0 sgd\n"));
  }

  @Test
  void aloneItTakesWhatItsEnvironmentGives() throws Exception {
    String script =
        """
        import thaw
        trial = thaw.trial(lr=0.5, name="sgd")
        for epoch in trial.epochs(2):
            trial.report(loss=trial.lr)
        print(trial.seed, trial.name, trial.maximum)
        """;
    Path file = Files.writeString(folder.resolve("given.json"), "{\"lr\": 3}");
    String output = "epoch 1  loss=3\n7 sgd 27\n";

    for (String parameters : List.of("{\"lr\": 3}", file.toString())) {
      assertThat(
              run(
                  script,
                  Map.of(
                      "THAW_PARAMETERS", parameters,
                      "THAW_SEED", "7",
                      "THAW_EPOCHS", "1",
                      "THAW_MAXIMUM", "27")))
          .isEqualTo(new Ended(0, output));
    }
    assertThat(run(script, Map.of("THAW_EPOCHS", "few")).output())
        .contains("THAW_EPOCHS (few) must be a whole number");
    assertThat(run(script, Map.of("THAW_PARAMETERS", "{lr}")).output())
        .contains("THAW_PARAMETERS must hold a JSON object");
  }

  @Test
  void findsMistakesAloneToo() throws Exception {
    Ended ended =
        run(
            """
            import thaw
            trial = thaw.trial()
            for epoch in trial.epochs(2):
                pass
            """);

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.output()).contains("thaw.ThawError: epoch 1 ended without a report.\nMaybe");
  }

  @Test
  void namesTheParametersWhenOneIsMissing() throws Exception {
    Ended ended =
        run(
            """
            import thaw
            trial = thaw.trial(lr=1, width=2)
            assert not hasattr(trial, "depth") and trial.params.get("depth") is None
            trial.params["depth"]
            """);

    assertThat(ended.output()).contains("parameter (depth) must be one of the trial's: lr, width.");
  }

  @Test
  void endsWhenItsWorkerHasGone() throws Exception {
    Path socket = folder.resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Process script = start(LOOP, socket);
      try (SocketChannel worker = server.accept()) {
        var said = new Scanner(Channels.newInputStream(worker), StandardCharsets.UTF_8);
        assertThat(said.nextLine()).contains("\"hello\"", "\"protocol\": 1", "thaw-python");
        send(worker, "{\"type\":\"welcome\",\"protocol\":1,\"parameters\":{},\"seed\":1}");
        send(worker, "{\"type\":\"train\",\"epoch\":1}");
        assertThat(said.nextLine())
            .isEqualTo("{\"type\": \"epoch\", \"epoch\": 1, \"metrics\": {\"loss\": 1.0}}");
      }

      assertThat(await(script).output()).contains("the worker has closed the connection");
      assertThat(script.exitValue()).isEqualTo(1);
    }
  }

  @Test
  void endsInTheMiddleOfAnEpochWhenItsWorkerHasGone() throws Exception {
    Path socket = folder.resolve("s");
    String script =
        """
        import signal, thaw
        thaw._HEARTBEAT_SECONDS = 0.01
        trial = thaw.trial()
        for epoch in trial.epochs():
            signal.pause()
        """;
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Process process = start(script, socket);
      try (SocketChannel worker = server.accept()) {
        var said = new Scanner(Channels.newInputStream(worker), StandardCharsets.UTF_8);
        assertThat(said.nextLine()).contains("hello");
        send(worker, "{\"type\":\"welcome\",\"protocol\":1,\"parameters\":{},\"seed\":1}");
        send(worker, "{\"type\":\"train\",\"epoch\":1}");
        assertThat(said.nextLine()).isEqualTo("{\"type\": \"heartbeat\"}");
      }

      assertThat(await(process).output()).contains("the worker has gone; the script ends.");
      assertThat(process.exitValue()).isEqualTo(143);
    }
  }

  @Test
  void aForkedChildNeitherSpeaksNorHoldsTheChannelOpen() throws Exception {
    Path socket = folder.resolve("s");
    String script =
        """
        import os, sys, thaw
        ready, go = os.pipe(), os.pipe()
        trial = thaw.trial()
        for epoch in trial.epochs():
            if os.fork() == 0:
                os.write(ready[1], b"x")
                os.read(go[0], 1)
                sys.exit(0)
            os.read(ready[0], 1)
            trial.report(loss=1)
        """;
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Process process = start(script, socket);
      try (SocketChannel worker = server.accept()) {
        var said = new Scanner(Channels.newInputStream(worker), StandardCharsets.UTF_8);
        assertThat(said.nextLine()).contains("hello");
        send(worker, "{\"type\":\"welcome\",\"protocol\":1,\"parameters\":{},\"seed\":1}");
        send(worker, "{\"type\":\"train\",\"epoch\":1}");
        assertThat(said.nextLine()).contains("epoch");
        List<ProcessHandle> forked = process.descendants().toList();
        process.destroyForcibly();
        assertThat(said.hasNextLine()).isFalse();
        assertThat(forked).singleElement().matches(ProcessHandle::isAlive);
        forked.forEach(ProcessHandle::destroyForcibly);
      }
    }
  }

  @Test
  void saysWhyItCannotReachAWorker() throws Exception {
    Ended ended = await(start(LOOP, folder.resolve("s")));

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.output()).contains("cannot reach the worker at THAW_SOCKET");
  }

  private static final String LOOP =
      """
      import thaw
      trial = thaw.trial()
      for epoch in trial.epochs():
          trial.report(loss=1)
      """;

  private Ended run(String script) throws Exception {
    return run(script, Map.of());
  }

  private Ended run(String script, Map<String, String> variables) throws Exception {
    return await(start(script, null, variables));
  }

  private Process start(String script, @Nullable Path socket) throws IOException {
    return start(script, socket, Map.of());
  }

  private Process start(String script, @Nullable Path socket, Map<String, String> variables)
      throws IOException {
    Path file = Files.writeString(folder.resolve("train.py"), script);
    ProcessBuilder builder = new ProcessBuilder("python3", file.toString());
    builder.environment().put("PYTHONPATH", PythonModule.folder().toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("THAW_"));
    builder.environment().putAll(variables);
    if (socket != null) {
      builder.environment().put("THAW_SOCKET", socket.toString());
    }
    return builder.redirectErrorStream(true).start();
  }

  private static Ended await(Process script) throws Exception {
    String output = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(script.waitFor(), output);
  }

  private static void send(SocketChannel worker, String line) throws IOException {
    worker.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
  }
}
