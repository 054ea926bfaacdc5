package dev.thaw.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class IdleTest {

  private static EpochLog.Epoch epoch(int number, long begun, long ended) {
    return new EpochLog.Epoch(number, begun, ended);
  }

  @Test
  void addsUpTheTimeInWhichNobodyTrainedInASlot() {
    var trained =
        Map.of(
            new EpochLog.Session(1, 1, 0, 0, 0), List.of(epoch(1, 900, 1100), epoch(2, 1150, 1300)),
            new EpochLog.Session(1, 2, 1, 0, 0), List.of(epoch(1, 1500, 2500)),
            new EpochLog.Session(9, 1, 2, 0, 0), List.of(epoch(1, 1000, 1001)));

    Idle idle =
        Idle.between(Instant.ofEpochMilli(1000), Instant.ofEpochMilli(2000), Set.of(1L), trained);

    assertThat(idle).isEqualTo(new Idle(1, 1000, 250, 200));
    assertThat(idle.share()).isEqualTo(0.25);
  }

  @Test
  void sparesNodesThatWereStartedBeforeTheFaultAndNotHit() {
    var fault =
        new FaultRun.Happened(
            new Fault(Duration.ZERO, Fault.Kind.KILL_HOST, 0, Duration.ZERO),
            List.of("s0"),
            Instant.ofEpochMilli(1000),
            Instant.ofEpochMilli(1500),
            Instant.ofEpochMilli(2000));
    var lives =
        Map.of(
            "s0", List.of(new NodeProcess.Life(1, Instant.ofEpochMilli(0))),
            "w0", List.of(new NodeProcess.Life(2, Instant.ofEpochMilli(0))));
    var trained =
        Map.of(
            new EpochLog.Session(1, 1, 0, 0, 0), List.of(epoch(1, 1000, 1001)),
            new EpochLog.Session(2, 1, 1, 0, 0), List.of(epoch(1, 1000, 1900)));

    assertThat(Idle.during(fault, lives, trained)).isEqualTo(new Idle(1, 1000, 100, 100));
  }
}
