package dev.thaw.app.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.core.space.Prior;
import dev.thaw.core.space.Scale;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prior as it is written: {@code {around: 1e-3, spread: 3x}}, or with another parameter {@code
 * {around: 0.1, spread: 3x, with: batch_size, at: 256, rule: linear}}. On the linear scale a spread
 * is a number, on the others a factor.
 */
final class PriorText {
  private static final Pattern FACTOR =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)\\s*[x×]");

  private PriorText() {}

  /**
   * Reads the prior of a parameter.
   *
   * @param node what the schema accepts
   * @throws IllegalArgumentException if the spread does not fit the scale, or one of the keys with
   *     and at is given without the other
   */
  static Prior read(String parameter, JsonNode node, Scale scale) {
    if (node.has("with") != node.has("at")) {
      throw new IllegalArgumentException(
          "with and at must be given together.\nMaybe %s."
              .formatted(
                  node.has("with")
                      ? "add the value of %s at which around holds, such as at: 256"
                          .formatted(node.get("with").asText())
                      : "add the other parameter, such as with: batch_size"));
    }
    if (node.has("rule") && !node.has("with")) {
      throw new IllegalArgumentException(
          "rule (%s) must come with the keys with and at.".formatted(node.get("rule").asText()));
    }
    Optional<Prior.Moving> moving =
        node.has("with")
            ? Optional.of(
                new Prior.Moving(
                    node.get("with").asText(), node.get("at").asDouble(), rule(node.path("rule"))))
            : Optional.empty();
    return new Prior(
        parameter, node.get("around").asDouble(), spread(node.get("spread"), scale), moving);
  }

  private static Prior.Rule rule(JsonNode node) {
    String word = node.asText("linear");
    return Prior.Rule.valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT));
  }

  private static double spread(JsonNode node, Scale scale) {
    Matcher factor = FACTOR.matcher(node.asText().strip());
    boolean isFactor = node.isTextual() && factor.matches();
    if (scale == Scale.LINEAR && !node.isNumber()) {
      throw new IllegalArgumentException(
          "spread (%s) must be a number on the linear scale.\nMaybe %s."
              .formatted(node.asText(), isFactor ? "add scale: log" : "0.1"));
    }
    if (scale != Scale.LINEAR && !isFactor) {
      throw new IllegalArgumentException(
          "spread (%s) must be a factor such as 3x on the %s scale.\nMaybe %s."
              .formatted(
                  node.asText(),
                  scale.name().toLowerCase(Locale.ROOT),
                  node.isNumber() && node.asDouble() > 1 ? node.asText() + "x" : "3x"));
    }
    return isFactor ? Double.parseDouble(factor.group(1)) : node.asDouble();
  }

  /** Writes what {@link #read} reads. */
  static void write(ObjectNode node, Prior prior, Scale scale) {
    node.put("around", prior.around());
    if (scale == Scale.LINEAR) {
      node.put("spread", prior.spread());
    } else {
      node.put("spread", prior.spread() + "x");
    }
    prior
        .moving()
        .ifPresent(
            moving ->
                node.put("with", moving.parameter())
                    .put("at", moving.at())
                    .put("rule", moving.rule().name().toLowerCase(Locale.ROOT).replace('_', '-')));
  }
}
