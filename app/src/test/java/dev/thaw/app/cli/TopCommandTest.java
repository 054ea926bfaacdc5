package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.FakeDesk;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.StepRows;
import dev.thaw.app.fixture.TestServer;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.app.summary.StatusFile;
import dev.thaw.core.study.TrialStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All studies at a glance, wherever they are. */
class TopCommandTest {

  @TempDir private Path temp;

  @Test
  void studiesOfAFolderHaveALineEach() throws Exception {
    var night = new VirtualStudy(Specs.accuracy(6, 10), 0.02);
    night.runUntil(state -> false);
    Path folder = Files.createDirectories(temp.resolve("digits"));
    Files.writeString(folder.resolve("spec.json"), SmallStudy.SPEC);
    StatusFile.write(folder, FakeDesk.status(night.state()));

    Answer answer = Answer.to("top", "--dir", temp.toString());

    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.OK);
    assertThat(answer.lines()).hasSize(2);
    assertThat(answer.lines().getFirst()).startsWith("STUDY").contains("FROZEN", "ENDS");
    assertThat(answer.lines().getLast()).contains("ended", "0.9");
    assertThat(Answer.to("top", "--dir", temp.toString(), "--json").json()).hasSize(1);
  }

  @Test
  void ofAServerItSaysWhoTrains() {
    try (var server = TestServer.start()) {
      var night = new VirtualStudy(Specs.accuracy(6, 10), 0.02);
      night.runUntil(
          state ->
              state.progress().spending().epochs() > 20
                  && state.progress().trials().get(0).status() != TrialStatus.PENDING);
      server.watch("digits", StepRows.of(night.steps()));
      server.desk().script(night.state().spec(), () -> FakeDesk.status(night.state()));

      Answer answer = Answer.to("top", "--server", server.url());

      assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.OK);
      assertThat(answer.out()).contains("digits", "running").contains("  trial ");
    }
  }

  @Test
  void whereThereIsNoneItSaysHowToBegin() {
    assertThat(Answer.to("top", "--dir", temp.toString()).out()).contains("thaw hello");
    assertThat(Answer.to("top", "--interval", "0").err()).contains("--interval (0.0) must be");
  }
}
