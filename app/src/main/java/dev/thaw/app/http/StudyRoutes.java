package dev.thaw.app.http;

import dev.thaw.app.desk.Accepted;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.desk.StudyDesk;
import dev.thaw.app.desk.StudyPage;
import dev.thaw.app.desk.StudyRow;
import dev.thaw.app.desk.Submission;
import dev.thaw.app.feed.StudyFeeds;
import dev.thaw.app.http.Failures.RequestException;
import dev.thaw.app.report.ReportFormat;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.share.ShareChange;
import dev.thaw.core.study.StudyCommand;
import dev.thaw.core.study.StudySpec;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What can be asked about studies. */
final class StudyRoutes {
  static final String STUDIES = "/api/v1/studies";

  private static final Logger LOG = LoggerFactory.getLogger(StudyRoutes.class);
  private static final String ONE = STUDIES + "/{study}";
  private static final Set<String> SPECS =
      Set.of("application/yaml", "application/x-yaml", "text/yaml", "application/json");
  private static final Set<String> CHANGES =
      Set.of("application/json", "application/merge-patch+json");
  private static final int WARMED = 4;
  private static final String KEY = "idempotency-key";
  private static final Pattern KEYS = Pattern.compile("[!-~]{1,100}");
  private final StudyDesk desk;
  private final @Nullable StudyFeeds feeds;
  private final Submissions submissions;

  private StudyRoutes(StudyDesk desk, @Nullable StudyFeeds feeds, AccessSettings access) {
    this.desk = desk;
    this.feeds = feeds;
    this.submissions = new Submissions(desk, access);
  }

  /**
   * The routes of a desk.
   *
   * @param feeds what watchers read; null if there are none
   */
  static List<Route> of(StudyDesk desk, @Nullable StudyFeeds feeds, AccessSettings access) {
    var routes = new StudyRoutes(desk, feeds, access);
    return List.of(
        new Route("POST", STUDIES, SPECS, routes::submit),
        Route.get(STUDIES, routes::list),
        Route.get(ONE, routes::status),
        Route.get(ONE + "/report", routes::report),
        new Route("PATCH", ONE, CHANGES, routes::change),
        new Route("POST", ONE + "/extend", CHANGES, routes::extend),
        new Route("POST", ONE + "/stop", Set.of(), routes::stop),
        routes.command("/pause", "paused", call -> new StudyCommand.Pause()),
        routes.command("/resume", "resumed", call -> new StudyCommand.Resume()),
        routes.command("/kill", "killed", call -> new StudyCommand.Kill()),
        routes.command(
            "/trials/{trial}/stop",
            "to end a trial",
            call -> new StudyCommand.EndTrial(Names.trial(call), false)),
        routes.command(
            "/trials/{trial}/kill",
            "to kill a trial",
            call -> new StudyCommand.EndTrial(Names.trial(call), true)),
        new Route(
            "POST",
            ONE + "/trials",
            CHANGES,
            call ->
                routes.carryOut(
                    call, "to try a configuration", ConfigurationReader.added(call.bytes()))),
        new Route(
            "POST",
            ONE + "/trials/{trial}/fork",
            CHANGES,
            call ->
                routes.carryOut(
                    call,
                    "to fork a trial",
                    ConfigurationReader.fork(Names.trial(call), call.bytes()))),
        new Route(
            "POST",
            ONE + "/narrow",
            CHANGES,
            call -> routes.carryOut(call, "narrowed", ConfigurationReader.narrowed(call.bytes()))));
  }

  private CompletionStage<Reply> submit(Call call) throws BadSpecException, RequestException {
    submissions.checkSize(call);
    StudySpec spec = SpecReader.read(text(call), "the spec", List.of());
    return submissions.submit(call, spec).thenApply(StudyRoutes::submitted);
  }

  private static String text(Call call) {
    try {
      return call.text();
    } catch (CharacterCodingException foreign) {
      throw new RefusedException(Refusal.BAD_INPUT, "the spec must be a text in UTF-8.");
    }
  }

  private static Reply submitted(Submission submission) {
    if (submission.created()) {
      LOG.info("study ({}) was submitted", submission.study());
    }
    return Reply.json(submission.created() ? 201 : 200, submission)
        .with("Location", STUDIES + "/" + submission.study());
  }

  private CompletionStage<Reply> list(Call call) {
    Query query = Query.of(call, "after", "limit");
    String text = query.text("after");
    String after = text == null ? "" : text;
    int limit = (int) query.number("limit", 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
    return desk.list()
        .thenApply(
            rows -> {
              List<StudyRow> seen =
                  rows.stream().filter(row -> call.caller().sees(row.study())).toList();
              StudyPage page = StudyPage.of(seen, after, limit);
              warm(page.studies());
              return Reply.json(200, page);
            });
  }

  /** Whoever lists studies will look at one of those that run. */
  private void warm(List<StudyRow> rows) {
    if (feeds != null) {
      rows.stream()
          .filter(row -> row.slots() > 0)
          .limit(WARMED)
          .forEach(row -> feeds.warm(row.study()));
    }
  }

  private CompletionStage<Reply> status(Call call) {
    return desk.status(Names.study(call)).thenApply(status -> Reply.json(200, status));
  }

  private CompletionStage<Reply> report(Call call) {
    String study = Names.study(call);
    ReportFormat format = FormatChoice.of(call.query(), call.headers().get("accept"));
    return desk.report(study, format).thenApply(text -> Reply.report(format, text));
  }

  private CompletionStage<Reply> change(Call call) {
    String study = Names.study(call);
    ShareChange change = ShareReader.read(call.bytes());
    return desk.setShare(study, change)
        .thenApply(
            share -> {
              LOG.info("study ({}) is now entitled to {}", study, share);
              return Reply.json(200, share);
            });
  }

  private CompletionStage<Reply> extend(Call call) {
    String study = Names.study(call);
    BudgetChange change = ChangeReader.read(call.bytes());
    return desk.extend(study, change, key(call))
        .thenApply(
            budget -> {
              LOG.info("study ({}) may spend now {}", study, budget);
              return Reply.json(200, budget);
            });
  }

  /** By which a change is known that is asked for again; null if it has none. */
  private static @Nullable String key(Call call) {
    String key = call.headers().get(KEY);
    if (key == null || KEYS.matcher(key).matches()) {
      return key;
    }
    throw new RefusedException(
        Refusal.BAD_INPUT,
        "Idempotency-Key must be 1 to 100 printable characters of ASCII.\nMaybe a UUID.");
  }

  private CompletionStage<Reply> stop(Call call) {
    String study = Names.study(call);
    return desk.stop(study)
        .thenApply(
            done -> {
              LOG.info("study ({}) was stopped", study);
              return Reply.json(202, new Accepted(study));
            });
  }

  private Route command(String place, String what, Function<Call, StudyCommand> command) {
    return new Route(
        "POST", ONE + place, Set.of(), call -> carryOut(call, what, command.apply(call)));
  }

  private CompletionStage<Reply> carryOut(Call call, String what, StudyCommand command) {
    String study = Names.study(call);
    return desk.command(study, command, key(call))
        .thenApply(
            done -> {
              LOG.info("study ({}) is {}", study, what);
              return Reply.json(202, new Accepted(study));
            });
  }
}
