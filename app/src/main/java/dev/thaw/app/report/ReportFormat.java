package dev.thaw.app.report;

import java.util.Locale;

/** The formats of the report of a study. */
public enum ReportFormat {
  /** Text. */
  MARKDOWN("text/markdown"),
  /** One page, with pictures. */
  HTML("text/html"),
  /** One object. */
  JSON("application/json");

  private final String mediaType;

  ReportFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** Its media type, without parameters. */
  public String mediaType() {
    return mediaType;
  }

  /** Its name as people write it: {@code markdown}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
