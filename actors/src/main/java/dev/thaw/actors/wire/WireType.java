package dev.thaw.actors.wire;

/**
 * A kind of message.
 *
 * @param manifest what travels beside the bytes and says how they are read, {@code CarryOut:1}
 * @param type the record
 */
record WireType(String manifest, Class<?> type) {

  /** Returns a version of the format of a record, whose simple name becomes its name. */
  static <T extends Record & WireMessage> WireType of(int version, Class<T> type) {
    return new WireType(type.getSimpleName() + ":" + version, type);
  }
}
