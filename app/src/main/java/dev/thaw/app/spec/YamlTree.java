package dev.thaw.app.spec;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A YAML text as a tree of plain values, with the line of each part. Aliases and numbers that are
 * not finite are refused, and so are keys that are given twice.
 *
 * <p>Numbers are those of YAML 1.2, where {@code 1e-4} is one; words such as yes, no, on and off
 * are texts, as there.
 */
final class YamlTree {
  private static final Pattern EXPONENT =
      Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)[eE][-+]?[0-9]+");
  private static final YAMLFactory FACTORY =
      YAMLFactory.builder()
          .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
          .disable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
          .build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final List<String> text;

  /** The line that was looked at last, and its characters: long ones are not taken apart twice. */
  private int lineNumber;

  private int[] line = new int[0];
  private final YAMLParser parser;
  private final Findings findings;
  private final Map<String, Integer> lines = new HashMap<>();

  private YamlTree(String text, YAMLParser parser, Findings findings) {
    this.text = text.lines().toList();
    this.parser = parser;
    this.findings = findings;
  }

  /**
   * The result of reading.
   *
   * @param root the tree; missing if the text is empty or its syntax is wrong
   * @param lines the line of each path, from 1
   */
  record Document(JsonNode root, Map<String, Integer> lines) {}

  /** Reads a text; what is wrong is added to the findings. */
  static Document read(String text, Findings findings) {
    try (YAMLParser parser = FACTORY.createParser(text)) {
      var tree = new YamlTree(text, parser, findings);
      return new Document(tree.document(), tree.lines);
    } catch (JsonProcessingException e) {
      SyntaxErrors.report(e, findings);
      return new Document(MissingNode.getInstance(), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode document() throws IOException {
    if (parser.nextToken() == null) {
      return MissingNode.getInstance();
    }
    JsonNode root = value("");
    lines.remove("");
    if (parser.nextToken() != null) {
      findings.add(
          "",
          "A second document starts at line %d; a study is one document.".formatted(line()),
          "Maybe remove the line ---.",
          line());
    }
    return root;
  }

  private JsonNode value(String path) throws IOException {
    lines.putIfAbsent(path, line());
    JsonToken token = parser.currentToken();
    if (parser.isCurrentAlias()) {
      findings.add(
          path,
          "%s is an alias (*), which a study may not use.".formatted(SpecPath.last(path)),
          "Maybe write the value out, or put a text that starts with * in quotes.");
    }
    return switch (token) {
      case START_OBJECT -> mapping(path);
      case START_ARRAY -> list(path);
      case VALUE_NUMBER_INT -> whole();
      case VALUE_NUMBER_FLOAT -> real(path);
      case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(token == JsonToken.VALUE_TRUE);
      case VALUE_NULL -> NODES.nullNode();
      default -> text(path);
    };
  }

  private ObjectNode mapping(String path) throws IOException {
    ObjectNode node = NODES.objectNode();
    Map<String, Integer> seen = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      String child = SpecPath.key(path, name);
      int line = line();
      Integer first = seen.putIfAbsent(name, line);
      if (first == null) {
        lines.put(child, line);
        parser.nextToken();
        node.set(name, value(child));
      } else {
        String message = "%s is given twice, in lines %d and %d.".formatted(name, first, line);
        findings.add(child, message, "Maybe remove one of them.", line);
        parser.nextToken();
        value(child);
      }
    }
    return node;
  }

  private ArrayNode list(String path) throws IOException {
    ArrayNode node = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      node.add(value(SpecPath.index(path, node.size())));
    }
    return node;
  }

  private JsonNode whole() throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? NODES.numberNode(parser.getBigIntegerValue())
        : NODES.numberNode(parser.getLongValue());
  }

  /** Jackson takes .inf and .nan for numbers, and then cannot read them. */
  private JsonNode real(String path) throws IOException {
    String text = parser.getText().toLowerCase(Locale.ROOT);
    return finite(path, text.matches("[-+]?\\.(inf|nan)") ? Double.NaN : parser.getDoubleValue());
  }

  /** What is not finite stays a text: the schema cannot compare it with anything. */
  private JsonNode finite(String path, double number) throws IOException {
    if (!Double.isFinite(number)) {
      findings.add(
          path,
          "%s (%s) must be a finite number.".formatted(SpecPath.last(path), parser.getText()),
          null);
      return NODES.textNode(parser.getText());
    }
    return NODES.numberNode(number);
  }

  private JsonNode text(String path) throws IOException {
    String value = parser.getText();
    if (value.isEmpty() && isPlain()) {
      return NODES.nullNode();
    }
    return EXPONENT.matcher(value).matches() && parser.getTypeId() == null && isPlain()
        ? finite(path, Double.parseDouble(value))
        : NODES.textNode(value);
  }

  /** Whether the current text stands without quotes. */
  private boolean isPlain() {
    JsonLocation at = parser.currentTokenLocation();
    if (at.getLineNr() != lineNumber) {
      lineNumber = at.getLineNr();
      line =
          lineNumber > text.size() ? new int[0] : text.get(lineNumber - 1).codePoints().toArray();
    }
    int start = at.getColumnNr() - 1;
    return start >= line.length || "\"'|>".indexOf(line[start]) < 0;
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }
}
