package dev.thaw.core.forecast;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.suggest.RandomSuggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An adviser that costs next to nothing and keeps slots busy as the real ones do: it starts as many
 * trials and trains as many of them on, as far. What it chooses is not worth much.
 *
 * <p>How much a study starts and how much it trains on is drawn once, from what studies by {@code
 * thaw} on recorded learning curves did. Advisers that leave promotions to brackets are stood in
 * for by random starts.
 */
final class StandIn implements Adviser {

  private static final int FIRST_MIN = 8;
  private static final double STEP = 1.34;
  private static final double START_MIN = 0.42;
  private static final double START_MAX = 0.7;

  /** Every so many trials, a start becomes half as likely against going on. */
  private static final double FADING = 250;

  private static final int TOURNAMENT = 3;
  private static final int ATTEMPTS = 30;

  /** The best of so many may still win once no more are started. */
  private static final double HOPEFUL = 0.02;

  private static final Advice.Evidence EVIDENCE =
      new Advice.Evidence("stand-in", 0, List.of(), List.of());

  private final StudySpec spec;
  private final Guide guide;
  private final Draws draws;
  private final double startShare;

  StandIn(StudySpec spec, Guide guide) {
    this.spec = spec;
    this.guide = guide;
    this.draws = Draws.of(spec.seed(), "forecast.stand-in", 0);
    this.startShare = START_MIN + (START_MAX - START_MIN) * draws.uniform(0);
  }

  @Override
  public Advice advise(StudyState state, Question question) {
    Set<Integer> going = new HashSet<>();
    Set<Integer> rows = new HashSet<>();
    List<Advice.Proposal> proposals = new ArrayList<>();
    for (int job = 0; job < question.jobs(); job++) {
      Draws own = draws.split("ask", question.ask()).split("job", job);
      propose(state, own, going, rows).ifPresent(proposals::add);
    }
    return question.answer(state, proposals);
  }

  private Optional<Advice.Proposal> propose(
      StudyState state, Draws own, Set<Integer> going, Set<Integer> rows) {
    int trials = state.progress().trials().size() + rows.size();
    boolean first = trials < Math.max(FIRST_MIN, spec.resources().slots());
    if (state.mayCreate() && (first || guide.proposesOnly() || own.uniform(0) < share(trials))) {
      return start(state, own, trials, rows);
    }
    return guide.proposesOnly() ? Optional.empty() : goOn(state, own, going);
  }

  /** The share of decisions that start a trial. */
  private double share(int trials) {
    double odds = startShare / (1 - startShare) * Math.pow(2, -trials / FADING);
    return odds / (1 + odds);
  }

  private Optional<Advice.Proposal> start(
      StudyState state, Draws own, int trials, Set<Integer> rows) {
    SearchSpace space = spec.space();
    Optional<Configuration> found =
        new RandomSuggestion()
            .suggestFree(
                space, own.bits(1), trials, row -> state.isFree(row) && !rows.contains(row));
    found.ifPresent(
        configuration -> {
          int row = space.catalogue().map(all -> all.row(configuration).orElse(-1)).orElse(-1);
          rows.add(row < 0 ? -1 - trials : row);
        });
    return found.map(
        configuration -> new Advice.Proposal.Start(configuration, firstLimit(), EVIDENCE));
  }

  /** The best of a few trials that stand still, or of the hopeful once no more are started. */
  private Optional<Advice.Proposal> goOn(StudyState state, Draws own, Set<Integer> going) {
    Predicate<Trial> may = trial -> mayGoOn(state, trial) && !going.contains(trial.number());
    Trial best = state.mayCreate() ? fewBest(state, own, may) : hopeful(state, may);
    if (best == null) {
      return Optional.empty();
    }
    going.add(best.number());
    int limit = guide.goesByEpochs() ? best.epochs() + 1 : (int) Math.ceil(STEP * best.epochs());
    return Optional.of(
        new Advice.Proposal.Go(best.number(), Math.min(limit, Reach.last(state, best)), EVIDENCE));
  }

  private int firstLimit() {
    return spec.fidelity().isInSeconds() ? 1 : spec.fidelity().min();
  }

  private boolean mayGoOn(StudyState state, Trial trial) {
    return trial.epochs() > 0 && Reach.mayGoOn(state, trial) && state.standsStill(trial.number());
  }

  private static @Nullable Trial fewBest(StudyState state, Draws own, Predicate<Trial> may) {
    var trials = state.progress().trials();
    Trial best = null;
    int found = 0;
    for (int i = 0; i < ATTEMPTS && found < TOURNAMENT && !trials.isEmpty(); i++) {
      Trial next = trials.get(own.below(trials.size(), 2 + i));
      if (may.test(next)) {
        found++;
        best = best == null || score(state, next) < score(state, best) ? next : best;
      }
    }
    return best;
  }

  private static @Nullable Trial hopeful(StudyState state, Predicate<Trial> may) {
    double[] scores = new double[state.progress().trials().size()];
    int known = 0;
    for (Trial trial : state.progress().trials()) {
      if (!trial.curve().isEmpty()) {
        scores[known++] = score(state, trial);
      }
    }
    Arrays.sort(scores, 0, known);
    double worst = known == 0 ? 0 : scores[(int) (HOPEFUL * (known - 1))];
    Trial best = null;
    for (Trial trial : state.progress().trials()) {
      boolean good = !trial.curve().isEmpty() && score(state, trial) <= worst && may.test(trial);
      if (good && (best == null || score(state, trial) < score(state, best))) {
        best = trial;
      }
    }
    return best;
  }

  private static double score(StudyState state, Trial trial) {
    return state.score(trial.curve().last());
  }
}
