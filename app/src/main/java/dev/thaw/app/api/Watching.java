package dev.thaw.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.client.UnreachableException;
import dev.thaw.app.desk.RefusedException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Somebody who hears of a study, until it has ended or this is closed. */
public final class Watching implements AutoCloseable {

  private static final long AGAIN_MS = 500;

  private final Place place;
  private final Consumer<? super StudyNews> listener;
  private final Patience patience;
  private final CompletableFuture<Long> done = new CompletableFuture<>();
  private long row;

  /** Whether the study has ended, by what was heard of so far. */
  private boolean over;

  /** The last row of the journal, when that was asked last. */
  private long lastKnown;

  private Place.@Nullable Rows open;

  private Watching(Place place, long after, Consumer<? super StudyNews> listener) {
    this.place = place;
    this.row = after;
    this.listener = listener;
    this.patience = new Patience(place.patience());
  }

  static Watching begin(
      String study, Place place, long after, Consumer<? super StudyNews> listener) {
    var watching = new Watching(place, after, listener);
    Thread.ofVirtual().name("thaw-watch-" + study).start(watching::follow);
    return watching;
  }

  private void follow() {
    try {
      while (!done.isDone() && !heardOfTheEnd()) {
        TimeUnit.MILLISECONDS.sleep(AGAIN_MS);
      }
      done.complete(row);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      done.complete(row);
    } catch (RuntimeException failure) {
      done.completeExceptionally(failure);
    }
  }

  /** Hears of what there is until the connection breaks, or the study has ended. */
  private boolean heardOfTheEnd() throws InterruptedException {
    Place.Rows opened;
    try {
      opened = opened();
    } catch (UnreachableException | RefusedException away) {
      patience.bear(away);
      return false;
    }
    patience.heard();
    try (Place.Rows rows = opened) {
      for (Optional<JsonNode> next = rows.next(); next.isPresent(); next = rows.next()) {
        for (StudyNews news : NewsReader.read(next.get())) {
          listener.accept(news);
          if (news instanceof StudyNews.StateChanged change) {
            over = change.state().equals("ended");
          }
        }
        row = next.get().path("row").asLong(row);
        if (done.isDone() || (over && isLast())) {
          return true;
        }
      }
      return rows instanceof FolderRows; // Nobody adds to a folder any more.
    }
  }

  /** Whether nothing follows; a study that was given more to spend has ended more than once. */
  private boolean isLast() throws InterruptedException {
    if (row < lastKnown) {
      return false;
    }
    while (!done.isDone()) {
      try {
        lastKnown = Study.get(place.lastRow());
        patience.heard();
        return row >= lastKnown;
      } catch (UnreachableException gone) {
        return true; // Who ran it went with it.
      } catch (RefusedException busy) {
        patience.bear(busy);
        TimeUnit.MILLISECONDS.sleep(AGAIN_MS);
      }
    }
    return true;
  }

  private Place.Rows opened() {
    Place.Rows rows = Study.get(place.rows(row));
    keep(rows);
    return rows;
  }

  private synchronized void keep(Place.Rows rows) {
    open = rows;
    if (done.isDone()) {
      rows.close();
    }
  }

  /** Completes with the last row that was heard of, when the study has ended or this is closed. */
  public CompletionStage<Long> done() {
    return done.minimalCompletionStage();
  }

  /** Waits for the end of the study. */
  public void await() {
    var unused = Study.get(done());
  }

  /** Hears of nothing any more. */
  @Override
  public synchronized void close() {
    done.complete(row);
    if (open != null) {
      open.close();
    }
  }
}
