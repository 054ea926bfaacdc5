package dev.thaw.app.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The published JSON Schema of a study spec, and the check against it. */
final class SpecSchema {
  /** Read once; both are immutable in use. */
  private static final JsonNode ROOT = load();

  private static final JsonSchema VALIDATOR =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(ROOT, SchemaValidatorsConfig.builder().build());

  private SpecSchema() {}

  private static JsonNode load() {
    try (InputStream stream = SpecSchema.class.getResourceAsStream("study.schema.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(stream, "study.schema.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode root() {
    return ROOT;
  }

  /** Adds what the schema finds wrong. */
  static void check(JsonNode tree, Findings findings) {
    var sentences = new SchemaSentences(tree, findings);
    for (ValidationMessage message : VALIDATOR.validate(tree)) {
      sentences.report(message);
    }
  }

  /** Returns the part of the schema at a location, such as {@code /$defs/asha}. */
  static JsonNode at(JsonNodePath location, int length) {
    JsonNode node = ROOT;
    for (int i = 0; i < length; i++) {
      Object element = location.getElement(i);
      node = element instanceof Integer index ? node.path(index) : node.path(element.toString());
    }
    return node;
  }

  /** Returns a part of the schema, or what it refers to with its own description kept aside. */
  static JsonNode resolve(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    return reference.isEmpty() ? schema : ROOT.at(reference.substring(1));
  }

  /**
   * Returns the paths of all keys, in order.
   *
   * @param parameters the names of the parameters to list keys for
   */
  static List<String> paths(List<String> parameters) {
    List<String> paths = new ArrayList<>();
    collect("", ROOT, paths);
    for (String name : parameters) {
      String path = SpecPath.key("parameters", name);
      paths.add(path);
      collect(path, ROOT.at("/$defs/parameter"), paths);
    }
    return paths;
  }

  private static void collect(String path, JsonNode schema, List<String> paths) {
    Map<String, JsonNode> properties = properties(resolve(schema));
    for (Map.Entry<String, JsonNode> property : properties.entrySet()) {
      String child = SpecPath.key(path, property.getKey());
      paths.add(child);
      collect(child, property.getValue(), paths);
    }
  }

  /**
   * Returns all keys of a part, in order, with what describes each: those that it describes itself,
   * and of each of its kinds those that only that kind describes. Of kinds that have the same key
   * the first describes it.
   */
  static Map<String, JsonNode> properties(JsonNode schema) {
    Map<String, JsonNode> properties = new LinkedHashMap<>();
    schema.path("properties").properties().forEach(p -> properties.put(p.getKey(), p.getValue()));
    for (JsonNode kind : schema.path("allOf")) {
      resolve(kind.path("then")).path("properties").properties().stream()
          .filter(property -> property.getValue().has("description"))
          .forEach(property -> properties.putIfAbsent(property.getKey(), property.getValue()));
    }
    return properties;
  }

  static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
