package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the user can mend is said in words, exits with 2 and leaves nothing behind. */
final class BadInputTest {

  @TempDir private Path temp;

  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @BeforeEach
  void chooseAFolder() {
    folder = temp.resolve("study");
  }

  @Test
  void namesAllThatIsWrongWithASpecAtOnce() throws IOException {
    String spec = SmallStudy.SPEC.replace("max: 9", "max: -9").replace("slots: 2", "slots: none");

    Answer answer = run(SmallStudy.write(temp, spec));

    assertRefused(answer, "2 problems", "fidelity.max", "resources.slots");
  }

  @Test
  void refusesTheKeyOfAnotherToolWithTheNameToUse() throws IOException {
    Answer answer = run(SmallStudy.write(temp, SmallStudy.SPEC + "max_t: 9\n"));

    assertRefused(answer, "max_t", "fidelity.max");
  }

  @Test
  void refusesATextThatIsNotYaml() throws IOException {
    assertRefused(run(SmallStudy.write(temp, "study: [small")), "spec.yaml");
  }

  @Test
  void refusesAFileThatDoesNotExist() {
    assertRefused(run(temp.resolve("nowhere.yaml").toString()), "nowhere.yaml");
  }

  @Test
  void refusesAFolderInPlaceOfASpec() {
    assertRefused(run(temp.toString()), "folder");
  }

  @Test
  void refusesTheDemoWhereItsExamplesAreMissingAndSaysWhy() {
    assertRefused(Answer.to("demo", "--dir", folder.toString()), "ND4J");
  }

  @Test
  void refusesAnUnknownTrainerAndNamesThoseThereAre() throws IOException {
    String spec = SmallStudy.SPEC.replace("counting", "countess");

    assertRefused(run(SmallStudy.write(temp, spec)), "trainer.name (countess)", "counting");
  }

  @Test
  void refusesAnOptionThatTheTrainerDoesNotKnow() throws IOException {
    String spec = SmallStudy.SPEC.replace("counting", "counting, epochSeconds: 1");

    assertRefused(run(SmallStudy.write(temp, spec)), "trainer.epochSeconds");
  }

  @ParameterizedTest
  @ValueSource(strings = {"budget.trails=9", "budget.trials=many", "budget.trials"})
  void refusesAnOverrideThatMakesNoSense(String override) throws IOException {
    assertRefused(run(SmallStudy.in(temp), "--set", override), "budget");
  }

  @Test
  void refusesAnOptionThatTheCommandDoesNotHave() throws IOException {
    assertRefused(run(SmallStudy.in(temp), "--jsn"), "--jsn");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpusPerTrial: 999", "slots: 2}\ncheckpoints: {store: nowhere://place"})
  void beginsNoStudyThatIsRefusedLater(String mistake) throws IOException {
    String spec = SmallStudy.SPEC.replace("slots: 2", mistake);

    Answer refused = run(SmallStudy.write(temp, spec));

    assertWords(refused, "must be");
    assertThat(refused.err()).doesNotContain("at most 0");
    assertThat(folder.resolve("spec.json")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"thaw.worker.park-for", "thaw.node.resend-interval"})
  void refusesASettingThatIsOutOfRange(String setting) throws IOException {
    System.setProperty(setting, "0s");
    ConfigFactory.invalidateCaches();
    try {
      assertRefused(run(SmallStudy.in(temp)), "a setting is wrong: " + setting + " (PT0S)");
    } finally {
      System.clearProperty(setting);
      ConfigFactory.invalidateCaches();
    }
  }

  @Test
  void asksForASpecIfThereIsNone() {
    assertRefused(Answer.to("run", "--dir", folder.toString()), "spec is missing", "run -f");
  }

  @Test
  void refusesAFileInPlaceOfAFolder() throws IOException {
    Files.writeString(temp.resolve("file"), "not a folder");

    Answer answer =
        Answer.to("run", "-f", SmallStudy.in(temp), "--dir", temp.resolve("file").toString());

    assertRefused(answer, "must be a folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"begun", "begin.lock"})
  void leavesTheFolderOfAClustersStudyAlone(String mark) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(mark), "");

    Answer answer = run(SmallStudy.in(temp));

    assertWords(
        answer, "(" + folder + ")", "a cluster's studies", "Maybe choose another with --dir");
    assertThat(folder).isDirectoryContaining("glob:**/" + mark);
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void saysWhomToAskAboutTheFolderOfAClustersStudy() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("begun"), "");

    assertWords(
        Answer.to("show", "--dir", folder.toString()), "Maybe ask the cluster: thaw show study");
  }

  @ParameterizedTest
  @ValueSource(strings = {"show", "best", "export"})
  void saysSoIfThereIsNoStudyToLookAt(String command) {
    assertRefused(Answer.to(command, "--dir", folder.toString()), "there is no study in");
  }

  @ParameterizedTest
  @ValueSource(strings = {"show", "best", "export"})
  void saysSoIfAStudyDiedBeforeItsFirstRow(String command) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("spec.json"), "{\"study\": \"small\"}");

    Answer answer = Answer.to(command, "--dir", folder.toString());

    assertWords(answer, "study");
  }

  @Test
  void listsNothingWhereThereIsNothing() {
    Answer answer = Answer.to("ls", "--dir", folder.toString());

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).contains("There is no study", "a cluster: thaw ls --server");
  }

  private Answer run(String spec, String... more) {
    String[] arguments = new String[5 + more.length];
    System.arraycopy(
        new String[] {"run", "-f", spec, "--dir", folder.toString()}, 0, arguments, 0, 5);
    System.arraycopy(more, 0, arguments, 5, more.length);
    return Answer.to(arguments);
  }

  private void assertRefused(Answer answer, String... words) {
    assertWords(answer, words);
    assertThat(folder).doesNotExist();
  }

  private static void assertWords(Answer answer, String... words) {
    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).contains(words).doesNotContain("\tat ", "Exception");
  }
}
