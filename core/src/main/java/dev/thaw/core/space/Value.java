package dev.thaw.core.space;

import java.util.Objects;

/**
 * One value of a parameter. Values are equal if their kind and content are; {@code 1} and {@code
 * 1.0} are different values, and a parameter decides which of them it takes.
 */
public sealed interface Value permits RealValue, IntegerValue, TextValue, FlagValue {

  /** Returns the value as a {@link Double}, {@link Long}, {@link String} or {@link Boolean}. */
  Object toObject();

  /**
   * Returns the value of a number, text or boolean as written in a study file or a request.
   *
   * @throws IllegalArgumentException if the object is none of these, or not finite
   */
  static Value of(Object object) {
    return switch (Objects.requireNonNull(object, "object")) {
      case Value value -> value;
      case Double number -> new RealValue(number);
      case Float number -> new RealValue(Double.parseDouble(number.toString()));
      case Long number -> new IntegerValue(number);
      case Integer number -> new IntegerValue(number);
      case Short number -> new IntegerValue(number);
      case Byte number -> new IntegerValue(number);
      case String text -> new TextValue(text);
      case Boolean flag -> FlagValue.of(flag);
      default ->
          throw new IllegalArgumentException(
              "value (%s) of type %s must be a number, a text or a boolean."
                  .formatted(object, object.getClass().getSimpleName()));
    };
  }
}
