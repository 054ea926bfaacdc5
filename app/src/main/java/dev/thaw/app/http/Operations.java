package dev.thaw.app.http;

import dev.thaw.app.desk.Accepted;
import dev.thaw.app.desk.StudyPage;
import dev.thaw.app.desk.Submission;
import dev.thaw.app.feed.Curves;
import dev.thaw.app.feed.Decisions;
import dev.thaw.app.feed.StudyProgress;
import dev.thaw.app.feed.Timeline;
import dev.thaw.app.feed.TrialLines;
import dev.thaw.app.feed.TrialPage;
import dev.thaw.app.summary.StudyStatus;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.core.insight.Importance;
import dev.thaw.core.share.Share;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the document of the API says of each route, by method and template. */
final class Operations {

  private static final String ONE = StudyRoutes.STUDIES + "/{study}";
  private static final Map<String, Object> ANY_OBJECT = Map.of("type", "object");
  private static final Map<String, Object> NUMBER_OR_NULL =
      Map.of("type", List.of("integer", "null"));

  private final Map<String, Operation> all = new LinkedHashMap<>();

  private Operations() {}

  /** All of them: the key is the method, a space, and the template. */
  static Map<String, Operation> all() {
    var operations = new Operations();
    operations.studies();
    operations.changes();
    operations.commands();
    operations.asking();
    operations.views();
    operations.node();
    return operations.all;
  }

  private void get(String template, Operation operation) {
    all.put("GET " + template, operation);
  }

  private void post(String template, Operation operation) {
    all.put("POST " + template, operation);
  }

  private void studies() {
    post(
        StudyRoutes.STUDIES,
        Operation.of("Submit a study; the same spec again changes nothing")
            .takes(ANY_OBJECT)
            .answers(201, Submission.class)
            .answers(200, Submission.class));
    get(
        StudyRoutes.STUDIES,
        Operation.of("All studies, by name")
            .text("after", "only those whose names come behind this one")
            .number("limit", "how many at most", 1, Integer.MAX_VALUE)
            .answers(200, StudyPage.class));
    get(ONE, Operation.of("How a study stands").answers(200, StudyStatus.class));
    get(
        ONE + "/report",
        Operation.of("The report of a study as it stands now")
            .word("format", "as what; the Accept header says it too", REPORTS)
            .header("Accept")
            .answers(200, "application/json"));
  }

  private static final List<String> REPORTS = List.of("json", "html", "markdown");

  private void changes() {
    all.put(
        "PATCH " + ONE,
        Operation.of("Change what a study is entitled to of the slots")
            .takes(
                Map.of(
                    "type",
                    "object",
                    "additionalProperties",
                    false,
                    "properties",
                    Map.of(
                        "slotsMin",
                        NUMBER_OR_NULL,
                        "slotsMax",
                        NUMBER_OR_NULL,
                        "weight",
                        Map.of("type", List.of("number", "null")),
                        "priority",
                        NUMBER_OR_NULL)))
            .answers(200, Share.class));
    post(
        ONE + "/extend",
        Operation.of("Change what a study may spend; one that has ended goes on")
            .header("Idempotency-Key")
            .takes(ANY_OBJECT)
            .answers(200, StudySummary.Limits.class));
  }

  private void commands() {
    post(
        ONE + "/stop",
        Operation.of("End a study; running trials write a checkpoint first, nothing is deleted")
            .answers(202, Accepted.class));
    command("/pause", "Pause a study: nothing is trained until it is resumed");
    command("/resume", "Let a paused study go on");
    command("/kill", "End a study at once, without checkpoints of what trains");
    command("/trials/{trial}/stop", "End a trial for good, after its epoch");
    command("/trials/{trial}/kill", "End a trial for good, at once");
    post(
        ONE + "/trials",
        Operation.of("Try a configuration next; what is left out has its default")
            .header("Idempotency-Key")
            .takes(
                Map.of(
                    "type",
                    "object",
                    "required",
                    List.of("values"),
                    "properties",
                    Map.of("values", ANY_OBJECT)))
            .answers(202, Accepted.class));
    post(
        ONE + "/trials/{trial}/fork",
        Operation.of("Train a trial on with other values, from its newest checkpoint to the end")
            .header("Idempotency-Key")
            .takes(
                Map.of(
                    "type",
                    "object",
                    "required",
                    List.of("values"),
                    "properties",
                    Map.of("values", ANY_OBJECT)))
            .answers(202, Accepted.class));
    post(
        ONE + "/narrow",
        Operation.of("Draw what is new from a part of a parameter's values; from all with neither")
            .header("Idempotency-Key")
            .takes(
                Map.of(
                    "type",
                    "object",
                    "required",
                    List.of("parameter"),
                    "properties",
                    Map.of(
                        "parameter",
                        Map.of("type", "string"),
                        "min",
                        Map.of("type", "number"),
                        "max",
                        Map.of("type", "number"),
                        "values",
                        Map.of("type", "array"))))
            .answers(202, Accepted.class));
  }

