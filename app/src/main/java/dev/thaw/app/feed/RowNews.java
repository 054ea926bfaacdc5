package dev.thaw.app.feed;

import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.why.DecisionRow;
import dev.thaw.app.why.DecisionRows;
import dev.thaw.core.study.Slot;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.TrialStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one row of the journal changed.
 *
 * @param row its number
 * @param at when, in ISO-8601 and UTC
 * @param events what happened, in order; each has its {@code kind}
 */
public record RowNews(long row, String at, List<Map<String, Object>> events) {

  public RowNews {
    events = List.copyOf(events);
  }

  /** The news of a row of a study. */
  static RowNews of(StudySpec spec, StudyJournal.Row row) {
    return new Reading(row.number(), new DecisionRows(spec)).of(row.recorded().steps());
  }

  private static final class Reading {
    private final long row;
    private final DecisionRows decisions;
    private final List<Map<String, Object>> news = new ArrayList<>();

    Reading(long row, DecisionRows decisions) {
      this.row = row;
      this.decisions = decisions;
    }

    RowNews of(List<Step> steps) {
      for (Step step : steps) {
        for (StudyEvent event : step.events()) {
          take(event);
          decide(step.input().at(), event);
        }
      }
      Instant at = steps.isEmpty() ? Instant.EPOCH : steps.getLast().input().at();
      return new RowNews(row, at.toString(), news);
    }

    private void decide(Instant at, StudyEvent event) {
      DecisionRow decision = decisions.of(row, at, event);
      if (decision != null) {
        Map<String, Object> item = item("decision");
        item.put("row", decision.row());
        item.put("at", decision.at());
        put(item, "trial", decision.trial());
        item.put("decision", decision.kind());
        item.put("text", decision.text());
        put(item, "reason", decision.reason());
      }
    }

    private void take(StudyEvent event) {
      switch (event) {
        case StudyEvent.StudyOpened _, StudyEvent.StudyReopened _, StudyEvent.StudyResumed _ ->
            study("running");
        case StudyEvent.StudyPaused _ -> study("paused");
        case StudyEvent.StudyEnding _ -> study("ending");
        case StudyEvent.StudyEnded _ -> study("ended");
        case StudyEvent.TrialCreated created -> {
          Map<String, Object> item = trial("trial", created.trial());
          item.put("bracket", created.bracket());
          put(item, "parent", created.lineage() == null ? null : created.lineage().parent());
          item.put("parameters", created.configuration().asMap());
        }
        case StudyEvent.LeaseGranted granted -> {
          Map<String, Object> item =
              lease(
                  "granted",
                  granted.trial(),
                  granted.fence(),
                  granted.slot(),
                  granted.epochLimit());
          item.put("why", DecisionRows.kind(granted));
          put(item, "from", granted.resumeFrom() == null ? null : granted.resumeFrom().epoch());
          status(granted.trial(), TrialStatus.RUNNING);
        }
        case StudyEvent.LeaseExtended more ->
            lease("extended", more.trial(), more.fence(), null, more.epochLimit());
        case StudyEvent.LeaseEnded ended -> {
          lease("ended", ended.trial(), ended.fence(), null, null);
          status(ended.trial(), TrialStatus.PAUSED);
        }
        case StudyEvent.EpochRecorded epoch -> {
          Map<String, Object> item = trial("epoch", epoch.trial());
          item.put("epoch", epoch.epoch());
          item.put("value", epoch.value());
          item.put("seconds", epoch.seconds());
          put(item, "watched", epoch.watched());
        }
        case StudyEvent.BestImproved best -> {
          Map<String, Object> item = trial("best", best.trial());
          item.put("epoch", best.epoch());
          item.put("value", best.value());
        }
        case StudyEvent.RungReached reached -> {
          Map<String, Object> item = trial("rung", reached.trial());
          item.put("bracket", reached.bracket());
          item.put("rung", reached.rung());
        }
        case StudyEvent.TrialCompleted done -> status(done.trial(), TrialStatus.COMPLETED);
        case StudyEvent.TrialStopped done -> status(done.trial(), TrialStatus.STOPPED);
        case StudyEvent.TrialFailed done -> status(done.trial(), TrialStatus.FAILED);
        case StudyEvent.TrialInfeasible done -> status(done.trial(), TrialStatus.INFEASIBLE);
        default -> {}
      }
    }

    private void study(String state) {
      item("study").put("state", state);
    }

    private void status(int trial, TrialStatus status) {
      trial("status", trial).put("status", Figures.word(status));
    }

    private Map<String, Object> lease(
        String what, int trial, long fence, @Nullable Slot slot, @Nullable Integer limit) {
      Map<String, Object> item = trial("lease", trial);
      item.put("what", what);
      item.put("fence", fence);
      put(item, "slot", slot == null ? null : Timeline.name(slot));
      put(item, "limit", limit);
      return item;
    }

    private Map<String, Object> trial(String kind, int trial) {
      Map<String, Object> item = item(kind);
      item.put("trial", trial);
      return item;
    }

    private Map<String, Object> item(String kind) {
      Map<String, Object> item = new LinkedHashMap<>();
      item.put("kind", kind);
      news.add(item);
      return item;
    }

    private static void put(Map<String, Object> item, String name, @Nullable Object value) {
      if (value != null) {
        item.put(name, value);
      }
    }
  }
}
