package dev.thaw.app.spec;

import dev.thaw.core.budget.BudgetChange;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a budget as people and programs write them: keys of {@code budget} with texts. With a
 * sign in front, {@code +2h}, an amount is added to what the budget has, or taken from it; without,
 * it takes its place.
 */
public final class BudgetChanges {

  /** The keys that can be changed. */
  public static final List<String> KEYS =
      List.of("wallClock", "deadline", "gpuHours", "cost", "trials", "epochs");

  private final Map<String, String> texts;
  private final ZoneId zone;
  private final Instant now;
  private final List<String> wrong = new ArrayList<>();
  private @Nullable Boolean relative;

  private BudgetChanges(Map<String, String> texts, ZoneId zone, Instant now) {
    this.texts = texts;
    this.zone = zone;
    this.now = now;
  }

  /**
   * Reads a change.
   *
   * @param texts the values by key
   * @param zone what a deadline without an offset is in
   * @param now after which the next time of the day is meant, for a deadline like {@code 07:00}
   * @throws IllegalArgumentException if anything is wrong with it; the message has a line for each
   *     problem
   */
  public static BudgetChange read(Map<String, String> texts, ZoneId zone, Instant now) {
    var reading = new BudgetChanges(texts, zone, now);
    BudgetChange change = reading.change();
    if (!reading.wrong.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", reading.wrong));
    }
    return change;
  }

  private BudgetChange change() {
    for (String key : new TreeMap<>(texts).keySet()) {
      if (!KEYS.contains(key)) {
        wrong.add("key (%s) must be one of %s.".formatted(key, KEYS));
      }
    }
    if (texts.isEmpty()) {
      wrong.add("nothing is to be changed.\nMaybe wallClock +2h.");
    }
    Duration wallClock = amount("wallClock", text -> duration(text, Durations::parse));
    Duration gpus = amount("gpuHours", text -> duration(text, ContractText::gpuHours));
    Double cost = amount("cost", ContractText::amount);
    Long trials = amount("trials", text -> whole("trials", text));
    Long epochs = amount("epochs", text -> whole("epochs", text));
    Instant deadline =
        value(
            "deadline",
            text -> Objects.requireNonNull(ContractText.deadline(text, zone).from(now).instant()));
    return new BudgetChange(
        Boolean.TRUE.equals(relative),
        wallClock,
        deadline,
        gpus,
        cost,
        trials == null ? null : Math.clamp(trials, Integer.MIN_VALUE, Integer.MAX_VALUE),
        epochs);
  }

  /** An amount, whose sign must be there for all amounts or for none. */
  private <T> @Nullable T amount(String key, Function<String, T> reading) {
    String text = texts.get(key);
    if (text == null) {
      return null;
    }
    boolean signed = text.strip().startsWith("+") || text.strip().startsWith("-");
    if (relative != null && relative != signed) {
      wrong.add(
          "%s (%s) must have a sign if the others have, and none if not.".formatted(key, text));
    }
    relative = signed;
    return value(key, reading);
  }

  private <T> @Nullable T value(String key, Function<String, T> reading) {
    String text = texts.get(key);
    if (text == null) {
      return null;
    }
    try {
      return reading.apply(text.strip().replaceFirst("^\\+", ""));
    } catch (IllegalArgumentException bad) {
      wrong.add(String.valueOf(bad.getMessage()).replaceFirst("^duration ", key + " "));
      return null;
    }
  }

  private static Duration duration(String text, Function<String, Duration> reading) {
    return text.startsWith("-") ? reading.apply(text.substring(1)).negated() : reading.apply(text);
  }

  private static Long whole(String key, String text) {
    try {
      return Long.parseLong(text.replace("_", ""));
    } catch (NumberFormatException none) {
      throw new IllegalArgumentException(
          "%s (%s) must be a whole number, with a sign to add it.".formatted(key, text), none);
    }
  }

  /** Writes a change so that {@link #read} gives it back. */
  public static Map<String, String> write(BudgetChange change) {
    Map<String, String> texts = new LinkedHashMap<>();
    put(texts, change, "wallClock", change.wallClock() == null ? null : print(change.wallClock()));
    if (change.deadline() != null) {
      texts.put("deadline", change.deadline().toString());
    }
    put(texts, change, "gpuHours", change.gpuTime() == null ? null : print(change.gpuTime()));
    put(
        texts,
        change,
        "cost",
        change.cost() == null ? null : BigDecimal.valueOf(change.cost()).toPlainString());
    put(texts, change, "trials", change.trials() == null ? null : change.trials().toString());
    put(texts, change, "epochs", change.epochs() == null ? null : change.epochs().toString());
    return texts;
  }

  private static String print(Duration duration) {
    return Durations.print(duration);
  }

  private static void put(
      Map<String, String> texts, BudgetChange change, String key, @Nullable String text) {
    if (text != null) {
      boolean plus = change.relative() && !text.startsWith("-");
      texts.put(key, plus ? "+" + text : text);
    }
  }
}
