package dev.thaw.app.http;

import dev.thaw.app.access.Caller;
import dev.thaw.app.desk.StudyDesk;
import dev.thaw.app.desk.StudyRow;
import dev.thaw.app.desk.Submission;
import dev.thaw.app.http.Failures.RequestException;
import dev.thaw.core.study.StudySpec;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Hands studies in for callers who may do only so much: under names of their projects, specs of a
 * limited size, and so many at a time. Callers without a token are on a server that knows nobody,
 * and may do anything.
 *
 * <p>Studies are counted before one is taken in, so whoever hands in several at once may come to
 * have a few more.
 */
final class Submissions {
  private static final String ENDED = "ended";

  private final StudyDesk desk;
  private final AccessSettings settings;

  Submissions(StudyDesk desk, AccessSettings settings) {
    this.desk = desk;
    this.settings = settings;
  }

  /** Refuses a spec that is too large to be read. */
  void checkSize(Call call) throws RequestException {
    if (call.caller().known() && call.body().length() > settings.specSizeMax()) {
      throw new RequestException(
          Problem.Status.TOO_LARGE,
          "the spec (%d bytes) must have at most %d (thaw.http.spec-size-max)."
              .formatted(call.body().length(), settings.specSizeMax()));
    }
  }

  /** Hands in a study; a stage that fails as {@link Failures} knows if the caller may not. */
  CompletionStage<Submission> submit(Call call, StudySpec spec) throws RequestException {
    Caller caller = call.caller();
    call.trace().isAbout(spec.name());
    if (!caller.known()) {
      return desk.submit(spec);
    }
    if (!caller.sees(spec.name())) {
      throw new RequestException(
          Problem.Status.FORBIDDEN,
          "study (%s) must have a name of the projects of %s: %s.\nMaybe change its name."
              .formatted(spec.name(), caller.name(), caller.projects()));
    }
    return desk.list().thenCompose(rows -> submit(caller, rows, spec));
  }

  private CompletionStage<Submission> submit(Caller caller, List<StudyRow> rows, StudySpec spec) {
    List<String> going =
        rows.stream().filter(row -> !row.state().equals(ENDED)).map(StudyRow::study).toList();
    boolean there = rows.stream().anyMatch(row -> row.study().equals(spec.name()));
    long own = going.stream().filter(caller::sees).count();
    if (there || (going.size() < settings.studiesMax() && hasRoom(caller, own))) {
      return desk.submit(spec);
    }
    boolean all = hasRoom(caller, own);
    // How many there are in all is nothing that whoever sees only some is told.
    return CompletableFuture.failedFuture(
        new RequestException(
            Problem.Status.CONFLICT,
            "there must be fewer than %d studies%s that have not ended (thaw.http.%s).\nMaybe stop some, or wait until they end."
                .formatted(
                    all ? settings.studiesMax() : settings.studiesPerProjectMax(),
                    all ? "" : " of " + caller.projects(),
                    all ? "studies-max" : "studies-per-project-max")));
  }

  private boolean hasRoom(Caller caller, long own) {
    return caller.projects().isEmpty() || own < settings.studiesPerProjectMax();
  }
}
