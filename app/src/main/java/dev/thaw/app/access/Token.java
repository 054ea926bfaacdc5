package dev.thaw.app.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a server keeps of a token: not the token itself, but its hash.
 *
 * @param name who it is for, as the audit calls them
 * @param hash the SHA-256 of the token's characters, in 64 small hexadecimal digits
 * @param scope what it allows
 * @param projects for which studies, as {@link Projects} reads them; empty for all
 * @param expires from when on it is worth nothing; empty for never
 */
public record Token(
    String name, String hash, Scope scope, List<String> projects, Optional<Instant> expires) {

  /** How every token begins, so that people and scanners of leaks recognise one. */
  public static final String PREFIX = "thaw_";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SECRET = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
  private static final int BYTES = 32;

  public Token {
    projects = List.copyOf(projects);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name (%s) must have 1 to 64 letters, digits and . _ @ -, a letter or digit first."
              .formatted(name));
    }
    if (!HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException("hash must be 64 small hexadecimal digits.");
    }
    for (String project : projects) {
      if (!Projects.isPattern(project)) {
        throw new IllegalArgumentException(
            "project (%s) must be the name of a study, or its beginning and a star.\nMaybe team-*, in quotes."
                .formatted(project));
      }
    }
  }

  /** Makes up a token: 256 bits that nobody can guess. */
  public static String secret() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** Whether a text looks like a token. */
  public static boolean isSecret(String text) {
    return SECRET.matcher(text).matches();
  }

  /** The hash of a token. */
  public static String hash(String secret) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }

  /** Whether it is of a hash, in a time that does not depend on where they differ. */
  boolean hasHash(String other) {
    return MessageDigest.isEqual(
        hash.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
  }

  /** Whether it is worth something at an instant. */
  public boolean isValid(Instant at) {
    return expires.isEmpty() || at.isBefore(expires.get());
  }

  /** Who shows it. */
  public Caller caller() {
    return new Caller(name, scope, projects, true);
  }
}
