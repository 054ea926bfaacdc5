package dev.thaw.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class FaultPlanTest {

  @Test
  void followsFromTheSeedAlone() {
    assertThat(FaultPlan.of(17)).isEqualTo(FaultPlan.of(17)).isNotEqualTo(FaultPlan.of(18));
    assertThat(FaultPlan.of(17)).hasToString(FaultPlan.of(17).toString());
  }

  @Test
  void leavesNoKindOutInFourSeeds() {
    Set<Fault.Kind> kinds = EnumSet.noneOf(Fault.Kind.class);
    LongStream.range(0, 4)
        .forEach(seed -> FaultPlan.of(seed).faults().forEach(fault -> kinds.add(fault.kind())));

    assertThat(kinds).isEqualTo(EnumSet.allOf(Fault.Kind.class));
  }

  @Test
  void isBusyNowAndThen() {
    assertThat(LongStream.range(0, 40).mapToObj(FaultPlan::of).map(FaultPlan::busy))
        .contains(true, false);
  }
}
