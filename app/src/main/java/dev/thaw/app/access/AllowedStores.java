package dev.thaw.app.access;

import com.typesafe.config.Config;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a study may keep its checkpoints on a node, from {@code thaw.allow.stores}. Each study may
 * keep them in its own folder.
 *
 * @param places folders and URIs that end with a slash, below which they may lie; empty for
 *     anywhere
 */
public record AllowedStores(Optional<List<URI>> places) {
  private static final String ANY = "any";
  private static final String OWN = "own";

  /** Dots and slashes that are written as if they were none. */
  private static final Pattern HIDDEN = Pattern.compile("%2[ef]", Pattern.CASE_INSENSITIVE);

  public AllowedStores {
    places = places.map(List::copyOf);
  }

  /**
   * Reads the setting.
   *
   * @param tokens whether callers have to show tokens; then places must be listed
   * @throws com.typesafe.config.ConfigException if it is missing or of another type
   * @throws IllegalArgumentException if it is out of range
   */
  public static AllowedStores from(Config config, boolean tokens) {
    String given = config.getString("thaw.allow.stores").strip();
    String meant = given.isEmpty() ? (tokens ? OWN : ANY) : given;
    if (meant.equals(ANY)) {
      return new AllowedStores(Optional.empty());
    }
    List<URI> places = new ArrayList<>();
    for (String word : meant.equals(OWN) ? List.<String>of() : Allowed.words(meant)) {
      places.add(
          place(word)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "thaw.allow.stores (%s) must be any, own, absolute folders, or URIs.\nMaybe /srv/checkpoints, or s3://bucket/checkpoints."
                              .formatted(word))));
    }
    return new AllowedStores(Optional.of(places));
  }

  /**
   * Why a study may not keep its checkpoints somewhere; empty if it may.
   *
   * @param store as its spec says; null for its own folder
   */
  public Optional<String> problem(@Nullable String store) {
    if (store == null || places.isEmpty()) {
      return Optional.empty();
    }
    String asked = place(store).map(URI::toString).orElse("");
    return places.get().stream().anyMatch(place -> asked.startsWith(place.toString()))
        ? Optional.empty()
        : Optional.of(
            "checkpoints.store (%s) must lie below one of %s on this node.\nMaybe leave it out, which keeps them in the study's folder; or its operator adds it to thaw.allow.stores."
                .formatted(store, places.get()));
  }

  /** A place as all of them are written; empty if it is none, or leads out of where it begins. */
  private static Optional<URI> place(String text) {
    try {
      URI uri = text.startsWith("/") ? Path.of(text).toUri() : URI.create(text);
      boolean more = uri.getRawQuery() != null || uri.getRawFragment() != null;
      if (uri.getScheme() == null || uri.isOpaque() || more) {
        return Optional.empty();
      }
      URI meant = "file".equals(uri.getScheme()) ? real(Path.of(uri)).toUri() : uri;
      String plain = meant.toString();
      // What is not in its simplest form may mean another place than it seems to.
      return meant.equals(meant.normalize()) && !HIDDEN.matcher(plain).find()
          ? Optional.of(URI.create(plain.endsWith("/") ? plain : plain + "/"))
          : Optional.empty();
    } catch (IllegalArgumentException noPlace) {
      return Optional.empty();
    }
  }

  /** Where links lead, as far as there is something already. */
  private static Path real(Path path) {
    Path normal = path.normalize();
    Path below = normal;
    while (below != null) {
      try {
        return below.toRealPath().resolve(below.relativize(normal)).normalize();
      } catch (IOException notHere) {
        below = below.getParent();
      }
    }
    return normal;
  }
}
