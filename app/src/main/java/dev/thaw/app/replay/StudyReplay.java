package dev.thaw.app.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.thaw.actors.journal.JournalCodec;
import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.app.report.StudyRows;
import dev.thaw.app.summary.Figures;
import dev.thaw.core.foresight.Advisers;
import dev.thaw.core.invariant.Assertions;
import dev.thaw.core.invariant.Inspector;
import dev.thaw.core.replay.Consultation;
import dev.thaw.core.replay.Divergence;
import dev.thaw.core.replay.Replay;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What came of deciding a study's journal again.
 *
 * @param study its name
 * @param rows how many rows it has
 * @param inputs how many inputs were decided again
 * @param events how many events they had
 * @param seconds how long deciding took, without reading the journal and without advice
 * @param divergence the first step that is decided otherwise, or breaks an invariant; null if none
 * @param advice what came of asking for all advice again; null if nobody was asked
 */
public record StudyReplay(
    String study,
    long rows,
    long inputs,
    long events,
    double seconds,
    @Nullable Fork divergence,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable AdviceAgain advice) {

  /** Numbers of advice that differ by less, relative to the larger, are as good as equal. */
  public static final double TOLERANCE = 1e-6;

  private static final JsonMapper JSON = JournalCodec.json();

  /**
   * Where the journal and what is decided now part.
   *
   * @param row the row of the journal, from 1
   * @param step the step in the row, from 1
   * @param input what happened
   * @param recorded what was decided then
   * @param decided what is decided now
   * @param violation what does not hold; null if all does, and the decisions differ
   */
  public record Fork(
      long row,
      int step,
      JsonNode input,
      List<JsonNode> recorded,
      List<JsonNode> decided,
      @Nullable String violation) {
    static Fork of(Divergence divergence) {
      return new Fork(
          divergence.row(),
          divergence.step(),
          JSON.valueToTree(divergence.input()),
          trees(divergence.recorded()),
          trees(divergence.decided()),
          divergence.violation() == null ? null : divergence.violation().toString());
    }

    private static List<JsonNode> trees(List<StudyEvent> events) {
      return events.stream().<JsonNode>map(JSON::valueToTree).toList();
    }
  }

  /**
   * Advice that was asked for again.
   *
   * @param same answers that are equal, bit for bit
   * @param near others whose numbers differ by less than {@link #TOLERANCE}
   * @param different all others
   * @param first the first of these; null if there is none
   */
  public record AdviceAgain(long same, long near, long different, @Nullable Differing first) {}

  /**
   * Two answers to one question.
   *
   * @param row the row that holds the recorded one
   * @param recorded what was said then
   * @param given what is said now
   */
  public record Differing(long row, JsonNode recorded, JsonNode given) {}

  /** Whether all is as it was, but for what {@link #TOLERANCE} allows. */
  public boolean agrees() {
    return divergence == null && (advice == null || advice.different() == 0);
  }

  /**
   * Decides a journal again.
   *
   * @param level how closely each step is looked at
   * @param refit whether all advice is asked for again too, which takes as long as it did
   * @param nanos a clock
   * @throws IllegalStateException if the journal has no rows, or cannot be read
   */
  public static StudyReplay of(
      StudyRows rows, Assertions level, boolean refit, LongSupplier nanos) {
    var reading = new Reading(level, refit, nanos);
    rows.forEach(reading::take);
    return reading.end();
  }

  /** A replay that goes on. */
  private static final class Reading {
    private final Replay replay;
    private final @Nullable Consultation consultation;
    private final LongSupplier nanos;
    private final List<Divergence> divergences = new ArrayList<>();
    private long spent;

    Reading(Assertions level, boolean refit, LongSupplier nanos) {
      this.replay = new Replay(new Inspector(level));
      this.consultation = refit ? new Consultation(Advisers::of, StudyReplay::near) : null;
      this.nanos = nanos;
    }

    void take(StudyJournal.Row row) {
      long begin = nanos.getAsLong();
      replay.take(row.number(), row.recorded().steps()).ifPresent(divergences::add);
      spent += nanos.getAsLong() - begin;
      if (consultation != null) {
        consultation.take(row.number(), row.recorded().steps(), state());
      }
    }

    private StudyState state() {
      return Objects.requireNonNull(replay.state(), "a row has a state");
    }

    StudyReplay end() {
      if (replay.rows() == 0) {
        throw new IllegalStateException("the journal has no rows yet.");
      }
      return new StudyReplay(
          state().spec().name(),
          replay.rows(),
          replay.steps(),
          replay.events(),
          Figures.seconds(Duration.ofNanos(spent)),
          divergences.isEmpty() ? null : Fork.of(divergences.getFirst()),
          consultation == null ? null : advice(consultation));
    }

    private static AdviceAgain advice(Consultation asked) {
      List<Consultation.Difference> differences = asked.differences();
      Differing first =
          differences.isEmpty()
              ? null
              : new Differing(
                  differences.getFirst().row(),
                  JSON.valueToTree(differences.getFirst().recorded()),
                  JSON.valueToTree(differences.getFirst().given()));
      return new AdviceAgain(asked.same(), asked.close(), differences.size(), first);
    }
  }

  private static boolean near(Advice one, Advice other) {
    return near(JSON.<JsonNode>valueToTree(one), JSON.<JsonNode>valueToTree(other));
  }

  /** Whether two trees are equal but for numbers within the tolerance. */
  static boolean near(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      double a = one.doubleValue();
      double b = other.doubleValue();
      return a == b || Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
    }
    if (one.isObject() && other.isObject()) {
      return one.size() == other.size()
          && one.properties().stream()
              .allMatch(
                  entry ->
                      other.has(entry.getKey())
                          && near(entry.getValue(), other.get(entry.getKey())));
    }
    if (one.isArray() && other.isArray() && one.size() == other.size()) {
      for (int i = 0; i < one.size(); i++) {
        if (!near(one.get(i), other.get(i))) {
          return false;
        }
      }
      return true;
    }
    return one.equals(other);
  }
}
