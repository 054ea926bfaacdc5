package dev.thaw.app.feed;

import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.app.summary.Expected;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.app.summary.TrialRow;
import dev.thaw.app.why.DecisionRow;
import dev.thaw.app.why.DecisionRows;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Timing;
import dev.thaw.core.study.Trial;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of one study's journal, given in order, have come to. Confined to one thread at a
 * time.
 */
public final class StudyFeed {

  /** Whoever is behind by more rows than these reads them from the journal. */
  private static final int RECENT = 4_096;

  private final Spans spans;
  private final Map<Integer, List<Integer>> resumes = new HashMap<>();
  private final Map<Integer, List<Advice.Forecast>> forecasts = new HashMap<>();
  private final Map<Integer, Integer> trained = new HashMap<>();
  private final Map<Integer, List<Integer>> reached = new HashMap<>();
  private final Map<Integer, List<Long>> rowsOf = new HashMap<>();
  private final List<StudyProgress.Point> improvements = new ArrayList<>();
  private final Deque<StudyJournal.Row> recent = new ArrayDeque<>();
  private StudyState state;
  private long row;

  private StudyFeed(StudyState state, Instant start) {
    this.state = state;
    this.spans = new Spans(start);
  }

  /** The feed of a study, of which this is the first row. */
  static StudyFeed open(StudyJournal.Row first) {
    Step step = first.recorded().steps().getFirst();
    var feed = new StudyFeed(after(null, step), step.input().at());
    feed.take(first, 1);
    return feed;
  }

  private static StudyState after(@Nullable StudyState before, Step step) {
    StudyState after = Study.evolve(before, step);
    if (after == null) {
      throw new IllegalStateException("the first step of a journal must open the study.");
    }
    return after;
  }

  /** Takes the next row. */
  void take(StudyJournal.Row next) {
    take(next, 0);
  }

  private void take(StudyJournal.Row next, int known) {
    if (next.number() != row + 1) {
      throw new IllegalStateException(
          "row (%d) must be the one after row %d.".formatted(next.number(), row));
    }
    row = next.number();
    List<Step> steps = next.recorded().steps();
    for (int i = 0; i < steps.size(); i++) {
      state = i < known ? state : after(state, steps.get(i));
      Instant at = steps.get(i).input().at();
      steps.get(i).events().forEach(event -> take(at, event));
    }
    recent.add(next);
    if (recent.size() > RECENT) {
      recent.removeFirst();
    }
  }

  private void take(Instant at, StudyEvent event) {
    String why = event instanceof StudyEvent.LeaseGranted granted ? kind(granted) : null;
    spans.take(at, event, why);
    OptionalInt trial = Subjects.trial(event);
    if (trial.isPresent()) {
      rowsOf(trial.getAsInt());
    }
    switch (event) {
      case StudyEvent.LeaseGranted granted -> {
        if ("thawed".equals(why) && granted.resumeFrom() != null) {
          resumes
              .computeIfAbsent(granted.trial(), _ -> new ArrayList<>(2))
              .add(granted.resumeFrom().epoch());
        }
        int from = granted.resumeFrom() == null ? 0 : granted.resumeFrom().epoch();
        trained.put(granted.trial(), from);
        foresee(granted.trial(), granted.reason());
      }
      case StudyEvent.EpochRecorded epoch -> trained.put(epoch.trial(), epoch.epoch());
      case StudyEvent.EpochRetrained epoch -> trained.put(epoch.trial(), epoch.epoch());
      case StudyEvent.LeaseEnded ended ->
          reached
              .computeIfAbsent(ended.trial(), _ -> new ArrayList<>(2))
              .add(trained.getOrDefault(ended.trial(), 0));
      case StudyEvent.LeaseExtended more -> foresee(more.trial(), more.reason());
      case StudyEvent.TrialCompleted done -> forecasts.remove(done.trial());
      case StudyEvent.TrialStopped done -> forecasts.remove(done.trial());
      case StudyEvent.TrialFailed done -> forecasts.remove(done.trial());
      case StudyEvent.TrialInfeasible done -> forecasts.remove(done.trial());
      case StudyEvent.BestImproved best ->
          improvements.add(
              new StudyProgress.Point(
                  Figures.seconds(StudySummary.active(state, at)),
                  state.progress().spending().allEpochs(),
                  best.trial(),
                  best.epoch(),
                  best.value(),
                  state.trialsSpent(),
                  gpuSeconds(at)));
      default -> {}
    }
  }

  private static String kind(StudyEvent.LeaseGranted granted) {
    return DecisionRows.kind(granted);
  }

