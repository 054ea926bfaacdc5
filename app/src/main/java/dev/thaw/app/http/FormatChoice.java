package dev.thaw.app.http;

import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.report.ReportFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses the format of a report: by {@code ?format=}, else by {@code Accept}, else JSON. */
final class FormatChoice {

  /** The first of those that are equally welcome. */
  private static final List<ReportFormat> PREFERENCE =
      List.of(ReportFormat.JSON, ReportFormat.MARKDOWN, ReportFormat.HTML);

  private FormatChoice() {}

  /**
   * The format.
   *
   * @throws RefusedException if the format that is named is none
   */
  static ReportFormat of(Map<String, String> query, @Nullable String accept) {
    String named = query.get("format");
    return named == null ? accepted(accept == null ? "" : accept) : named(named);
  }

  private static ReportFormat named(String word) {
    return Arrays.stream(ReportFormat.values())
        .filter(format -> format.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new RefusedException(
                    Refusal.BAD_INPUT,
                    "format (%s) must be html, markdown or json.".formatted(word)));
  }

  private static ReportFormat accepted(String accept) {
    ReportFormat best = ReportFormat.JSON;
    double most = 0;
    for (ReportFormat format : PREFERENCE) {
      double quality = quality(accept, format.mediaType());
      if (quality > most) {
        most = quality;
        best = format;
      }
    }
    return best;
  }

  /** How welcome a type is by RFC 9110: the most precise range that holds it counts. */
  private static double quality(String accept, String type) {
    for (String range : List.of(type, type.replaceFirst("/.*", "/*"), "*/*")) {
      Optional<Double> found =
          Arrays.stream(accept.split(",", -1))
              .map(each -> each.strip().toLowerCase(Locale.ROOT).split("\\s*;\\s*", -1))
              .filter(parts -> parts[0].equals(range))
              .map(FormatChoice::quality)
              .findFirst();
      if (found.isPresent()) {
        return found.get();
      }
    }
    return 0;
  }

  private static double quality(String[] parts) {
    for (String part : parts) {
      if (part.matches("q=[01](\\.[0-9]{0,3})?")) {
        return Double.parseDouble(part.substring(2));
      }
    }
    return 1;
  }
}
