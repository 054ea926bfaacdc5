package dev.thaw.benchmarks.nights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.study.Reason;
import dev.thaw.core.study.Slot;
import dev.thaw.core.study.StudyEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeasesTest {

  private final Leases leases = new Leases();

  @Test
  void aSlotIsHeldFromTheGrantToTheEndOfTheLease() {
    take(10, granted(3, 1));
    take(14, new StudyEvent.LeaseEnded(3, 1, true));
    leases.end();

    assertThat(leases.total()).isEqualTo(Duration.ofSeconds(4));
    assertThat(leases.gaps()).isZero();
  }

  @Test
  void timeInWhichNobodyRanTheStudyIsHeldByNobody() {
    take(10, granted(3, 1));
    take(14);
    take(30, new StudyEvent.StudyTakenOver(false));
    take(31, new StudyEvent.LeaseEnded(3, 1, true));
    leases.end();

    assertThat(leases.gaps()).isEqualTo(Duration.ofSeconds(16));
    assertThat(leases.total()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void whatAHangCostsEndsWithItsLease() {
    take(10, granted(3, 1));
    take(20, new StudyEvent.LeaseEnded(3, 1, true));
    take(22, granted(3, 2));
    take(40, new StudyEvent.LeaseEnded(3, 2, true));
    leases.end();

    assertThat(leases.after(3, second(12))).isEqualTo(Duration.ofSeconds(8));
    assertThat(leases.after(3, second(25))).isEqualTo(Duration.ofSeconds(15));
  }

  private static StudyEvent granted(int trial, long fence) {
    return new StudyEvent.LeaseGranted(
        trial,
        fence,
        new Slot("local", 0),
        null,
        1,
        new Reason.NewConfiguration("random", 0, 1, List.of()));
  }

  private void take(long at, StudyEvent... events) {
    leases.take(second(at), List.of(events));
  }

  private static Instant second(long second) {
    return Instant.ofEpochSecond(second);
  }
}
