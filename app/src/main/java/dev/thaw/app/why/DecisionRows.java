package dev.thaw.app.why;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.thaw.actors.journal.JournalCodec;
import dev.thaw.app.summary.Figures;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Lease;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the steps of one study's journal into its decisions. */
public final class DecisionRows {

  private static final JsonMapper JSON = JournalCodec.json();

  /** Who is owed the way for these has not begun yet. */
  private static final Set<Reason.Interruption> NEW =
      EnumSet.of(
          Reason.Interruption.FORKED,
          Reason.Interruption.CONFIRMS,
          Reason.Interruption.MAXIMUM_GREW);

  private final ReasonWords words;
  private final FactWords facts;

  /** For the steps of a study, in any order. */
  public DecisionRows(StudySpec spec) {
    words = new ReasonWords(spec);
    facts = new FactWords(spec);
  }

  /** What was decided in a step, in order; empty for most steps. */
  public List<DecisionRow> of(long row, Step step) {
    List<DecisionRow> decisions = new ArrayList<>();
    for (StudyEvent event : step.events()) {
      DecisionRow decision = of(row, step.input().at(), event);
      if (decision != null) {
        decisions.add(decision);
      }
    }
    return List.copyOf(decisions);
  }

  /** What an event decided; null if it is bookkeeping. */
  public @Nullable DecisionRow of(long row, Instant at, StudyEvent event) {
    Verdict verdict = verdict(event);
    if (verdict != null) {
      return verdict.row(row, at, words);
    }
    FactWords.Fact fact = facts.of(event);
    return fact == null
        ? null
        : new DecisionRow(row, at.toString(), fact.trial(), fact.kind(), fact.text() + ".", null);
  }

  /** A decision that has a reason. */
  private record Verdict(@Nullable Integer trial, String kind, String deed, Reason reason) {

    DecisionRow row(long row, Instant at, ReasonWords words) {
      String text = "%s: %s.".formatted(deed, words.of(reason));
      return new DecisionRow(row, at.toString(), trial, kind, text, data(reason));
    }
  }

  private static JsonNode data(Reason reason) {
    return JSON.valueToTree(reason);
  }

  private static @Nullable Verdict verdict(StudyEvent event) {
    return switch (event) {
      case StudyEvent.LeaseGranted granted -> granted(granted);
      case StudyEvent.LeaseExtended more ->
          new Verdict(
              more.trial(),
              "continued",
              "Trial %d goes on in its slot to epoch %d".formatted(more.trial(), more.epochLimit()),
              more.reason());
      case StudyEvent.PauseOrdered pause ->
          about(pause.trial(), "frozen", "is frozen", pause.reason());
      case StudyEvent.TrialCompleted(int trial, Reason reason) ->
          about(trial, "completed", "is complete", reason);
      case StudyEvent.TrialStopped(int trial, Reason reason) ->
          about(trial, "stopped", "is stopped for good", reason);
      case StudyEvent.TrialFailed(int trial, Reason reason) ->
          about(trial, "failed", "is given up", reason);
      case StudyEvent.TrialInfeasible(int trial, Reason reason) ->
          about(trial, "infeasible", "is given up as infeasible", reason);
      case StudyEvent.SessionCut(int trial, long fence, Lease.Ending how, Reason reason) ->
          about(trial, "cut", "is told to leave its epoch unfinished", reason);
      case StudyEvent.CeilingRaised(int ceiling, Reason reason) ->
          new Verdict(
              null,
              "ceiling-raised",
              "Trials are trained further from now on, to level " + ceiling,
              reason);
      default -> null;
    };
  }

  private static Verdict about(int trial, String kind, String deed, Reason reason) {
    return new Verdict(trial, kind, "Trial %d %s".formatted(trial, deed), reason);
  }

  /** What a lease was granted for, in a word. */
  public static String kind(StudyEvent.LeaseGranted granted) {
    CheckpointRef from = granted.resumeFrom();
    if (from != null) {
      return from.writtenBy(granted.trial()) == granted.trial() ? "thawed" : "forked";
    }
    return granted.reason() instanceof Reason.Owed owed && !NEW.contains(owed.why())
        ? "restarted"
        : "started";
  }

  private static Verdict granted(StudyEvent.LeaseGranted granted) {
    CheckpointRef from = granted.resumeFrom();
    String kind = kind(granted);
    String deed =
        from == null
            ? kind.equals("started") ? "is started" : "begins anew"
            : kind.equals("thawed")
                ? "is thawed at epoch " + from.epoch()
                : "goes on from what trial %d had learnt by epoch %d,"
                    .formatted(from.writtenBy(granted.trial()), from.epoch());
    return new Verdict(
        granted.trial(),
        kind,
        "Trial %d %s on %s/%d, as far as epoch %s"
            .formatted(
                granted.trial(),
                deed,
                granted.slot().node(),
                granted.slot().index(),
                Figures.count(granted.epochLimit())),
        granted.reason());
  }
}
