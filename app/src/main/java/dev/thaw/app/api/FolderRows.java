package dev.thaw.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.desk.DeskJson;
import dev.thaw.app.feed.RowNews;
import dev.thaw.app.feed.StudyFeeds;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Rows of a journal that nobody adds to. */
final class FolderRows implements Place.Rows {

  private static final int PAGE = 200;

  private final StudyFeeds feeds;
  private final String study;
  private final Deque<RowNews> read = new ArrayDeque<>();
  private long last;

  FolderRows(StudyFeeds feeds, String study, long after) {
    this.feeds = feeds;
    this.study = study;
    this.last = after;
  }

  @Override
  public Optional<JsonNode> next() {
    if (read.isEmpty()) {
      read.addAll(feeds.news(study, last, PAGE, Duration.ZERO).toCompletableFuture().join());
    }
    RowNews next = read.poll();
    if (next == null) {
      return Optional.empty();
    }
    last = next.row();
    return Optional.of(DeskJson.tree((Object) next));
  }

  @Override
  public void close() {}
}
