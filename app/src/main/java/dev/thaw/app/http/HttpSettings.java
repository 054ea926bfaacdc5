package dev.thaw.app.http;

import com.typesafe.config.Config;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Settings of the server, from {@code thaw.http}.
 *
 * @param api where the API listens; empty for nowhere
 * @param access who may ask the API, and how much
 * @param names under which names clients may call the API, besides those that are always allowed
 * @param probe where the probes alone are served; empty for nowhere
 * @param bodySizeMax the largest body of a request, in bytes
 * @param bodyTimeout how long a client may take to send its body
 * @param answerTimeout how long the desk may take to answer
 * @param stopDeadline how long requests under way may take when the server stops
 */
public record HttpSettings(
    Optional<Address> api,
    AccessSettings access,
    List<String> names,
    Optional<Address> probe,
    long bodySizeMax,
    Duration bodyTimeout,
    Duration answerTimeout,
    Duration stopDeadline) {

  /**
   * Where to listen.
   *
   * @param host a name or an IP address
   * @param port 0..65535; 0 for any that is free
   */
  public record Address(String host, int port) {

    /** Whether only this machine can reach it. A name that nobody knows is reachable by nobody. */
    boolean isLoopback() {
      try {
        return InetAddress.getByName(host).isLoopbackAddress();
      } catch (UnknownHostException unknown) {
        return false;
      }
    }
  }

  public HttpSettings {
    names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    check(bodySizeMax > 0 && bodySizeMax <= 1 << 30, "body-size-max", bodySizeMax, "in 1B..1GiB");
    check(bodyTimeout.isPositive(), "body-timeout", bodyTimeout, "more than 0");
    check(answerTimeout.isPositive(), "answer-timeout", answerTimeout, "more than 0");
    check(stopDeadline.isPositive(), "stop-deadline", stopDeadline, "more than 0");
    if (api.isPresent() && isOpenToAll(access) && !api.get().isLoopback()) {
      throw new IllegalArgumentException(
          ("thaw.http.host (%s) must be of the loopback, such as 127.0.0.1, unless"
                  + " thaw.http.tokens-file names a file of tokens: whoever reaches the API can run"
                  + " commands here.\n"
                  + "Maybe say: thaw token create NAME --scope admin --file tokens, and"
                  + " THAW_HTTP_TOKENS=tokens; or reach the loopback by: ssh -L 8080:127.0.0.1:%d"
                  + " HOST; or, behind a proxy that lets nobody in whom it does not know,"
                  + " thaw.http.authenticated-by-proxy = on.")
              .formatted(api.get().host(), api.get().port()));
    }
  }

  private static boolean isOpenToAll(AccessSettings access) {
    return access.tokens().isEmpty() && !access.authenticatedByProxy();
  }

  private static void check(boolean condition, String key, Object value, String constraint) {
    if (!condition) {
      throw new IllegalArgumentException(
          "thaw.http.%s (%s) must be %s.".formatted(key, value, constraint));
    }
  }

  /**
   * Reads the settings.
   *
   * @throws com.typesafe.config.ConfigException if one is missing or of another type
   * @throws IllegalArgumentException if one is out of range
   */
  public static HttpSettings from(Config config) {
    Config http = config.getConfig("thaw.http");
    Address api = address(http, "");
    Address probe = address(http, "probe-");
    return new HttpSettings(
        http.getBoolean("enabled") ? Optional.of(api) : Optional.empty(),
        AccessSettings.from(http),
        http.getStringList("names"),
        probe.host().isEmpty() ? Optional.empty() : Optional.of(probe),
        http.getBytes("body-size-max"),
        http.getDuration("body-timeout"),
        http.getDuration("answer-timeout"),
        http.getDuration("stop-deadline"));
  }

  /** Whether callers must show a token of a file. */
  public boolean hasTokens() {
    return access.tokens().isPresent();
  }

  /** The same without the API: only the probes are served. */
  public HttpSettings withoutApi() {
    return new HttpSettings(
        Optional.empty(),
        access,
        names,
        probe,
        bodySizeMax,
        bodyTimeout,
        answerTimeout,
        stopDeadline);
  }

  /**
   * The same for this machine alone, without probes.
   *
   * @param port where; 0 for any that is free
   */
  public HttpSettings onLoopback(int port) {
    return new HttpSettings(
        Optional.of(new Address("127.0.0.1", port)),
        access.ofOneProcess(),
        names,
        Optional.empty(),
        bodySizeMax,
        bodyTimeout,
        answerTimeout,
        stopDeadline);
  }

  private static Address address(Config http, String prefix) {
    int port = http.getInt(prefix + "port");
    check(port >= 0 && port <= 65_535, prefix + "port", port, "in 0..65535");
    return new Address(http.getString(prefix + "host").strip(), port);
  }
}
