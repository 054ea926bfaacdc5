package dev.thaw.app.desk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * The JSON of what desks are asked and answer. Keys that a reader does not know are skipped, since
 * the other side may be newer.
 */
public final class DeskJson {
  private static final int DEEPEST = 100;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
          .configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, true)
          .configure(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, true)
          .configure(DeserializationFeature.USE_LONG_FOR_INTS, true)
          .build();

  private DeskJson() {}

  /** Anything as JSON. */
  public static byte[] bytes(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Anything as a tree. */
  public static JsonNode tree(Object value) {
    return JSON.valueToTree(value);
  }

  /**
   * Reads a record.
   *
   * @throws IOException if the text is not its JSON
   */
  public static <T> T read(byte[] json, Class<T> type) throws IOException {
    return JSON.readValue(json, type);
  }

  /**
   * Reads a tree; missing if the text is empty.
   *
   * @throws IOException if the text is no JSON
   */
  public static JsonNode tree(byte[] json) throws IOException {
    return JSON.readTree(json);
  }

  /**
   * Makes a record of a tree.
   *
   * @throws IOException if the tree is not its JSON
   */
  public static <T> T read(JsonNode tree, Class<T> type) throws IOException {
    return JSON.treeToValue(tree, type);
  }
}
