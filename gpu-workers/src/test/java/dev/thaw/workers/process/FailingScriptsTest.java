package dev.thaw.workers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.trainer.TrainingSession;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts that fail: each ends as one clear exception, and leaves no process. */
class FailingScriptsTest {

  /** Speaks the protocol by hand, without the module. */
  private static final String RAW =
      """
      import json, os, socket
      channel = socket.socket(socket.AF_UNIX)
      channel.connect(os.environ["THAW_SOCKET"])
      lines = channel.makefile("r")
      def say(text): channel.sendall((text + "\\n").encode())
      def hear(): return json.loads(lines.readline())
      """;

  private static final String HELLO =
      RAW + "say('{\"type\": \"hello\", \"protocol\": 1}')\nassert hear()['type'] == 'welcome'\n";

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void createBench() {
    Bench.needsPython();
    bench = new Bench(folder).with("stopTimeLimit", 0.2);
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(Bench.children()).isEmpty();
  }

  /** A script and what is wrong with it; {@code says} are parts of the message. */
  record Case(String name, String script, ScriptFailed.Kind kind, List<String> says) {
    static Case of(String name, String script, ScriptFailed.Kind kind, String... says) {
      return new Case(name, script, kind, List.of(says));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> scriptsThatDoNotOpen() {
    return Stream.of(
        Case.of(
            "never imports thaw",
            "print('no thaw here')",
            ScriptFailed.Kind.ERROR,
            "ended before it said hello with exit code 0",
            "Maybe it never calls thaw.trial()",
            "| no thaw here"),
        Case.of(
            "fails before it imports thaw",
            "import no_such_module",
            ScriptFailed.Kind.ERROR,
            "exit code 1",
            "| ModuleNotFoundError: No module named 'no_such_module'"),
        Case.of("is no Python", "def", ScriptFailed.Kind.ERROR, "exit code 1", "| SyntaxError"),
        Case.of(
            "is killed before hello",
            "import os; os.kill(os.getpid(), 9)",
            ScriptFailed.Kind.ERROR,
            "exit code 137 (signal 9)",
            "Maybe the machine ran out of memory"),
        Case.of(
            "speaks another version",
            RAW + "say('{\"type\": \"hello\", \"protocol\": 2, \"client\": \"new\"}')\nhear()",
            ScriptFailed.Kind.PROTOCOL,
            "protocol (2) of new must be 1"),
        Case.of(
            "does not begin with hello",
            RAW + "say('{\"type\": \"saved\", \"epoch\": 1}')\nhear()",
            ScriptFailed.Kind.PROTOCOL,
            "must say hello"),
        Case.of(
            "sends garbage",
            RAW + "say('lr=0.1')\nhear()",
            ScriptFailed.Kind.PROTOCOL,
            "no message",
            "lr=0.1"),
        Case.of(
            "sends bytes without an end",
            RAW + "say('x' * 3000000)\nhear()",
            ScriptFailed.Kind.PROTOCOL,
            "at most 1048576 bytes",
            "xxx..."),
        Case.of(
            "closes the connection",
            RAW + "lines.close(); channel.close()\nimport signal; signal.pause()",
            ScriptFailed.Kind.PROTOCOL,
            "closed its connection before it said hello, and runs on"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scriptsThatDoNotOpen")
  void cannotBeOpened(Case wrong) throws Exception {
    bench.python(wrong.script());

    assertThatThrownBy(() -> bench.open())
        .isInstanceOfSatisfying(ScriptFailed.class, failure -> check(failure, wrong));
  }

  static Stream<Case> scriptsThatFailInTheFirstEpoch() {
    return Stream.of(
        inLoop("raises", "raise ValueError('bad lr')", "in epoch 1: ValueError: bad lr"),
        inLoop("reports nothing", "pass", "epoch 1 ended without a report"),
        inLoop("reports no number", "trial.report(loss=[1])", "metric (loss) must be a number"),
        inLoop("reports nothing at all", "trial.report()", "at least one metric"),
        inLoop("exits", "import sys; sys.exit(0)", "ended in epoch 1 with exit code 0"),
        inLoop("exits by force", "import os; os._exit(3)", "ended in epoch 1 with exit code 3"),
        inLoop("is killed", "import os; os.kill(os.getpid(), 9)", "exit code 137 (signal 9)"),
        inLoop("breaks", "break", "exit code 0", "its loop ended by itself"),
        inLoop("asks for what is not there", "trial.momentum", "thaw.trial(momentum=...)"),
        inLoop("saves what is not there", "trial.checkpoint('no')", "must be a file or folder"),
        Case.of(
            "runs out of device memory",
            loop("raise RuntimeError('CUDA out of memory. Tried to allocate 2 GiB')"),
            ScriptFailed.Kind.OUT_OF_MEMORY,
            "CUDA out of memory"),
        Case.of(
            "gives its parameters up",
            loop("raise thaw.Infeasible('width * depth is too much')"),
            ScriptFailed.Kind.INFEASIBLE,
            "width * depth is too much"),
        Case.of(
            "prints that it is out of memory and dies",
            loop("import os; print('CUDA error: out of memory', flush=True); os.abort()"),
            ScriptFailed.Kind.OUT_OF_MEMORY,
            "exit code 134 (signal 6)"),
        Case.of(
            "reports outside of the loop",
            "import thaw\nthaw.trial().report(loss=1)",
            ScriptFailed.Kind.ERROR,
            "outside of the loop"),
        Case.of(
            "reports another epoch",
            HELLO + "hear(); say('{\"type\":\"epoch\",\"epoch\":2,\"metrics\":{\"a\":1}}')\nhear()",
            ScriptFailed.Kind.PROTOCOL,
            "reported epoch (2), which must be 1"),
        Case.of(
            "sends a message of unknown type",
            HELLO + "say('{\"type\": \"greeting\"}')\nhear(); hear()",
            ScriptFailed.Kind.PROTOCOL,
            "type must be hello, epoch,"),
        Case.of(
            "sends metrics that are text",
            HELLO
                + "say('{\"type\":\"epoch\",\"epoch\":1,\"metrics\":{\"a\":\"b\"}}')\n"
                + "hear(); hear()",
            ScriptFailed.Kind.PROTOCOL,
            "metric (a) must be a number"),
        Case.of(
            "never stops talking",
            HELLO
                + """
                for i in range(5000):
                    say('{"type":"goodbye"}' if i else '{"type":"epoch","epoch":0,"metrics":{"a":1}}')
                """,
            ScriptFailed.Kind.PROTOCOL,
            "reported epoch (0), which must be 1"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scriptsThatFailInTheFirstEpoch")
  void failsInTheFirstEpoch(Case wrong) throws Exception {
    bench.python(wrong.script());

    try (TrainingSession session = bench.open()) {
      assertThatThrownBy(() -> session.trainEpoch(1))
          .isInstanceOfSatisfying(ScriptFailed.class, failure -> check(failure, wrong));
    }
  }

  @Test
  void failsInTheNextEpochWhenOneIsReportedTwice() throws Exception {
    bench.python(loop("trial.report(loss=1)\n    trial.report(loss=2)"));

    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
      assertThatThrownBy(() -> session.trainEpoch(2))
          .hasMessageContaining("epoch 1 was reported already")
          .hasMessageContaining("Maybe give all metrics to one call");
    }
  }

  @Test
  void noticesAnEpochThatIsReportedTwiceByAnyLanguage() throws Exception {
    String epoch = "say('{\"type\":\"epoch\",\"epoch\":1,\"metrics\":{\"a\":1}}')\n";
    bench.python(HELLO + "hear()\n" + epoch + epoch + "hear(); hear()");

    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
      assertThatThrownBy(() -> session.trainEpoch(2))
          .hasMessageContaining("reported epoch (1), which must be 2")
          .hasMessageContaining("Maybe it reports an epoch twice");
    }
  }

  @Test
  void noticesAnEpochWhereASaveWasAskedFor() throws Exception {
    String epoch = "say('{\"type\":\"epoch\",\"epoch\":1,\"metrics\":{\"a\":1}}')\n";
    bench.python(HELLO + "hear()\n" + epoch + epoch + "hear(); hear()");
    Path checkpoint = bench.newFolder("checkpoint");

    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
      assertThatThrownBy(() -> session.save(checkpoint))
          .hasMessageContaining("must say saved, epoch 1");
    }
  }

  @Test
  void refusesACheckpointInWhichNothingIs() throws Exception {
    bench.python(loop("trial.report(loss=1)\n    trial.checkpoint(lambda folder: None)"));
    Path checkpoint = bench.newFolder("checkpoint");

    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
      assertThatThrownBy(() -> session.save(checkpoint)).hasMessageContaining("wrote nothing");
    }
  }

  @Test
  void tellsAScriptThatNeverConnectsFromOneThatSaysNothing() throws Exception {
    bench.with("startTimeLimit", 0.3);

    bench.python("import signal; signal.pause()");
    assertThatThrownBy(() -> bench.open())
        .hasMessageContaining("has not connected to the socket in THAW_SOCKET within PT0.3S")
        .hasMessageContaining("Maybe it never calls thaw.trial()");
  }

  @Test
  void doesNotWaitForEverForAHello() throws Exception {
    bench.with("startTimeLimit", 2);

    bench.python(RAW + "hear()");
    assertThatThrownBy(() -> bench.open())
        .hasMessageContaining("has connected, but did not say hello within PT2S");
  }

  @Test
  void namesAProgramThatCannotBeStarted() throws Exception {
    bench.with("command", List.of("{lr}"));

    assertThatThrownBy(() -> bench.open())
        .isInstanceOf(ScriptFailed.class)
        .hasMessageContaining("could not be started")
        .hasMessageContaining("0.25");
  }

  private static Case inLoop(String name, String body, String... says) {
    return Case.of(name, loop(body), ScriptFailed.Kind.ERROR, says);
  }

  private static String loop(String body) {
    return "import thaw\ntrial = thaw.trial()\nfor epoch in trial.epochs():\n    %s\n"
        .formatted(body);
  }

  private static void check(ScriptFailed failure, Case wrong) {
    assertThat(failure.kind()).isEqualTo(wrong.kind());
    assertThat(failure).hasMessageContainingAll(wrong.says().toArray(String[]::new));
    assertThat(failure.getStackTrace()).isEmpty();
  }
}
