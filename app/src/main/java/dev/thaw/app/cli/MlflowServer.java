package dev.thaw.app.cli;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which tracking server of MLflow is meant, and as whom it is asked. */
final class MlflowServer {

  private MlflowServer() {}

  /** Where it is, as the option says. */
  static URI at(@Nullable String given) {
    if (given == null || given.isBlank()) {
      throw new UserMistake(
          "--to mlflow needs --tracking-uri.\nMaybe: --tracking-uri http://127.0.0.1:5000");
    }
    try {
      URI uri = URI.create(given.strip());
      if (uri.getHost() != null
          && uri.getRawQuery() == null
          && uri.getRawUserInfo() == null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException malformed) {
      throw mistake(given);
    }
    throw mistake(given);
  }

  private static UserMistake mistake(String given) {
    return new UserMistake(
        "--tracking-uri (%s) must be the http or https URL of a server.\nMaybe http://127.0.0.1:5000; folders and databases need a server: mlflow server."
            .formatted(given));
  }

  /**
   * The header Authorization by the variables that MLflow's own client reads: a token, or else a
   * name and a password; null without.
   */
  static @Nullable String authorization(Map<String, String> environment) {
    String token = environment.getOrDefault("MLFLOW_TRACKING_TOKEN", "");
    if (!token.isBlank()) {
      return "Bearer " + token.strip();
    }
    String user = environment.getOrDefault("MLFLOW_TRACKING_USERNAME", "");
    String password = environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
    return user.isBlank()
        ? null
        : "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }
}
