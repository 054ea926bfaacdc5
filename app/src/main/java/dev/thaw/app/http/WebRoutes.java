package dev.thaw.app.http;

import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The files of the dashboard. They hold nothing about any study, so whoever reaches the server may
 * read them; what the page shows comes through the API, and only with its token.
 */
final class WebRoutes {
  /** Its version is part of its path, so that browsers may keep it for ever. */
  static final String CHARTS = "echarts-5.5.0.min.js";

  private static final String OWN = "/dev/thaw/app/web/";
  private static final String WEBJAR = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

  /** No slash and no second dot: what has this form lies in the one folder. */
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,40}\\.(html|css|js|svg)");

  private final Map<String, Asset> assets = new ConcurrentHashMap<>();

  private WebRoutes() {}

  /**
   * A file.
   *
   * @param tag of its content, in quotes
   */
  private record Asset(ContentType type, ByteString plain, ByteString packed, String tag) {}

  static List<Route> routes() {
    var web = new WebRoutes();
    return List.of(
        Route.get("/", call -> web.serve(call, "index.html")).forEverybody(),
        Route.get("/ui/{file}", call -> web.serve(call, call.variables().getOrDefault("file", "")))
            .forEverybody());
  }

  private CompletionStage<Reply> serve(Call call, String name) {
    Asset asset = assets.get(name);
    if (asset == null) {
      asset = load(name);
      assets.put(name, asset);
    }
    return CompletableFuture.completedFuture(reply(call, name, asset));
  }

  private static Reply reply(Call call, String name, Asset asset) {
    Map<String, String> headers = new HashMap<>();
    headers.put("ETag", asset.tag());
    headers.put("Vary", "Accept-Encoding");
    headers.put(SecurityHeaders.POLICY, SecurityHeaders.HTML_POLICY);
    headers.put(
        "Cache-Control", name.equals(CHARTS) ? "public, max-age=31536000, immutable" : "no-cache");
    String known = call.headers().getOrDefault("if-none-match", "");
    if (known.contains(asset.tag()) || known.strip().equals("*")) {
      return Reply.file(304, asset.type(), ByteString.emptyByteString(), headers);
    }
    if (!takesGzip(call.headers().getOrDefault("accept-encoding", ""))) {
      return Reply.file(200, asset.type(), asset.plain(), headers);
    }
    headers.put("Content-Encoding", "gzip");
    return Reply.file(200, asset.type(), asset.packed(), headers);
  }

  /** Whether gzip is named and not with the weight 0. */
  private static boolean takesGzip(String encodings) {
    for (String part : encodings.toLowerCase(Locale.ROOT).split(",", -1)) {
      String one = part.replace(" ", "");
      if (one.equals("gzip") || one.startsWith("gzip;")) {
        return !one.matches("gzip;q=0(\\.0*)?");
      }
    }
    return false;
  }

  private static Asset load(String name) {
    Matcher matcher = NAME.matcher(name);
    boolean charts = name.equals(CHARTS);
    byte[] plain = charts ? read(WEBJAR) : matcher.matches() ? read(OWN + name) : null;
    if (plain == null) {
      throw new RefusedException(Refusal.UNKNOWN, "there is no such file of the dashboard.");
    }
    String kind = name.substring(name.lastIndexOf('.') + 1);
    return new Asset(
        type(kind), ByteString.fromArray(plain), ByteString.fromArray(packed(plain)), tag(plain));
  }

  private static ContentType type(String kind) {
    return switch (kind) {
      case "html" -> ContentTypes.TEXT_HTML_UTF8;
      case "css" -> MediaTypes.TEXT_CSS.toContentType(HttpCharsets.UTF_8);
      case "svg" -> ContentTypes.create(MediaTypes.IMAGE_SVG_XML);
      default ->
          ContentTypes.create(
              MediaTypes.customWithOpenCharset("text", "javascript", Map.of(), false),
              HttpCharsets.UTF_8);
    };
  }

  private static byte @Nullable [] read(String resource) {
    try (InputStream in = WebRoutes.class.getResourceAsStream(resource)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static byte[] packed(byte[] plain) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static String tag(byte[] plain) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain);
      return '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
