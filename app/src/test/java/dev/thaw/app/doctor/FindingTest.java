package dev.thaw.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FindingTest {

  @Test
  void takesTheRemedyFromTheEndOfAText() {
    assertThat(Finding.warning("disk", "is full.\nMaybe empty it."))
        .isEqualTo(new Finding(Level.WARNING, "disk", "is full", "Maybe empty it."));
  }

  @Test
  void hasNoRemedyWhereATextHasNone() {
    assertThat(Finding.note("disk", "is round.").remedy()).isEmpty();
  }

  @Test
  void refusesARemedyThatDoesNotSayMaybe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Finding(Level.NOTE, "disk", "is full", "Empty it."))
        .withMessageContaining("Empty it.");
  }

  @Test
  void showsOneLineAFindingInColumnsAndTheRemedyBelow() {
    List<String> lines =
        FindingLines.of(
            List.of(
                Finding.ok("disk", "is large"),
                Finding.problem("Python", "is gone. Maybe look for it.")));

    assertThat(lines)
        .containsExactly(
            "ok       disk    is large",
            "problem  Python  is gone",
            "                 Maybe look for it.");
  }

  @Test
  void keepsWhatAProgramSaidOnOneLineAndOffTheTerminal() {
    List<String> lines = FindingLines.of(List.of(Finding.ok("a", "red\u001b[31m\n  and\tlong")));

    assertThat(lines).containsExactly("ok  a  red?[31m and long");
  }

  @Test
  void countsProblemsAndWarnings() {
    Finding warning = Finding.warning("a", "b");

    assertThat(FindingLines.sum(List.of(warning, warning, Finding.problem("a", "b"))))
        .isEqualTo("1 problem, 2 warnings.");
    assertThat(FindingLines.sum(List.of(Finding.note("a", "b")))).isEqualTo("Nothing is wrong.");
  }
}
