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
        boolean end = false;
        for (StudyNews news : NewsReader.read(next.get())) {
          listener.accept(news);
          end |= news instanceof StudyNews.StateChanged change && change.state().equals("ended");
        }
        row = next.get().path("row").asLong(row);
        if (end || done.isDone()) {
          return true;
        }
      }
      return rows instanceof FolderRows; // Nobody adds to a folder any more.
    } catch (UnreachableException away) {
      return false;
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
