package dev.thaw.app.http;

import dev.thaw.app.desk.DeskJson;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.export.ExportedStudy;
import dev.thaw.app.export.TrialCsv;
import dev.thaw.app.feed.RowNews;
import dev.thaw.app.feed.StudyFeed;
import dev.thaw.app.feed.StudyFeeds;
import dev.thaw.app.feed.TrialLines;
import dev.thaw.app.report.CurveCsv;
import dev.thaw.app.report.CurveJsonLines;
import dev.thaw.app.report.TrialJsonLines;
import dev.thaw.app.spec.SpecJson;
import dev.thaw.app.summary.Figures;
import dev.thaw.core.study.TrialStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** What can be seen of a study while it runs. */
final class FeedRoutes {

  private static final String ONE = StudyRoutes.STUDIES + "/{study}";
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final int ROWS = 500;
  private static final int CURVES_MAX = 10_000;
  private static final int SPANS_MAX = 50_000;
  private static final int LINES_MAX = 1_000;

  /** The formats of an export, the usual one first. */
  static final List<String> EXPORTS = List.of("csv", "jsonl", "trials", "table");

  private static final Set<String> STATUSES =
      Arrays.stream(TrialStatus.values()).map(Figures::word).collect(Collectors.toSet());

  private static final ContentType CSV =
      ContentTypes.create(
          MediaTypes.customWithOpenCharset("text", "csv", Map.of(), false), HttpCharsets.UTF_8);
  private static final ContentType JSON_LINES =
      ContentTypes.create(
          MediaTypes.customWithFixedCharset(
              "application", "jsonl", HttpCharsets.UTF_8, Map.of(), false));

  /** Much text is written elsewhere: the threads of feeds are few. */
  private static final Executor WRITERS = Thread.ofVirtual().name("thaw-export")::start;

  private final StudyFeeds feeds;
  private final Clock clock;

  private FeedRoutes(StudyFeeds feeds, Clock clock) {
    this.feeds = feeds;
    this.clock = clock;
  }

  static List<Route> of(StudyFeeds feeds) {
    var routes = new FeedRoutes(feeds, Clock.systemUTC());
    return List.of(
        Route.get(ONE + "/curves", routes::curves),
        Route.get(ONE + "/trials", routes::trials),
        Route.get(ONE + "/trials/{trial}", routes::trial),
        Route.get(ONE + "/decisions", routes::decisions),
        Route.get(ONE + "/timeline", routes::timeline),
        Route.get(ONE + "/progress", routes::progress),
        Route.get(ONE + "/importance", routes::importance),
        Route.get(ONE + "/spec", routes::spec),
        Route.get(ONE + "/export", routes::export),
        Route.get(ONE + "/events", routes::events));
  }

  private CompletionStage<Reply> json(Call call, Function<StudyFeed, Object> what) {
    return feeds.read(Names.study(call), what).thenApply(value -> Reply.json(200, value));
  }

  private CompletionStage<Reply> curves(Call call) {
    int limit = (int) Query.of(call, "limit").number("limit", 1, CURVES_MAX, 2_000);
    return json(call, feed -> feed.curves(limit));
  }

  private CompletionStage<Reply> trials(Call call) {
    Query query = Query.of(call, "after", "limit", "status", "sort");
    int after = (int) query.number("after", 0, Integer.MAX_VALUE, 0);
    int limit = (int) query.number("limit", 1, LINES_MAX, 100);
    Set<String> statuses = query.words("status", STATUSES);
    TrialLines.Order order =
        query.word("sort", List.of("number", "best")).equals("best")
            ? TrialLines.Order.BEST
            : TrialLines.Order.NUMBER;
    return json(call, feed -> feed.trials(statuses, order, after, limit));
  }

  private CompletionStage<Reply> trial(Call call) {
    return feeds
        .trial(Names.study(call), Names.trial(call))
        .thenApply(page -> Reply.json(200, page));
  }

