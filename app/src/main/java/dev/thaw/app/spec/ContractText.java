package dev.thaw.app.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.Cost;
import dev.thaw.core.budget.Deadline;
import dev.thaw.core.budget.Hours;
import dev.thaw.core.budget.StopWhen;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The texts of what a study may spend and when it may train: {@code budget}, {@code hours}, {@code
 * stopWhen} and {@code timeZone}. Reads and writes them; whatever cannot be read throws an {@link
 * IllegalArgumentException} of one sentence and perhaps a second line that starts with "Maybe".
 */
public final class ContractText {

  private static final Pattern COST =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([^0-9\\s]{1,12})");
  private static final Pattern GPU_HOURS =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*(?:gpu-?hours?)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern WINDOW =
      Pattern.compile("([0-9]{1,2}:[0-9]{2})\\s*(?:-|to)\\s*([0-9]{1,2}:[0-9]{2})");

  private ContractText() {}

  static Budget budget(JsonNode node, ZoneId zone) {
    return new Budget(
        duration(node, "wallClock"),
        node.has("trials") ? node.get("trials").asInt() : null,
        node.has("epochs") ? node.get("epochs").asLong() : null,
        node.has("deadline") ? deadline(node.get("deadline").asText(), zone) : null,
        node.has("gpuHours") ? gpuHours(node.get("gpuHours").asText()) : null,
        node.has("cost") ? cost(node.get("cost").asText(), node.path("perSlotHour")) : null,
        constant(Budget.Downtime.class, node, "downtime"),
        constant(Budget.OnOverrun.class, node, "onOverrun"),
        duration(node, "reserve"));
  }

  static @Nullable Hours hours(JsonNode node, ZoneId zone) {
    if (node.isMissingNode()) {
      return null;
    }
    List<Hours.Window> windows = new ArrayList<>();
    node.path("windows").forEach(window -> windows.add(window(window.asText())));
    JsonNode start = node.path("startAt");
    return new Hours(
        start.isMissingNode() ? null : instant("startAt", start.asText(), zone),
        windows,
        zone.getId());
  }

  static @Nullable StopWhen stopWhen(JsonNode node) {
    return node.isMissingNode()
        ? null
        : new StopWhen(
            number(node, "target"),
            node.has("noImprovement") ? node.get("noImprovement").asLong() : null,
            number(node, "leastImprovement"),
            number(node, "improvementPerHour"),
            number(node, "improvementPerCost"));
  }

  private static @Nullable Double number(JsonNode node, String key) {
    return node.has(key) ? node.get(key).asDouble() : null;
  }

  /** The time zone of a spec: its own, or else that of the machine on which it is read. */
  static ZoneId zone(JsonNode tree) {
    JsonNode name = tree.path("timeZone");
    if (name.isMissingNode()) {
      return ZoneId.systemDefault();
    }
    try {
      return ZoneId.of(name.asText());
    } catch (DateTimeException unknown) {
      throw refused("timeZone", name.asText(), "the name of a time zone", "Europe/Berlin or UTC");
    }
  }

  private static @Nullable Duration duration(JsonNode node, String key) {
    return node.has(key) ? Durations.parse(node.get(key).asText()) : null;
  }

  private static <E extends Enum<E>> @Nullable E constant(
      Class<E> type, JsonNode node, String key) {
    return node.has(key)
        ? Enum.valueOf(type, node.get(key).asText().toUpperCase(Locale.ROOT).replace('-', '_'))
        : null;
  }

  /** GPU hours as people write them: {@code 12}, {@code 12 gpuHours}, or a duration. */
  public static Duration gpuHours(String text) {
    Matcher hours = GPU_HOURS.matcher(text.strip());
    if (!hours.matches()) {
      try {
        return Durations.parse(text);
      } catch (IllegalArgumentException none) {
        throw refused("gpuHours", text, "a number of hours", "12, or 12 gpuHours");
      }
    }
    BigDecimal nanos =
        new BigDecimal(hours.group(1)).multiply(BigDecimal.valueOf(3_600_000_000_000L));
    if (nanos.compareTo(BigDecimal.valueOf(Budget.LONGEST.toSeconds()).movePointRight(9)) > 0) {
      throw refused("gpuHours", text, "a number of hours, at most 876,000", null);
    }
    return Duration.ofSeconds(nanos.movePointLeft(9).longValue())
        .plusNanos(nanos.remainder(BigDecimal.valueOf(1_000_000_000)).longValue());
  }

  private static Cost cost(String text, JsonNode prices) {
    Map<String, Double> perSlotHour = new TreeMap<>();
    if (prices.isNumber()) {
      perSlotHour.put(Cost.OTHERS, prices.asDouble());
    } else {
      for (String label : SpecSchema.names(prices)) {
        perSlotHour.put(label, prices.get(label).asDouble());
      }
    }
    if (perSlotHour.isEmpty()) {
      throw new IllegalArgumentException(
          "cost (%s) needs a price.\nMaybe add perSlotHour: 2.5.".formatted(text));
    }
    Matcher parts = COST.matcher(text.strip());
    if (!parts.matches()) {
      throw refused("cost", text, "an amount with its currency", "40 EUR");
    }
    return new Cost(Double.parseDouble(parts.group(1)), parts.group(2), perSlotHour);
  }

