package dev.thaw.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.desk.DeskJson;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.core.share.Share;
import dev.thaw.core.share.ShareChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the change of a share; all that is wrong with it is said at once. */
final class ShareReader {
  private static final Set<String> KEYS = Set.of("slotsMin", "slotsMax", "weight", "priority");

  private final JsonNode tree;
  private final List<String> wrong = new ArrayList<>();

  private ShareReader(JsonNode tree) {
    this.tree = tree;
  }

  /** Reads a JSON object of at least one key; null counts as left out. */
  static ShareChange read(byte[] json) {
    var reader = new ShareReader(tree(json));
    ShareChange change = reader.change();
    if (!reader.wrong.isEmpty()) {
      throw new RefusedException(Refusal.BAD_INPUT, String.join("\n", reader.wrong), reader.wrong);
    }
    return change;
  }

  private static JsonNode tree(byte[] json) {
    try {
      return DeskJson.tree(json);
    } catch (IOException damaged) {
      throw new RefusedException(Refusal.BAD_INPUT, "the body must be JSON.");
    }
  }

  private ShareChange change() {
    Set<String> unknown = new TreeSet<>();
    tree.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(KEYS);
    for (String key : unknown) {
      wrong.add("key (%s) must be one of %s.".formatted(key, new TreeSet<>(KEYS)));
    }
    var change =
        new ShareChange(
            integer("slotsMin", 0, Share.SLOTS_LIMIT),
            integer("slotsMax", 1, Share.SLOTS_LIMIT),
            weight(),
            integer("priority", -Share.PRIORITY_LIMIT, Share.PRIORITY_LIMIT));
    if (wrong.isEmpty() && change.isEmpty()) {
      wrong.add(
          "the body must be a JSON object with at least one of %s.\nMaybe {\"slotsMax\": 4}."
              .formatted(new TreeSet<>(KEYS)));
    }
    return change;
  }

  private Optional<JsonNode> value(String key) {
    JsonNode value = tree.get(key);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  private @Nullable Integer integer(String key, int least, int most) {
    JsonNode value = value(key).orElse(null);
    if (value == null) {
      return null;
    }
    boolean whole = value.isIntegralNumber() && value.canConvertToInt();
    if (whole && value.intValue() >= least && value.intValue() <= most) {
      return value.intValue();
    }
    wrong.add("%s (%s) must be a whole number in %d..%d.".formatted(key, value, least, most));
    return null;
  }

  private @Nullable Double weight() {
    JsonNode value = value("weight").orElse(null);
    if (value == null) {
      return null;
    }
    double weight = value.isNumber() ? value.doubleValue() : Double.NaN;
    if (weight > 0 && weight <= Share.WEIGHT_LIMIT) {
      return weight;
    }
    wrong.add(
        "weight (%s) must be a number above 0, and at most %.0f."
            .formatted(value, Share.WEIGHT_LIMIT));
    return null;
  }
}
