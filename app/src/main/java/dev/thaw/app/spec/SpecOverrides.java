package dev.thaw.app.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.core.naming.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code --set path=value} changes of a spec before it is checked, such as {@code
 * budget.wallClock=90s} or {@code parameters.width.values=[32, 64]}. The value is YAML on one line.
 * Mappings on the way are created; the path must be one that a study can have.
 */
final class SpecOverrides {
  private static final Pattern INDEXED = Pattern.compile("(.*)\\[([0-9]{1,9})]");

  private final ObjectNode root;
  private final Map<String, Integer> lines;
  private final Findings findings;

  private SpecOverrides(ObjectNode root, Map<String, Integer> lines, Findings findings) {
    this.root = root;
    this.lines = lines;
    this.findings = findings;
  }

  /**
   * Applies overrides in their order.
   *
   * @param root changed in place
   * @param lines the lines of the file; what no longer comes from it gets line 0
   */
  static void apply(
      List<String> overrides, ObjectNode root, Map<String, Integer> lines, Findings findings) {
    var all = new SpecOverrides(root, lines, findings);
    overrides.forEach(all::apply);
  }

  private void apply(String override) {
    int equals = override.indexOf('=');
    if (equals <= 0) {
      findings.add(
          "",
          "--set %s must be a path, = and a value.".formatted(override),
          "Maybe --set budget.wallClock=90s.",
          0);
      return;
    }
    String path = override.substring(0, equals).strip();
    if (!isKnown(path)) {
      findings.add(
          path,
          "--set %s names nothing that a study has.".formatted(override),
          NearestName.of(path, paths()).map("Maybe %s."::formatted).orElse(null),
          0);
      return;
    }
    var own = new Findings();
    YamlTree.Document document = YamlTree.read(override.substring(equals + 1), own);
    if (!own.isEmpty()) {
      findings.add(
          path, "--set %s does not have a value that is YAML.".formatted(override), null, 0);
      return;
    }
    JsonNode value = document.root();
    set(override, path, value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value);
  }

  private Set<String> paths() {
    Set<String> paths = new LinkedHashSet<>();
    SpecPath.walk("", root, (path, _) -> paths.add(path));
    paths.addAll(SpecSchema.paths(SpecSchema.names(root.path("parameters"))));
    paths.remove("");
    return paths;
  }

  /** Trainers have options, and a study and its stages parameters, that no list can know. */
  private boolean isKnown(String path) {
    List<String> parts = split(path);
    return paths().contains(path)
        || (parts.size() == 2 && List.of("trainer", "parameters").contains(parts.getFirst()))
        || (parts.size() == 4 && parts.get(2).equals("when"))
        || (parts.size() == 4 && path.startsWith("fidelity.growth.stages."))
        || isElement(path);
  }

  /** The element after the last of a list may be set too, which makes the list longer. */
  private boolean isElement(String path) {
    Matcher indexed = INDEXED.matcher(path);
    return indexed.matches() && paths().contains(indexed.group(1));
  }

  private void set(String override, String path, JsonNode value) {
    Matcher indexed = INDEXED.matcher(path);
    boolean done =
        indexed.matches()
            ? setElement(indexed.group(1), Integer.parseInt(indexed.group(2)), value)
            : holder(path).map(holder -> setKey(holder, path, value)).orElse(false);
    if (done) {
      lines.keySet().removeIf(known -> SpecPath.isWithin(known, path));
      lines.put(path, 0);
    } else {
      findings.add(
          path,
          "--set %s goes through something that has no such part.".formatted(override),
          null,
          0);
    }
  }

  private static boolean setKey(ObjectNode holder, String path, JsonNode value) {
    holder.set(split(path).getLast(), value);
    return true;
  }

  private boolean setElement(String path, int index, JsonNode value) {
    Optional<ObjectNode> holder = holder(path);
    if (holder.isEmpty()) {
      return false;
    }
    String key = split(path).getLast();
    JsonNode list = holder.get().has(key) ? holder.get().get(key) : holder.get().putArray(key);
    if (!(list instanceof ArrayNode array) || index > array.size()) {
      return false;
    }
    if (index == array.size()) {
      array.add(value);
    } else {
      array.set(index, value);
    }
    return true;
  }

  /** Returns the mapping that holds the last key of a path, made where there is none. */
  private Optional<ObjectNode> holder(String path) {
    ObjectNode at = root;
    List<String> parts = split(path);
    for (String part : parts.subList(0, parts.size() - 1)) {
      JsonNode next = at.get(part);
      if (next == null || next.isNull()) {
        at = at.putObject(part);
      } else if (next instanceof ObjectNode object) {
        at = object;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(at);
  }

  /** Splits a path at its dots; the name of a parameter may hold dots itself. */
  private static List<String> split(String path) {
    if (!path.startsWith("parameters.")) {
      return List.of(path.split("\\.", -1));
    }
    List<String> parts = new ArrayList<>(List.of(path.split("\\.", -1)));
    Set<String> keys =
        Set.copyOf(SpecSchema.names(SpecSchema.root().at("/$defs/parameter/properties")));
    int end = 2;
    while (end < parts.size() && !keys.contains(withoutIndex(parts.get(end)))) {
      end++;
    }
    List<String> joined = new ArrayList<>();
    joined.add("parameters");
    joined.add(String.join(".", parts.subList(1, end)));
    joined.addAll(parts.subList(end, parts.size()));
    return joined;
  }

  private static String withoutIndex(String part) {
    return part.contains("[") ? part.substring(0, part.indexOf('[')) : part;
  }
}
