package dev.thaw.workers.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.thaw.workers.launch.ProcessLedger.Orphan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ProcessLedgerTest {

  private static final Duration GRACE = Duration.ofMillis(100);

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
  void endsTheOrphanOfAKilledWorkerAndNobodyOfTheSameName()
      throws IOException, InterruptedException {
    Path mine = stage.pipe("mine");
    Path others = stage.pipe("others");
    Process innocent =
        stage.startElsewhere("python3", Stage.script("worker.py"), others.toString());
    Process worker = startWorker("python3", Stage.script("worker.py"), mine.toString());
    Identity orphan = stage.processesTold(mine).getFirst();
    stage.processesTold(others);
    kill(worker);
    assertThat(orphan.running()).isTrue();

    List<Orphan> orphans = ProcessLedger.endOrphans(stage.ledgerFolder(), GRACE);

    assertThat(orphans).containsExactly(new Orphan("digits/7", orphan.pid(), 1, List.of()));
    assertThat(orphan.running()).isFalse();
    assertThat(innocent.isAlive()).isTrue();
    assertThat(stage.filed()).isEmpty();
  }

  @Test
  void endsOrphansThatIgnoreBeingToldToEnd() throws IOException, InterruptedException {
    Path pipe = stage.pipe("pipe");
    Process worker = startWorker("sh", Stage.script("forks.sh"), pipe.toString());
    List<Identity> family = stage.processesTold(pipe);
    kill(worker);

    List<Orphan> orphans = ProcessLedger.endOrphans(stage.ledgerFolder(), GRACE);

    assertThat(orphans).extracting(Orphan::ended).containsExactly(3);
    assertThat(family).noneMatch(Identity::running);
  }

  @Test
  void endsWhatAnOrphanLeftWhenItDied() throws IOException, InterruptedException {
    Path pipe = stage.pipe("pipe");
    Process worker = startWorker("sh", Stage.script("forks.sh"), pipe.toString());
    List<Identity> family = stage.processesTold(pipe);
    kill(worker);
    Signal.KILL.toProcess(family.getFirst().pid());

    ProcessLedger.endOrphans(stage.ledgerFolder(), GRACE);

    assertThat(family).noneMatch(Identity::running);
  }

  @Test
  void leavesTheChildrenOfARunningWorkerAlone() throws IOException, InterruptedException {
    Path pipe = stage.pipe("pipe");
    startWorker("python3", Stage.script("worker.py"), pipe.toString());
    Identity child = stage.processesTold(pipe).getFirst();

    assertThat(ProcessLedger.endOrphans(stage.ledgerFolder(), GRACE)).isEmpty();

    assertThat(child.running()).isTrue();
    assertThat(stage.filed()).hasSize(1);
  }

  @Test
  void harmsNobodyWhoHasTheNumberOfAChildThatIsGone() throws IOException {
    Process stranger = stage.startElsewhere("setsid", "tail", "-f", "/dev/null");
    Identity identity = Identity.of(stranger.pid()).orElseThrow();
    Identity gone = new Identity(identity.pid(), identity.start() - 1);
    add(new Entry("digits/7", gone, "word", nobody(), Boot.current()));

    assertThat(ProcessLedger.endOrphans(stage.ledgerFolder(), GRACE)).isEmpty();

    assertThat(stranger.isAlive()).isTrue();
    assertThat(stage.filed()).isEmpty();
  }

  @Test
  void harmsNobodyForAFileOfAnEarlierStartOfTheMachine() throws IOException {
    Process stranger = stage.startElsewhere("tail", "-f", "/dev/null");
    Identity identity = Identity.of(stranger.pid()).orElseThrow();
    Boot now = Boot.current();
    add(new Entry("7", identity, "word", nobody(), new Boot(now.host(), "before", now.space())));

    assertThat(ProcessLedger.endOrphans(stage.ledgerFolder(), GRACE)).isEmpty();

    assertThat(stranger.isAlive()).isTrue();
    assertThat(stage.filed()).isEmpty();
  }

  @Test
  void leavesFilesOfOtherMachinesAlone() throws IOException {
    Process stranger = stage.startElsewhere("tail", "-f", "/dev/null");
    Identity identity = Identity.of(stranger.pid()).orElseThrow();
    Boot now = Boot.current();
    add(new Entry("7", identity, "word", nobody(), new Boot("elsewhere", "x", now.space())));

    assertThat(ProcessLedger.endOrphans(stage.ledgerFolder(), GRACE)).isEmpty();

    assertThat(stranger.isAlive()).isTrue();
    assertThat(stage.filed()).containsExactly("word.child");
  }

  @Test
  void leavesFilesOfOtherContainersOfThisNameAlone() throws IOException {
    Boot now = Boot.current();
    add(new Entry("7", nobody(), "word", nobody(), new Boot(now.host(), now.start(), "other")));

    ProcessLedger.endOrphans(stage.ledgerFolder(), GRACE);

    assertThat(stage.filed()).containsExactly("word.child");
  }

  @Test
  void goesOnAfterAFileThatIsNone() throws IOException {
    add(new Entry("7", nobody(), "word", nobody(), Boot.current()));
    Files.writeString(stage.ledgerFolder().resolve("aaa.child"), "format 1\npid x\n");

    assertThat(ProcessLedger.endOrphans(stage.ledgerFolder(), GRACE)).isEmpty();

    assertThat(stage.filed()).containsExactly("aaa.child");
  }

  @Test
  void findsNobodyInAFolderThatDoesNotExist() throws IOException {
    assertThat(ProcessLedger.endOrphans(folder.resolve("missing"))).isEmpty();
  }

  @Test
  void readsWhatItWrote() {
    Entry entry =
        new Entry("digits 7", new Identity(7, 8), "word", new Identity(9, 10), Boot.current());

    assertThat(Entry.parse(entry.text())).isEqualTo(entry);
  }

  @Test
  void refusesAFileWithoutAllItsLines() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Entry.parse("format 1\ntrial 7\n"))
        .withMessage("pid is missing.");
  }

  private void add(Entry entry) throws IOException {
    ProcessLedger.in(stage.ledgerFolder()).add(entry);
  }

  /** No process has this number, which is larger than the largest. */
  private static Identity nobody() {
    return new Identity(Integer.MAX_VALUE, 1);
  }

  private Process startWorker(String... command) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                LedgerWorker.class.getName(),
                stage.ledgerFolder().toString(),
                stage.log().toString()));
    words.addAll(Arrays.asList(command));
    return stage.startElsewhere(words.toArray(String[]::new));
  }

  private static void kill(Process worker) {
    worker.destroyForcibly().onExit().join();
  }
}
