package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.FakeDesk;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.StepRows;
import dev.thaw.app.fixture.TestServer;
import dev.thaw.app.fixture.VirtualStudy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a script printed is shown wherever the study is: in a folder, or on a server. */
class LogsCommandTest {

  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private static Path temp;

  @BeforeAll
  static void start() throws IOException {
    Path local = Files.createDirectories(temp.resolve("local"));
    Files.writeString(local.resolve("spec.json"), SmallStudy.SPEC);
    write(local.resolve("logs"));
    write(temp.resolve("remote/digits/logs"));
    server = TestServer.start();
    var night = new VirtualStudy(Specs.accuracy(6, 10), 0.02);
    night.runUntil(state -> false);
    server.watch("digits", StepRows.of(night.steps()));
    server.desk().script(night.state().spec(), () -> FakeDesk.status(night.state()));
    server.keep(temp.resolve("remote"));
  }

  private static void write(Path logs) throws IOException {
    Files.writeString(
        Files.createDirectories(logs).resolve("trial-00003.log"), "one\ntwo\nthree\n");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer here(String... arguments) {
    return Answer.to(
        Stream.concat(
                Stream.of("logs", "--dir", temp.resolve("local").toString()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  @Test
  void printsTheLogOfATrialOfAFolder() {
    Answer answer = here("3");

    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.OK);
    assertThat(answer.lines()).containsExactly("one", "two", "three");
  }

  @Test
  void printsOnlyItsLastLinesIfTheseAreWanted() {
    assertThat(here("3", "-n", "2").lines()).containsExactly("two", "three");
    assertThat(here("3", "-n", "2", "--json").json().toString())
        .isEqualTo("{\"study\":\"small\",\"trial\":3,\"lines\":[\"two\",\"three\"]}");
  }

  @Test
  void followsAStudyThatNobodyRunsToItsEndWhichIsNow() {
    assertThat(here("3", "-f").lines()).containsExactly("one", "two", "three");
  }

  private static Answer there(String... arguments) {
    return Answer.to(
        Stream.concat(Stream.of("logs", "--server", server.url()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  @Test
  void printsTheLogOfATrialOfAServerAndFollowsItToTheEndOfTheStudy() {
    assertThat(there("digits", "3").lines()).containsExactly("one", "two", "three");
    assertThat(there("digits", "3", "-n", "1", "-f").lines()).containsExactly("three");
  }

  @Test
  void whereTheServerHasNoneItSaysWhy() {
    Answer answer = there("digits", "4");

    assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.err()).contains("trial 4 has no log on this node");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4 | trial 4 has no log",
        "x | TRIAL (x) must be the number of a trial",
        "3 -n 0 | --lines (0) must be at least 1",
        "3 -f --json | cannot both be given"
      })
  void whatMakesNoSenseIsRefused(String arguments, String complaint) {
    Answer answer = here(arguments.split(" "));

    assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.err()).contains(complaint).doesNotContain("\tat ");
  }
}
