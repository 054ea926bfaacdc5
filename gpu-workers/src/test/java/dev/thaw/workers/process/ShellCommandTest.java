package dev.thaw.workers.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.trainer.TrainingSession;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line that trains a trial again without Thaw. */
class ShellCommandTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"plain", "two words", "it's", "$HOME `id` \"x\" \\", "", "a\nb", "*"})
  void quotesWhatAShellWouldChange(String text) throws Exception {
    assertThat(shell("printf %s " + ShellCommand.quoted(text))).isEqualTo(text);
  }

  @Test
  void trainsTheSameAgainFromTheCopyOfTheCode() throws Exception {
    Bench.needsPython();
    Path source = Files.createDirectory(folder.resolve("it's a project"));
    Path script = source.resolve("train.py");
    Files.writeString(
        script,
        """
        import os, random, sys, thaw
        trial = thaw.trial(lr=1.0)
        total = 0.0
        for epoch in trial.epochs(1):
            total += trial.lr * random.Random(trial.seed + epoch).random()
            trial.report(loss=total)
        print("at the end", repr(total), trial.params["name"], sys.argv[1:], os.environ["OWN"])
        """);
    Path study = Files.createDirectory(folder.resolve("study"));
    Bench bench =
        new Bench(study)
            .with("workingDirectory", source.toString())
            .with("command", List.of("python3", "train.py", "--name={name}"))
            .with("env", Map.of("OWN", "of {trial}"));
    bench.parameters.put("name", "it's $HOME");
    bench.begin();
    Files.writeString(script, "raise SystemExit('edited')");
    double loss;
    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
      session.trainEpoch(2);
      loss = session.trainEpoch(3).metrics().getOrDefault("loss", Double.NaN);
    }

    String line = new ProcessTrainer().commandFor(bench.setup(null), 3).orElseThrow();

    assertThat(line).startsWith("cd %s && env ".formatted(study.resolve("code"))).contains("'");
    assertThat(shell(line))
        .contains("epoch 3")
        .contains("at the end %s it's $HOME [\"--name=it's $HOME\"] of 7".formatted(loss));
  }

  @Test
  void trainsAScriptWithoutProtocolAgain() throws Exception {
    Bench bench =
        new Bench(folder)
            .shell("echo \"lr $1 $THAW_PARAM_LR seed $THAW_SEED epochs $THAW_EPOCHS\"")
            .with("command", List.of("sh", "train.sh", "{lr}"))
            .with("metrics", Map.of("loss", "loss=(.*)"));

    String line = new ProcessTrainer().commandFor(bench.setup(null), 9).orElseThrow();

    assertThat(shell(line)).isEqualTo("lr 0.25 0.25 seed 42 epochs 9\n");
  }

  private static String shell(String line) throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(output).isZero();
    return output;
  }
}
