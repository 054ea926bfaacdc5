package dev.thaw.core.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: whatever gets lost, no two studies ever hold one slot, and all get their share in the end.
 * Method: drawn clusters in trouble for five minutes; a failure names its seed.
 */
class SharingSimTest {
  private static final int RUNS_PER_BLOCK = 40;
  private static final Duration TROUBLE = Duration.ofMinutes(5);

  static LongStream blocks() {
    return LongStream.range(0, 10);
  }

  @ParameterizedTest(name = "block {0} of 40 seeds")
  @MethodSource("blocks")
  void afterAllTroubleEverybodyGetsItsShareAndNoSlotEverHadTwoHolders(long block) {
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      try {
        endsFairly(new Cluster(seed));
      } catch (AssertionError | RuntimeException failed) {
        throw new AssertionError("seed " + seed, failed);
      }
    }
  }

  private static void endsFairly(Cluster cluster) {
    cluster.trouble(TROUBLE);
    cluster.run(Duration.ofMinutes(2));
    List<Cluster.Study> present =
        cluster.studies.stream().filter(study -> !study.over && study.wanted > 0).toList();
    if (present.size() > cluster.slots()) {
      everybodyHasATurn(cluster, present);
    } else {
      everybodyHasItsShareForGood(cluster);
    }
  }

  private static void everybodyHasATurn(Cluster cluster, List<Cluster.Study> present) {
    if (cluster.slots() == 0) {
      return;
    }
    present.forEach(study -> study.hadSlotAt = -1);
    cluster.run(Cluster.TURN.multipliedBy(present.size() + 6L));
    assertThat(present).allMatch(study -> study.hadSlotAt >= 0 || !study.held().isEmpty());
  }

  private static void everybodyHasItsShareForGood(Cluster cluster) {
    int handovers = cluster.handovers;
    List<Contender> contenders =
        cluster.studies.stream().filter(s -> !s.over).map(Cluster.Study::contender).toList();

    cluster.run(Duration.ofMinutes(2));

    assertThat(cluster.handovers).isEqualTo(handovers);
    assertThat(contenders.stream().map(Contender::held).toList())
        .isEqualTo(FairShares.allowed(cluster.slots(), contenders, Cluster.TURN));
  }
}
