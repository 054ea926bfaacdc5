package dev.thaw.actors.study;

import dev.thaw.actors.wire.WireMessage;
import org.jspecify.annotations.Nullable;

/**
 * How a study stands, or why nobody knows.
 *
 * @param text the description, in the form that whoever described it and whoever asked agreed upon;
 *     null if there is none
 * @param error why there is none; null if there is one
 */
public record StudyAnswer(@Nullable String text, @Nullable String error) implements WireMessage {

  /** A description. */
  public static StudyAnswer of(String text) {
    return new StudyAnswer(text, null);
  }

  /** No description. */
  public static StudyAnswer error(String why) {
    return new StudyAnswer(null, why);
  }
}
