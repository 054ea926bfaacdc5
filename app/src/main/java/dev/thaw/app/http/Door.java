package dev.thaw.app.http;

import dev.thaw.app.http.Failures.RequestException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Keeps out what a web page could send through the browser of somebody who sits at this machine.
 *
 * <p>A page of another origin may send forms and plain texts anywhere; the browser says so in
 * {@code Origin}. A page that gives this machine a name of its own (DNS rebinding) has no other
 * origin, but its name is in {@code Host}. Programs send neither a foreign origin nor a strange
 * name.
 */
final class Door {
  /** Four numbers, or something with a colon, which no name has; "cafe.de" is a name. */
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[?(?=[^:]*:)[0-9a-f:.%]+]?");

  private final Set<String> names = new TreeSet<>();
  private final boolean anyName;

  private Door(boolean anyName) {
    this.anyName = anyName;
  }

  /** For a server that can be called by the names that the settings give. */
  static Door of(HttpSettings settings) {
    var door = new Door(false);
    door.names.add("localhost");
    door.names.addAll(settings.names());
    settings.api().ifPresent(api -> door.names.add(api.host().toLowerCase(Locale.ROOT)));
    return door;
  }

  /** For a server that changes nothing: by any name. */
  static Door open() {
    return new Door(true);
  }

  /**
   * Checks a request.
   *
   * @param host the name or address by which it was called, without the port
   * @param authority the same with the port, as a browser would write it
   * @param origin the page that sent it, if any did
   */
  void check(String host, String authority, Optional<String> origin) throws RequestException {
    String name = host.toLowerCase(Locale.ROOT);
    if (!anyName && !names.contains(name) && !ADDRESS.matcher(name).matches()) {
      throw new RequestException(
          Problem.Status.FORBIDDEN,
          "this server must be called by its address or by one of %s.\nMaybe add the name to thaw.http.names."
              .formatted(names));
    }
    if (origin.isPresent() && !own(authority).contains(origin.get().toLowerCase(Locale.ROOT))) {
      throw new RequestException(
          Problem.Status.FORBIDDEN, "requests of web pages of another origin are refused.");
    }
  }

  private static List<String> own(String authority) {
    String name = authority.toLowerCase(Locale.ROOT);
    return List.of("http://" + name, "https://" + name);
  }
}
