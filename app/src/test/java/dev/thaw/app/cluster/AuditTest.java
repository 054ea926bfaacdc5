package dev.thaw.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.journal.Recorded;
import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Plants what may go wrong into the journal and the logs of a study in which nothing did. */
final class AuditTest {

  private static final StudySpec SPEC = Specs.accuracy(3, 20);

  private static List<StudyJournal.Row> rows(StudySpec spec) {
    var study = new VirtualStudy(spec, 0);
    study.runUntil(state -> false);
    return numbered(study.steps());
  }

  private static List<StudyJournal.Row> numbered(List<Step> steps) {
    return IntStream.range(0, steps.size())
        .mapToObj(i -> new StudyJournal.Row(i + 1, new Recorded(List.of(steps.get(i)))))
        .toList();
  }

  private static List<String> findings(List<StudyJournal.Row> rows) {
    return Audit.of(rows, Map.of()).findings();
  }

  /** The first row with an event of some kind. */
  private static int first(List<StudyJournal.Row> rows, Predicate<StudyEvent> wanted) {
    return IntStream.range(0, rows.size())
        .filter(i -> rows.get(i).recorded().steps().getFirst().events().stream().anyMatch(wanted))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void findsNothingWhereNothingWentWrong() {
    Audit.Result result = Audit.of(rows(SPEC), Map.of());

    assertThat(result.findings()).isEmpty();
    assertThat(result.trials()).isEqualTo(20);
    assertThat(result.epochs()).isGreaterThan(20);
  }

  @Test
  void findsAMissingRow() {
    List<StudyJournal.Row> rows = new ArrayList<>(rows(SPEC));
    rows.remove(first(rows, StudyEvent.EpochRecorded.class::isInstance));

    assertThat(findings(rows)).anyMatch(finding -> finding.matches("row \\d+ follows row \\d+"));
  }

  @Test
  void findsARowThatIsThereTwice() {
    List<Step> steps = new ArrayList<>();
    List<StudyJournal.Row> rows = rows(SPEC);
    rows.forEach(row -> steps.addAll(row.recorded().steps()));
    int twice = first(rows, StudyEvent.EpochRecorded.class::isInstance);
    steps.add(twice, steps.get(twice));

    assertThat(findings(numbered(steps)))
        .anyMatch(finding -> finding.contains("was decided as"))
        .anyMatch(finding -> finding.contains("is there twice"));
  }

  @Test
  void findsASecondLeaseOfATrial() {
    List<Step> steps = new ArrayList<>();
    List<StudyJournal.Row> rows = rows(SPEC);
    rows.forEach(row -> steps.addAll(row.recorded().steps()));
    int granted = first(rows, StudyEvent.LeaseGranted.class::isInstance);
    Step step = steps.get(granted);
    List<StudyEvent> events = new ArrayList<>(step.events());
    events.addAll(step.events());
    steps.set(granted, new Step(step.input(), events));

    assertThat(findings(numbered(steps)))
        .anyMatch(finding -> finding.matches("row \\d+: fence \\d+ follows fence \\d+"))
        .anyMatch(finding -> finding.matches("row \\d+: trial \\d+ has leases \\d+ and \\d+"));
  }

  @Test
  void findsAStudyThatDidNotEnd() {
    List<StudyJournal.Row> rows = rows(SPEC);

    assertThat(findings(rows.subList(0, rows.size() / 2)))
        .contains("the study has not ended: RUNNING");
  }

  @Test
  void findsCurvesThatWereNotTrainedFromTheirCheckpoints() {
    // The chain of hashes has other values than the synthetic curves that are in this journal.
    var other =
        new StudySpec(
            SPEC.name(),
            SPEC.objective(),
            SPEC.space(),
            SPEC.fidelity(),
            SPEC.scheduler(),
            SPEC.suggestion(),
            SPEC.baseline(),
            new StudySpec.TrainerSpec("chain", Map.of()),
            SPEC.resources(),
            SPEC.budget(),
            SPEC.maxRestarts(),
            SPEC.epochTimeLimit(),
            SPEC.checkpoints(),
            SPEC.seed());

    assertThat(findings(rows(other)))
        .anyMatch(finding -> finding.contains("was trained from a wrong state"));
  }

  @Test
  void findsEpochsThatNobodyTrained() {
    Map<EpochLog.Session, List<EpochLog.Epoch>> trained = new LinkedHashMap<>();
    trained.put(new EpochLog.Session(1, 1, 0, 0, 0), List.of(new EpochLog.Epoch(1, 0, 10)));

    assertThat(Audit.of(rows(SPEC), trained).findings())
        .contains("epoch 1 of trial 1 was never trained")
        .doesNotContain("epoch 1 of trial 0 was never trained");
  }

  @Test
  void measuresHowLongTwoSessionsOfATrialOverlap() {
    var one = new EpochLog.Session(1, 1, 7, 0, 0);
    var other = new EpochLog.Session(2, 1, 7, 0, 1);
    var late = new EpochLog.Session(3, 1, 7, 0, 2);
    Map<EpochLog.Session, List<EpochLog.Epoch>> trained = new LinkedHashMap<>();
    trained.put(one, List.of(new EpochLog.Epoch(1, 0, 100), new EpochLog.Epoch(2, 100, 200)));
    trained.put(other, List.of(new EpochLog.Epoch(2, 150, 250)));
    trained.put(late, List.of(new EpochLog.Epoch(3, 250, 350)));

    assertThat(Audit.overlaps(trained)).containsExactly(new Audit.Overlap(one, other, 50));
  }
}
