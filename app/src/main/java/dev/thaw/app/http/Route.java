package dev.thaw.app.http;

import dev.thaw.app.access.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * One thing that a server can be asked.
 *
 * @param method in capital letters
 * @param template the path, with names in braces for what varies: {@code /api/v1/studies/{study}}
 * @param mediaTypes the media types that its body may have; empty if it takes none
 * @param scope what a caller must be allowed, where tokens are in use; empty if everybody may
 * @param handler what is done
 */
record Route(
    String method,
    String template,
    Set<String> mediaTypes,
    Optional<Scope> scope,
    Handler handler) {

  /** A route whose scope follows from its method: GET reads, and all else changes studies. */
  Route(String method, String template, Set<String> mediaTypes, Handler handler) {
    this(
        method,
        template,
        mediaTypes,
        Optional.of(method.equals("GET") ? Scope.READ : Scope.SUBMIT),
        handler);
  }

  /** Answers a call. May throw what {@link Failures} knows, and complete its stage with it. */
  @FunctionalInterface
  interface Handler {
    CompletionStage<Reply> handle(Call call) throws Exception;
  }

  static Route get(String template, Handler handler) {
    return new Route("GET", template, Set.of(), handler);
  }

  /** The same for callers of another scope. */
  Route forScope(Scope needed) {
    return new Route(method, template, mediaTypes, Optional.of(needed), handler);
  }

  /** The same for everybody, whether they show a token or not: probes, and pages without data. */
  Route forEverybody() {
    return new Route(method, template, mediaTypes, Optional.empty(), handler);
  }

  /** Whether a request for this route may change something. */
  boolean changes() {
    return !method.equals("GET");
  }

  /** What stands for the names of the template, if the path is of this route. */
  Optional<Map<String, String>> match(List<String> path) {
    List<String> parts =
        template.equals("/") ? List.of() : List.of(template.substring(1).split("/", -1));
    if (parts.size() != path.size()) {
      return Optional.empty();
    }
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      if (part.startsWith("{")) {
        variables.put(part.substring(1, part.length() - 1), path.get(i));
      } else if (!part.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }
}
