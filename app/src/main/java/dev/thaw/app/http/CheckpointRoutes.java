package dev.thaw.app.http;

import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.export.TrialCheckpoint;
import dev.thaw.app.feed.StudyFeed;
import dev.thaw.app.feed.StudyFeeds;
import dev.thaw.app.summary.Places;
import dev.thaw.core.study.StudyState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** The checkpoints of trials, as far as they lie on the machine that is asked. */
final class CheckpointRoutes {

  static final List<String> WHICH = List.of("latest", "best");

  private static final String CHECKPOINT =
      StudyRoutes.STUDIES + "/{study}/trials/{trial}/checkpoint";

  /** Files are read before the answer, and the threads of feeds are few. */
  private static final Executor READERS = Thread.ofVirtual().name("thaw-checkpoint")::start;

  private final StudyFeeds feeds;
  private final Function<String, Path> folders;

  private CheckpointRoutes(StudyFeeds feeds, Function<String, Path> folders) {
    this.feeds = feeds;
    this.folders = folders;
  }

  /**
   * The routes.
   *
   * @param folders where this machine keeps what a study has left on it, by its name
   */
  static List<Route> of(StudyFeeds feeds, Function<String, Path> folders) {
    var routes = new CheckpointRoutes(feeds, folders);
    return List.of(Route.get(CHECKPOINT, routes::checkpoint));
  }

  private CompletionStage<Reply> checkpoint(Call call) {
    String study = Names.study(call);
    int trial = Names.trial(call);
    boolean best = Query.of(call, "which").word("which", WHICH).equals("best");
    return feeds
        .trial(study, trial)
        .thenCompose(known -> feeds.read(study, StudyFeed::state))
        .thenApplyAsync(state -> reply(state, trial, best), READERS);
  }

  private Reply reply(StudyState state, int trial, boolean best) {
    Path own = Places.in(folders.apply(state.spec().name())).checkpoints();
    var which = best ? TrialCheckpoint.Which.BEST : TrialCheckpoint.Which.LATEST;
    try {
      TrialCheckpoint found = TrialCheckpoint.find(state, trial, which, own);
      return Reply.zip(found::zip)
          .with(
              Map.of(
                  "Content-Disposition",
                  "attachment; filename=\"%s\"".formatted(found.fileName()),
                  "Thaw-Checkpoint-Epoch",
                  Integer.toString(found.stored().ref().epoch())));
    } catch (TrialCheckpoint.NoCheckpointException none) {
      throw new RefusedException(Refusal.UNKNOWN, String.valueOf(none.getMessage()));
    }
  }
}
