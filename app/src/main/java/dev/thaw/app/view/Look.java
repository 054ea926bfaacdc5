package dev.thaw.app.view;

import java.time.ZoneId;

/**
 * What a frame has to fit and may use.
 *
 * @param width columns, at least 20; no line is longer
 * @param height lines, at least 12; no frame is longer
 * @param colour whether lines may hold escape sequences for colours; they do not count as columns
 * @param unicode whether characters beyond ASCII may be used
 * @param zone where the reader's clock is
 */
public record Look(int width, int height, boolean colour, boolean unicode, ZoneId zone) {

  static final int MIN_WIDTH = 20;
  static final int MIN_HEIGHT = 12;

  public Look {
    if (width < MIN_WIDTH || height < MIN_HEIGHT) {
      throw new IllegalArgumentException(
          "width (%d) must be at least %d and height (%d) at least %d."
              .formatted(width, MIN_WIDTH, height, MIN_HEIGHT));
    }
  }

  /** One of two spellings. */
  String pick(String rich, String ascii) {
    return unicode ? rich : ascii;
  }
}