  private CompletionStage<Reply> decisions(Call call) {
    Query query = Query.of(call, "after", "limit", "trial");
    long after = query.number("after", 0, Long.MAX_VALUE, 0);
    int limit = (int) query.number("limit", 1, LINES_MAX, 100);
    int trial = (int) query.number("trial", 0, 999_999_999, -1);
    return feeds
        .decisions(Names.study(call), after, trial < 0 ? null : trial, limit)
        .thenApply(page -> Reply.json(200, page));
  }

  private CompletionStage<Reply> timeline(Call call) {
    int limit = (int) Query.of(call, "limit").number("limit", 1, SPANS_MAX, 5_000);
    return json(call, feed -> feed.timeline(limit));
  }

  private CompletionStage<Reply> progress(Call call) {
    return json(call, feed -> feed.progress(clock.instant()));
  }

  private CompletionStage<Reply> importance(Call call) {
    return feeds.importance(Names.study(call)).thenApply(value -> Reply.json(200, value));
  }

  private CompletionStage<Reply> spec(Call call) {
    return feeds
        .read(Names.study(call), feed -> SpecJson.text(feed.state().spec()))
        .thenApply(text -> Reply.text(ContentTypes.APPLICATION_JSON, text));
  }

  private CompletionStage<Reply> export(Call call) {
    String format = Query.of(call, "format").word("format", EXPORTS);
    return feeds
        .read(Names.study(call), StudyFeed::state)
        .thenApplyAsync(
            state -> {
              var text = new StringBuilder();
              try {
                switch (format) {
                  case "jsonl" -> CurveJsonLines.write(state, text);
                  case "trials" -> TrialJsonLines.write(state, text);
                  case "table" -> TrialCsv.write(ExportedStudy.of(state), text);
                  default -> CurveCsv.write(state, text);
                }
              } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
              }
              boolean csv = format.equals("csv") || format.equals("table");
              return Reply.text(csv ? CSV : JSON_LINES, text.toString());
            },
            WRITERS);
  }

  /** Rows that the client has not seen, from the one behind the last that it has. */
  private CompletionStage<Reply> events(Call call) {
    String study = Names.study(call);
    Query query = Query.of(call, "after");
    long asked = query.number("after", 0, Long.MAX_VALUE, 0);
    String seen = call.headers().get("last-event-id");
    long after = seen == null || seen.isEmpty() ? asked : row(seen);
    return feeds
        .read(study, StudyFeed::row)
        .thenApply(row -> Reply.events(stream(call, Math.min(after, row))));
  }

  private static long row(String id) {
    if (!id.matches("[0-9]{1,18}")) {
      throw new RefusedException(
          Refusal.BAD_INPUT, "Last-Event-ID (%s) must be the number of a row.".formatted(id));
    }
    return Long.parseLong(id);
  }

  /** Ends when the token is worth nothing any more, which is looked at with each heartbeat. */
  private Source<ByteString, NotUsed> stream(Call call, long after) {
    Source<ByteString, NotUsed> news =
        Source.unfoldAsync(
            after,
            row ->
                call.admitted().getAsBoolean()
                    ? next(call.study(), row)
                    : CompletableFuture.completedFuture(Optional.empty()));
    return Source.single(ByteString.fromString(": listening\n\n")).concat(news);
  }

  private CompletionStage<Optional<Pair<Long, ByteString>>> next(String study, long row) {
    return feeds
        .news(study, row, ROWS, HEARTBEAT)
        .thenApply(
            rows ->
                Optional.of(
                    Pair.create(
                        rows.isEmpty() ? row : (Long) rows.getLast().row(), messages(rows))));
  }

  private static ByteString messages(List<RowNews> rows) {
    if (rows.isEmpty()) {
      return ByteString.fromString(": nothing new\n\n");
    }
    var text = new StringBuilder();
    for (RowNews row : rows) {
      String json = new String(DeskJson.bytes(row), StandardCharsets.UTF_8);
      text.append("id: ").append(row.row()).append("\nevent: row\ndata: ");
      text.append(json).append("\n\n");
    }
    return ByteString.fromString(text.toString(), StandardCharsets.UTF_8);
  }
}
