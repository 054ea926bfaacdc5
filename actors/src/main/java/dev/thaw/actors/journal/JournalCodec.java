package dev.thaw.actors.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.thaw.actors.directory.DirectoryEvent;
import dev.thaw.core.study.StudyState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/**
 * How rows and snapshots of the journal become bytes and the reverse: CBOR, by {@link ThawModule}.
 * Can be used by several threads at once.
 *
 * <p>Equal bytes come from equal values: properties have a fixed order, and metrics are sorted by
 * name. Doubles keep all their bits, instants and durations their nanoseconds. Properties that are
 * missing, unknown, or null without being {@code @Nullable} are refused, never filled in; but those
 * that {@link LateComponents} names may be missing in old rows.
 */
public final class JournalCodec {
  private final ObjectWriter writer;
  private final ObjectReader recorded;
  private final ObjectReader state;
  private final ObjectReader directoryEvent;

  /** Creates a codec; takes some tens of milliseconds, so keep it. */
  public JournalCodec() {
    ObjectMapper mapper = cbor();
    writer = mapper.writer();
    recorded = mapper.readerFor(Recorded.class);
    state = mapper.readerFor(StudyState.class);
    directoryEvent = mapper.readerFor(DirectoryEvent.class);
  }

  /** Returns the bytes of a row. */
  public byte[] encode(Recorded row) {
    return write(row);
  }

  /**
   * Returns the row of some bytes.
   *
   * @throws IllegalArgumentException if they are not exactly one row
   */
  public Recorded decode(byte[] bytes) {
    return read(recorded, Recorded.class, bytes);
  }

  /** Returns the bytes of a row of the directory. */
  public byte[] encode(DirectoryEvent event) {
    return write(event);
  }

  /**
   * Returns the row of the directory of some bytes.
   *
   * @throws IllegalArgumentException if they are not exactly one
   */
  public DirectoryEvent decodeDirectoryEvent(byte[] bytes) {
    return read(directoryEvent, DirectoryEvent.class, bytes);
  }

  /** Returns the bytes of a state. */
  public byte[] encode(StudyState snapshot) {
    return write(snapshot);
  }

  /**
   * Returns the state of some bytes.
   *
   * @throws IllegalArgumentException if they are not exactly one state
   */
  public StudyState decodeState(byte[] bytes) {
    return read(state, StudyState.class, bytes);
  }

  /** Returns a mapper that writes the same as JSON, for people and for exports, and as strict. */
  public static JsonMapper json() {
    return strict(JsonMapper.builder(), new ThawModule()).build();
  }

  /** Returns a mapper that writes CBOR. */
  static CBORMapper cbor() {
    return strict(CBORMapper.builder(), new ThawModule()).build();
  }

  /**
   * Returns a mapper for messages between processes. It writes as {@link #json} and the journal do,
   * but ignores properties that it does not know, so that a newer version may add some.
   *
   * @param late components that may be missing, because older versions do not send them
   * @param module the types of the messages
   */
  public static CBORMapper wire(Map<Class<?>, Set<String>> late, Module module) {
    return strict(CBORMapper.builder(), new ThawModule(late))
        .addModule(module)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();
  }

  private static <B extends MapperBuilder<?, B>> B strict(B builder, ThawModule module) {
    return builder
        .addModule(module)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
  }

  private byte[] write(Object value) {
    try {
      return writer.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "%s cannot be written to the journal: %s"
              .formatted(value.getClass().getSimpleName(), e.getOriginalMessage()),
          e);
    }
  }

  private static <T> T read(ObjectReader reader, Class<T> type, byte[] bytes) {
    try {
      return type.cast(reader.readValue(bytes));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "bytes (%d of them) must be a %s: %s\nMaybe they are damaged, or were written by another version of Thaw."
              .formatted(bytes.length, type.getSimpleName(), e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
