package dev.thaw.app.http;

import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stands behind the question mark of a request, read strictly. */
final class Query {

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private final Map<String, String> query;

  private Query(Map<String, String> query) {
    this.query = query;
  }

  /**
   * The query of a call.
   *
   * @param known the names that it may have
   * @throws RefusedException if it has others
   */
  static Query of(Call call, String... known) {
    Set<String> others = new TreeSet<>(call.query().keySet());
    List<String> names = Arrays.asList(known);
    names.forEach(others::remove);
    if (!others.isEmpty()) {
      throw new RefusedException(
          Refusal.BAD_INPUT,
          "query (%s) must have these names only: %s."
              .formatted(String.join(", ", others), String.join(", ", names)));
    }
    return new Query(call.query());
  }

  /** A text; null if it is not there. */
  @Nullable String text(String name) {
    return query.get(name);
  }

  /** A whole number; the default if it is not there. */
  long number(String name, long least, long most, long otherwise) {
    String text = query.get(name);
    if (text == null) {
      return otherwise;
    }
    long number = NUMBER.matcher(text).matches() ? Long.parseLong(text) : -1;
    if (number < least || number > most) {
      throw new RefusedException(
          Refusal.BAD_INPUT,
          "%s (%s) must be a whole number from %d to %d.".formatted(name, text, least, most));
    }
    return number;
  }

  /** One of some words; the first of them if it is not there. */
  String word(String name, List<String> words) {
    String text = query.get(name);
    if (text != null && !words.contains(text)) {
      throw new RefusedException(
          Refusal.BAD_INPUT,
          "%s (%s) must be one of %s.".formatted(name, text, String.join(", ", words)));
    }
    return text == null ? words.getFirst() : text;
  }

  /** Some words, separated by commas; none if it is not there. */
  Set<String> words(String name, Set<String> words) {
    String text = query.get(name);
    if (text == null || text.isEmpty()) {
      return Set.of();
    }
    Set<String> named = new TreeSet<>(Arrays.asList(text.split(",", -1)));
    if (!words.containsAll(named)) {
      throw new RefusedException(
          Refusal.BAD_INPUT,
          "%s (%s) must be some of %s."
              .formatted(name, text, String.join(", ", new TreeSet<>(words))));
    }
    return named;
  }
}