  /** An amount of money, without its currency. */
  public static double amount(String text) {
    Matcher parts =
        Pattern.compile("(-?[0-9]+(?:\\.[0-9]+)?)(?:\\s*[^0-9\\s]{1,12})?").matcher(text);
    if (!parts.matches()) {
      throw refused("cost", text, "an amount", "40");
    }
    return Double.parseDouble(parts.group(1));
  }

  /** A deadline as people write it: an instant, or a time of the day. */
  static Deadline deadline(String text, ZoneId zone) {
    String trimmed = text.strip();
    return trimmed.matches("[0-9]{1,2}:[0-9]{2}")
        ? Deadline.next(time("deadline", trimmed), zone)
        : Deadline.at(
            instant(
                "deadline",
                trimmed,
                zone,
                "a date with a time, or a time of the day",
                "2026-12-24T07:00+01:00, or 07:00"));
  }

  /** An instant as people write it: with an offset, or in a time zone. */
  public static Instant instant(String key, String text, ZoneId zone) {
    return instant(key, text, zone, "a date with a time", "2026-12-24T07:00+01:00");
  }

  private static Instant instant(String key, String text, ZoneId zone, String rule, String fix) {
    String trimmed = text.strip().replace(' ', 'T');
    try {
      return OffsetDateTime.parse(trimmed).toInstant();
    } catch (DateTimeException noOffset) {
      try {
        return LocalDateTime.parse(trimmed).atZone(zone).toInstant();
      } catch (DateTimeException _) {
        throw refused(key, text, rule, fix);
      }
    }
  }

  private static LocalTime time(String key, String text) {
    try {
      return LocalTime.parse(text.length() < 5 ? "0" + text : text);
    } catch (DateTimeException _) {
      throw refused(key, text, "a time from 00:00 to 23:59", "07:00");
    }
  }

  private static Hours.Window window(String text) {
    Matcher parts = WINDOW.matcher(text.strip());
    if (!parts.matches()) {
      throw refused("windows", text, "two times of the day", "20:00-07:00");
    }
    int from = time("windows", parts.group(1)).toSecondOfDay() / 60;
    int to = time("windows", parts.group(2)).toSecondOfDay() / 60;
    if (from == to) {
      throw refused("windows", text, "two different times", "leave windows out for the whole day");
    }
    return new Hours.Window(from, to);
  }

  private static IllegalArgumentException refused(
      String key, String text, String rule, @Nullable String fix) {
    String message = "%s (%s) must be %s.".formatted(key, text, rule);
    return new IllegalArgumentException(
        fix == null ? message : message + "\nMaybe %s.".formatted(fix));
  }

  static ObjectNode tree(Budget budget) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    put(node, "wallClock", budget.wallClock());
    if (budget.trials() != null) {
      node.put("trials", budget.trials());
    }
    if (budget.epochs() != null) {
      node.put("epochs", budget.epochs());
    }
    if (budget.deadline() != null) {
      node.put("deadline", text(budget.deadline()));
    }
    put(node, "gpuHours", budget.gpuTime());
    if (budget.cost() != null) {
      Cost cost = budget.cost();
      node.put("cost", BigDecimal.valueOf(cost.amount()).toPlainString() + " " + cost.currency());
      ObjectNode prices = node.putObject("perSlotHour");
      cost.perSlotHour().forEach(prices::put);
    }
    put(node, "downtime", budget.downtime());
    put(node, "onOverrun", budget.onOverrun());
    put(node, "reserve", budget.reserve());
    return node;
  }

  private static void put(ObjectNode node, String key, @Nullable Duration duration) {
    if (duration != null) {
      node.put(key, Durations.print(duration));
    }
  }

  private static void put(ObjectNode node, String key, @Nullable Enum<?> constant) {
    if (constant != null) {
      node.put(key, constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
  }

  private static String text(Deadline deadline) {
    return deadline.minute() == null
        ? String.valueOf(deadline.instant())
        : clock(deadline.minute());
  }

  private static String clock(int minute) {
    return "%02d:%02d".formatted(minute / 60, minute % 60);
  }

  static ObjectNode tree(Hours hours) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (hours.startAt() != null) {
      node.put("startAt", hours.startAt().toString());
    }
    ArrayNode windows = node.putArray("windows");
    hours.windows().forEach(w -> windows.add(clock(w.from()) + "-" + clock(w.to())));
    return node;
  }

  static ObjectNode tree(StopWhen when) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (when.target() != null) {
      node.put("target", when.target());
    }
    if (when.noImprovement() != null) {
      node.put("noImprovement", when.noImprovement());
    }
    if (when.leastImprovement() != null) {
      node.put("leastImprovement", when.leastImprovement());
    }
    if (when.improvementPerHour() != null) {
      node.put("improvementPerHour", when.improvementPerHour());
    }
    if (when.improvementPerCost() != null) {
      node.put("improvementPerCost", when.improvementPerCost());
    }
    return node;
  }
}
