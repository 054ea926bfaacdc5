package dev.thaw.actors.journal;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.Module.SetupContext;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/** An interface with all records below it and the names by which they are written. */
public record SealedTypes(
    Class<?> root, SequencedSet<Class<?>> interfaces, List<NamedType> records) {

  /** The property that holds the name of the record. */
  static final String PROPERTY = "@";

  /** What Jackson is told of every sealed interface. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.PROPERTY, property = PROPERTY)
  private interface Named {}

  /**
   * Finds all that a sealed interface permits, at any depth.
   *
   * @throws IllegalArgumentException if something below it is neither a record nor sealed, or two
   *     records have the same simple name
   */
  static SealedTypes of(Class<?> root) {
    SequencedSet<Class<?>> interfaces = new LinkedHashSet<>();
    SequencedSet<Class<?>> records = new LinkedHashSet<>();
    collect(root, interfaces, records);
    return new SealedTypes(root, interfaces, named(root, records));
  }

  /**
   * Returns the records of an interface that is not sealed, because they lie in several packages.
   *
   * @param parts all that is below it: records, and sealed interfaces of records
   * @throws IllegalArgumentException if a part is neither a record nor sealed, or two records have
   *     the same simple name
   */
  public static SealedTypes of(Class<?> root, List<Class<?>> parts) {
    SequencedSet<Class<?>> interfaces = new LinkedHashSet<>(List.of(root));
    SequencedSet<Class<?>> records = new LinkedHashSet<>();
    parts.forEach(part -> collect(part, interfaces, records));
    return new SealedTypes(root, interfaces, named(root, records));
  }

  /** Tells Jackson to write the records with their names, and to read no others in their place. */
  public void addTo(SetupContext context) {
    interfaces.forEach(type -> context.setMixInAnnotations(type, Named.class));
    context.registerSubtypes(records.toArray(NamedType[]::new));
  }

  private static void collect(
      Class<?> type, SequencedSet<Class<?>> interfaces, SequencedSet<Class<?>> records) {
    if (type.isRecord()) {
      records.add(type);
    } else if (type.isSealed()) {
      interfaces.add(type);
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        collect(permitted, interfaces, records);
      }
    } else {
      throw new IllegalArgumentException(
          "%s must be a record or a sealed interface to be written to a journal."
              .formatted(type.getName()));
    }
  }

  private static List<NamedType> named(Class<?> root, SequencedSet<Class<?>> records) {
    Map<String, Class<?>> taken = new HashMap<>();
    List<NamedType> named = new ArrayList<>();
    for (Class<?> type : records) {
      Class<?> other = taken.put(type.getSimpleName(), type);
      if (other != null) {
        throw new IllegalArgumentException(
            "%s and %s must have different simple names, because a journal tells records of %s apart by them."
                .formatted(other.getName(), type.getName(), root.getSimpleName()));
      }
      named.add(new NamedType(type, type.getSimpleName()));
    }
    return named;
  }
}
