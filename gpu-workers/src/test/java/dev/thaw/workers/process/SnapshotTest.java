package dev.thaw.workers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.TrainingSession;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The copy of a study's code. */
class SnapshotTest {

  @TempDir private Path folder;
  private Path source;
  private Path study;
  private Path code;

  @BeforeEach
  void createFolders() throws IOException {
    source = Files.createDirectory(folder.resolve("project"));
    study = folder.resolve("study");
    code = study.resolve("code");
  }

  @ParameterizedTest(name = "with git: {0}")
  @ValueSource(booleans = {false, true})
  void copiesCodeAndLinksTheRest(boolean withGit) throws Exception {
    write("train.py", "code");
    write("lib/net.py", "code");
    write(".venv/pyvenv.cfg", "");
    write("lib/__pycache__/net.pyc", "");
    write("data/numbers.csv", "1,2");
    sparse("lib/weights.bin", 5_000_001);
    write(".gitignore", "data/\n.venv/\n__pycache__/\n");
    if (withGit) {
      git("init", "-q");
    } else {
      sparse("data/numbers.csv", 1_000_001);
    }

    Snapshot.take(source, study);

    assertThat(code.resolve("train.py")).isRegularFile().hasContent("code");
    assertThat(Files.isSymbolicLink(code.resolve("train.py"))).isFalse();
    assertThat(Files.isSymbolicLink(code.resolve("lib/net.py"))).isFalse();
    assertThat(code.resolve("lib/weights.bin")).isSymbolicLink();
    assertThat(code.resolve(".venv")).isSymbolicLink();
    assertThat(code.resolve("data/numbers.csv"))
        .hasSameBinaryContentAs(source.resolve("data/numbers.csv"));
    assertThat(Files.isSymbolicLink(code.resolve("data"))).isTrue();
    assertThat(code.resolve("lib/__pycache__")).doesNotExist();
    assertThat(code.resolve(".git")).doesNotExist();
  }

  @Test
  void tellsTheRevisionAndWhatDiffersFromIt() throws Exception {
    write("train.py", "first\n");
    git("init", "-q", "-b", "main");
    git("add", ".");
    git("-c", "user.name=a", "-c", "user.email=b", "commit", "-q", "-m", "c");
    write("train.py", "second\n");
    write("new.py", "new\n");

    Snapshot.take(source, study);

    var about = ClientMessage.JSON.readTree(Files.readString(study.resolve("code.json")));
    assertThat(about.path("source").asText()).isEqualTo(source.toString());
    assertThat(about.path("files").asInt()).isEqualTo(2);
    assertThat(about.path("git").path("revision").asText()).hasSize(40);
    assertThat(about.path("git").path("branch").asText()).isEqualTo("main");
    assertThat(about.path("git").path("dirty").asBoolean()).isTrue();
    assertThat(study.resolve("code.diff")).content().contains("-first", "+second");
    assertThat(code.resolve("train.py")).hasContent("second\n");
    assertThat(code.resolve("new.py")).exists();
  }

  @Test
  void copiesWhatIsInARepositoryWithinTheRepository() throws Exception {
    write("train.py", "outer");
    write("lib/net.py", "inner");
    git("init", "-q");
    git("-C", "lib", "init", "-q");

    Snapshot.take(source, study);

    assertThat(code.resolve("lib/net.py")).isRegularFile();
    assertThat(Files.isSymbolicLink(code.resolve("lib"))).isFalse();
  }

  @ParameterizedTest(name = "with git: {0}")
  @ValueSource(booleans = {false, true})
  void containsNoStudy(boolean withGit) throws Exception {
    study = source.resolve("studies/mine");
    code = study.resolve("code");
    write("train.py", "code");
    write("studies/mine/thaw.log", "log");
    write("studies/other/spec.json", "{}");
    write("studies/other/owner.lock", "");
    write("studies/other/model.bin", "weights");
    if (withGit) {
      git("init", "-q");
    }

    Snapshot.take(source, study);

    assertThat(code.resolve("train.py")).isRegularFile();
    assertThat(code.resolve("studies")).doesNotExist();
  }

  @Test
  void takesTheLatestStateWhenAStudyIsBegunAgain() throws Exception {
    write("train.py", "first");
    write("old.py", "old");
    Snapshot.take(source, study);
    write("train.py", "second");
    Files.delete(source.resolve("old.py"));

    Snapshot.take(source, study);

    assertThat(code.resolve("train.py")).hasContent("second");
    assertThat(code.resolve("old.py")).doesNotExist();
    assertThat(source.resolve("train.py")).exists();
  }

  @Test
  void refusesTooMuch() throws Exception {
    for (int i = 0; i < 101; i++) {
      sparse("part-%d.bin".formatted(i), 1_000_000);
    }

    assertThatThrownBy(() -> Snapshot.take(source, study))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("workingDirectory (%s)".formatted(source))
        .hasMessageContaining("at most 10,000 files and 100 MB")
        .hasMessageContaining("snapshot: false");
    assertThat(code).doesNotExist();
  }

