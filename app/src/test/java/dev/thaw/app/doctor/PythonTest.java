package dev.thaw.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thaw.workers.launch.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Python that is there, missing, too old, broken or hanging. */
@Timeout(60)
final class PythonTest {

  private static final Duration AMPLE = Duration.ofSeconds(20);
  private static final Duration BRIEF = Duration.ofMillis(300);

  @TempDir private Path folder;

  private Python read(Duration start, Duration load) throws InterruptedException {
    return new PythonLook(folder.toString(), start, load).read();
  }

  @Test
  void asksTheRealPython() throws InterruptedException {
    String path = System.getenv("PATH");
    assumeTrue(SearchPath.find("python3", path).isPresent(), "There is no python3 here.");

    Python python = new PythonLook(path, AMPLE, AMPLE).read();

    assertThat(python).isInstanceOf(Python.Working.class);
    assertThat(python.findings(0)).extracting(Finding::subject).contains("Python", "PyTorch");
    assertThat(python.findings(0).getFirst().what()).startsWith("3.");
  }

  @Test
  void importsATorchThatTheRealPythonFinds() throws IOException, InterruptedException {
    Path python = SearchPath.find("python3", System.getenv("PATH")).orElse(null);
    assumeTrue(python != null, "There is no python3 here.");
    Files.writeString(
        folder.resolve("torch.py"),
        """
        __version__ = '9.9.9+stub'
        class cuda:
            is_available = staticmethod(lambda: True)
            device_count = staticmethod(lambda: 2)
        print('a warning of a library')
        """);
    Scripts.write(folder, "python3", "PYTHONPATH='%s' exec '%s' \"$@\"".formatted(folder, python));

    assertThat(read(AMPLE, AMPLE))
        .isInstanceOfSatisfying(
            Python.Working.class,
            working ->
                assertThat(working.torch()).isEqualTo(new Python.WorkingTorch("9.9.9+stub", 2)));
  }

  @Test
  void saysWhyTheRealPythonCannotImportABrokenTorch() throws IOException, InterruptedException {
    Path python = SearchPath.find("python3", System.getenv("PATH")).orElse(null);
    assumeTrue(python != null, "There is no python3 here.");
    Files.writeString(folder.resolve("torch.py"), "raise ImportError('libcudart.so.12 is gone')\n");
    Scripts.write(folder, "python3", "PYTHONPATH='%s' exec '%s' \"$@\"".formatted(folder, python));

    Finding torch = read(AMPLE, AMPLE).findings(0).getLast();

    assertThat(torch.level()).isEqualTo(Level.WARNING);
    assertThat(torch.what()).contains("libcudart.so.12 is gone");
  }

  @Test
  void warnsWhereThereIsNone() throws InterruptedException {
    Python python = read(AMPLE, AMPLE);

    assertThat(python).isEqualTo(new Python.Missing());
    assertThat(python.findings(0))
        .singleElement()
        .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.WARNING))
        .satisfies(finding -> assertThat(finding.remedy()).startsWith("Maybe install"));
  }

  @Test
  void doesNotTakeAFileThatCannotBeRunForAProgram() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("python3"), "text");

    assertThat(read(AMPLE, AMPLE)).isEqualTo(new Python.Missing());
  }

  @Test
  void tellsAPythonThatFailsByItsLastLine() throws IOException, InterruptedException {
    Scripts.write(folder, "python3", "echo Traceback >&2", "echo no encodings >&2", "exit 3");

    Finding finding = read(AMPLE, AMPLE).findings(0).getFirst();

    assertThat(finding.level()).isEqualTo(Level.PROBLEM);
    assertThat(finding.what()).contains("exit code 3, no encodings").doesNotContain("Traceback");
  }

  @Test
  void tellsAPythonThatAnswersNonsense() throws IOException, InterruptedException {
    Scripts.write(folder, "python3", "echo hello");

    assertThat(read(AMPLE, AMPLE).findings(0).getFirst().what()).contains("nonsense (hello)");
  }

  @Test
  void doesNotWaitForAPythonThatHangsNorForWhatItStarted()
      throws IOException, InterruptedException {
    Path pid = folder.resolve("pid");
    Scripts.write(
        folder,
        "python3",
        "sh -c 'echo $$ > \"%s.new\"; mv \"%s.new\" \"%s\"; exec sleep 600' &"
            .formatted(pid, pid, pid),
        "wait");

    Python python = read(Duration.ofSeconds(2), AMPLE);

    assertThat(python.findings(0).getFirst().what()).contains("did not end within 2 s");
    long started = Long.parseLong(Files.readString(pid).strip());
    assertThat(ended(started)).as("process %d", started).isTrue();
  }

  private static boolean ended(long pid) {
    return ProcessHandle.of(pid)
        .map(process -> process.onExit().orTimeout(20, TimeUnit.SECONDS))
        .map(exit -> !exit.join().isAlive())
        .orElse(true);
  }

  @Test
  void tellsAPythonFromATorchThatHangs() throws IOException, InterruptedException {
    Scripts.write(
        folder, "python3", "case $2 in *torch*) exec sleep 600 ;; esac", "echo 'thaw 3 12 1'");

    List<Finding> findings = read(AMPLE, BRIEF).findings(1);

    assertThat(findings).extracting(Finding::level).containsExactly(Level.OK, Level.WARNING);
    assertThat(findings.getLast().what()).contains("did not end within");
  }

  @Test
  void hearsAPythonOutThatSaysVeryMuch() throws IOException, InterruptedException {
    Scripts.write(
        folder,
        "python3",
        "case $2 in *torch*) echo 'thaw none'; exit ;; esac",
        "echo 'thaw 3 12 1'",
        "head -c 3000000 /dev/zero | tr '\\0' 'x'");

    assertThat(read(AMPLE, AMPLE))
        .isEqualTo(new Python.Working(folder.resolve("python3"), 3, 12, 1, new Python.NoTorch()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void losesNothingOfWhatAQuickPythonSaid(int round) throws IOException, InterruptedException {
    Path quick = Scripts.write(folder, "quick", "echo one", "echo two");

    assertThat(Command.run(AMPLE, List.of(quick.toString())))
        .as("round %d", round)
        .isEqualTo(new Command.Ended(0, List.of("one", "two")));
  }

  @Test
  void refusesAPythonThatIsTooOld() {
    var old = new Python.Working(Path.of("/usr/bin/python3"), 3, 7, 9, new Python.NoTorch());

    Finding finding = old.findings(0).getFirst();

    assertThat(finding.level()).isEqualTo(Level.PROBLEM);
    assertThat(finding.what()).contains("3.7.9", "3.8");
  }

  @Test
  void acceptsTheOldestPythonThatWillDo() {
    var old = new Python.Working(Path.of("/usr/bin/python3"), 3, 8, 0, new Python.NoTorch());

    assertThat(old.findings(0).getFirst().level()).isEqualTo(Level.OK);
  }

  @Test
  void warnsOfATorchWithoutCudaOnlyWhereThereIsAGpu() {
    var torch = new Python.WorkingTorch("2.8.0+cpu", 0);

    assertThat(torch.finding(0).level()).isEqualTo(Level.OK);
    assertThat(torch.finding(1).level()).isEqualTo(Level.WARNING);
    assertThat(new Python.WorkingTorch("2.8.0", 1).finding(1).level()).isEqualTo(Level.OK);
  }
}
