package dev.thaw.app.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.core.study.StudyState;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a summary says of the end. */
final class ExpectedTest {

  private static final Instant NOW = Instant.parse("2026-03-01T20:00:00Z");

  @Test
  void readsAsOneLine() {
    var expected =
        new Expected(
            0.081,
            0.079,
            0.084,
            0.2,
            "2026-03-02T06:00:00Z",
            "2026-03-02T07:00:00Z",
            "2026-03-02T08:00:00Z",
            0.08,
            0.0795);

    assertThat(expected.sentence("error", NOW, ZoneOffset.UTC))
        .isEqualTo(
            "expected by 2 Mar 07:00: error 0.081 (0.079 .. 0.084); with twice the slots 0.08,"
                + " twice the time 0.0795");
  }

  @Test
  void leavesOutWhatNobodyKnows() {
    var expected = new Expected(0.9, 0.92, 0.89, 0.2, null, null, null, null, null);

    assertThat(expected.sentence("accuracy", NOW, ZoneOffset.UTC))
        .isEqualTo("expected at the end: accuracy 0.9 (0.89 .. 0.92)");
  }

  @Test
  void isThereWhileAStudyRunsAndGoneOnceItEnded() {
    StudyState running = VirtualStudy.afterEpochs(Specs.accuracy(1, 60), 130);
    StudyState ended = VirtualStudy.finished(Specs.accuracy(1, 30));

    Expected expected = Objects.requireNonNull(Expected.of(running, running.lifecycle().lastAt()));
    assertThat(expected.good()).isGreaterThan(VirtualStudy.best(running).value());
    assertThat(expected.poor()).isGreaterThanOrEqualTo(VirtualStudy.best(running).value());
    assertThat(Expected.of(ended, ended.lifecycle().lastAt())).isNull();
  }
}
