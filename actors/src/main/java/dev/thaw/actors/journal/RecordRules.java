package dev.thaw.actors.journal;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.introspect.VisibilityChecker;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Jackson would be told by annotations: records are written by their components alone, and a
 * component is null only if it is declared {@link Nullable}.
 */
final class RecordRules extends NopAnnotationIntrospector {
  private static final long serialVersionUID = 1;

  private final transient Map<Class<?>, Set<String>> late;

  /**
   * Makes the rules.
   *
   * @param late components that may be missing beside those of {@link LateComponents}
   */
  RecordRules(Map<Class<?>, Set<String>> late) {
    this.late = late;
  }

  @Override
  public VisibilityChecker<?> findAutoDetectVisibility(
      AnnotatedClass type, VisibilityChecker<?> checker) {
    if (!type.getRawType().isRecord()) {
      return checker;
    }
    // A method such as isEmpty() of a record is no component and must not be written.
    return checker
        .withVisibility(PropertyAccessor.GETTER, Visibility.NONE)
        .withVisibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
        .withVisibility(PropertyAccessor.FIELD, Visibility.ANY);
  }

  @Override
  public JsonSetter.Value findSetterInfo(Annotated member) {
    if (member instanceof AnnotatedParameter parameter
        && parameter.getDeclaringClass().isRecord()
        && !mayBeNull(parameter)) {
      return JsonSetter.Value.forValueNulls(Nulls.FAIL);
    }
    return JsonSetter.Value.empty();
  }

  @Override
  public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
    if (member instanceof AnnotatedParameter parameter
        && parameter.getDeclaringClass().isRecord()) {
      return !isLate(parameter.getDeclaringClass(), component(parameter).getName());
    }
    return null;
  }

  private boolean isLate(Class<?> record, String component) {
    return LateComponents.contains(record, component)
        || late.getOrDefault(record, Set.of()).contains(component);
  }

  private static RecordComponent component(AnnotatedParameter parameter) {
    return parameter.getDeclaringClass().getRecordComponents()[parameter.getIndex()];
  }

  private static boolean mayBeNull(AnnotatedParameter parameter) {
    RecordComponent component = component(parameter);
    // An empty Optional is written as null.
    return component.getType() == Optional.class
        || component.getType() == OptionalDouble.class
        || component.getType() == OptionalInt.class
        || component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }
}
