package dev.thaw.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.StepRows;
import dev.thaw.app.fixture.TestServer;
import dev.thaw.app.fixture.VirtualStudy;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered to who wants to see what a script prints. */
final class LogRoutesTest {

  private static final String TRIALS = "/api/v1/studies/digits/trials/";

  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  @SuppressWarnings("NullAway.Init")
  private static Asking asking;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private static Path folder;

  @BeforeAll
  static void start() throws IOException {
    server = TestServer.start();
    var night = new VirtualStudy(Specs.accuracy(6, 10), 0.02);
    night.runUntil(state -> false);
    server.watch("digits", StepRows.of(night.steps()));
    server.keep(folder);
    Path logs = Files.createDirectories(folder.resolve("digits/logs"));
    Files.writeString(logs.resolve("trial-00003.log"), "epoch 1\nepoch 2\n<b>é</b>\n");
    asking = new Asking(server.url());
  }

  @AfterAll
  static void stop() {
    asking.close();
    server.close();
  }

  @Test
  void itIsTextAndSaysWhereItGoesOn() throws Exception {
    HttpResponse<String> answer = asking.get(TRIALS + "3/log");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; charset=UTF-8");
    assertThat(answer.headers().firstValue("Thaw-Log-End")).hasValue("26");
    assertThat(answer.body()).isEqualTo("epoch 1\nepoch 2\n<b>é</b>\n");
  }

  @Test
  void onlyItsLastLinesOrWhatFollowsAreSentIfTheseAreWanted() throws Exception {
    assertThat(asking.get(TRIALS + "3/log?tail=20").body()).isEqualTo("epoch 2\n<b>é</b>\n");
    assertThat(asking.get(TRIALS + "3/log?after=16").body()).isEqualTo("<b>é</b>\n");
    assertThat(asking.get(TRIALS + "3/log?after=26").body()).isEmpty();
  }

  @Test
  void whereThereIsNoneTheAnswerSaysWhoTrainedTheTrial() throws Exception {
    HttpResponse<String> answer = asking.get(TRIALS + "4/log");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("trial 4 has no log on this node", "where it trained last");
  }

  @Test
  void aTrialThatIsNotThereHasNone() throws Exception {
    assertThat(asking.get(TRIALS + "99/log").statusCode()).isEqualTo(404);
    assertThat(asking.get(TRIALS + "3/log?tail=0").statusCode()).isEqualTo(400);
  }
}
