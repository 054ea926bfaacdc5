package dev.thaw.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.desk.DeskJson;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.spec.BudgetChanges;
import dev.thaw.core.budget.BudgetChange;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the change of a budget: a JSON object of texts, or of numbers, which have no sign. */
final class ChangeReader {

  private ChangeReader() {}

  static BudgetChange read(byte[] json) {
    Map<String, String> texts = new LinkedHashMap<>();
    tree(json)
        .properties()
        .forEach(
            entry -> {
              if (!entry.getValue().isNull()) {
                texts.put(entry.getKey(), entry.getValue().asText());
              }
            });
    try {
      return BudgetChanges.read(texts, ZoneId.systemDefault(), Instant.now());
    } catch (IllegalArgumentException wrong) {
      String all = String.valueOf(wrong.getMessage());
      throw new RefusedException(Refusal.BAD_INPUT, all, List.of(all.split("\n(?!Maybe)")));
    }
  }

  private static JsonNode tree(byte[] json) {
    try {
      return DeskJson.tree(json);
    } catch (IOException damaged) {
      throw new RefusedException(Refusal.BAD_INPUT, "the body must be JSON.");
    }
  }
}
