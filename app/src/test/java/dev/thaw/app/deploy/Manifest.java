package dev.thaw.app.deploy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.gson.JsonParseException;
import io.kubernetes.client.custom.QuantityFormatException;
import io.kubernetes.client.openapi.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One object of Kubernetes, as it stands in a file.
 *
 * @param file the name of the file
 * @param body the object
 */
record Manifest(String file, JsonNode body) {

  private static final ObjectReader YAML =
      YAMLMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build()
          .readerFor(JsonNode.class);

  /** All objects of {@code conf/kubernetes}, the examples included. */
  static List<Manifest> all() {
    List<Manifest> all = new ArrayList<>();
    for (Path file : files()) {
      String name = file.getFileName().toString();
      if (!name.equals("kustomization.yaml")) {
        all.addAll(read(name, Deployed.text(file)));
      }
    }
    return all;
  }

  static List<Path> files() {
    try (Stream<Path> files = Files.list(Deployed.CONF.resolve("kubernetes"))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Manifest> read(String name, String text) {
    try (MappingIterator<JsonNode> documents = YAML.readValues(text)) {
      return documents.readAll().stream().map(body -> new Manifest(name, body)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one object of this kind and name. */
  static Manifest of(String kind, String name) {
    return all().stream()
        .filter(each -> each.kind().equals(kind) && each.name().equals(name))
        .reduce((one, other) -> fail(kind, name, "is there twice"))
        .orElseGet(() -> fail(kind, name, "is not there"));
  }

  private static Manifest fail(String kind, String name, String what) {
    throw new AssertionError("%s %s %s.".formatted(kind, name, what));
  }

  String kind() {
    return body.path("kind").asText();
  }

  String name() {
    return body.at("/metadata/name").asText();
  }

  /** The template of its pods, if it has any. */
  Optional<JsonNode> podTemplate() {
    JsonNode template = body.at("/spec/template");
    return template.isMissingNode() ? Optional.empty() : Optional.of(template);
  }

  @Override
  public String toString() {
    return "%s: %s %s".formatted(file, kind(), name());
  }

  /**
   * What the schema of Kubernetes has against it: an unknown key anywhere, a missing one, a value
   * of another type; empty if nothing. Quantities and such are read as well.
   */
  Optional<String> fault() {
    try {
      // Reading checks each object that is inside against the schema, and fails on the first fault.
      Object read = JSON.deserialize(body.toString(), type());
      return read == null ? Optional.of("it is empty") : Optional.empty();
    } catch (ClassNotFoundException unknown) {
      return Optional.of("there is no such kind: " + unknown.getMessage());
    } catch (JsonParseException | QuantityFormatException | IllegalArgumentException fault) {
      return Optional.of(String.valueOf(fault.getMessage()));
    }
  }

  private Class<?> type() throws ClassNotFoundException {
    String version = body.path("apiVersion").asText();
    version = version.substring(version.indexOf('/') + 1);
    return Class.forName(
        "io.kubernetes.client.openapi.models."
            + version.substring(0, 1).toUpperCase(Locale.ROOT)
            + version.substring(1)
            + kind());
  }
}
