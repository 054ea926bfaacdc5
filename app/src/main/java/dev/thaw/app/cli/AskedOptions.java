package dev.thaw.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.client.AskClient;
import dev.thaw.app.client.RemoteDesk;
import dev.thaw.app.client.UnreachableException;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.serve.ServerFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Of which study somebody asks for work: one of a server, or one that a process serves. */
final class AskedOptions {

  private static final int NO_CONTENT = 204;
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  @Mixin private ServerOption server = new ServerOption();

  @Option(
      names = "--study",
      paramLabel = "NAME",
      description = "The study of a server. Its token is taken from THAW_TOKEN.")
  private @Nullable String study;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The folder of a study that runs with --serve.")
  private @Nullable Path directory;

  private record Place(String study, AskClient client) {}

  private Place place(String command) throws IOException {
    String name = server.required(study, directory, command);
    if (name != null) {
      try (RemoteDesk desk = server.open()) {
        return new Place(name, desk.asking());
      }
    }
    StudyFolder folder = Folders.choose(directory);
    ServerFile file =
        ServerFile.find(folder)
            .orElseThrow(
                () ->
                    new UserMistake(
                        "nobody serves the study in %s.\nMaybe it has ended, or: thaw run --serve --dir '%s'"
                            .formatted(folder.directory(), folder.directory()),
                        ExitCode.FAULT));
    return new Place(file.study(), new AskClient(file.url(), file.token()));
  }

  /** Asks, and explains in words why there is no answer; null if there is nothing to say. */
  @Nullable JsonNode send(String verb, Map<String, ?> body)
      throws IOException, InterruptedException {
    Place place = place(verb);
    try (AskClient client = place.client()) {
      AskClient.Answered answered = client.send(place.study(), verb, body);
      if (answered.status() == NO_CONTENT) {
        return null;
      }
      if (answered.status() != OK) {
        boolean later = answered.status() == UNAVAILABLE;
        throw new UserMistake(
            answered.body().path("detail").asText("the server answered " + answered.status()),
            later ? ExitCode.FAULT : ExitCode.BAD_INPUT);
      }
      return answered.body();
    } catch (UnreachableException away) {
      throw new UserMistake(away.getMessage(), ExitCode.FAULT);
    }
  }
}
