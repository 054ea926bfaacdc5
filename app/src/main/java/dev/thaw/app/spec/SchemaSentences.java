package dev.thaw.app.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import dev.thaw.core.naming.NearestName;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts the messages of the schema validator into the words of this project. */
final class SchemaSentences {
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?");
  private static final Pattern MEMBER_OF_PARAMETER = Pattern.compile("parameters\\..+");

  private final JsonNode tree;
  private final Findings findings;

  SchemaSentences(JsonNode tree, Findings findings) {
    this.tree = tree;
    this.findings = findings;
  }

  void report(ValidationMessage message) {
    JsonNodePath location = message.getSchemaLocation().getFragment();
    JsonNodePath instance = message.getInstanceLocation();
    JsonNode schema = SpecSchema.at(location, location.getNameCount() - 1);
    String path = path(instance);
    switch (message.getType()) {
      case "required" -> missing(path, message.getProperty(), schema);
      case "additionalProperties" ->
          new UnknownKeys(tree, findings)
              .report(path, node(instance), message.getProperty(), schema);
      case "propertyNames" -> badNames(path, node(instance), schema.path("propertyNames"));
      default -> badValue(path, node(instance), schema);
    }
  }

  private void missing(String path, String key, JsonNode schema) {
    JsonNode described = described(path, key, schema);
    JsonNode example = described.path("examples").path(0);
    findings.add(
        SpecPath.key(path, key),
        "%s is missing; it must be %s.".formatted(key, Spoken.expectation(described)),
        example.isMissingNode() ? null : "Maybe add %s: %s.".formatted(key, Spoken.flow(example)));
  }

  /** Finds the schema that describes a key; those of single types leave that to the common one. */
  private static JsonNode described(String path, String key, JsonNode schema) {
    JsonNode own = SpecSchema.resolve(schema.path("properties").path(key));
    JsonNode common =
        MEMBER_OF_PARAMETER.matcher(path).matches()
            ? SpecSchema.root().at("/$defs/parameter/properties").path(key)
            : own;
    return own.has("title") || own.has("type") || !common.isObject() ? with(own, common) : common;
  }

  private static JsonNode with(JsonNode own, JsonNode common) {
    if (!own.isObject() || !common.has("examples")) {
      return own;
    }
    ObjectNode merged = own.deepCopy();
    return merged.set("examples", common.get("examples"));
  }

  private void badNames(String path, JsonNode node, JsonNode names) {
    Pattern rule = Pattern.compile(names.path("pattern").asText());
    for (String name : SpecSchema.names(node)) {
      if (!rule.matcher(name).find()) {
        findings.add(
            SpecPath.key(path, name),
            "name (%s) must be %s.".formatted(name, Spoken.expectation(names)),
            "Maybe %s."
                .formatted(
                    name.replaceAll("[^A-Za-z0-9_./-]", "_").replaceAll("^[^A-Za-z_]", "_$0")));
      }
    }
  }

  private void badValue(String path, JsonNode node, JsonNode schema) {
    String key = path.isEmpty() ? "The spec" : SpecPath.last(path);
    if (findings.clean(path)) {
      findings.add(
          path,
          "%s (%s) must be %s.".formatted(key, Spoken.value(node), Spoken.expectation(schema)),
          advice(path, node, schema));
    }
  }

  private static @Nullable String advice(String path, JsonNode node, JsonNode schema) {
    String type = schema.path("type").asText();
    if (schema.has("enum")) {
      return choice(node.asText(), Spoken.texts(schema.get("enum")));
    }
    if (type.equals("boolean")) {
      return flag(node.asText());
    }
    if (type.equals("array") && node.isValueNode() && !node.isNull()) {
      return "Maybe [%s].".formatted(node.asText());
    }
    if (type.equals("string") && node.isNumber()) {
      return quantity(node.asText(), schema.path("title").asText());
    }
    if ((type.equals("number") || type.equals("integer")) && node.isTextual()) {
      return number(node.textValue());
    }
    if (path.equals("study") && node.isTextual() && !node.textValue().isBlank()) {
      return "Maybe %s.".formatted(node.textValue().strip().replaceAll("[^A-Za-z0-9_-]+", "-"));
    }
    return null;
  }

  /** A number in place of a text, which is one with a unit where the title says so. */
  private static String quantity(String number, String title) {
    if (title.startsWith("a duration")) {
      return "Maybe %ss.".formatted(number);
    }
    return title.startsWith("an amount")
        ? "Maybe %sGB.".formatted(number)
        : "Maybe \"%s\", in quotes.".formatted(number);
  }

  private static @Nullable String choice(String wrong, List<String> allowed) {
    Optional<String> fix = RivalNames.ofValue(wrong).filter(word -> matches(word, allowed));
    return fix.or(() -> NearestName.of(wrong, allowed)).map("Maybe %s."::formatted).orElse(null);
  }

  /** Whether our word, which may be followed by more advice, is allowed here. */
  private static boolean matches(String word, List<String> allowed) {
    return allowed.stream().anyMatch(name -> word.equals(name) || word.startsWith(name + " with"));
  }

  private static @Nullable String flag(String wrong) {
    return switch (NearestName.bare(wrong)) {
      case "yes", "y", "on", "1" -> "Maybe true.";
      case "no", "n", "off", "0" -> "Maybe false.";
      case "true", "false" -> "Maybe remove the quotes.";
      default -> null;
    };
  }

  private static @Nullable String number(String wrong) {
    if (NUMBER.matcher(wrong).matches()) {
      return "Maybe remove the quotes.";
    }
    Matcher comma = Pattern.compile("([0-9]+),([0-9]+)").matcher(wrong);
    return comma.matches() ? "Maybe %s.%s.".formatted(comma.group(1), comma.group(2)) : null;
  }

  private JsonNode node(JsonNodePath path) {
    JsonNode node = tree;
    for (int i = 0; i < path.getNameCount(); i++) {
      Object element = path.getElement(i);
      node = element instanceof Integer index ? node.path(index) : node.path(element.toString());
    }
    return node;
  }

  private static String path(JsonNodePath location) {
    String path = "";
    for (int i = 0; i < location.getNameCount(); i++) {
      Object element = location.getElement(i);
      path =
          element instanceof Integer index
              ? SpecPath.index(path, index)
              : SpecPath.key(path, element.toString());
    }
    return path;
  }
}
