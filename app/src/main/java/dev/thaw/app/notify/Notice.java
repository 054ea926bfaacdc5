package dev.thaw.app.notify;

import org.jspecify.annotations.Nullable;

/**
 * What is said of a study.
 *
 * @param study its name
 * @param event what happened
 * @param headline the same in one line
 * @param summary the outcome as an object that Jackson writes; null if there is none
 * @param markdown the report as text; null if there is none
 * @param html the report as a page; null if there is none
 */
public record Notice(
    String study,
    Event event,
    String headline,
    @Nullable Object summary,
    @Nullable String markdown,
    @Nullable String html) {

  /** What can have happened. */
  public enum Event {
    /** The study has ended, with or without a result. */
    ENDED,
    /** The study cannot go on in its process. */
    FAILED
  }

  /** A study that cannot go on. */
  public static Notice failed(String study, String why) {
    return new Notice(study, Event.FAILED, study + " cannot go on: " + why, null, null, null);
  }
}
