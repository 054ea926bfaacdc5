package dev.thaw.app.feed;

import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.core.insight.Importance;
import dev.thaw.core.insight.Importances;
import dev.thaw.core.study.StudyState;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The feeds of the studies that somebody looks at. A study's journal is read when it is asked for,
 * at most a few times a second however many ask; a feed that nobody asks for is let go. Its stages
 * complete with a {@link RefusedException} if there is no such study, or its journal cannot be
 * read. May be used by several threads.
 */
public final class StudyFeeds implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StudyFeeds.class);
  private static final Duration FRESH = Duration.ofMillis(200);
  private static final long AGAIN_MS = 250;
  private static final Duration UNUSED = Duration.ofMinutes(10);

  /** As many are kept though somebody else is looked at; those that somebody follows stay. */
  private static final int FEEDS_MAX = 20;

  private static final Duration FOLLOWED = Duration.ofSeconds(30);
  private static final int THREADS = 2;

  private final Function<String, RowStore> journals;
  private final Clock clock;
  private final Map<String, Watched> feeds = new ConcurrentHashMap<>();
  private final Map<String, Known> importances =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > FEEDS_MAX;
        }
      };

  /** What takes seconds is done one after the other, and keeps nobody else waiting. */
  private final ExecutorService slow =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("thaw-importance-", 0).factory());

  private final ScheduledThreadPoolExecutor threads =
      new ScheduledThreadPoolExecutor(
          THREADS, Thread.ofPlatform().daemon().name("thaw-feed-", 0).factory());

  /**
   * Feeds of studies; nothing is read yet.
   *
   * @param journals the journal of each study, by its name; asked on threads that may block
   */
  public StudyFeeds(Function<String, RowStore> journals, Clock clock) {
    this.journals = journals;
    this.clock = clock;
  }

  /** What was found of a study when it had trained so many epochs. */
  private record Known(long epochs, Importance importance) {}

  /** A study, its journal, and what was read of it; whoever uses the feed holds the monitor. */
  private static final class Watched {
    final RowStore rows;
    @Nullable StudyFeed feed;
    long readAt;
    volatile long usedAt;

    Watched(RowStore rows, long now) {
      this.rows = rows;
      this.readAt = now - FRESH.toMillis();
      this.usedAt = now;
    }

    void take(StudyJournal.Row row) {
      if (feed == null) {
        feed = StudyFeed.open(row);
      } else {
        feed.take(row);
      }
    }
  }

  /** Reads the journal of a study that somebody will probably look at soon. */
  public void warm(String study) {
    var unused = read(study, StudyFeed::row).exceptionally(_ -> 0L);
  }

  /** What a feed says, after the newest rows were read. */
  public <T> CompletionStage<T> read(String study, Function<StudyFeed, T> what) {
    return submit(study, (feed, rows) -> what.apply(feed));
  }

  /** How much hyperparameters matter; takes seconds if epochs were trained since the last time. */
  public CompletionStage<Importance> importance(String study) {
    try {
      return read(study, StudyFeed::state).thenApplyAsync(state -> importance(study, state), slow);
    } catch (RejectedExecutionException closing) {
      return CompletableFuture.failedFuture(closing(closing));
    }
  }

  private Importance importance(String study, StudyState state) {
    long epochs = state.progress().spending().allEpochs();
    synchronized (importances) {
      Known known = importances.get(study);
      if (known != null && known.epochs() == epochs) {
        return known.importance();
      }
    }
    Importance found = Importances.of(state);
    synchronized (importances) {
      importances.put(study, new Known(epochs, found));
    }
    return found;
  }

  /** All that there is to know of a trial; refused as unknown if there is none of that number. */
  public CompletionStage<TrialPage> trial(String study, int trial) {
    return submit(
        study,
        (feed, rows) -> {
          if (!feed.has(trial)) {
            throw new RefusedException(
                Refusal.UNKNOWN,
                "there is no trial %d in study (%s).\nMaybe one of 0 to %d."
                    .formatted(trial, study, feed.state().progress().trials().size() - 1));
          }
          return feed.trial(trial, rows.numbered(feed.rowsAbout(trial)));
        });
  }

  /**
   * What was decided in the rows behind one.
   *
   * @param trial of this trial only; null for all
   * @param limit how many rows to read at most
   */
  public CompletionStage<Decisions> decisions(
      String study, long after, @Nullable Integer trial, int limit) {
    return submit(
        study,
        (feed, rows) -> {
          List<StudyJournal.Row> page =
              trial == null
                  ? rows.after(after, limit)
                  : rows.numbered(
                      feed.rowsAbout(trial).stream()
                          .filter(row -> row > after)
                          .limit(limit)
                          .toList());
          return new Decisions(
              feed.decisions(page).stream()
                  .filter(row -> trial == null || trial.equals(row.trial()))
                  .toList(),
              page.size() < limit ? null : page.getLast().number());
        });
  }

  /**
   * What changed after a row, as soon as something has; empty if nothing does for some time.
   *
   * @param after the last row that is known
   * @param limit how many rows at most
   * @param patience how long to wait
   */
  public CompletionStage<List<RowNews>> news(
      String study, long after, int limit, Duration patience) {
    return news(study, after, limit, clock.millis() + patience.toMillis());
  }

  private CompletionStage<List<RowNews>> news(String study, long after, int limit, long until) {
    return this.<List<RowNews>>submit(
            study,
            (feed, rows) -> {
              List<StudyJournal.Row> recent = feed.recent(after, limit);
              return (recent == null ? rows.after(after, limit) : recent)
                  .stream().map(feed::news).toList();
            })
        .thenCompose(
            news ->
                news.isEmpty() && clock.millis() < until
                    ? later().thenCompose(now -> news(study, after, limit, until))
                    : CompletableFuture.completedFuture(news));
  }

  private CompletionStage<Boolean> later() {
    var later = new CompletableFuture<Boolean>();
    try {
      var unused = threads.schedule(() -> later.complete(true), AGAIN_MS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closing) {
      later.completeExceptionally(closing(closing));
    }
    return later;
  }

  @FunctionalInterface
  private interface Reading<T> {
    T of(StudyFeed feed, RowStore rows);
  }

  private <T> CompletionStage<T> submit(String study, Reading<T> reading) {
    try {
      return CompletableFuture.supplyAsync(() -> now(study, reading), threads);
    } catch (RejectedExecutionException closing) {
      return CompletableFuture.failedFuture(closing(closing));
    }
  }

  private static RefusedException closing(RejectedExecutionException cause) {
    LOG.debug("a feed was asked for while the node ends", cause);
    return new RefusedException(
        Refusal.UNAVAILABLE, "this node is about to end.\nMaybe ask another.");
  }

  private <T> T now(String study, Reading<T> reading) {
    long now = clock.millis();
    Watched watched = feeds.computeIfAbsent(study, name -> new Watched(journals.apply(name), now));
    watched.usedAt = now;
    letGo(now);
    synchronized (watched) {
      try {
        StudyFeed feed = catchUp(watched, now);
        if (feed == null) {
          feeds.remove(study, watched);
          throw new RefusedException(
              Refusal.UNKNOWN, "there is no study (%s) with anything to show.".formatted(study));
        }
        return reading.of(feed, watched.rows);
      } catch (IllegalStateException unreadable) {
        feeds.remove(study, watched);
        LOG.warn("the journal of study {} cannot be read", study, unreadable);
        throw new RefusedException(
            Refusal.UNAVAILABLE,
            "the journal of study (%s) cannot be read on this node.\nMaybe ask again, or another node; its log says why."
                .formatted(study));
      }
    }
  }

  private static @Nullable StudyFeed catchUp(Watched watched, long now) {
    if (watched.feed != null && now - watched.readAt < FRESH.toMillis()) {
      return watched.feed;
    }
    watched.readAt = now;
    watched.rows.forEachAfter(watched.feed == null ? 0 : watched.feed.row(), watched::take);
    return watched.feed;
  }

  /**
   * Lets go of what nobody uses, and of what was not used for longest if there is too much. What
   * somebody follows stays, for it would be read anew at once.
   */
  private void letGo(long now) {
    feeds.values().removeIf(watched -> now - watched.usedAt > UNUSED.toMillis());
    feeds.entrySet().stream()
        .filter(entry -> now - entry.getValue().usedAt > FOLLOWED.toMillis())
        .sorted(Comparator.comparingLong(entry -> entry.getValue().usedAt))
        .limit(Math.max(0, feeds.size() - FEEDS_MAX))
        .toList()
        .forEach(oldest -> feeds.remove(oldest.getKey(), oldest.getValue()));
  }

  @Override
  public void close() {
    threads.shutdownNow();
    slow.shutdownNow();
  }
}
