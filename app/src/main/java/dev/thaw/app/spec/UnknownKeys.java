package dev.thaw.app.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.core.naming.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a key that should not be where it is. */
final class UnknownKeys {
  private static final int FEW = 10;

  private final JsonNode tree;
  private final Findings findings;

  UnknownKeys(JsonNode tree, Findings findings) {
    this.tree = tree;
    this.findings = findings;
  }

  /**
   * Reports a key.
   *
   * @param path where it is
   * @param holder what holds it
   * @param schema the part of the schema that does not allow it
   */
  void report(String path, JsonNode holder, String key, JsonNode schema) {
    if (findings.isEnough()) {
      return;
    }
    String full = SpecPath.key(path, key);
    Optional<JsonNode> family = familyOf(path).filter(common -> !common.equals(schema));
    if (!findings.clean(full)) {
      return;
    }
    if (family.isPresent() && SpecSchema.properties(family.get()).containsKey(key)) {
      inapplicable(full, holder, key, family.get());
    } else if (family.isEmpty() || !family.get().has("additionalProperties")) {
      findings.add(full, "%s is not a key here.".formatted(key), advice(path, key, schema));
    }
  }

  /** The schema with all keys of all kinds of a part that comes in several kinds. */
  private Optional<JsonNode> familyOf(String path) {
    String definition =
        switch (path) {
          case "scheduler", "suggest", "controller" -> path;
          default -> isParameter(path) ? "parameter" : "";
        };
    return definition.isEmpty()
        ? Optional.empty()
        : Optional.of(SpecSchema.root().at("/$defs/" + definition));
  }

  private boolean isParameter(String path) {
    return SpecSchema.names(tree.path("parameters")).stream()
        .anyMatch(name -> path.equals(SpecPath.key("parameters", name)));
  }

  private void inapplicable(String path, JsonNode holder, String key, JsonNode family) {
    String label = family.path("properties").has("type") ? "type" : "name";
    String noun =
        label.equals("type")
            ? "type"
            : path.startsWith("suggest")
                ? "suggestion"
                : path.startsWith("controller") ? "controller" : "scheduler";
    String kind = holder.path(label).asText();
    List<String> others = new ArrayList<>();
    for (JsonNode choice : family.path("allOf")) {
      if (SpecSchema.resolve(choice.get("then")).path("properties").has(key)) {
        others.add(choice.at("/if/properties/" + label + "/const").asText());
      }
    }
    findings.add(
        path,
        "%s (%s) does not apply to the %s %s, only to %s."
            .formatted(key, Spoken.value(holder.path(key)), noun, kind, Spoken.anyOf(others)),
        "Maybe remove it.");
  }

  private @Nullable String advice(String path, String key, JsonNode schema) {
    List<String> known = SpecSchema.names(schema.path("properties"));
    Optional<String> nearest = NearestName.of(key, known);
    if (isParameter(path)) {
      return RivalNames.ofParameterKey(key)
          .or(() -> nearest)
          .map("Maybe %s."::formatted)
          .orElse("Maybe %s.".formatted(Spoken.anyOf(known)));
    }
    if (nearest.filter(name -> NearestName.bare(name).equals(NearestName.bare(key))).isPresent()) {
      return "Maybe %s.".formatted(nearest.get());
    }
    return RivalNames.ofKey(key)
        .or(() -> elsewhere(key))
        .or(() -> nearest)
        .map("Maybe %s."::formatted)
        .orElseGet(() -> list(path, known));
  }

  /** The path of a key of this name that belongs to another part. */
  private static Optional<String> elsewhere(String key) {
    return SpecSchema.paths(List.of()).stream()
        .filter(known -> NearestName.bare(SpecPath.last(known)).equals(NearestName.bare(key)))
        .filter(known -> known.contains("."))
        .findFirst();
  }

  private static @Nullable String list(String path, List<String> known) {
    return known.size() > FEW && !path.isEmpty()
        ? null
        : "Maybe %s.".formatted(Spoken.anyOf(known));
  }
}
