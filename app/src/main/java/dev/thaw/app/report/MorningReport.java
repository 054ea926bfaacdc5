package dev.thaw.app.report;

import dev.thaw.app.summary.Credited;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.Savings;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.foresight.ParameterCosts;
import dev.thaw.core.insight.Contender;
import dev.thaw.core.insight.Importance;
import dev.thaw.core.insight.Importances;
import dev.thaw.core.insight.Ledger;
import dev.thaw.core.insight.Lesson;
import dev.thaw.core.insight.Lessons;
import dev.thaw.core.insight.Night;
import dev.thaw.core.insight.SecondLook;
import dev.thaw.core.insight.SecondLooks;
import dev.thaw.core.insight.Settling;
import dev.thaw.core.insight.Stretch;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the report of a study says, as data: the page, the text and the JSON object are
 * made of this and of nothing else, but for the pictures of single curves and predictions.
 *
 * @param schema the version of this layout
 * @param asOf the newest moment of the study that it knows, in ISO-8601 and UTC
 * @param summary the outcome
 * @param contenders the winner and those who came close, best first
 * @param bought what the slots did
 * @param savings what early stopping spared against training every trial to the end
 * @param clockNanos what the clock of the pictures shows at the end, by which times are given here
 * @param bestSoFar how the best value came about
 * @param lives the curves of the best trials over time
 * @param importance how much each hyperparameter explains
 * @param costs what each hyperparameter does to the seconds of an epoch, dearest first
 * @param settling where the training time went, hyperparameter by hyperparameter
 * @param advice what to do better next time
 * @param secondLooks decisions that somebody may want to look at again
 * @param failures what went wrong, by kind
 * @param next how to go on
 */
public record MorningReport(
    int schema,
    String asOf,
    StudySummary summary,
    List<Candidate> contenders,
    Bought bought,
    Savings savings,
    long clockNanos,
    List<Night.Improvement> bestSoFar,
    List<Life> lives,
    Importance importance,
    List<ParameterCosts.ParameterCost> costs,
    Settling settling,
    List<Lesson> advice,
    List<SecondLook> secondLooks,
    List<Night.FailureGroup> failures,
    List<NextStep> next) {

  /** The version of the layout that this program writes. */
  public static final int SCHEMA = 1;

  private static final int CONTENDERS = 8;

  public MorningReport {
    contenders = List.copyOf(contenders);
    bestSoFar = List.copyOf(bestSoFar);
    lives = List.copyOf(lives);
    costs = List.copyOf(costs);
    advice = List.copyOf(advice);
    secondLooks = List.copyOf(secondLooks);
    failures = List.copyOf(failures);
    next = List.copyOf(next);
  }

  /**
   * A trial that won or came close.
   *
   * @param rank its place, from 1
   * @param trial its number
   * @param value its best value
   * @param epoch the epoch at which it had it
   * @param epochs how many epochs it was trained
   * @param status what became of it: {@code completed}, {@code frozen} ...
   * @param low the lower end of an interval that holds nine of ten values; null if nothing is known
   * @param high the upper end; null if nothing is known
   * @param basis where the interval comes from
   * @param tied whether it cannot be told from the winner
   * @param parameters its active parameters
   */
  public record Candidate(
      int rank,
      int trial,
      double value,
      int epoch,
      int epochs,
      String status,
      @Nullable Double low,
      @Nullable Double high,
      Contender.Basis basis,
      boolean tied,
      Map<String, Object> parameters) {

    public Candidate {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    private static Candidate of(StudyState state, Contender contender) {
      Trial trial = state.trial(contender.trial());
      return new Candidate(
          contender.rank(),
          contender.trial(),
          contender.value(),
          contender.epoch(),
          contender.epochs(),
          Figures.word(Ledger.Outcome.of(trial.status())),
          contender.low(),
          contender.high(),
          contender.basis(),
          contender.tied(),
          Credited.parameters(state, trial));
    }
  }

  /**
   * The life of a trial.
   *
   * @param trial its number
   * @param kind {@code best}, {@code baseline}, or its status
   * @param values its curve
   * @param stretches when it had a slot; it was frozen between them
   */
  public record Life(int trial, String kind, List<Double> values, List<Stretch> stretches) {
    public Life {
      values = List.copyOf(values);
      stretches = List.copyOf(stretches);
    }
  }

  /** The report of a study in a folder. */
  public static MorningReport of(Watched study, Night night, Instant now, Path directory) {
    return of(study, night, now, directory, StudyReport.Home.FOLDER);
  }

  /**
   * The report of a study.
   *
   * @param night what happened, from the journal up to the same state
   * @param now the present; ignored once the study has ended
   * @param directory the study's folder
   */
  public static MorningReport of(
      Watched study, Night night, Instant now, Path directory, StudyReport.Home home) {
    StudyState state = study.state();
    Importance importance = Importances.of(state);
    List<Candidate> contenders =
        Contender.of(state, CONTENDERS).stream().map(one -> Candidate.of(state, one)).toList();
    return new MorningReport(
        SCHEMA,
        state.lifecycle().lastAt().toString(),
        StudySummary.of(study, now, directory),
        contenders,
        Bought.of(state, night),
        Savings.of(state),
        night.active(),
        night.improvements(),
        lives(state, night, contenders),
        importance,
        costs(state),
        night.settling(),
        Lessons.of(state, night, importance),
        SecondLooks.of(state, night),
        night.failures(),
        switch (home) {
          case FOLDER -> NextStep.of(state, directory);
          case CLUSTER -> NextStep.inCluster(state);
        });
  }

  private static List<ParameterCosts.ParameterCost> costs(StudyState state) {
    return state.progress().spending().allEpochs() == 0 ? List.of() : ParameterCosts.of(state);
  }

  /** The best trials', and that of the defaults. */
  private static List<Life> lives(StudyState state, Night night, List<Candidate> contenders) {
    List<Integer> trials = new ArrayList<>();
    contenders.forEach(contender -> trials.add(contender.trial()));
    boolean defaults = state.spec().baseline() && !state.progress().trials().isEmpty();
    if (defaults && !trials.contains(0)) {
      trials.add(0);
    }
    List<Life> lives = new ArrayList<>();
    for (int number : trials) {
      Trial trial = state.trial(number);
      lives.add(
          new Life(
              number,
              Labels.kind(state, trial),
              Arrays.stream(trial.curve().values()).boxed().toList(),
              night.stretches().stream().filter(s -> s.trial() == number).toList()));
    }
    return lives;
  }
}