  private void asking() {
    post(
        ONE + "/ask",
        Operation.of("Ask for something to train, for those who train themselves")
            .takes(
                Map.of(
                    "type",
                    "object",
                    "properties",
                    Map.of("wait", Map.of("type", "number", "minimum", 0, "maximum", 30))))
            .answers(200, "application/json")
            .answers(204, ""));
    post(
        ONE + "/tell",
        Operation.of("Tell what an epoch was worth, or that it cannot be trained")
            .takes(ANY_OBJECT)
            .answers(200, "application/json"));
  }

  private void command(String place, String summary) {
    post(ONE + place, Operation.of(summary).header("Idempotency-Key").answers(202, Accepted.class));
  }

  private void views() {
    get(
        ONE + "/curves",
        Operation.of("Learning curves: all, or of a large study the best, the running and a sample")
            .number("limit", "how many trials at most", 1, 2_000)
            .answers(200, Curves.class));
    get(
        ONE + "/trials",
        Operation.of("The trials of a study, page by page")
            .number(
                "after", "how many to leave out at the beginning: next of the page before", 0, 0)
            .number("limit", "how many at most", 1, 100)
            .text("status", "only those in these statuses, separated by commas")
            .word("sort", "in which order", List.of("number", "best"))
            .answers(200, TrialLines.class));
    get(
        ONE + "/trials/{trial}",
        Operation.of("All of one trial: its curve, where it trained, what was decided and why")
            .answers(200, TrialPage.class));
    get(
        ONE + "/trials/{trial}/log",
        Operation.of(
                "What a trial's scripts printed, if this node has it; Thaw-Log-End is where it goes"
                    + " on")
            .number("tail", "its last lines, of so many bytes at most", 1, 65_536)
            .number("after", "in place of its last lines, what follows this Thaw-Log-End")
            .answers(200, "text/plain"));
    get(
        ONE + "/trials/{trial}/checkpoint",
        Operation.of(
                "A checkpoint of a trial, if this node has it whole: its files;"
                    + " Thaw-Checkpoint-Epoch is its epoch")
            .word("which", "that from which it would go on, or its best", CheckpointRoutes.WHICH)
            .answers(200, "application/zip"));
    get(
        ONE + "/decisions",
        Operation.of("What was decided, and why, page by page")
            .number("after", "only behind this row of the journal", 0, 0)
            .number("limit", "how many rows to read at most", 1, 100)
            .number("trial", "only about this trial")
            .answers(200, Decisions.class));
    get(
        ONE + "/timeline",
        Operation.of("Who trained where, and when")
            .number("limit", "how many spans at most, the newest", 1, 5_000)
            .answers(200, Timeline.class));
    get(
        ONE + "/progress",
        Operation.of("How the best value came about, and what may still come")
            .answers(200, StudyProgress.class));
    get(
        ONE + "/importance",
        Operation.of("How much of the difference between trials each hyperparameter explains")
            .answers(200, Importance.class));
    get(ONE + "/spec", Operation.of("The spec of a study").answers(200, "application/json"));
    get(
        ONE + "/export",
        Operation.of("Every epoch of every trial, or every trial with its configuration")
            .word("format", "as what", FeedRoutes.EXPORTS)
            .answers(200, "text/csv"));
    get(
        ONE + "/events",
        Operation.of(
                "What changes, as server-sent events: one for each row of the journal, whose number"
                    + " is its id")
            .number("after", "only behind this row", 0, 0)
            .header("Last-Event-ID")
            .answers(200, "text/event-stream"));
  }

  private void node() {
    get(OpenApi.PATH, Operation.of("This document").answers(200, "application/json"));
    get(
        WhoRoutes.PATH,
        Operation.of("Who asks, and what they may do").answers(200, WhoRoutes.Who.class));
    get(
        "/health/live",
        Operation.of("Whether the process can go on")
            .answers(200, NodeRoutes.Health.class)
            .answers(503, NodeRoutes.Health.class));
    get(
        "/health/ready",
        Operation.of("Whether the process takes part in the work")
            .answers(200, NodeRoutes.Health.class)
            .answers(503, NodeRoutes.Health.class));
    get("/metrics", Operation.of("Metrics for Prometheus").answers(200, "text/plain"));
  }
}
