package dev.thaw.app.http;

import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.feed.StudyFeeds;
import dev.thaw.app.feed.TrialPage;
import dev.thaw.core.study.StudySpec;
import dev.thaw.workers.process.TrialOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.ContentTypes;

/** What the scripts of trials print, as far as it lies on the machine that is asked. */
final class LogRoutes {

  private static final String LOG = StudyRoutes.STUDIES + "/{study}/trials/{trial}/log";

  /** Files are read before the answer, and the threads of feeds are few. */
  private static final Executor READERS = Thread.ofVirtual().name("thaw-log")::start;

  private static final int TAIL = 65_536;
  private static final int BYTES_MAX = 1_000_000;

  private final StudyFeeds feeds;
  private final Function<String, Path> folders;

  private LogRoutes(StudyFeeds feeds, Function<String, Path> folders) {
    this.feeds = feeds;
    this.folders = folders;
  }

  /**
   * The routes.
   *
   * @param folders where this machine keeps what a study has left on it, by its name
   */
  static List<Route> of(StudyFeeds feeds, Function<String, Path> folders) {
    var routes = new LogRoutes(feeds, folders);
    return List.of(Route.get(LOG, routes::log));
  }

  private CompletionStage<Reply> log(Call call) {
    String study = Names.study(call);
    int trial = Names.trial(call);
    Query query = Query.of(call, "tail", "after");
    int tail = (int) query.number("tail", 1, BYTES_MAX, TAIL);
    long after = query.number("after", 0, Long.MAX_VALUE, -1);
    return feeds
        .trial(study, trial)
        .thenCombineAsync(
            feeds.read(study, feed -> feed.state().spec()),
            (page, spec) -> read(output(spec, trial), page, tail, after),
            READERS);
  }

  private TrialOutput output(StudySpec spec, int trial) {
    return TrialOutput.of(folders.apply(spec.name()), spec.name(), trial, spec.trainer().options());
  }

  private static Reply read(TrialOutput output, TrialPage page, int tail, long after) {
    if (!output.exists()) {
      throw new RefusedException(Refusal.UNKNOWN, absent(page));
    }
    try {
      TrialOutput.Part part = after < 0 ? output.tail(tail) : output.after(after, BYTES_MAX);
      return Reply.text(ContentTypes.TEXT_PLAIN_UTF8, part.text())
          .with(Map.of("Thaw-Log-End", Long.toString(part.end())));
    } catch (IOException unreadable) {
      throw new CompletionException(unreadable);
    }
  }

  private static String absent(TrialPage page) {
    if (page.leases().isEmpty()) {
      return "trial %d has no log, for it has not trained yet.".formatted(page.line().trial());
    }
    return "trial %d has no log on this node.\nMaybe it is where it trained last, on %s; only scripts have logs."
        .formatted(page.line().trial(), page.leases().getLast().slot());
  }
}
