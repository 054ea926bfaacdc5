package dev.thaw.app.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
