package dev.thaw.core.study;

import dev.thaw.core.space.Narrowing;
import dev.thaw.core.space.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What somebody wants of a study while it runs, beside its budget and its share. */
public sealed interface StudyCommand {

  /** Nothing is trained any more until {@link Resume}; who trains ends the epoch and is frozen. */
  record Pause() implements StudyCommand {}

  /** The study may train again; outside of its hours it waits for these. */
  record Resume() implements StudyCommand {}

  /**
   * The study ends, and no session even writes a checkpoint, but for those of trials that are
   * complete and write their last one.
   */
  record Kill() implements StudyCommand {}

  /**
   * A trial ends for good.
   *
   * @param trial its number
   * @param atOnce whether its session ends without the epoch that it trains, and without a
   *     checkpoint
   */
  record EndTrial(int trial, boolean atOnce) implements StudyCommand {}

  /**
   * A configuration is tried next, before anything else that is new.
   *
   * @param values of the parameters, by name: numbers, texts and booleans; whoever is left out has
   *     its default
   */
  record AddTrial(Map<String, Object> values) implements StudyCommand {
    /**
     * Takes whole numbers as such, and other numbers as reals.
     *
     * @throws IllegalArgumentException if a value is no number, text or boolean, or not finite
     */
    public AddTrial {
      values = read(values, "for its default");
    }
  }

  /**
   * A trial is trained on with other values, as a trial of its own: from its newest checkpoint, to
   * the end.
   *
   * @param trial its number
   * @param values of the parameters that are to differ, at least one, by name: numbers, texts and
   *     booleans
   */
  record ForkTrial(int trial, Map<String, Object> values) implements StudyCommand {
    /**
     * Takes whole numbers as such, and other numbers as reals.
     *
     * @throws IllegalArgumentException if a value is no number, text or boolean, or not finite
     */
    public ForkTrial {
      values = read(values, "for the value of the other trial");
    }
  }

  /**
   * New configurations come from a part of the values of a parameter from now on; what was tried
   * before stays as it is.
   *
   * @param parameter its name
   * @param to which part; null for all its values again
   */
  record NarrowSpace(String parameter, @Nullable Narrowing to) implements StudyCommand {}

  private static Map<String, Object> read(Map<String, Object> values, String otherwise) {
    Map<String, Object> read = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> read.put(name, Value.of(given(name, value, otherwise)).toObject()));
    return Collections.unmodifiableMap(read);
  }

  private static Object given(String name, @Nullable Object value, String otherwise) {
    if (value == null) {
      throw new IllegalArgumentException(
          "%s (null) must be a number, a text, true or false.\nMaybe leave it out, %s."
              .formatted(name, otherwise));
    }
    return value;
  }
}
