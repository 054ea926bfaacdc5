package dev.thaw.core.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every cluster: 1,000 drawn ones, 100 a block; a failure names its seed. */
class FairSharesPropertyTest {
  private static final Duration TURN = Duration.ofMinutes(10);
  private static final int SEEDS = 100;

  private record Drawn(long seed, int slots, List<Contender> studies) {
    static Drawn of(long seed) {
      var random = new Random(seed);
      List<Contender> studies = new ArrayList<>();
      int count = 1 + random.nextInt(8);
      for (int i = 0; i < count; i++) {
        int least = random.nextBoolean() ? 0 : random.nextInt(5);
        int most = least + 1 + random.nextInt(9);
        double weight = random.nextBoolean() ? 1 : Math.exp(3 * random.nextGaussian());
        var share = new Share(least, most, weight, random.nextInt(3));
        Duration since = Duration.ofMinutes(random.nextInt(60));
        studies.add(new Contender(share, random.nextInt(12), random.nextInt(6), since));
      }
      return new Drawn(seed, random.nextInt(30), studies);
    }

    List<Integer> allowed() {
      return FairShares.allowed(slots, studies, TURN);
    }

    int demand() {
      return studies.stream().mapToInt(Contender::demand).sum();
    }

    long present() {
      return studies.stream().filter(study -> study.demand() > 0).count();
    }
  }

  static LongStream blocks() {
    return LongStream.range(0, 10);
  }

  private static List<Drawn> drawn(long block) {
    return LongStream.range(block * SEEDS, (block + 1) * SEEDS).mapToObj(Drawn::of).toList();
  }

  private static int sum(List<Integer> allowed) {
    return allowed.stream().mapToInt(Integer::intValue).sum();
  }

  @ParameterizedTest(name = "block {0} of 100 seeds")
  @MethodSource("blocks")
  void allThatIsThereIsInUseWhileAnybodyHasDemand(long block) {
    for (Drawn cluster : drawn(block)) {
      assertThat(sum(cluster.allowed()))
          .as("seed %d", cluster.seed())
          .isEqualTo(Math.min(cluster.slots(), cluster.demand()));
    }
  }

  @ParameterizedTest(name = "block {0} of 100 seeds")
  @MethodSource("blocks")
  void nobodyGetsMoreThanItsMaximumOrItsDemand(long block) {
    for (Drawn cluster : drawn(block)) {
      List<Integer> allowed = cluster.allowed();
      for (int i = 0; i < allowed.size(); i++) {
        assertThat(allowed.get(i))
            .as("seed %d, study %d", cluster.seed(), i)
            .isBetween(0, cluster.studies().get(i).demand());
      }
    }
  }

  @ParameterizedTest(name = "block {0} of 100 seeds")
  @MethodSource("blocks")
  void minimumsAreHonouredWhenTheyFitBesideOneSlotForEverybodyElse(long block) {
    for (Drawn cluster : drawn(block)) {
      int needed =
          cluster.studies().stream()
              .filter(study -> study.demand() > 0)
              .mapToInt(study -> Math.max(1, study.minimum()))
              .sum();
      List<Integer> allowed = cluster.allowed();
      for (int i = 0; needed <= cluster.slots() && i < allowed.size(); i++) {
        assertThat(allowed.get(i))
            .as("seed %d, study %d", cluster.seed(), i)
            .isGreaterThanOrEqualTo(cluster.studies().get(i).minimum());
      }
    }
  }

  @ParameterizedTest(name = "block {0} of 100 seeds")
  @MethodSource("blocks")
  void everybodyWithDemandGetsASlotIfThereAreEnough(long block) {
    for (Drawn cluster : drawn(block)) {
      List<Integer> allowed = cluster.allowed();
      for (int i = 0; cluster.present() <= cluster.slots() && i < allowed.size(); i++) {
        assertThat(allowed.get(i) > 0)
            .as("seed %d, study %d", cluster.seed(), i)
            .isEqualTo(cluster.studies().get(i).demand() > 0);
      }
    }
  }

  @ParameterizedTest(name = "block {0} of 100 seeds")
  @MethodSource("blocks")
  void aLargerWeightNeverGetsLess(long block) {
    for (Drawn cluster : drawn(block)) {
      var random = new Random(~cluster.seed());
      int one = random.nextInt(cluster.studies().size());
      Contender before = cluster.studies().get(one);
      Share share = before.share();
      double weight = share.weight() * (1 + 3 * random.nextDouble());
      var heavier = new Share(share.slotsMin(), share.slotsMax(), weight, share.priority());
      List<Contender> changed = new ArrayList<>(cluster.studies());
      changed.set(one, new Contender(heavier, before.wanted(), before.held(), before.since()));

      assertThat(FairShares.allowed(cluster.slots(), changed, TURN).get(one))
          .as("seed %d, study %d", cluster.seed(), one)
          .isGreaterThanOrEqualTo(cluster.allowed().get(one));
    }
  }

  @ParameterizedTest(name = "block {0} of 100 seeds")
  @MethodSource("blocks")
  void whoHoldsWhatItMayHoldKeepsIt(long block) {
    for (Drawn cluster : drawn(block)) {
      List<Integer> first = cluster.allowed();

      List<Integer> second =
          FairShares.allowed(cluster.slots(), holding(cluster.studies(), first), TURN);

      assertThat(second).as("seed %d", cluster.seed()).isEqualTo(first);
    }
  }

  /** As if the slots had just changed hands. */
  private static List<Contender> holding(List<Contender> studies, List<Integer> held) {
    List<Contender> all = new ArrayList<>();
    for (int i = 0; i < studies.size(); i++) {
      Contender study = studies.get(i);
      all.add(new Contender(study.share(), study.wanted(), held.get(i), Duration.ZERO));
    }
    return all;
  }

  @ParameterizedTest(name = "block {0} of 100 seeds")
  @MethodSource("blocks")
  void nobodyStarvesOverTimeHoweverFewSlotsThereAre(long block) {
    for (Drawn cluster : drawn(block)) {
      int slots = Math.max(1, cluster.slots() % 3);
      List<Contender> studies = cluster.studies();
      var served = new boolean[studies.size()];
      for (int step = 0; step < 3 * (studies.size() + 5); step++) {
        List<Integer> allowed = FairShares.allowed(slots, studies, TURN);
        for (int i = 0; i < served.length; i++) {
          served[i] |= allowed.get(i) > 0;
        }
        studies = later(studies, allowed, TURN.dividedBy(3).plusSeconds(1));
      }
      for (int i = 0; i < served.length; i++) {
        assertThat(served[i])
            .as("seed %d, study %d", cluster.seed(), i)
            .isEqualTo(studies.get(i).demand() > 0);
      }
    }
  }

  private static List<Contender> later(List<Contender> studies, List<Integer> held, Duration time) {
    List<Contender> all = new ArrayList<>();
    for (int i = 0; i < studies.size(); i++) {
      Contender study = studies.get(i);
      boolean same = (held.get(i) > 0) == (study.held() > 0);
      Duration since = same ? study.since().plus(time) : time;
      all.add(new Contender(study.share(), study.wanted(), held.get(i), since));
    }
    return all;
  }
}