  @Test
  void refusesAFolderThatLiesInTheStudy() {
    assertThatThrownBy(() -> Snapshot.take(source, folder))
        .hasMessageContaining("must not lie in the study's own folder");
  }

  @Test
  void editingDuringTheStudyChangesNothing() throws Exception {
    Bench.needsPython();
    write("net.py", "VALUE = 1");
    write("train.py", TRAINING);
    write("data/value", "10");
    write(".gitignore", "data\n");
    git("init", "-q");
    Bench bench = bench("train.py").begin();

    write("net.py", "VALUE = 2");
    Files.delete(source.resolve("train.py"));
    write("data/value", "20");

    // Code is what it was, data is what it is.
    assertThat(firstEpoch(bench)).isEqualTo(EpochResult.of("loss", 21));
  }

  @Test
  void redirectsAbsolutePathsIntoTheCode() throws Exception {
    Bench.needsPython();
    write("src/net.py", "VALUE = 1");
    write("train.py", TRAINING);
    write("data/value", "10");
    Bench bench = bench(source + "/train.py").begin();
    bench.with("env", Map.of("PYTHONPATH", source + "/src"));

    write("src/net.py", "VALUE = 2");

    assertThat(firstEpoch(bench)).isEqualTo(EpochResult.of("loss", 11));
    assertThat(bench.log()).contains("follows; python3 " + code + "/train.py");
  }

  @Test
  void findsWhatLiesBesideTheOriginal() throws Exception {
    Bench.needsPython();
    Files.writeString(folder.resolve("beside"), "5");
    write("train.py", "import sys\nfrom pathlib import Path\n" + TRAINING_FROM_ARGUMENT);
    Bench bench = bench("train.py").with("command", List.of("python3", "train.py", "../beside"));

    bench.begin();

    assertThat(firstEpoch(bench)).isEqualTo(EpochResult.of("loss", 5));
  }

  @Test
  void isNotTakenIfTheStudySaysSo() throws Exception {
    write("train.py", "code");

    bench("train.py").with("snapshot", false).begin();

    assertThat(code).doesNotExist();
  }

  @Test
  void isForgottenIfTheStudyIsBegunWithoutOne() throws Exception {
    write("train.py", "code");
    Snapshot.take(source, study);
    var options = Map.<String, Object>of("command", List.of("true"), "snapshot", false);

    new ProcessTrainer().begin(options, study);

    assertThat(Snapshot.in(study)).isEmpty();
  }

  @Test
  void isTakenByDefaultOnlyOfAFolderThatIsTheStudysOwn() throws Exception {
    write("train.py", "code");
    ProcessOptions inProject = options(source, "train.py");
    Path home = Path.of(System.getProperty("user.home"));
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));

    assertThat(SnapshotRule.copies(inProject, true, study)).isTrue();
    assertThat(SnapshotRule.copies(inProject, false, study)).isTrue();
    assertThat(SnapshotRule.copies(options(source, "-c"), true, study)).isTrue();
    assertThat(SnapshotRule.copies(options(source, "-c"), false, study)).isFalse();
    assertThat(SnapshotRule.copies(options(home, "-c"), true, study)).isFalse();
    assertThat(SnapshotRule.copies(options(Path.of("/"), "-c"), true, study)).isFalse();
    assertThat(SnapshotRule.copies(options(temporary, "-c"), true, study)).isFalse();
    assertThat(SnapshotRule.copies(inProject, true, source)).isFalse();
  }

  private static final String TRAINING =
      """
      import thaw, net
      trial = thaw.trial()
      for epoch in trial.epochs():
          trial.report(loss=net.VALUE + int(open("data/value").read()))
      """;

  private static final String TRAINING_FROM_ARGUMENT =
      """
      import thaw
      trial = thaw.trial()
      for epoch in trial.epochs():
          trial.report(loss=int(Path(sys.argv[1]).read_text()))
      """;

  private Bench bench(String script) throws IOException {
    Files.createDirectories(study);
    return new Bench(study)
        .with("workingDirectory", source.toString())
        .with("command", List.of("python3", script));
  }

  private static EpochResult firstEpoch(Bench bench) throws Exception {
    try (TrainingSession session = bench.open()) {
      return session.trainEpoch(1);
    }
  }

  private static ProcessOptions options(Path folder, String word) {
    return ProcessOptions.of(
        Map.of("command", List.of("sh", word), "workingDirectory", folder.toString()),
        Optional.empty());
  }

  private void write(String file, String content) throws IOException {
    Path path = source.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private void sparse(String file, long bytes) throws IOException {
    Path path = source.resolve(file);
    Files.createDirectories(path.getParent());
    try (RandomAccessFile opened = new RandomAccessFile(path.toFile(), "rw")) {
      opened.setLength(bytes);
    }
  }

  private void git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process git;
    try {
      git = new ProcessBuilder(command).directory(source.toFile()).inheritIO().start();
    } catch (IOException e) {
      assumeTrue(false, "There is no git on this machine.");
      return;
    }
    assertThat(git.waitFor()).isZero();
  }
}
