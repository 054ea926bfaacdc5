package dev.thaw.actors.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import java.io.IOException;

/** What hand-written readers demand of their input. */
final class Expect {
  private Expect() {}

  /** The current token must be of a kind. */
  static void token(
      JsonParser in, DeserializationContext context, JsonToken expected, Class<?> target)
      throws IOException {
    if (in.currentToken() != expected) {
      context.reportWrongTokenException(
          target, expected, "%s is not written so.", target.getSimpleName());
    }
  }

  /** The next token must be the name of a property; its value becomes the current token. */
  static void property(JsonParser in, DeserializationContext context, String name, Class<?> target)
      throws IOException {
    in.nextToken();
    if (in.currentToken() != JsonToken.FIELD_NAME || !name.equals(in.currentName())) {
      context.reportInputMismatch(
          target,
          "property %s of %s is missing or not where it belongs, found %s.",
          name,
          target.getSimpleName(),
          in.currentToken() == JsonToken.FIELD_NAME ? in.currentName() : in.currentToken());
    }
    in.nextToken();
  }

  /** The next token must end the object; what is unknown is skipped where that is allowed. */
  static void end(JsonParser in, DeserializationContext context, Class<?> target)
      throws IOException {
    in.nextToken();
    ended(in, context, target);
  }

  /** The current token must end the object; what is unknown is skipped where that is allowed. */
  static void ended(JsonParser in, DeserializationContext context, Class<?> target)
      throws IOException {
    boolean strict = context.isEnabled(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    while (!strict && in.currentToken() == JsonToken.FIELD_NAME) {
      in.nextToken();
      in.skipChildren();
      in.nextToken();
    }
    if (in.currentToken() != JsonToken.END_OBJECT) {
      context.reportInputMismatch(
          target, "property %s of %s is not known.", in.currentName(), target.getSimpleName());
    }
  }
}
