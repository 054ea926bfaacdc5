package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.fixture.FakeDesk;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.StepRows;
import dev.thaw.app.fixture.TestServer;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.app.report.CurveCsv;
import dev.thaw.app.summary.Failures;
import dev.thaw.app.summary.StudyStatus;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.share.Share;
import dev.thaw.core.space.Narrowing;
import dev.thaw.core.study.StudyCommand;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands that talk to a server answer. */
final class ServerCommandsTest {
  private static final StudySpec DIGITS = Specs.accuracy(1, 30);

  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  @TempDir private Path temp;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @BeforeEach
  void forget() {
    server.reset();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Runs a command against the server. */
  private static Answer ask(String... arguments) {
    Stream<String> all =
        Stream.concat(Arrays.stream(arguments), Stream.of("--server", server.url()));
    return Answer.to(all.toArray(String[]::new));
  }

  private static StudyStatus after(int epochs) {
    return FakeDesk.status(VirtualStudy.afterEpochs(DIGITS, epochs));
  }

  private static StudyStatus end() {
    return FakeDesk.status(VirtualStudy.finished(DIGITS));
  }

  private static void assertOk(Answer answer, String... words) {
    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.OK);
    assertThat(answer.out()).contains(words);
  }

  private static void assertRefused(Answer answer, int exitCode, String... words) {
    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(exitCode);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).contains(words).doesNotContain("\tat ", "Exception");
  }

  @Test
  void createsAStudyWithWhatIsOverridden() throws IOException {
    Answer answer = ask("create", "-f", SmallStudy.in(temp), "--set", "budget.trials=5");

    assertOk(answer, "study (small) was created", "thaw wait small");
    assertThat(server.desk().studies())
        .singleElement()
        .matches(spec -> Integer.valueOf(5).equals(spec.budget().trials()));
  }

  @Test
  void createsAStudyOnce() throws IOException {
    assertThat(ask("create", "-f", SmallStudy.in(temp), "--json").json().toString())
        .isEqualTo("{\"study\":\"small\",\"created\":true,\"state\":\"running\"}");
    assertThat(ask("create", "-f", SmallStudy.in(temp), "--json").json().toString())
        .isEqualTo("{\"study\":\"small\",\"created\":false,\"state\":\"running\"}");
    assertOk(ask("create", "-f", SmallStudy.in(temp)), "study (small) is there already (running)");
  }

  @Test
  void saysThatTheStudyThatIsThereHasEnded() throws IOException {
    ask("create", "-f", SmallStudy.in(temp));
    StudySpec small = server.desk().studies().getFirst();
    server.desk().script(small, () -> FakeDesk.status(VirtualStudy.finished(small)));

    assertOk(
        ask("create", "-f", SmallStudy.in(temp)),
        "study (small) has ended already",
        "Maybe give a new one another name: --set study=small-2");
  }

  @Test
  void refusesToCreateAnotherStudyOfTheSameName() throws IOException {
    ask("create", "-f", SmallStudy.in(temp));

    Answer answer = ask("create", "-f", SmallStudy.in(temp), "--set", "seed=4");

    assertRefused(answer, ExitCode.BAD_INPUT, "small", "Maybe choose another name");
  }

  @Test
  void sendsNoSpecThatIsWrong() throws IOException {
    String spec = SmallStudy.SPEC.replace("max: 9", "max: -9");

    Answer answer = ask("create", "-f", SmallStudy.write(temp, spec));

    assertRefused(answer, ExitCode.BAD_INPUT, "one problem", "fidelity.max", "line ");
    assertThat(server.desk().studies()).isEmpty();
  }

  @Test
  void needsASpecToCreateAStudy() {
    assertRefused(ask("create"), ExitCode.BAD_INPUT, "the spec is missing", "thaw create -f FILE");
  }

  @Test
  void sendsNobodyToAStudyThatIsTrainedByItself() {
    server.desk().script(DIGITS, () -> after(10));

    assertRefused(
        ask("ask", "--study", "digits"), ExitCode.BAD_INPUT, "nobody can ask for its work");
  }

  @Test
  void takesNoStudyForAServer() {
    assertRefused(
        Answer.to("pause", "--server", "digits"),
        ExitCode.BAD_INPUT,
        "--server (digits) is the URL of a server.",
        "Maybe: thaw pause digits --server");
  }

  @Test
  void showsWhatIsInForceByHand() {
    StudyState steered =
        new VirtualStudy(DIGITS, 0)
            .command(new StudyCommand.NarrowSpace("learningRate", new Narrowing(0.01, 0.02, null)))
            .runUntil(study -> study.progress().trials().size() > 3);
    server.desk().script(DIGITS, () -> FakeDesk.status(steered));

    assertOk(
        ask("show", "digits"),
        "by hand: new trials have learningRate",
        "thaw narrow --undo learningRate");
    assertThat(ask("show", "digits", "--json").json().at("/summary/steered/narrowed").toString())
        .isEqualTo("{\"learningRate\":{\"min\":0.01,\"max\":0.02}}");
  }

  @Test
  void writesACheckpointOnlyWhereThereIsAFolder() {
    Path file = temp.resolve("nowhere/7.zip");

    assertRefused(
        ask("export", "digits", "--checkpoint", "7", "-o", file.toString()),
        ExitCode.BAD_INPUT,
        "--output (" + file,
        "mkdir -p");
  }

  @Test
  void listsTheStudiesOfAServer() throws IOException {
    assertOk(ask("ls"), "There is no study. Maybe begin one with: thaw create");
    ask("create", "-f", SmallStudy.in(temp));

    assertOk(ask("ls"), "small ", "running", "best 0.25", "7 trials", "2 slots", "node-1");
    assertThat(ask("ls", "--json").json().get(0).get("study").asText()).isEqualTo("small");
  }

  @Test
  void showsAStudyOfAServerAsOneInAFolder() {
    server.desk().script(DIGITS, () -> after(100));

    assertOk(ask("show", "digits"), "digits: running, as of ", "trials: ", "bracket 0");
    assertThat(ask("show", "digits", "--json").lines()).containsExactly(Json.line(after(100)));
  }

  @Test
  void saysNothingOfDecisionsThatNobodyCounted() {
    var guided = Specs.study("s", Goal.MINIMIZE, Specs.thaw(), Specs.trials(12), 1);
    server.desk().script(guided, () -> FakeDesk.status(VirtualStudy.afterEpochs(guided, 10)));

    assertThat(ask("show", "s").out()).contains("s: running").doesNotContain("by advice");
    assertThat(ask("show", "s", "--json").json().at("/summary/advice").toString())
        .isEqualTo("{\"silent\":false,\"advised\":null,\"ranked\":null,\"missed\":null}");
  }

  @Test
  void saysWhyAStudyEndedAndWhereTheModelOfItsWinnerLies() {
    StudyState ended = VirtualStudy.finished(DIGITS);
    var status = StudyStatus.of(Watched.of(ended), ended.lifecycle().lastAt(), Path.of("digits"));
    server.desk().script(DIGITS, () -> status);
    int trial = VirtualStudy.best(ended).trial();
    String checkpoint = "digits/checkpoints/trial-%05d/fence-".formatted(trial);

    assertOk(
        ask("show", "digits"),
        "digits: ended (trials-spent), as of ",
        "checkpoint of trial %d: %s".formatted(trial, checkpoint),
        ", below the workers' --dir");
    JsonNode kept = ask("show", "digits", "--json").json().at("/summary/checkpoints");
    assertThat(kept.get("best").asText()).startsWith(checkpoint);
    assertThat(kept.get("below").asText()).isEqualTo("the workers' --dir");
  }

  @Test
  void showsTimesWithoutPartsOfASecond() {
    StudyState ended = VirtualStudy.finished(DIGITS);
    var now = Instant.parse("2026-03-01T18:00:01.330874142Z");
    var status = StudyStatus.of(Watched.of(ended), now, Path.of("digits"));
    server.desk().script(DIGITS, () -> status);

    assertOk(ask("show", "digits"), "as of 2026-03-01T18:00:01Z\n");
  }

  @Test
  void saysWhichTrialIsRecommended() {
    var guided = Specs.study("s", Goal.MINIMIZE, Specs.thaw(), Specs.trials(12), 1);
    StudyStatus status = FakeDesk.status(VirtualStudy.finished(guided));
    server.desk().script(guided, () -> status);
    var recommended = Objects.requireNonNull(status.summary().recommended());

    assertOk(ask("show", "s"), recommended.sentence(status.summary().metric()));
  }

  @Test
  void saysThatAStudyWaitsForSlots() {
    StudyState opened = new VirtualStudy(DIGITS, 0).state();
    server.desk().script(DIGITS, () -> FakeDesk.status(opened), ServerCommandsTest::end);
    assertOk(ask("show", "digits"), "waits for slots: no worker has joined, or others have");

    server.desk().script(DIGITS, () -> FakeDesk.status(opened), ServerCommandsTest::end);
    assertThat(ask("wait", "digits", "--every", "10ms").err()).contains("waits for slots");
  }

  @Test
  void saysNothingOfSlotsWhereThereAreSome() {
    server.desk().script(DIGITS, () -> after(10));

    assertThat(ask("show", "digits").out()).doesNotContain("waits for");
  }

  @Test
  void saysWhatWentWrongInTrials() {
    StudyState failed = new VirtualStudy(DIGITS, 1).runUntil(study -> false);
    server.desk().script(DIGITS, () -> FakeDesk.status(failed));

    assertOk(
        ask("show", "digits"),
        "30 trials had a failure; in trial 29: out of memory",
        "digits/logs/trial-00029.log");
    assertThat(ask("show", "digits", "--json").json().at("/summary/failures/kind").asText())
        .isEqualTo("trainer-error");
  }

  @Test
  void showsTheOnlyStudyOfAServer() {
    assertRefused(ask("show"), ExitCode.BAD_INPUT, "there is no study", "thaw create");
    server.desk().script(DIGITS, () -> after(10));
    assertOk(ask("show"), "digits: running");
  }

  @Test
  void asksWhichStudyToShowIfThereAreSeveral() throws IOException {
    server.desk().script(DIGITS, () -> after(10));
    ask("create", "-f", SmallStudy.in(temp));

    assertRefused(ask("show"), ExitCode.BAD_INPUT, "there are 2 studies", "digits, small");
  }

  @Test
  void showsEitherAFolderOrAServer() {
    assertRefused(ask("show", "--dir", temp.toString()), ExitCode.BAD_INPUT, "--dir");
  }

  @Test
  void changesTheShareOfAStudy() {
    server.desk().script(DIGITS, () -> after(10));

    Answer answer =
        ask("set", "digits", "--max-slots", "6", "--min-slots=1", "--weight=.5", "--priority=-1");

    assertOk(answer, "digits: 1 to 6 slots, weight 0.5, priority -1");
    assertThat(server.desk().share("digits")).isEqualTo(new Share(1, 6, 0.5, -1));
    assertThat(ask("set", "digits", "--max-slots", "5", "--json").json().toString())
        .isEqualTo("{\"slotsMin\":1,\"slotsMax\":5,\"weight\":0.5,\"priority\":-1}");
  }

  @Test
  void refusesToChangeNothing() {
    assertRefused(ask("set", "digits"), ExitCode.BAD_INPUT, "nothing", "--max-slots 4");
  }

  @Test
  void refusesAShareBeyondTheLimitsOfASpecWithoutAskingTheServer() {
    server.desk().fallSilent();

    assertRefused(
        ask("set", "digits", "--max-slots", "2147483647", "--priority=1001"),
        ExitCode.BAD_INPUT,
        "slotsMax (2147483647) must be in 1..100000",
        "priority (1001)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--max-slots=0", "--min-slots=99", "--weight=0", "--max-slots=many"})
  void refusesAShareThatMakesNoSense(String option) {
    server.desk().script(DIGITS, () -> after(10));

    Answer answer = ask("set", "digits", option);

    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(server.desk().share("digits")).isEqualTo(Share.upTo(DIGITS.resources().slots()));
  }

  @Test
  void extendsAStudy() {
    server.desk().script(DIGITS, () -> after(10));

    assertOk(
        ask("extend", "digits", "--epochs", "5000"), "study (digits) may spend now: ", "5,000");
    assertThat(ask("extend", "digits", "--epochs", "7", "--json").json().path("epochs").asInt())
        .isEqualTo(7);
    assertRefused(
        ask("extend", "digits", "--gpu-hours", "+2"),
        ExitCode.BAD_INPUT,
        "gpuHours (2) cannot be changed: the budget has no such limit");
  }

  @Test
  void sendsAKeyWithEachChangeOfABudget() {
    server.desk().script(DIGITS, () -> after(10));

    ask("extend", "digits", "--epochs", "5000");
    ask("extend", "digits", "--epochs", "5000");
    ask("extend", "digits", "--epochs", "5000", "--key", "mine");

    assertThat(server.desk().keys()).hasSize(3).doesNotHaveDuplicates().endsWith("mine");
    assertThat(server.desk().keys().getFirst()).hasSize(36);
  }

  @Test
  void asksAgainForAChangeByTheSameKeyAndSaysItInTheEnd() {
    server.desk().script(DIGITS, () -> after(10));
    server.desk().failWith(() -> new RefusedException(Refusal.UNAVAILABLE, "not now."));

    assertRefused(
        ask("extend", "digits", "--epochs", "+5", "--key", "mine"),
        ExitCode.FAULT,
        "not now.",
        "Maybe it was done all the same",
        "--key mine");
    assertThat(server.desk().asked()).isEqualTo(3);
  }

  @Test
  void extendsToTheNextTimeOfTheDay() {
    server.desk().script(DIGITS, () -> after(10));

    assertOk(ask("extend", "digits", "--deadline", "07:00"), "may spend now: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"extend --epochs=+5", "show", "report"})
  void saysThatAFolderIsNoNameOfAStudy(String command) {
    String[] words = (command + " studies/demo").split(" ", -1);
    String verb = words[0];

    assertRefused(
        ask(words),
        ExitCode.BAD_INPUT,
        "NAME (studies/demo) must be the name of a study",
        "Maybe a folder is meant: thaw " + verb + " --dir 'studies/demo'");
  }

  @Test
  void printsAReport() {
    server.desk().script(DIGITS, ServerCommandsTest::end);

    assertOk(ask("report", "digits"), "# digits", "## How to go on", "./thaw show digits");
    assertOk(ask("report", "digits", "--format", "html"), "<!DOCTYPE html>");
    assertThat(ask("report", "digits", "--json").out()).contains("\"schema\" : 1");
  }

  @Test
  void reportsAStudyThatIsNamed() {
    assertRefused(ask("report"), ExitCode.BAD_INPUT, "the name of the study is missing");
    assertRefused(
        ask("report", "digits", "--dir", temp.toString()), ExitCode.BAD_INPUT, "cannot both");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pause digits | Pause[] | is paused; to go on: thaw resume",
        "resume digits | Resume[] | goes on",
        "kill digits | Kill[] | ends at once",
        "kill digits --trial 3 | EndTrial[trial=3, atOnce=true] | has no trial 3 any more",
        "stop digits --trial 3 | EndTrial[trial=3, atOnce=false] | ends trial 3",
        "add digits width=64 rate=1e-2 kind=adam | AddTrial[values={width=64, rate=0.01,"
            + " kind=adam}] | tries it next",
        "fork digits 7 rate=0.5 | ForkTrial[trial=7, values={rate=0.5}] | trains a fork of trial 7",
        "narrow digits rate=1e-3..0.1 | NarrowSpace[parameter=rate, to=Narrowing[min=0.001,"
            + " max=0.1, values=null]] | draws rate from 0.001 to 0.1 from now on",
        "narrow digits kind=sgd,adam | NarrowSpace[parameter=kind, to=Narrowing[min=null,"
            + " max=null, values=[sgd, adam]]] | draws kind one of sgd, adam from now on",
        "pin digits kind=adam | NarrowSpace[parameter=kind, to=Narrowing[min=null, max=null,"
            + " values=[adam]]] | draws kind adam from now on",
        "pin digits --undo kind | NarrowSpace[parameter=kind, to=null] | draws kind from all its"
            + " values again"
      })
  void asksWhatSomebodyWants(String line, String command, String said) {
    server.desk().script(DIGITS, () -> after(20));

    assertOk(ask(line.split(" ")), "study (digits) " + said);
    assertThat(server.desk().commands())
        .singleElement()
        .extracting(Object::toString)
        .isEqualTo(command);
    assertThat(server.desk().keys()).singleElement().isNotEqualTo("null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "add digits one two width=1 | digits, one, two must be one study",
        "add digits width=[1] | width=[1] must have a value",
        "add digits =1 | =1 must be a parameter",
        "add digits width=1 width=2 | width is given twice",
        "fork digits 7 | must have a trial and what is to differ",
        "fork digits seven rate=1 | TRIAL (seven) must be the number of a trial",
        "narrow digits | must have one parameter at a time",
        "narrow digits rate=1..2 width=3..4 | must have one parameter at a time",
        "narrow digits rate=2..1 | min (2.0) must be a finite number and at most max (1.0)",
        "narrow digits rate=low..high | rate=low..high must have two numbers as its bounds",
        "narrow digits kind= | kind= must have a value",
        "pin digits kind=a,b | kind (one of a, b) must be one value"
      })
  void refusesAConfigurationThatIsNone(String line, String complaint) {
    assertRefused(ask(line.split(" ")), ExitCode.BAD_INPUT, complaint);
  }

  @Test
  void stopsAStudy() {
    server.desk().script(DIGITS, () -> after(10));

    assertOk(ask("stop", "digits"), "study (digits) stops", "thaw wait digits");
    assertThat(ask("stop", "digits", "--json").json().toString())
        .isEqualTo("{\"study\":\"digits\"}");
    assertThat(server.desk().stopped()).containsExactly("digits");
  }

  @Test
  void saysThatAStudyHadEndedBeforeItWasStopped() {
    server.desk().script(DIGITS, ServerCommandsTest::end);

    Answer answer = ask("stop", "digits");

    assertOk(answer, "study (digits) had ended before (trials-spent).");
    assertThat(answer.out()).doesNotContain("wait");
  }

  @Test
  void waitsForTheEndOfAStudy() {
    server.desk().script(DIGITS, () -> after(0), () -> after(50), ServerCommandsTest::end);

    Answer answer = ask("wait", "digits", "--every", "10ms");

    assertOk(answer, "digits: ended, best accuracy ");
    assertThat(answer.err()).startsWith("digits: running, best accuracy -, ");
  }

  @Test
  void printsTheSummaryOfAStudyThatHasEnded() {
    server.desk().script(DIGITS, ServerCommandsTest::end);

    Answer answer = ask("wait", "digits", "--json");

    assertOk(answer, "\"study\":\"digits\"");
    assertThat(answer.lines()).containsExactly(Json.line(end().summary()));
  }

  @Test
  void waitsWhileTheStudyMovesToAnotherNode() {
    server
        .desk()
        .script(
            DIGITS,
            () -> after(10),
            () -> {
              throw new RefusedException(Refusal.UNAVAILABLE, "it moves.");
            },
            ServerCommandsTest::end);

    assertOk(ask("wait", "digits", "--every", "10ms"), "ended");
  }

  @Test
  void losesPatienceWithAStudyThatDoesNotComeBack() {
    server
        .desk()
        .script(
            DIGITS,
            () -> after(10),
            () -> {
              throw new RefusedException(Refusal.UNAVAILABLE, "it moves.");
            });

    Answer answer = ask("wait", "digits", "--every", "10ms", "--patience", "50ms");

    assertRefused(answer, ExitCode.FAULT, "it moves.");
  }

  @Test
  void saysByItsExitCodeThatAStudyHasNoResult() {
    var nothing = end();
    var summary = nothing.summary();
    var withoutBest =
        new StudySummary(
            summary.study(),
            summary.state(),
            null,
            null,
            summary.trials(),
            summary.epochs(),
            summary.fullTrainingEpochs(),
            summary.wallSeconds(),
            summary.directory(),
            summary.end(),
            summary.metric(),
            summary.goal(),
            summary.retrainedEpochs(),
            summary.trainingSeconds(),
            summary.budget(),
            summary.seed(),
            null,
            null,
            null,
            List.of(),
            0,
            new Failures(12, 11, "trainer-error", "no such file"),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    var status = new StudyStatus(1, nothing.updated(), withoutBest, List.of(), List.of());
    server.desk().script(DIGITS, () -> status);

    Answer answer = ask("wait", "digits");

    assertThat(answer.exitCode()).isEqualTo(ExitCode.NO_RESULT);
    assertThat(answer.out()).contains("ended, best accuracy -");
    assertThat(answer.err())
        .contains("12 trials had a failure; in trial 11: no such file")
        .contains("Maybe its log says more", "digits/logs/trial-00011.log");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--every=0s", "--every=often", "--patience=-1s"})
  void refusesTimesThatMakeNoSense(String option) {
    String name = option.substring(0, option.indexOf('='));

    assertRefused(ask("wait", "digits", option), ExitCode.BAD_INPUT, name);
  }

  @Test
  void printsTheBestConfigurationOfAStudyOfTheServer() {
    StudyStatus status = end();
    server.desk().script(DIGITS, () -> status);
    StudySummary.Best best = Objects.requireNonNull(status.summary().best());

    assertOk(ask("best", "digits"), "trial " + best.trial() + ": accuracy ", "  ");
    assertThat(ask("best", "digits", "--json").json().path("value").asDouble())
        .isEqualTo(best.value());
    assertRefused(
        ask("best", "digits", "--command"), ExitCode.BAD_INPUT, "--command needs the folder");
  }

  @Test
  void exportsAStudyOfTheServer() {
    var night = new VirtualStudy(DIGITS, 0.02);
    night.runUntil(state -> false);
    server.watch("digits", StepRows.of(night.steps()));
    server.desk().script(DIGITS, ServerCommandsTest::end);
    int trials = night.state().progress().trials().size();

    assertThat(ask("export", "digits").lines().getFirst()).isEqualTo(CurveCsv.HEADER);
    assertThat(ask("export", "digits", "--format", "table").lines()).hasSize(1 + trials);
    assertOk(
        ask("export", "digits", "--to", "tensorboard", "-o", temp.resolve("board").toString()),
        trials + " runs in ");
    assertThat(temp.resolve("board/trial-00000/events.out.tfevents.0.thaw")).isNotEmptyFile();
    assertThat(
            ask("export", "digits", "--to", "tensorboard", "-o", temp + "/board", "--json").json())
        .hasToString("{\"folder\":\"%s/board\",\"runs\":%d}".formatted(temp, trials));
    assertRefused(
        ask("export", "digits", "--format", "table", "--json"),
        ExitCode.BAD_INPUT,
        "--format table must be given without --json.");
    assertThat(ask("export", "digits", "--json").json().has("epoch")).isTrue();
    assertThat(ask("export", "digits", "--format", "trials", "--json").json().has("parameters"))
        .isTrue();
  }

  @Test
  void aFolderIsOnlyGivenToAnExportThatWritesOne() {
    assertRefused(
        ask("export", "digits", "-o", temp.toString()), ExitCode.BAD_INPUT, "--output (" + temp);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "show",
        "best",
        "export",
        "report",
        "set --max-slots=1",
        "extend --epochs=1",
        "stop",
        "wait"
      })
  void saysThatThereIsNoSuchStudy(String command) {
    String[] words = (command + " nowhere").split(" ", -1);

    assertRefused(ask(words), ExitCode.BAD_INPUT, "there is no study (nowhere)");
  }

  @ParameterizedTest
  @EnumSource(Refusal.class)
  void exitsWithAFaultOnlyIfAskingAgainHelps(Refusal refusal) {
    server.desk().failWith(() -> new RefusedException(refusal, "no."));
    int expected = refusal == Refusal.UNAVAILABLE ? ExitCode.FAULT : ExitCode.BAD_INPUT;

    assertRefused(ask("ls"), expected, "thaw: no.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ls",
        "show digits",
        "set digits --max-slots=1",
        "stop digits",
        "wait digits",
        "report digits",
        "extend digits --epochs=1"
      })
  void saysHowToStartAServerWhereThereIsNone(String command) throws IOException {
    String url;
    try (var socket = new ServerSocket(0)) {
      url = "http://127.0.0.1:" + socket.getLocalPort();
    }

    Answer answer = Answer.to((command + " --server " + url).split(" ", -1));

    assertRefused(
        answer, ExitCode.FAULT, url, "nobody listens there", "Maybe start one: thaw node");
  }

  @Test
  void refusesWhatIsNoServer() {
    Answer answer = Answer.to("ls", "--server", "ftp://nowhere");

    assertRefused(answer, ExitCode.BAD_INPUT, "server (ftp://nowhere) must be a URL");
  }

  @Test
  void asksTheServerOfTheEnvironmentUnlessOneIsNamed() {
    Map<String, String> environment = Map.of("THAW_SERVER", "http://there:1");

    assertThat(ServerOption.choose("http://here:2", environment)).isEqualTo("http://here:2");
    assertThat(ServerOption.choose(null, environment)).isEqualTo("http://there:1");
    assertThat(ServerOption.choose(null, Map.of())).isEqualTo("http://127.0.0.1:8080");
    assertThat(ServerOption.choose(null, Map.of("THAW_SERVER", " ")))
        .isEqualTo("http://127.0.0.1:8080");
    assertThat(ServerOption.choose("", environment)).isEqualTo("http://there:1");
  }

  @Test
  void listsAndShowsTheServerOfTheEnvironmentUnlessAFolderIsNamed() {
    Map<String, String> environment = Map.of("THAW_SERVER", "http://there:1");

    assertThat(ServerOption.isMeant(null, environment)).isTrue();
    assertThat(ServerOption.isMeant("", Map.of())).isTrue();
    assertThat(ServerOption.isMeant(null, Map.of())).isFalse();
    assertThat(ServerOption.isMeant(null, Map.of("THAW_SERVER", " "))).isFalse();
  }

  @Test
  void asksTheUsualServerIfNoneIsNamed() {
    assertThatCode(() -> ThawCommand.commandLine().parseArgs("ls", "--server"))
        .doesNotThrowAnyException();
  }

  @Test
  void listsEitherAFolderOrAServer() {
    assertRefused(ask("ls", "--dir", temp.toString()), ExitCode.BAD_INPUT, "--dir");
  }
}
