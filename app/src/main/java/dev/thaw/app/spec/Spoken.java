package dev.thaw.app.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Values, and what a schema asks of them, in words. */
final class Spoken {
  private static final int LONGEST = 60;

  private Spoken() {}

  /** Returns a value as it may stand in parentheses behind its key. */
  static String value(JsonNode node) {
    if (node.isNull() || node.isMissingNode()) {
      return "nothing";
    }
    if (node.isTextual()) {
      return cut(node.isEmpty() && node.textValue().isEmpty() ? "an empty text" : node.textValue());
    }
    return cut(node.isContainerNode() ? flow(node) : node.asText());
  }

  /** Returns a value on one line, as it can be written in YAML. */
  static String flow(JsonNode node) {
    if (!node.isContainerNode()) {
      return node.isNull() ? "null" : node.asText();
    }
    List<String> parts = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(item -> parts.add(flow(item)));
      return "[" + String.join(", ", parts) + "]";
    }
    node.fieldNames().forEachRemaining(name -> parts.add(name + ": " + flow(node.get(name))));
    return "{" + String.join(", ", parts) + "}";
  }

  /** Returns what a value must be, to complete the sentence "x must be ...". */
  static String expectation(JsonNode schema) {
    if (schema.has("title")) {
      return schema.get("title").textValue();
    }
    if (schema.has("enum")) {
      return anyOf(texts(schema.get("enum")));
    }
    return switch (schema.path("type").asText()) {
      case "integer" -> "a whole number" + range(schema);
      case "number" -> "a number" + range(schema);
      case "boolean" -> "true or false";
      case "string" -> "a text";
      case "array" -> "a list";
      case "object" -> "a mapping of keys to values";
      default -> "given";
    };
  }

  private static String range(JsonNode schema) {
    if (schema.has("exclusiveMinimum")) {
      return " above " + schema.get("exclusiveMinimum").asText();
    }
    if (!schema.has("minimum")) {
      return "";
    }
    String max = schema.path("maximum").asText();
    // Bounds that only keep numbers within their type interest nobody who is far from them.
    return max.length() > 6 && max.length() < 16
        ? " of at least " + schema.get("minimum").asText()
        : " from " + schema.get("minimum").asText() + " to " + max;
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  /** Returns "a", "a or b", or "a, b or c". */
  static String anyOf(List<String> names) {
    return names.size() == 1
        ? names.getFirst()
        : String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
  }

  private static String cut(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
  }
}
