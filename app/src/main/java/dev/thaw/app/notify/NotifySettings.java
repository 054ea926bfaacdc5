package dev.thaw.app.notify;

import com.typesafe.config.Config;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who is told that a study has ended: the settings {@code thaw.notify} of reference.conf.
 *
 * @param webhook where an object is posted to; null for nowhere
 * @param mail who gets mail; null for nobody
 */
public record NotifySettings(@Nullable Hook webhook, @Nullable Letter mail) {

  private static final int SUBMISSION = 587;
  private static final int SUBMISSIONS = 465;
  private static final int MOST_ATTEMPTS = 20;

  /**
   * Where an object is posted to, and how patiently.
   *
   * @param address http or https
   * @param secret what it is signed with; empty for no signature
   * @param timeout how long one attempt may take
   * @param attempts how many there are, at least 1
   * @param backoff how long to wait after the first; twice as long after each further one
   */
  public record Hook(
      URI address, String secret, Duration timeout, int attempts, Duration backoff) {}

  /** How a connection to a mail server is encrypted. */
  public enum Encryption {
    /** It begins in the clear and must be encrypted before anything is said. */
    STARTTLS,
    /** From the first byte. */
    TLS,
    /** Not at all. */
    NONE
  }

  /**
   * Who gets mail, and through which server.
   *
   * @param host the server
   * @param port its port
   * @param encryption how the connection is encrypted
   * @param from the sender
   * @param to the receivers, at least one
   * @param user as whom to log in; empty for nobody
   * @param password the password; never shown
   * @param timeout how long each step of the conversation may take
   */
  public record Letter(
      String host,
      int port,
      Encryption encryption,
      String from,
      List<String> to,
      String user,
      String password,
      Duration timeout) {

    public Letter {
      to = List.copyOf(to);
    }

    @Override
    public String toString() {
      return "Letter[%s:%d, %s, from %s to %s]".formatted(host, port, encryption, from, to);
    }
  }

  /**
   * Reads the settings.
   *
   * @throws com.typesafe.config.ConfigException if one is missing or of another type
   * @throws IllegalArgumentException if one is wrong; the message says which and why
   */
  public static NotifySettings from(Config config) {
    Config notify = config.getConfig("thaw.notify");
    Duration timeout = notify.getDuration("timeout");
    require(!timeout.isNegative() && !timeout.isZero(), "timeout", timeout, "must be positive");
    return new NotifySettings(hook(notify, timeout), letter(notify.getConfig("mail"), timeout));
  }

  /** Nobody is told anything. */
  public static NotifySettings none() {
    return new NotifySettings(null, null);
  }

  private static @Nullable Hook hook(Config notify, Duration timeout) {
    String address = notify.getString("webhook").strip();
    int attempts = notify.getInt("attempts");
    Duration backoff = notify.getDuration("backoff");
    require(
        attempts >= 1 && attempts <= MOST_ATTEMPTS, "attempts", attempts, "must be from 1 to 20");
    require(!backoff.isNegative(), "backoff", backoff, "must not be negative");
    return address.isEmpty()
        ? null
        : new Hook(uri(address), notify.getString("webhook-secret"), timeout, attempts, backoff);
  }

  private static URI uri(String address) {
    try {
      URI uri = URI.create(address);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return uri;
      }
    } catch (IllegalArgumentException malformed) {
      // Said below, without the address: it may hold a token.
    }
    throw new IllegalArgumentException(
        "thaw.notify.webhook must be an address that begins with http:// or https://.\n"
            + "Maybe it lacks that beginning, or holds a space.");
  }

  private static @Nullable Letter letter(Config mail, Duration timeout) {
    String host = mail.getString("host").strip();
    if (host.isEmpty()) {
      return null;
    }
    Encryption encryption = encryption(mail.getString("encryption").strip());
    List<String> to =
        Arrays.stream(mail.getString("to").split(",", -1))
            .map(String::strip)
            .filter(address -> !address.isEmpty())
            .toList();
    String from = mail.getString("from").strip();
    require(
        !to.isEmpty(), "mail.to", "", "must name at least one receiver, since mail.host is set");
    require(!from.isEmpty(), "mail.from", "", "must name a sender, since mail.host is set");
    return new Letter(
        host,
        port(mail.getString("port").strip(), encryption),
        encryption,
        from,
        to,
        mail.getString("user").strip(),
        mail.getString("password"),
        timeout);
  }

  private static Encryption encryption(String written) {
    for (Encryption encryption : Encryption.values()) {
      if (encryption.name().equalsIgnoreCase(written)) {
        return encryption;
      }
    }
    throw new IllegalArgumentException(
        "thaw.notify.mail.encryption (%s) must be starttls, tls or none.".formatted(written));
  }

  private static int port(String written, Encryption encryption) {
    if (written.isEmpty()) {
      return encryption == Encryption.TLS ? SUBMISSIONS : SUBMISSION;
    }
    boolean number = written.matches("[0-9]{1,5}") && Integer.parseInt(written) <= 65_535;
    require(number, "mail.port", written, "must be a port, such as 587");
    return Integer.parseInt(written);
  }

  private static void require(boolean holds, String name, Object value, String constraint) {
    if (!holds) {
      throw new IllegalArgumentException(
          "thaw.notify.%s (%s) %s.".formatted(name, value, constraint));
    }
  }
}
