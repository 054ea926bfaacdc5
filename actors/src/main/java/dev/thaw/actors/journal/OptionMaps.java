package dev.thaw.actors.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.ser.Serializers;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.MapType;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Components that are declared as maps of texts to any objects, written as the options of a trainer
 * are: left to Jackson, a long would come back as an int.
 */
final class OptionMaps {
  private OptionMaps() {}

  private static boolean isOptions(JavaType type) {
    return Map.class.isAssignableFrom(type.getRawClass())
        && type.getKeyType().hasRawClass(String.class)
        && type.getContentType().hasRawClass(Object.class);
  }

  /** Finds the writer. */
  static final class Writers extends Serializers.Base {
    @Override
    public @Nullable JsonSerializer<?> findMapSerializer(
        SerializationConfig config,
        MapType type,
        BeanDescription description,
        @Nullable JsonSerializer<Object> keys,
        @Nullable TypeSerializer types,
        @Nullable JsonSerializer<Object> values) {
      return isOptions(type) ? new Writer() : null;
    }
  }

  /** Finds the reader. */
  static final class Readers extends Deserializers.Base {
    @Override
    public @Nullable JsonDeserializer<?> findMapDeserializer(
        MapType type,
        DeserializationConfig config,
        BeanDescription description,
        @Nullable KeyDeserializer keys,
        @Nullable TypeDeserializer types,
        @Nullable JsonDeserializer<?> values) {
      return type.hasRawClass(Map.class) && isOptions(type) ? new Reader() : null;
    }
  }

  private static final class Writer extends StdSerializer<Map<?, ?>> {
    private static final long serialVersionUID = 1;

    Writer() {
      super(Map.class, false);
    }

    @Override
    public void serialize(Map<?, ?> options, JsonGenerator out, SerializerProvider serializers)
        throws IOException {
      TrainerTypes.writeOptions(options, out);
    }
  }

  private static final class Reader extends StdDeserializer<Map<String, Object>> {
    private static final long serialVersionUID = 1;

    Reader() {
      super(Map.class);
    }

    @Override
    public Map<String, Object> deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      return Collections.unmodifiableMap(TrainerTypes.readOptions(in, context));
    }
  }
}
