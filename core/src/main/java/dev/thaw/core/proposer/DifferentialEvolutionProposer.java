package dev.thaw.core.proposer;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Differential evolution (Storn and Price, 1997) with a population for each level, as in DEHB
 * (Awad, Mallik and Hutter, IJCAI 2021, section 3): rand1 mutation, binomial crossover, and parents
 * from the elite of the level below.
 *
 * <p>Trial t belongs to place t mod {@code population} of the populations of all levels that it
 * reaches, and the best trial of a place lives there, the later one if two are equal: that is
 * selection by {@code f(trial) <= f(target)}, worked out from what is known instead of kept. A
 * proposal is trial {@code index}, so its target is the one that lives at its place.
 *
 * <p>Configurations are random until {@code population} of them were proposed, and while fewer than
 * four could be trained. Whole numbers and choices are the bins of their coordinate.
 *
 * @param population the places of each level, at least 4; 10 by default
 * @param scale of differences (F), above 0 and at most 2; 0.5 by default
 * @param crossover the probability that a coordinate is that of the mutant (CR), from 0 to 1; 0.5
 *     by default. One coordinate always is.
 */
public record DifferentialEvolutionProposer(int population, double scale, double crossover)
    implements Proposer {

  private static final int PARENTS = 3;
  private static final int ATTEMPTS = 100;

  public DifferentialEvolutionProposer {
    Range.check("population", population, 4, Integer.MAX_VALUE);
    Range.check("scale", scale, Double.MIN_VALUE, 2);
    Range.check("crossover", crossover, 0, 1);
  }

  /** The method with all defaults. */
  public static DifferentialEvolutionProposer defaults() {
    return new DifferentialEvolutionProposer(10, 0.5, 0.5);
  }

  @Override
  public Optional<Proposal> propose(Knowledge known, Draws draws) {
    Untried untried = new Untried(known);
    List<double[]> parents = parents(known);
    if (known.index() < population || parents.size() <= PARENTS) {
      return untried.drawnProposal(draws);
    }
    @Nullable Observed living = living(known, level(known)).get(known.index() % population);
    return untried.first(
        "offspring",
        ATTEMPTS,
        attempt -> {
          Draws own = draws.split("offspring", attempt);
          double[] mutant = mutant(parents, own);
          double[] target =
              living == null
                  ? parents.get(own.below(parents.size(), PARENTS))
                  : known.space().encode(living.configuration());
          return crossed(target, mutant, own);
        },
        draws);
  }

  /** The level of the proposal; the lowest that a trial reached if nobody knows it. */
  private static int level(Knowledge known) {
    return known.level() > 0
        ? known.level()
        : known.observed().stream().mapToInt(Observed::level).min().orElse(1);
  }

  /** Who lives at each place of a level, by place. */
  Map<Integer, Observed> living(Knowledge known, int level) {
    Map<Integer, Observed> living = new TreeMap<>();
    for (Observed one : known.at(level)) {
      if (!Double.isNaN(one.score())) {
        living.merge(
            one.trial() % population, one, (old, now) -> now.score() <= old.score() ? now : old);
      }
    }
    return living;
  }

  /**
   * Whom a proposal may descend from: the better half of the next lower level, or all of its own
   * level if there is none below; filled up with those of the other levels if these are not enough.
   */
  List<double[]> parents(Knowledge known) {
    int level = level(known);
    int below =
        known.observed().stream().mapToInt(Observed::level).filter(l -> l < level).max().orElse(0);
    List<Observed> parents = new ArrayList<>();
    if (below > 0) {
      List<Observed> elite = new ArrayList<>(living(known, below).values());
      elite.sort(Latest.BETTER_FIRST);
      parents.addAll(elite.subList(0, (elite.size() + 1) / 2));
    } else {
      parents.addAll(living(known, level).values());
    }
    if (parents.size() <= PARENTS) {
      fill(parents, known);
    }
    SearchSpace space = known.space();
    return parents.stream().map(one -> space.encode(one.configuration())).toList();
  }

  /** Adds the best of all levels until there are enough to differ from each other. */
  private static void fill(List<Observed> parents, Knowledge known) {
    List<Observed> all = new ArrayList<>(Latest.of(known.observed()));
    all.removeIf(one -> Double.isNaN(one.score()));
    all.sort(Latest.BETTER_FIRST);
    List<Configuration> taken =
        new ArrayList<>(parents.stream().map(Observed::configuration).toList());
    for (Observed one : all) {
      if (parents.size() <= PARENTS && !taken.contains(one.configuration())) {
        parents.add(one);
        taken.add(one.configuration());
      }
    }
  }

  /** a + F (b - c) of three different parents; what leaves the cube is drawn again. */
  private double[] mutant(List<double[]> parents, Draws draws) {
    List<double[]> left = new ArrayList<>(parents);
    double[] a = left.remove(draws.below(left.size(), 0));
    double[] b = left.remove(draws.below(left.size(), 1));
    double[] c = left.remove(draws.below(left.size(), 2));
    double[] mutant = new double[a.length];
    for (int i = 0; i < mutant.length; i++) {
      double place = a[i] + scale * (b[i] - c[i]);
      boolean inside = place >= 0 && place <= 1;
      mutant[i] = inside ? place : draws.split("outside", i).uniform(0);
    }
    return mutant;
  }

  /** The target with some coordinates of the mutant, at least one. */
  double[] crossed(double[] target, double[] mutant, Draws draws) {
    double[] child = target.clone();
    Draws own = draws.split("crossover", 0);
    int forced = child.length == 0 ? 0 : own.below(child.length, 0);
    for (int i = 0; i < child.length; i++) {
      if (i == forced || own.uniform(i + 1) < crossover) {
        child[i] = mutant[i];
      }
    }
    return child;
  }
}
