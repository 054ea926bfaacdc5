package dev.thaw.app.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.KnownResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The results of earlier studies between the tree and the spec. */
final class KnownText {

  private KnownText() {}

  static @Nullable List<KnownResult> read(JsonNode node, SearchSpace space) {
    if (node.isEmpty()) {
      return null;
    }
    List<KnownResult> known = new ArrayList<>();
    for (JsonNode one : node) {
      known.add(
          new KnownResult(
              one.path("source").asText("known"),
              SpecBuilder.configuration(one.path("configuration"), space),
              one.path("value").doubleValue(),
              one.path("epochs").asInt(0)));
    }
    return known;
  }

  static JsonNode tree(List<KnownResult> known) {
    ArrayNode tree = JsonNodeFactory.instance.arrayNode();
    for (KnownResult one : known) {
      tree.addObject()
          .put("source", one.source())
          .put("value", one.value())
          .put("epochs", one.epochs())
          .set("configuration", Scalars.deepNode(one.configuration().asMap()));
    }
    return tree;
  }
}
