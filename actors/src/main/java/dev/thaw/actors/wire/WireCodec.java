package dev.thaw.actors.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.thaw.actors.journal.JournalCodec;
import dev.thaw.actors.journal.SealedTypes;
import java.io.IOException;
import java.io.NotSerializableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.serialization.jackson.PekkoTypedJacksonModule;
import org.jspecify.annotations.Nullable;

/**
 * How messages become bytes and the reverse: CBOR as in the journal, and references to actors as
 * their full addresses. Must be used by Pekko's serialization, which knows the own address. Can be
 * used by several threads at once.
 *
 * <p>Properties that are unknown are ignored, and those that are listed as late may be missing.
 * Everything else is as strict as in the journal: a record, an enum constant or a name of a record
 * that is not known here is refused with the whole message.
 */
final class WireCodec {

  private final Map<Class<?>, Kind> byType = new HashMap<>();
  private final Map<String, Kind> byManifest = new HashMap<>();

  private record Kind(String manifest, ObjectWriter writer, ObjectReader reader) {}

  /**
   * Creates a codec for some messages; takes some tens of milliseconds.
   *
   * @param messages the messages; of those with the same record the last one is written
   * @param late components that may be missing
   * @throws IllegalArgumentException if two messages have the same manifest
   */
  WireCodec(List<WireType> messages, List<SealedTypes> parts, Map<Class<?>, Set<String>> late) {
    ObjectMapper mapper = JournalCodec.wire(late, new Parts(parts));
    mapper.registerModule(new PekkoTypedJacksonModule());
    for (WireType message : messages) {
      Class<?> type = message.type();
      var kind = new Kind(message.manifest(), mapper.writerFor(type), mapper.readerFor(type));
      byType.put(type, kind);
      if (byManifest.put(message.manifest(), kind) != null) {
        throw new IllegalArgumentException(
            "message (%s) must be there once.\nMaybe give one of the two records another name."
                .formatted(message.manifest()));
      }
    }
  }

  /** Returns the codec of all messages that this version of Thaw knows. */
  static WireCodec current() {
    return new WireCodec(WireTable.MESSAGES, WireTable.PARTS, WireTable.LATE);
  }

  /**
   * Returns what says how the bytes of a message are to be read.
   *
   * @throws IllegalArgumentException if it is no message between processes
   */
  String manifest(Object message) {
    return kind(message).manifest();
  }

  /**
   * Returns the bytes of a message.
   *
   * @throws IllegalArgumentException if it is no message between processes, or cannot be written
   */
  byte[] encode(Object message) {
    try {
      return kind(message).writer().writeValueAsBytes(message);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s cannot be sent: %s".formatted(message.getClass().getSimpleName(), e.getMessage()), e);
    }
  }

  /**
   * Returns the message of some bytes.
   *
   * @throws NotSerializableException if the manifest is not known, or they are not such a message
   */
  Object decode(byte[] bytes, String manifest) throws NotSerializableException {
    Kind kind = byManifest.get(manifest);
    if (kind == null) {
      throw refusal(
          "manifest (%s) must be one of %s.\nMaybe the message was sent by a newer Thaw."
              .formatted(manifest, String.join(", ", new TreeSet<>(byManifest.keySet()))),
          null);
    }
    try {
      return kind.reader().readValue(bytes);
    } catch (IOException e) {
      throw refusal(
          "bytes (%d of them) must be a %s: %s\nMaybe the message was sent by another version of Thaw."
              .formatted(bytes.length, manifest, e.getMessage()),
          e);
    }
  }

  private Kind kind(Object message) {
    Kind kind = byType.get(message.getClass());
    if (kind == null) {
      throw new IllegalArgumentException(
          "%s must be a message between processes to be sent to another one.\nMaybe it needs a line in WireTable."
              .formatted(message.getClass().getName()));
    }
    return kind;
  }

  private static NotSerializableException refusal(String message, @Nullable Exception cause) {
    var refusal = new NotSerializableException(message);
    refusal.initCause(cause);
    return refusal;
  }

  /** Teaches Jackson the interfaces inside messages. */
  private static final class Parts extends SimpleModule {
    private static final long serialVersionUID = 1;

    private final transient List<SealedTypes> parts;

    Parts(List<SealedTypes> parts) {
      super("thaw-wire");
      this.parts = parts;
    }

    @Override
    public void setupModule(SetupContext context) {
      super.setupModule(context);
      parts.forEach(part -> part.addTo(context));
    }
  }
}
