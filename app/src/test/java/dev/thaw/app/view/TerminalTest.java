package dev.thaw.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.study.StudyState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TerminalTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);

  private StudyView open(Terminal terminal) {
    return terminal.open(out, Path.of("studies"), ZoneId.of("UTC"));
  }

  private String written() {
    out.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void drawsOnATerminal() {
    var terminal =
        Terminal.of(Map.of("TERM", "xterm", "COLUMNS", "132", "LINES", "50"), true, "UTF-8");

    assertThat(terminal).isEqualTo(new Terminal(true, true, true, 132, 50));
  }

  @Test
  void drawsOnNothingElse() {
    assertThat(Terminal.of(Map.of("TERM", "xterm"), false, "").live()).isFalse();
    assertThat(Terminal.of(Map.of("TERM", "dumb"), true, "").live()).isFalse();
    assertThat(Terminal.of(Map.of(), true, "").live()).isFalse();
    assertThat(Terminal.of(Map.of("TERM", "xterm", "CI", "true"), true, "").live()).isFalse();
  }

  @Test
  void respectsNoColor() {
    var terminal = Terminal.of(Map.of("TERM", "xterm", "NO_COLOR", "1"), true, "US-ASCII");

    assertThat(terminal).isEqualTo(new Terminal(true, false, false, 80, 24));
  }

  @Test
  void mendsASizeThatMakesNoSense() {
    var terminal = Terminal.of(Map.of("COLUMNS", "-3", "LINES", "many"), true, "");

    assertThat(terminal.width()).isEqualTo(20);
    assertThat(terminal.height()).isEqualTo(24);
  }

  @Test
  void drawsFramesOverOneAnotherAndGivesTheCursorBack() {
    StudyState state = VirtualStudy.afterEpochs(Specs.accuracy(1, 60), 50);
    Instant now = state.lifecycle().lastAt();
    StudyView view = open(new Terminal(true, false, true, 80, 24));

    view.show(Watched.of(state), now);
    int height = (int) written().chars().filter(c -> c == '\n').count();
    view.show(Watched.of(state), now.plusMillis(200));
    view.close();
    view.close();

    assertThat(written())
        .containsOnlyOnce("\u001b[" + height + "A\r")
        .endsWith("\u001b[?25h")
        .containsOnlyOnce("\u001b[?25h");
  }

  @Test
  void drawsAtMostFiveFramesASecondButAlwaysTheLast() {
    StudyState state = VirtualStudy.afterEpochs(Specs.accuracy(1, 60), 50);
    Instant now = state.lifecycle().lastAt();
    StudyView view = open(new Terminal(true, false, true, 80, 24));

    for (int i = 0; i < 1000; i += 10) {
      view.show(Watched.of(state), now.plusMillis(i));
    }
    assertThat(written().split("\u001b\\[\\?7l", -1)).hasSize(1 + 5);
    view.show(Watched.of(VirtualStudy.finished(Specs.accuracy(1, 60))), now.plusMillis(999));
    assertThat(written()).contains("ended after");
  }

  @Test
  void printsNewsAndHeartbeatsWhereItCannotDraw() {
    var study = new VirtualStudy(Specs.accuracy(1, 60), 0);
    StudyView view = open(new Terminal(false, false, false, 80, 24));
    StudyState begun = study.runUntil(s -> s.progress().spending().epochs() == 5);
    Instant now = begun.lifecycle().lastAt();

    view.show(Watched.of(begun), now);
    view.show(Watched.of(begun), now.plusSeconds(29));
    view.show(Watched.of(begun), now.plusSeconds(30));
    view.show(Watched.of(study.runUntil(s -> false)), now.plusSeconds(31));
    view.close();

    assertThat(written().lines()).hasSize(3);
    assertThat(written()).doesNotContain("\u001b").contains("ended, trials spent");
  }
}