  private void rowsOf(int trial) {
    List<Long> rows = rowsOf.computeIfAbsent(trial, _ -> new ArrayList<>(4));
    if (rows.isEmpty() || rows.getLast() != row) {
      rows.add(row);
    }
  }

  private void foresee(int trial, Reason reason) {
    if (reason instanceof Reason.Advised advised && !advised.evidence().forecasts().isEmpty()) {
      forecasts.put(trial, advised.evidence().forecasts());
    }
  }

  /** The study after the newest row. */
  public StudyState state() {
    return state;
  }

  /** The number of the newest row. */
  public long row() {
    return row;
  }

  private StudySpec spec() {
    return state.spec();
  }

  /**
   * The learning curves.
   *
   * @param limit how many at most, at least 1; all that hold slots are shown in any case
   */
  public Curves curves(int limit) {
    List<TrialCurve> curves = new ArrayList<>();
    for (Trial trial : shown(limit)) {
      curves.add(
          TrialCurve.of(
              trial,
              resumes.getOrDefault(trial.number(), List.of()),
              forecasts.get(trial.number())));
    }
    return new Curves(
        row,
        spec().name(),
        spec().objective().metric(),
        Figures.word(spec().objective().goal()),
        spec().fidelity().name(),
        spec().fidelity().max(),
        state.progress().trials().size(),
        curves);
  }

  /** A quarter of the best, all that hold slots, and the others evenly. */
  private Iterable<Trial> shown(int limit) {
    var all = state.progress().trials();
    if (all.size() <= limit) {
      return all;
    }
    Map<Integer, Trial> shown = new TreeMap<>();
    TrialRow.bestTrials(state, Math.max(1, limit / 4))
        .forEach(trial -> shown.put(trial.number(), trial));
    for (Trial trial : all) {
      if (state.lease(trial.number()) != null) {
        shown.put(trial.number(), trial);
      }
    }
    int others = Math.max(0, limit - shown.size());
    for (int i = 0; i < others; i++) {
      Trial trial = all.get((int) ((long) i * all.size() / others));
      shown.put(trial.number(), trial);
    }
    return shown.values();
  }

  /** A page of the list of all trials, see {@link TrialLines}. */
  public TrialLines trials(Set<String> statuses, TrialLines.Order order, int skip, int limit) {
    return TrialLines.of(state, statuses, order, skip, limit);
  }

  /** Whether there is a trial of that number. */
  public boolean has(int trial) {
    return trial >= 0 && trial < state.progress().trials().size();
  }

  /** The rows in which something was decided about a trial, in order. */
  public List<Long> rowsAbout(int trial) {
    return List.copyOf(rowsOf.getOrDefault(trial, List.of()));
  }

  /**
   * All that there is to know of a trial.
   *
   * @param about the rows that {@link #rowsAbout} names
   */
  public TrialPage trial(int trial, List<StudyJournal.Row> about) {
    return new TrialPages(state, trial, reached.getOrDefault(trial, List.of()))
        .of(about, forecasts.get(trial));
  }

  /** What was decided in some rows, in order. */
  public List<DecisionRow> decisions(List<StudyJournal.Row> rows) {
    var decisions = new DecisionRows(spec());
    List<DecisionRow> all = new ArrayList<>();
    for (StudyJournal.Row one : rows) {
      one.recorded().steps().forEach(step -> all.addAll(decisions.of(one.number(), step)));
    }
    return List.copyOf(all);
  }

  /** Who trained where; the newest spans, those under way in any case. */
  public Timeline timeline(int limit) {
    return spans.timeline(limit);
  }

  /** How the best value came about. */
  public StudyProgress progress(Instant now) {
    return new StudyProgress(
        spec().objective().metric(),
        Figures.word(spec().objective().goal()),
        StudySummary.Limits.of(state.budget()),
        improvements,
        new StudyProgress.Spent(
            Figures.seconds(StudySummary.active(state, now)),
            state.progress().spending().allEpochs(),
            state.trialsSpent(),
            gpuSeconds(now)),
        Expected.of(state, now));
  }

  private double gpuSeconds(Instant now) {
    return Figures.seconds(Timing.used(state, now).gpuTime());
  }

  /**
   * The rows behind one, if they are kept; null if they must be read from the journal.
   *
   * @param limit how many at most
   */
  @Nullable List<StudyJournal.Row> recent(long after, int limit) {
    if (after >= row) {
      return List.of();
    }
    StudyJournal.Row oldest = recent.peekFirst();
    if (oldest == null || oldest.number() > after + 1) {
      return null;
    }
    return recent.stream().filter(kept -> kept.number() > after).limit(limit).toList();
  }

  /** What a row changed. */
  RowNews news(StudyJournal.Row changed) {
    return RowNews.of(spec(), changed);
  }
}
