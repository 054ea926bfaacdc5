package dev.thaw.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.SpecError;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a request, as in RFC 9457.
 *
 * @param type always {@code about:blank}: the kind says more
 * @param title the phrase of the status
 * @param status the status of the response
 * @param kind which of a few kinds of problem it is, for programs: {@code bad-input}, {@code
 *     unknown}, {@code conflict}, {@code unavailable}, {@code forbidden}, {@code too-large} ...
 * @param detail what is wrong, for people, with the likely fix on a line that starts with "Maybe"
 * @param errors one for each thing that is wrong; left out if the detail is all there is to say
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Problem(
    String type, String title, int status, String kind, String detail, List<Item> errors) {

  /**
   * One thing that is wrong.
   *
   * @param path where in the spec; left out if it is no spec
   * @param line the line in the text, from 1; left out where there is none
   * @param message what is wrong
   * @param advice the likely fix; left out if none is known
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Item(
      @Nullable String path, @Nullable Integer line, String message, @Nullable String advice) {

    private static Item of(SpecError error) {
      return new Item(
          error.path(),
          error.line() > 0 ? Integer.valueOf(error.line()) : null,
          error.message(),
          error.advice().orElse(null));
    }
  }

  static Problem of(Status status, String detail) {
    return new Problem(
        "about:blank", status.title(), status.code(), status.kind(), detail, List.of());
  }

  static Problem of(BadSpecException bad) {
    return of(Status.BAD_INPUT, String.valueOf(bad.getMessage()))
        .with(bad.errors().stream().map(Item::of).toList());
  }

  static Problem of(RefusedException refused) {
    Status status =
        switch (refused.refusal()) {
          case BAD_INPUT -> Status.BAD_INPUT;
          case UNKNOWN -> Status.UNKNOWN;
          case CONFLICT -> Status.CONFLICT;
          case UNAVAILABLE -> Status.UNAVAILABLE;
        };
    return of(status, refused.getMessage())
        .with(refused.details().stream().map(text -> new Item(null, null, text, null)).toList());
  }

  private Problem with(List<Item> all) {
    return new Problem(type, title, status, kind, detail, all);
  }

  /** The kinds of problems, each with its status. */
  enum Status {
    BAD_INPUT(400, "Bad Request"),
    UNAUTHORIZED(401, "Unauthorized"),
    FORBIDDEN(403, "Forbidden"),
    UNKNOWN(404, "Not Found"),
    NO_SUCH_METHOD(405, "Method Not Allowed"),
    TOO_SLOW(408, "Request Timeout"),
    CONFLICT(409, "Conflict"),
    TOO_LARGE(413, "Content Too Large"),
    UNKNOWN_MEDIA_TYPE(415, "Unsupported Media Type"),
    FAULT(500, "Internal Server Error"),
    UNAVAILABLE(503, "Service Unavailable");

    private final int code;
    private final String title;

    Status(int code, String title) {
      this.code = code;
      this.title = title;
    }

    int code() {
      return code;
    }

    String title() {
      return title;
    }

    String kind() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
