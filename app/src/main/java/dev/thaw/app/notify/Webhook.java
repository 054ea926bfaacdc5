package dev.thaw.app.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Posts a notice as a JSON object, again and again for a while if nobody takes it. */
final class Webhook {

  /** The header with the HMAC of the body. */
  static final String SIGNATURE = "X-Thaw-Signature";

  private static final String ALGORITHM = "HmacSHA256";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final NotifySettings.Hook hook;
  private final Pause pause;

  /** Waits between two attempts. */
  @FunctionalInterface
  interface Pause {
    void of(Duration length) throws InterruptedException;
  }

  Webhook(NotifySettings.Hook hook, Pause pause) {
    this.hook = hook;
    this.pause = pause;
  }

  /** Sends a notice; what went wrong in the end, or null. */
  @Nullable String send(Notice notice) throws InterruptedException {
    byte[] body = body(notice);
    HttpRequest request = request(body);
    String problem = null;
    Duration wait = hook.backoff();
    // Redirects are not followed: a signed body is for the address that was named.
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(hook.timeout()).build()) {
      for (int attempt = 1; attempt <= hook.attempts(); attempt++) {
        if (attempt > 1) {
          pause.of(wait);
          wait = wait.multipliedBy(2);
        }
        try {
          int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
          if (status / 100 == 2) {
            return null;
          }
          problem = "it answers %d".formatted(status);
          if (isFinal(status)) {
            break;
          }
        } catch (IOException failed) {
          problem = String.valueOf(failed);
        }
      }
      // An attempt that was given up must not keep the process.
      client.shutdownNow();
    }
    return problem;
  }

  private static boolean isFinal(int status) {
    return status < 500 && status != 408 && status != 429;
  }

  private HttpRequest request(byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(hook.address())
            .timeout(hook.timeout())
            .header("Content-Type", "application/json; charset=utf-8")
            .header("User-Agent", "thaw")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (!hook.secret().isEmpty()) {
      request.header(SIGNATURE, "sha256=" + hmac(body, hook.secret()));
    }
    return request.build();
  }

  private static byte[] body(Notice notice) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("schema", 1);
    object.put("event", notice.event().name().toLowerCase(Locale.ROOT));
    object.put("study", notice.study());
    object.put("text", notice.headline());
    object.put("summary", notice.summary());
    object.put("markdown", notice.markdown());
    try {
      return MAPPER.writeValueAsBytes(object);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static String hmac(byte[] body, String secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
