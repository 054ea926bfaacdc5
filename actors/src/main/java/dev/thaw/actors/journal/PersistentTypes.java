package dev.thaw.actors.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleSerializers;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.thaw.core.persistent.OrderedMap;
import dev.thaw.core.persistent.PersistentVector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Vectors as arrays, and ordered maps as arrays of pairs. Maps are read with the natural order of
 * their keys.
 */
final class PersistentTypes {
  private PersistentTypes() {}

  static void addTo(SimpleSerializers serializers, SimpleDeserializers deserializers) {
    serializers.addSerializer(new VectorWriter());
    serializers.addSerializer(new MapWriter());
    deserializers.addDeserializer(PersistentVector.class, new VectorReader(null));
    deserializers.addDeserializer(OrderedMap.class, new MapReader(null, null));
  }

  private static final class VectorWriter extends StdSerializer<PersistentVector<?>> {
    private static final long serialVersionUID = 1;

    VectorWriter() {
      super(PersistentVector.class, false);
    }

    @Override
    public void serialize(
        PersistentVector<?> vector, JsonGenerator out, SerializerProvider serializers)
        throws IOException {
      out.writeStartArray(vector, vector.size());
      for (Object element : vector) {
        serializers.defaultSerializeValue(element, out);
      }
      out.writeEndArray();
    }
  }

  private static final class MapWriter extends StdSerializer<OrderedMap<?, ?>> {
    private static final long serialVersionUID = 1;

    MapWriter() {
      super(OrderedMap.class, false);
    }

    @Override
    public void serialize(OrderedMap<?, ?> map, JsonGenerator out, SerializerProvider serializers)
        throws IOException {
      out.writeStartArray(map, map.size());
      for (Map.Entry<?, ?> entry : map) {
        out.writeStartArray(entry, 2);
        serializers.defaultSerializeValue(entry.getKey(), out);
        serializers.defaultSerializeValue(entry.getValue(), out);
        out.writeEndArray();
      }
      out.writeEndArray();
    }
  }

  /** Reads one element, which may not be null. */
  private static Object element(
      @Nullable JsonDeserializer<Object> reader, JsonParser in, DeserializationContext context)
      throws IOException {
    if (reader == null) {
      throw new IllegalStateException("the type of the elements is not known.");
    }
    Object element =
        in.currentToken() == JsonToken.VALUE_NULL ? null : reader.deserialize(in, context);
    return element != null
        ? element
        : context.reportInputMismatch(Object.class, "An element must not be null.");
  }

  private static final class VectorReader extends StdDeserializer<PersistentVector<?>>
      implements ContextualDeserializer {
    private static final long serialVersionUID = 1;

    private final transient @Nullable JsonDeserializer<Object> elements;

    VectorReader(@Nullable JsonDeserializer<Object> elements) {
      super(PersistentVector.class);
      this.elements = elements;
    }

    @Override
    public JsonDeserializer<?> createContextual(
        DeserializationContext context, @Nullable BeanProperty property)
        throws JsonMappingException {
      JavaType type = context.getContextualType();
      return new VectorReader(context.findRootValueDeserializer(type.containedTypeOrUnknown(0)));
    }

    @Override
    public PersistentVector<?> deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      Expect.token(in, context, JsonToken.START_ARRAY, PersistentVector.class);
      List<Object> all = new ArrayList<>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        all.add(element(elements, in, context));
      }
      return PersistentVector.of(all);
    }
  }

  private static final class MapReader extends StdDeserializer<OrderedMap<?, ?>>
      implements ContextualDeserializer {
    private static final long serialVersionUID = 1;

    private final transient @Nullable JsonDeserializer<Object> keys;
    private final transient @Nullable JsonDeserializer<Object> values;

    MapReader(@Nullable JsonDeserializer<Object> keys, @Nullable JsonDeserializer<Object> values) {
      super(OrderedMap.class);
      this.keys = keys;
      this.values = values;
    }

    @Override
    public JsonDeserializer<?> createContextual(
        DeserializationContext context, @Nullable BeanProperty property)
        throws JsonMappingException {
      JavaType type = context.getContextualType();
      return new MapReader(
          context.findRootValueDeserializer(type.containedTypeOrUnknown(0)),
          context.findRootValueDeserializer(type.containedTypeOrUnknown(1)));
    }

    @Override
    public OrderedMap<?, ?> deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      Expect.token(in, context, JsonToken.START_ARRAY, OrderedMap.class);
      OrderedMap<Object, Object> map = OrderedMap.empty(naturalOrder());
      int pairs = 0;
      while (in.nextToken() != JsonToken.END_ARRAY) {
        Expect.token(in, context, JsonToken.START_ARRAY, OrderedMap.class);
        in.nextToken();
        Object key = element(keys, in, context);
        in.nextToken();
        map = map.put(key, element(values, in, context));
        in.nextToken();
        Expect.token(in, context, JsonToken.END_ARRAY, OrderedMap.class);
        pairs++;
      }
      if (map.size() != pairs) {
        return context.reportInputMismatch(OrderedMap.class, "Keys must be different.");
      }
      return map;
    }

    @SuppressWarnings("unchecked") // All keys of core's maps are comparable with their like.
    private static Comparator<Object> naturalOrder() {
      return (Comparator<Object>) (Comparator<?>) Comparator.<Integer>naturalOrder();
    }
  }
}
