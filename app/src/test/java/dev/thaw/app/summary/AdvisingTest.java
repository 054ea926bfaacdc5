package dev.thaw.app.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.core.curve.Goal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdvisingTest {

  @Test
  void isAbsentFromAStudyThatAsksNobody() {
    Watched study = Watched.of(VirtualStudy.afterEpochs(Specs.accuracy(1, 12), 10));

    assertThat(Advising.of(study)).isNull();
  }

  @Test
  void saysThatTheAdviserIsSilent() {
    var spec = Specs.study("s", Goal.MINIMIZE, Specs.thaw(), Specs.trials(12), 1);
    var study = new VirtualStudy(spec, 0).silentAt(ask -> true);
    study.runUntil(Advising::isSilent);

    Advising advising = Advising.of(study.watched());

    assertThat(advising).isNotNull();
    assertThat(advising.silent()).isTrue();
    assertThat(advising.sentence()).endsWith("; the adviser is silent now, and ranks decide");
  }

  @Test
  void countsNothingWhereOnlyTheStateIsKnown() {
    var spec = Specs.study("s", Goal.MINIMIZE, Specs.thaw(), Specs.trials(12), 1);
    Watched study = Watched.of(VirtualStudy.afterEpochs(spec, 10));

    assertThat(Advising.of(study)).isEqualTo(new Advising(false, null, null, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          false | 0 | 1 decision by advice, 2,000 by rank
          false | 1 | 1 decision by advice, 2,000 by rank; the adviser fell silent once, and ranks decided meanwhile
          false | 3 | 1 decision by advice, 2,000 by rank; the adviser fell silent 3 times, and ranks decided meanwhile
          true  | 3 | 1 decision by advice, 2,000 by rank; the adviser is silent now, and ranks decide
          """)
  void countsInWords(boolean silent, long missed, String sentence) {
    assertThat(new Advising(silent, 1L, 2000L, missed).sentence()).isEqualTo(sentence);
  }

  @Test
  void saysOnlyWhetherTheAdviserIsSilentWhereNobodyCounts() {
    assertThat(new Advising(false, null, null, null).sentence()).isEmpty();
    assertThat(new Advising(true, null, null, null).sentence())
        .isEqualTo("the adviser is silent now, and ranks decide");
  }
}
