package dev.thaw.app.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.core.study.StudySpec;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads study specs: YAML, and so also JSON. */
public final class SpecReader {
  private static final String START = "Maybe start from conf/studies/example.yaml.";

  private SpecReader() {}

  /**
   * Reads a spec from a file in UTF-8.
   *
   * @param overrides what {@code --set} gives, each {@code path=value}
   * @throws BadSpecException with all that is wrong, a file that cannot be read included
   */
  public static StudySpec read(Path file, List<String> overrides) throws BadSpecException {
    String source = String.valueOf(file);
    try {
      return read(Files.readString(file), source, overrides);
    } catch (NoSuchFileException _) {
      throw unreadable(source, "There is no file %s.".formatted(file), Optional.of(START));
    } catch (CharacterCodingException _) {
      throw unreadable(source, "%s is not a text in UTF-8.".formatted(file), Optional.empty());
    } catch (IOException e) {
      String reason = Files.isDirectory(file) ? "it is a folder" : String.valueOf(e.getMessage());
      throw unreadable(source, "%s cannot be read: %s.".formatted(file, reason), Optional.empty());
    }
  }

  /**
   * Reads a spec from a text.
   *
   * @param source where the text comes from, for the message of the exception
   * @param overrides what {@code --set} gives, each {@code path=value}
   * @throws BadSpecException with all that is wrong
   */
  public static StudySpec read(String yaml, String source, List<String> overrides)
      throws BadSpecException {
    var findings = new Findings();
    YamlTree.Document document = YamlTree.read(yaml, findings);
    JsonNode tree = document.root();
    if (tree instanceof ObjectNode object) {
      SpecOverrides.apply(overrides, object, document.lines(), findings);
      findings.nextStage();
      SpecSchema.check(object, findings);
      findings.nextStage();
      SpecChecks.run(object, findings);
    } else if (findings.isEmpty()) {
      findings.add("", shapeless(tree), START);
    }
    if (!findings.isEmpty()) {
      throw new BadSpecException(source, findings.inOrderOf(tree, document.lines()));
    }
    return SpecBuilder.build(tree);
  }

  private static String shapeless(JsonNode tree) {
    if (tree.isMissingNode() || tree.isNull()) {
      return "The file is empty; it must hold the keys of a study.";
    }
    return "The file holds %s at the top; it must hold the keys of a study, such as study: digits."
        .formatted(tree.isArray() ? "a list" : "a single value");
  }

  private static BadSpecException unreadable(
      String source, String message, Optional<String> advice) {
    return new BadSpecException(source, List.of(new SpecError("", 0, message, advice)));
  }
}
