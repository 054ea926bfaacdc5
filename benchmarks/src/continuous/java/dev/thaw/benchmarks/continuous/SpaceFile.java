package dev.thaw.benchmarks.continuous;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The search space of a scenario of YAHPO Gym, without its instance and its fidelity.
 *
 * @param space the hyperparameters, in the order of the file
 * @param instances the data sets that the surrogate knows
 */
record SpaceFile(SearchSpace space, List<String> instances) {

  private static final String FIDELITY = "epoch";

  SpaceFile {
    instances = List.copyOf(instances);
  }

  /**
   * Reads a ConfigSpace file in JSON.
   *
   * @throws IOException also if it holds what this benchmark does not understand
   */
  static SpaceFile read(Path path) throws IOException {
    List<Parameter> parameters = new ArrayList<>();
    List<String> instances = new ArrayList<>();
    for (JsonNode node : new ObjectMapper().readTree(path.toFile()).path("hyperparameters")) {
      String name = node.path("name").asText();
      if (node.path("type").asText().equals("categorical")) {
        node.path("choices").forEach(choice -> instances.add(choice.asText()));
      } else if (!name.equals(FIDELITY)) {
        parameters.add(parameter(name, node));
      }
    }
    return new SpaceFile(new SearchSpace(parameters, List.of()), instances);
  }

  private static Parameter parameter(String name, JsonNode node) throws IOException {
    boolean log = node.path("log").asBoolean();
    JsonNode lower = node.path("lower");
    JsonNode upper = node.path("upper");
    return switch (node.path("type").asText()) {
      case "uniform_int" ->
          log
              ? IntegerParameter.log(name, lower.asLong(), upper.asLong())
              : IntegerParameter.linear(name, lower.asLong(), upper.asLong());
      case "uniform_float" ->
          log
              ? RealParameter.log(name, lower.asDouble(), upper.asDouble())
              : RealParameter.linear(name, lower.asDouble(), upper.asDouble());
      default ->
          throw new IOException(
              "type (%s) of %s must be uniform_int or uniform_float."
                  .formatted(node.path("type").asText(), name));
    };
  }
}
