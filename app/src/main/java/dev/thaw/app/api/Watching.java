package dev.thaw.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.client.UnreachableException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Somebody who hears of a study, until it has ended or this is closed. */
public final class Watching implements AutoCloseable {

  private static final long AGAIN_MS = 500;

  private final Place place;
  private final Consumer<? super StudyNews> listener;
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
  private boolean heardOfTheEnd() {
    try (Place.Rows rows = opened()) {
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
    } catch (UnreachableException away) {
      return false;
    }
  }

  /** Whether nothing follows; a study that was given more to spend has ended more than once. */
  private boolean isLast() {
    if (row < lastKnown) {
      return false;
    }
    try {
      lastKnown = place.lastRow().toCompletableFuture().join();
      return row >= lastKnown;
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof UnreachableException) {
        return true; // Who ran it went with it.
      }
      throw failed.getCause() instanceof RuntimeException known ? known : failed;
    }
  }

  private Place.Rows opened() {
    try {
      Place.Rows rows = place.rows(row).toCompletableFuture().join();
      keep(rows);
      return rows;
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException known ? known : failed;
    }
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
