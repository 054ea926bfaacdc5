package dev.thaw.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a study may run on a node. */
final class AllowedTest {

  @TempDir Path folder;

  private static Allowed of(String settings, boolean tokens) {
    return Allowed.from(
        ConfigFactory.parseString(settings).withFallback(ConfigFactory.load()), tokens);
  }

  private static Allowed commands(Object... paths) {
    String all = String.join(",", List.of(paths).stream().map(String::valueOf).toList());
    return of("thaw.allow.commands = \"%s\"".formatted(all), true);
  }

  private static Map<String, Object> command(String... words) {
    return Map.of("command", List.of(words));
  }

  @Test
  void allowsEverythingWithoutTokensAndNoCommandWithThem() {
    var any = command("sh", "-c", "anything");

    assertThat(of("", false).problems("process", any)).isEmpty();
    assertThat(of("thaw.allow.commands = any", true).problems("process", any)).isEmpty();
    assertThat(of("thaw.allow.commands = none", false).problems("process", any)).hasSize(1);
    assertThat(of("", true).problems("process", any))
        .singleElement()
        .asString()
        .contains("trainer.command (sh -c anything)", "[]", "\nMaybe ", "thaw.allow.commands");
    assertThat(of("", true).problems("digits", Map.of("rows", 4))).isEmpty();
  }

  @Test
  void limitsTrainersByName() {
    Allowed allowed = of("thaw.allow.trainers = \"digits, language\"", false);

    assertThat(allowed.problems("language", Map.of())).isEmpty();
    assertThat(allowed.problems("process", Map.of()))
        .singleElement()
        .asString()
        .contains("trainer.name (process)", "[digits, language]", "\nMaybe ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/srv/train/run.sh --fast",
        "/srv/train/deep/run",
        "python3 /srv/train/train.py --lr {lr}",
        "python3.12 /srv/train/train.py",
        "bash /srv/train/run.sh",
        "/opt/bin/tool -c whatever"
      })
  void allowsProgramsAndScriptsOfTheListWithAnyArguments(String text) {
    assertThat(
            commands("/srv/train", "/opt/bin/tool").problems("process", command(text.split(" "))))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "python3 -c x=1",
        "python3 -m http.server",
        "python3",
        "python3 -u /srv/train/train.py",
        "python3 /srv/training/train.py",
        "python3 /srv/train/../other.py",
        "python3 /srv/train/{name}.py",
        "/tmp/python3 /srv/train/train.py",
        "./python3 /srv/train/train.py",
        "env python3 /srv/train/train.py",
        "tool",
        "/opt/bin/tools",
        "{name} /srv/train/train.py",
        "/srv"
      })
  void refusesEverythingElse(String text) {
    assertThat(
            commands("/srv/train", "/opt/bin/tool").problems("process", command(text.split(" "))))
        .isNotEmpty();
  }

  @Test
  void looksThroughLinks() throws Exception {
    Path listed = Files.createDirectory(folder.resolve("listed"));
    Path outside = Files.writeString(folder.resolve("outside.py"), "");
    Path inside = Files.writeString(listed.resolve("inside.py"), "");
    Path out = Files.createSymbolicLink(listed.resolve("link.py"), outside);
    Path in = Files.createSymbolicLink(folder.resolve("link.py"), inside);
    Allowed allowed = commands(listed);

    assertThat(allowed.problems("process", command("python3", out.toString()))).hasSize(1);
    assertThat(allowed.problems("process", command("python3", in.toString()))).isEmpty();
  }

  @Test
  void resolvesRelativeScriptsInTheWorkingDirectoryWhichMustBeListedToo() {
    Allowed allowed = commands("/srv/train");
    var good =
        Map.<String, Object>of(
            "command", List.of("python3", "a.py"), "workingDirectory", "/srv/train");
    var bad =
        Map.<String, Object>of("command", List.of("python3", "a.py"), "workingDirectory", "/tmp");
    var cwd =
        Map.<String, Object>of("command", List.of("/srv/train/a"), "workingDirectory", "/tmp");

    assertThat(allowed.problems("process", good)).isEmpty();
    assertThat(allowed.problems("process", bad)).hasSize(2);
    assertThat(allowed.problems("process", cwd))
        .singleElement()
        .asString()
        .contains("trainer.workingDirectory (/tmp)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"python3 -c x=1", "sh -c x", "python3.12 -m x", "perl -e x", "python3 -"})
  void takesNoOptionOfAnInterpreterForAScriptWhereverItWorks(String text) {
    Map<String, Object> options =
        Map.of("command", List.of(text.split(" ")), "workingDirectory", "/srv/train");

    assertThat(commands("/srv/train").problems("process", options)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash +x -c x", "node inspect x", "python3 missing.py"})
  void startsNoInterpreterWithAWordThatIsNoScriptHere(String text) {
    Map<String, Object> options =
        Map.of("command", List.of(text.split(" ")), "workingDirectory", folder.toString());
    Trainer limited = limited(new Starting(), folder);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> limited.begin(options, folder))
        .withMessageContaining("trainer.command (" + text + ")")
        .withMessageContaining("a file on this node");
  }

  @Test
  void startsAnInterpreterWithAScriptThatIsThere() throws Exception {
    Files.writeString(folder.resolve("train.py"), "");
    var starting = new Starting();
    Map<String, Object> options =
        Map.of(
            "command", List.of("python3", "train.py", "-c"), "workingDirectory", folder.toString());

    limited(starting, folder).begin(options, folder);

    assertThat(starting.started).isEqualTo(1);
  }

  private static Trainer limited(Trainer trainer, Object path) {
    return AllowedTrainer.all(Map.of("process", trainer), commands(path)).values().stream()
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"env, true", "logs, true", "venv, true", "conda, true", "stopTimeLimit, false"})
  void refusesWhatWouldChangeWhichCodeRuns(String option, boolean refused) {
    Map<String, Object> options = Map.of("command", List.of("/srv/train/a"), option, "/tmp/x");

    assertThat(commands("/srv/train").problems("process", options)).hasSize(refused ? 1 : 0);
  }

  @Test
  void refusesAListOfPathsThatAreNotAbsolute() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> commands("/srv", "train.py"))
        .withMessageContaining("thaw.allow.commands (train.py)")
        .withMessageContaining("\nMaybe /");
  }

  /** Counts what it is asked to start. */
  private static final class Starting implements Trainer {
    private int started;

    @Override
    public String name() {
      return "process";
    }

    @Override
    public void begin(Map<String, Object> options, Path folder) {
      started++;
    }

    @Override
    public TrainingSession open(TrialSetup setup) {
      throw new AssertionError("nothing is to be opened");
    }
  }

  @Test
  void startsNothingThatTheNodeDoesNotAllow() throws Exception {
    var starting = new Starting();
    Trainer limited = limited(starting, "/srv/train");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> limited.begin(command("/bin/sh"), folder))
        .withMessageContaining("trainer.command (/bin/sh)");
    assertThat(starting.started).isZero();
    limited.begin(command("/srv/train/a"), folder);
    assertThat(starting.started).isEqualTo(1);
  }
}
