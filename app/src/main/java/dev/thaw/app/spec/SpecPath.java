package dev.thaw.app.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.function.BiConsumer;

/** Paths to the parts of a spec as text: {@code scheduler.eta}, {@code constraints[0]}. */
final class SpecPath {
  private SpecPath() {}

  static String key(String parent, String key) {
    return parent.isEmpty() ? key : parent + "." + key;
  }

  static String index(String parent, int index) {
    return parent + "[" + index + "]";
  }

  /** Returns the path of what a part belongs to; the empty path for the top. */
  static String parent(String path) {
    int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
    return end < 0 ? "" : path.substring(0, end);
  }

  /** Returns the last name of a path, without the index of a list. */
  static String last(String path) {
    String name = path.substring(path.lastIndexOf('.') + 1);
    return name.contains("[") ? name.substring(0, name.indexOf('[')) : name;
  }

  static boolean isWithin(String path, String outer) {
    return path.equals(outer)
        || (path.startsWith(outer)
            && (path.charAt(outer.length()) == '.' || path.charAt(outer.length()) == '['));
  }

  /** Visits a node and all below it in the order of the file. */
  static void walk(String path, JsonNode node, BiConsumer<String, JsonNode> visitor) {
    visitor.accept(path, node);
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      walk(key(path, name), node.get(name), visitor);
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      walk(index(path, i), node.get(i), visitor);
    }
  }
}
