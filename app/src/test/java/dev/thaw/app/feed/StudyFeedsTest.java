package dev.thaw.app.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.app.fixture.LiveStudy;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.StepRows;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyCommand;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Timing;
import dev.thaw.core.study.Trial;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What watchers of a study see. */
final class StudyFeedsTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final VirtualStudy study = new VirtualStudy(Specs.accuracy(7, 60), 0.02);
  private final StudyState end = study.runUntil(state -> false);
  private final StepRows rows = StepRows.of(study.steps());
  private final StudyFeeds feeds =
      new StudyFeeds(
          name -> name.equals("digits") ? rows : StepRows.of(List.of()), Clock.systemUTC());

  @AfterEach
  void close() {
    feeds.close();
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  private Curves curves(int limit) {
    return now(feeds.read("digits", feed -> feed.curves(limit)));
  }

  @Test
  void journalsOfManyStudiesThatAreFollowedAreReadOnceEach() {
    var begun = new AtomicInteger();
    try (var many =
        new StudyFeeds(
            name -> {
              begun.incrementAndGet();
              return rows;
            },
            Clock.systemUTC())) {
      for (int round = 0; round < 2; round++) {
        for (int number = 0; number < 30; number++) {
          assertThat(now(many.read("study-" + number, StudyFeed::row))).isPositive();
        }
      }
    }

    assertThat(begun).hasValue(30);
  }

  @Test
  void curvesAreThoseOfTheStudyToTheLastBit() {
    Curves curves = curves(1_000);

    assertThat(curves.row()).isEqualTo(study.steps().size());
    assertThat(curves.trials()).hasSize(end.progress().trials().size());
    for (TrialCurve curve : curves.trials()) {
      Trial trial = end.trial(curve.trial());
      assertThat(curve.values()).containsExactly(boxed(trial.curve().values()));
      assertThat(curve.parameters()).isEqualTo(trial.configuration().asMap());
    }
  }

  private static Double[] boxed(double[] values) {
    Double[] boxed = new Double[values.length];
    for (int i = 0; i < values.length; i++) {
      boxed[i] = values[i];
    }
    return boxed;
  }

  @Test
  void aCurveSaysAfterWhichEpochsItsTrialWasFrozenAndThawed() {
    Map<Integer, List<Integer>> thaws = new HashMap<>();
    for (Step step : study.steps()) {
      for (StudyEvent event : step.events()) {
        if (event instanceof StudyEvent.LeaseGranted granted && granted.resumeFrom() != null) {
          thaws
              .computeIfAbsent(granted.trial(), _ -> new ArrayList<>())
              .add(granted.resumeFrom().epoch());
        }
      }
    }

    assertThat(thaws).isNotEmpty();
    assertThat(curves(1_000).trials())
        .allSatisfy(
            curve ->
                assertThat(curve.resumes())
                    .isEqualTo(thaws.getOrDefault(curve.trial(), List.of())));
  }

  @Test
  void ofManyTrialsTheBestAreShownAndTheOthersEvenly() {
    Curves few = curves(20);

    int best = VirtualStudy.best(end).trial();
    assertThat(few.total()).isEqualTo(60);
    assertThat(few.trials()).hasSizeBetween(15, 20);
    assertThat(few.trials()).extracting(TrialCurve::trial).contains(best).isSorted();
    assertThat(few.trials().getLast().trial()).isGreaterThan(45);
  }

  @Test
  void thePagesOfTheTrialsHoldEachOnce() {
    Set<Integer> seen = new HashSet<>();
    Integer next = 0;
    while (next != null) {
      int from = next;
      TrialLines page =
          now(feeds.read("digits", feed -> feed.trials(Set.of(), TrialLines.Order.BEST, from, 7)));
      page.trials().forEach(line -> assertThat(seen.add(line.trial())).isTrue());
      next = page.next();
    }

    assertThat(seen).hasSize(60);
  }

  @Test
  void theBestTrialComesFirstAndWhoHasNoValueLast() {
    List<TrialLine> lines =
        now(feeds.read("digits", feed -> feed.trials(Set.of(), TrialLines.Order.BEST, 0, 1_000)))
            .trials();

    assertThat(lines.getFirst().trial()).isEqualTo(VirtualStudy.best(end).trial());
    assertThat(lines.stream().dropWhile(line -> line.value() != null))
        .allMatch(line -> line.value() == null);
  }

  @Test
  void aTrialsPageTellsItsLife() {
    int best = VirtualStudy.best(end).trial();

    TrialPage page = now(feeds.trial("digits", best));

    assertThat(page.line().trial()).isEqualTo(best);
    assertThat(page.leases()).isNotEmpty().allSatisfy(held -> assertThat(held.to()).isNotNull());
    assertThat(page.leases().getLast().toEpoch()).isEqualTo(page.values().size());
    assertThat(page.decisions()).allMatch(row -> Integer.valueOf(best).equals(row.trial()));
    assertThat(page.decisions().getFirst().kind()).isEqualTo("started");
    assertThat(page.rungs()).extracting(TrialPage.Reached::rung).startsWith(0, 1);
  }

  @Test
  void aTrialThatThereIsNotIsRefused() {
    assertThatThrownBy(() -> now(feeds.trial("digits", 60)))
        .hasMessageContaining("there is no trial 60")
        .hasMessageContaining("Maybe one of 0 to 59.");
  }

  @Test
  void aStudyWithoutRowsIsRefused() {
    assertThatThrownBy(() -> now(feeds.read("nothing", StudyFeed::row)))
        .hasMessageContaining("there is no study (nothing)");
  }

  @Test
  void everyLeaseIsASpanOfItsSlot() {
    long leases =
        study.steps().stream()
            .flatMap(step -> step.events().stream())
            .filter(StudyEvent.LeaseGranted.class::isInstance)
            .count();

    Timeline timeline = now(feeds.read("digits", feed -> feed.timeline(10_000)));

    assertThat(timeline.spans()).hasSize((int) leases);
    assertThat(timeline.slots()).hasSize(end.spec().resources().slots());
    Map<Integer, Long> until = new HashMap<>();
    for (Timeline.Span span : timeline.spans()) {
      assertThat(span.from()).isGreaterThanOrEqualTo(until.getOrDefault(span.slot(), 0L));
      until.put(span.slot(), span.to() == null ? Long.MAX_VALUE : span.to());
    }
  }

  @Test
  void aTimelineSaysWhenTheStudyAsAWholeWasFrozen() {
    var paused = new LiveStudy(Specs.accuracy(7, 60), 40);
    paused.give(new StudyCommand.Pause());
    long closed = Duration.between(VirtualStudy.BEGIN, paused.lastAt()).toMillis();

    assertThat(closed(paused)).containsExactly(new Timeline.Closed(closed, null, "paused"));

    paused.give(new StudyCommand.Resume());

    assertThat(closed(paused)).containsExactly(new Timeline.Closed(closed, closed, "paused"));
  }

  private static List<Timeline.Closed> closed(LiveStudy study) {
    try (var watched = new StudyFeeds(name -> study.rows(), Clock.systemUTC())) {
      return now(watched.read("digits", feed -> feed.timeline(10))).closed();
    }
  }

  @Test
  void eachNewBestSaysWhatWasSpentForIt() {
    StudyProgress progress = now(feeds.read("digits", feed -> feed.progress(Instant.MAX)));

    List<StudyProgress.Point> points = progress.points();
    assertThat(points).extracting(StudyProgress.Point::trials).isSorted().last().isNotEqualTo(0);
    assertThat(points).extracting(StudyProgress.Point::gpuSeconds).isSorted();
    assertThat(points.getLast().gpuSeconds())
        .isPositive()
        .isLessThanOrEqualTo(progress.now().gpuSeconds());
    assertThat(progress.now().gpuSeconds())
        .isEqualTo(Timing.used(end, Instant.MAX).gpuTime().toMillis() / 1000.0, within(0.01));
  }

  @Test
  void whoeverTakesTheNewsKnowsWhichTrialsWereThawedAndFromWhere() {
    Map<Integer, List<Object>> thaws = new HashMap<>();
    for (RowNews row : now(feeds.news("digits", 0, 100_000, SOON))) {
      for (Map<String, Object> event : row.events()) {
        if ("thawed".equals(event.get("why"))) {
          thaws
              .computeIfAbsent((Integer) event.get("trial"), _ -> new ArrayList<>())
              .add(event.get("from"));
        }
      }
    }

    assertThat(thaws).isNotEmpty();
    assertThat(curves(1_000).trials())
        .allSatisfy(
            curve ->
                assertThat(thaws.getOrDefault(curve.trial(), List.of()))
                    .isEqualTo(curve.resumes()));
  }

  @Test
  void whoeverTakesTheNewsRowByRowHasTheSameCurves() {
    Map<Integer, List<Double>> curves = new HashMap<>();
    long last = 0;
    List<RowNews> news = now(feeds.news("digits", last, 37, SOON));
    while (!news.isEmpty()) {
      for (RowNews row : news) {
        assertThat(row.row()).isEqualTo(last + 1);
        last = row.row();
        for (Map<String, Object> event : row.events()) {
          if ("epoch".equals(event.get("kind"))) {
            curves
                .computeIfAbsent((Integer) event.get("trial"), _ -> new ArrayList<>())
                .add((Double) event.get("value"));
          }
        }
      }
      news =
          last < rows.after(0, 100_000).size()
              ? now(feeds.news("digits", last, 37, SOON))
              : List.of();
    }

    assertThat(curves(1_000).trials())
        .allSatisfy(
            curve ->
                assertThat(curves.getOrDefault(curve.trial(), List.of()))
                    .isEqualTo(curve.values()));
  }

  @Test
  void newsOfARowThatIsWrittenLaterArriveByThemselves() {
    var early = StepRows.of(study.steps().subList(0, 10));
    try (var live = new StudyFeeds(name -> early, Clock.systemUTC())) {
      assertThat(now(live.news("digits", 0, 100, SOON))).hasSize(10);
      var waiting = live.news("digits", 10, 100, SOON);

      early.add(study.steps().get(10));

      assertThat(now(waiting)).extracting(RowNews::row).containsExactly(11L);
    }
  }

  @Test
  void whoWaitsForNothingHearsOfNothing() {
    assertThat(now(feeds.news("digits", study.steps().size(), 100, Duration.ZERO))).isEmpty();
  }

  @Test
  void manyWatchersReadTheJournalNoMoreOftenThanOne() {
    Clock still = Clock.fixed(Instant.parse("2026-03-01T09:00:00Z"), ZoneOffset.UTC);
    try (var frozen = new StudyFeeds(name -> rows, still)) {
      now(frozen.read("digits", StudyFeed::row));
      int before = rows.reads();

      for (int i = 0; i < 200; i++) {
        now(frozen.read("digits", feed -> feed.curves(10)));
      }

      assertThat(rows.reads()).isEqualTo(before);
    }
  }

  @Test
  void theDecisionsOfAllPagesAreThoseOfTheWholeJournal() {
    List<Object> paged = new ArrayList<>();
    Long next = 0L;
    while (next != null) {
      Decisions page = now(feeds.decisions("digits", next, null, 50));
      paged.addAll(page.decisions());
      next = page.next();
    }

    assertThat(paged)
        .isEqualTo(now(feeds.read("digits", feed -> feed.decisions(rows.after(0, 100_000)))));
  }
}
