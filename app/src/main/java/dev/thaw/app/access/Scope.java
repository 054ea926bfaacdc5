package dev.thaw.app.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do. Each scope includes those before it. */
public enum Scope {

  /** Look at studies. */
  READ,

  /** Hand in studies, and change them. */
  SUBMIT,

  /** Change the server itself. */
  ADMIN;

  /** Whether whoever has this scope may do what needs the other one. */
  public boolean includes(Scope other) {
    return compareTo(other) >= 0;
  }

  /** Its name, in small letters. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scope of a name in small letters; empty if there is none. */
  public static Optional<Scope> of(String word) {
    return Arrays.stream(values()).filter(scope -> scope.word().equals(word)).findFirst();
  }

  /** The names of this scope and all that it includes, the least one first. */
  public List<String> words() {
    return Arrays.stream(values()).filter(this::includes).map(Scope::word).toList();
  }
}
