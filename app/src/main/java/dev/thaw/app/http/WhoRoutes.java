package dev.thaw.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.thaw.app.access.Caller;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a caller can learn of themselves. */
final class WhoRoutes {
  static final String PATH = "/api/v1/whoami";

  private WhoRoutes() {}

  /**
   * Who asks.
   *
   * @param scopes what they may do, the least first
   * @param projects which studies there are for them; left out if all
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Who(String name, List<String> scopes, List<String> projects) {

    private static Who of(Caller caller) {
      return new Who(caller.name(), caller.scope().words(), caller.projects());
    }
  }

  static List<Route> all() {
    return List.of(
        Route.get(
            PATH,
            call -> CompletableFuture.completedFuture(Reply.json(200, Who.of(call.caller())))));
  }
}
