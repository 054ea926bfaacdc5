package dev.thaw.workers.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.thaw.workers.launch.Ending.Exited;
import dev.thaw.workers.launch.Ending.Memory;
import dev.thaw.workers.launch.Ending.OutOfMemory;
import dev.thaw.workers.launch.Ending.Signalled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ChildProcessTest {

  private static final Duration SOON = Duration.ofMillis(100);
  private static final Duration NEVER = Duration.ofHours(1);

  @TempDir private Path folder;
  private Stage stage;

  @BeforeEach
  void setStage() {
    stage = new Stage(folder);
  }

  @AfterEach
  void clearStage() {
    stage.close();
  }

  @Test
  void tellsThatACommandEndedWell() throws IOException {
    Exit exit = stage.run("sh", "-c", "exit 0");

    assertThat(exit).isEqualTo(new Exit(0, Exit.Order.NONE, new Exited(0), List.of()));
  }

  @Test
  void tellsTheExitCode() throws IOException {
    assertThat(stage.run("sh", "-c", "exit 3").ending()).isEqualTo(new Exited(3));
  }

  @Test
  void tellsThatACommandWasKilled() throws IOException {
    assertThat(stage.run("sh", "-c", "kill -s KILL $$").ending()).isEqualTo(new Signalled(9));
  }

  @Test
  void tellsThatACommandCrashed() throws IOException {
    assertThat(stage.run("sh", "-c", "kill -s SEGV $$").ending()).isEqualTo(new Signalled(11));
  }

  @Test
  void recognisesThatTheGpusMemoryRanOut() throws IOException {
    String line = "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.";

    Exit exit = stage.run("sh", "-c", "echo '" + line + "' >&2; exit 1");

    assertThat(exit.ending()).isEqualTo(new OutOfMemory(Memory.DEVICE, line));
  }

  @Test
  void readsOnlyWhatThisCommandWroteToTheLog() throws IOException {
    stage.run("sh", "-c", "echo CUDA out of memory; exit 1");

    assertThat(stage.run("sh", "-c", "echo fine; exit 1").ending()).isEqualTo(new Exited(1));
    assertThat(Files.readAllLines(stage.log())).containsExactly("CUDA out of memory", "fine");
  }

  @Test
  void sendsBothOutputsToTheLogAndNothingToTheInput() throws IOException {
    stage.run("sh", "-c", "cat; echo out; echo err >&2");

    assertThat(Files.readAllLines(stage.log())).containsExactly("out", "err");
  }

  @Test
  void keepsUpWithTwentyMegabytes() throws IOException {
    Exit exit = stage.run("sh", "-c", "head -c 20971520 /dev/zero | tr '\\0' x; exit 3");

    assertThat(exit.ending()).isEqualTo(new Exited(3));
    assertThat(stage.log()).hasSize(20_971_520);
  }

  @Test
  void runsInTheWorkingDirectoryWithTheGivenVariables() throws IOException {
    Launch launch =
        new Launch(
            "digits/7",
            List.of("sh", "-c", "pwd; echo \"$THAW_SEED\""),
            Map.of("THAW_SEED", "a b'c"),
            folder.toRealPath(),
            stage.log(),
            0);

    stage.start(launch).exited().join();

    assertThat(Files.readAllLines(stage.log()))
        .containsExactly(folder.toRealPath().toString(), "a b'c");
  }

  @Test
  void keepsVariablesOfAnOuterWorkerAndOfItsTerminalFromTheChild() {
    Map<String, String> environment =
        new HashMap<>(Map.of("THAW_SOCKET", "/outer", "COLUMNS", "80", "LINES", "24", "HOME", "/"));

    Gate.setEnvironment(environment, stage.launch("true"), "word");

    assertThat(environment).containsOnlyKeys("HOME", ChildProcess.COOKIE);
    assertThat(environment.get(ChildProcess.COOKIE)).endsWith("word");
  }

  @Test
  void standsBackForOthers() throws IOException, InterruptedException {
    Process plain = stage.startElsewhere("nice");
    int own = Integer.parseInt(new String(plain.getInputStream().readAllBytes(), UTF_8).strip());
    Launch launch = new Launch("digits/7", List.of("nice"), Map.of(), folder, stage.log(), 3);

    stage.start(launch).exited().join();

    assertThat(Files.readString(stage.log()).strip())
        .isEqualTo(Integer.toString(Math.min(19, own + 3)));
  }

  @Test
  void isTheKernelsFirstChoiceWhenMemoryRunsOut() throws IOException {
    stage.run("cat", "/proc/self/oom_score_adj");

    assertThat(Integer.parseInt(Files.readString(stage.log()).strip())).isGreaterThanOrEqualTo(500);
  }

  @Test
  void headsAGroupOfItsOwn() throws IOException, InterruptedException {
    Path pipe = stage.pipe("pipe");
    ChildProcess child = stage.start("sh", Stage.script("ignores-term.sh"), pipe);

    Identity leader = stage.processesTold(pipe).getFirst();

    assertThat(leader.pid()).isEqualTo(child.pid());
    assertThat(ProcessTable.row(child.pid()).orElseThrow().group()).isEqualTo(child.pid());
  }

  @Test
  void killsACommandThatIgnoresBeingToldToEnd() throws IOException, InterruptedException {
    Path pipe = stage.pipe("pipe");
    ChildProcess child = stage.start("sh", Stage.script("ignores-term.sh"), pipe);
    stage.processesTold(pipe);

    child.end(SOON);

    Exit exit = child.exited().join();
    assertThat(exit.order()).isEqualTo(Exit.Order.KILL);
    assertThat(exit.ending()).isEqualTo(new Signalled(9));
  }

  @Test
  void killsGrandchildrenThatIgnoreBeingToldToEnd() throws IOException, InterruptedException {
    Path pipe = stage.pipe("pipe");
    ChildProcess child = stage.start("sh", Stage.script("forks.sh"), pipe);
    List<Identity> family = stage.processesTold(pipe);

    child.end(SOON);

    Exit exit = child.exited().join();
    assertThat(exit.order()).isEqualTo(Exit.Order.END);
    assertThat(exit.ending()).isEqualTo(new Signalled(15));
    assertThat(family).hasSize(3).noneMatch(Identity::running);
  }

  @Test
  void killsTheWholeGroupAtOnce() throws IOException, InterruptedException {
    Path pipe = stage.pipe("pipe");
    ChildProcess child = stage.start("sh", Stage.script("forks.sh"), pipe);
    List<Identity> family = stage.processesTold(pipe);

    child.kill();

    assertThat(child.exited().join().order()).isEqualTo(Exit.Order.KILL);
    assertThat(family).noneMatch(Identity::running);
  }

  @Test
  void losesPatienceWhenKillFollowsEnd() throws IOException, InterruptedException {
    Path pipe = stage.pipe("pipe");
    ChildProcess child = stage.start("sh", Stage.script("ignores-term.sh"), pipe);
    stage.processesTold(pipe);

    child.end(NEVER);
    child.kill();

    assertThat(child.exited().join().order()).isEqualTo(Exit.Order.KILL);
  }

  @Test
  void endsWhatALeaderLeavesInItsGroup() throws IOException, InterruptedException {
    Path pipe = stage.pipe("pipe");
    ChildProcess child = stage.start("python3", Stage.script("daemon.py"), pipe);
    Identity left = stage.processesTold(pipe).getFirst();

    Exit exit = child.exited().join();

    assertThat(exit).isEqualTo(new Exit(0, Exit.Order.NONE, new Exited(0), List.of()));
    assertThat(left.running()).isFalse();
  }

  @Test
  void endsWhatALeaderLeavesOutsideItsGroup() throws IOException, InterruptedException {
    Path pipe = stage.pipe("pipe");
    ChildProcess child = stage.start("python3", Stage.script("daemon.py"), pipe, "session");
    Identity left = stage.processesTold(pipe).getFirst();

    child.exited().join();

    assertThat(left.running()).isFalse();
  }

  @Test
  void endsWhatAKilledLeaderLeavesWithoutItsEnvironment() throws IOException, InterruptedException {
    Path pipe = stage.pipe("pipe");
    ChildProcess child =
        stage.start(
            "sh", "-c", "env -i tail -f /dev/null & echo $! >\"$0\"; kill -s KILL $$", pipe);
    Identity left = stage.processesTold(pipe).getFirst();

    Exit exit = child.exited().join();

    assertThat(exit.ending()).isEqualTo(new Signalled(9));
    assertThat(left.running()).isFalse();
  }

  @Test
  void leavesTheWholeTimeToAGrandchildWhoseParentEndsFirst()
      throws IOException, InterruptedException {
    Path pipe = stage.pipe("pipe");
    Path word = stage.pipe("word");
    Path saved = stage.file("saved");
    ChildProcess child =
        stage.start(
            "bash", "-c", "bash \"$@\"; true", "-", Stage.script("saves.sh"), pipe, word, saved);
    stage.processesTold(pipe);

    child.end(NEVER);
    ProcessHandle.of(child.pid()).ifPresent(leader -> leader.onExit().join());
    Files.writeString(word, "checkpoint\n");

    assertThat(child.exited().join().order()).isEqualTo(Exit.Order.END);
    assertThat(saved).hasContent("checkpoint");
  }

  @Test
  void wakesASuspendedCommandToEnd() throws IOException, InterruptedException {
    Path pipe = stage.pipe("pipe");
    Path saved = stage.file("saved");
    ChildProcess child = stage.start("sh", Stage.script("suspends.sh"), pipe, saved);
    stage.processesTold(pipe);

    child.end(NEVER);

    assertThat(child.exited().join().ending()).isEqualTo(new Exited(0));
    assertThat(saved).hasContent("saved");
  }

  @Test
  void doesNothingOnceTheChildHasEnded() throws IOException {
    ChildProcess child = stage.start("true");
    Exit exit = child.exited().join();

    child.end(Duration.ZERO);
    child.kill();

    assertThat(child.exited().join()).isEqualTo(exit);
  }

  @Test
  void isOnFileWhileItRuns() throws IOException, InterruptedException {
    Path pipe = stage.pipe("pipe");
    ChildProcess child = stage.start("sh", Stage.script("ignores-term.sh"), pipe);
    stage.processesTold(pipe);
    assertThat(stage.filed()).hasSize(1);

    child.kill();
    child.exited().join();

    assertThat(stage.filed()).isEmpty();
  }

  @Test
  void doesNotStartACommandWithoutLeave() throws IOException {
    Files.createDirectories(folder.resolve("logs"));
    Gate gate = Gate.start(stage.launch("touch", stage.file("touched")), "word");

    gate.process().getOutputStream().close();

    assertThat(gate.process().onExit().join().exitValue()).isEqualTo(125);
    assertThat(stage.file("touched")).doesNotExist();
  }

  @Test
  void refusesAProgramThatIsNotFound() {
    assertThatIOException()
        .isThrownBy(() -> stage.start("no-such-program-anywhere"))
        .withMessageContaining("The program no-such-program-anywhere was not found")
        .withMessageContaining("\nMaybe");
  }

  @Test
  void looksForARelativeProgramInTheWorkingDirectory() throws IOException {
    Files.writeString(stage.file("train.sh"), "#!/bin/sh\necho here\n");
    assertThatIOException()
        .isThrownBy(() -> stage.start("./train.sh"))
        .withMessageContaining("is not an executable file.\nMaybe run chmod +x");

    assertThat(stage.file("train.sh").toFile().setExecutable(true)).isTrue();

    assertThat(stage.run("./train.sh").code()).isZero();
  }

  @Test
  void refusesAMissingWorkingDirectory() {
    Path missing = stage.file("missing");
    Launch launch = new Launch("7", List.of("true"), Map.of(), missing, stage.log(), 0);

    assertThatIOException()
        .isThrownBy(() -> stage.start(launch))
        .withMessageContaining(
            "workingDirectory (%s) must be an existing folder".formatted(missing));
  }

  @Test
  void refusesALogThatCannotBeWritten() throws IOException {
    Files.createDirectories(stage.log());

    assertThatIOException()
        .isThrownBy(() -> stage.start("true"))
        .withMessageStartingWith("log (%s) cannot be written".formatted(stage.log()));
    assertThat(stage.filed()).isEmpty();
  }
}
