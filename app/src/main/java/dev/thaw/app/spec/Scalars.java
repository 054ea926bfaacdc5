package dev.thaw.app.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Single values between the tree and plain objects. */
final class Scalars {
  private Scalars() {}

  /** Returns a Long, Double, Boolean or String; empty for anything else. */
  static Optional<Object> object(JsonNode node) {
    return switch (node.getNodeType()) {
      case NUMBER -> Optional.of(number(node));
      case BOOLEAN -> Optional.of(node.booleanValue());
      case STRING -> Optional.of(node.textValue());
      default -> Optional.empty();
    };
  }

  /** Returns what {@link #object} does, or a list or a map of such, in the order of the tree. */
  static Object deep(JsonNode node) {
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(one -> list.add(deep(one)));
      return Collections.unmodifiableList(list);
    }
    if (node.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      node.properties().forEach(one -> map.put(one.getKey(), deep(one.getValue())));
      return Collections.unmodifiableMap(map);
    }
    return object(node).orElse("");
  }

  /** Returns the node of an object as {@link #deep} gives it. */
  static JsonNode deepNode(Object object) {
    return switch (object) {
      case List<?> list -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        list.forEach(one -> array.add(deepNode(one)));
        yield array;
      }
      case Map<?, ?> map -> {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        map.forEach((key, value) -> tree.set(String.valueOf(key), deepNode(value)));
        yield tree;
      }
      default -> node(object);
    };
  }

  /** Not a conditional expression, which would make every number a double. */
  private static Object number(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    return node.doubleValue();
  }

  /** Returns the node of an object as {@link #object} gives it, or of a smaller number type. */
  static JsonNode node(Object object) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (object) {
      case Double number -> nodes.numberNode(number);
      case Float number -> nodes.numberNode(Double.parseDouble(number.toString()));
      case Number number -> nodes.numberNode(number.longValue());
      case Boolean flag -> nodes.booleanNode(flag);
      default -> nodes.textNode(object.toString());
    };
  }
}
