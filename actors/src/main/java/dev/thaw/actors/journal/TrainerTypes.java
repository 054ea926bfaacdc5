package dev.thaw.actors.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleSerializers;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.thaw.core.study.StudySpec.TrainerSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The options of a trainer, in their order. Texts, booleans, longs, finite doubles and lists of
 * them are written plainly; a map, an int, a float and what is not finite carry their type, so that
 * what is read equals what was written.
 */
final class TrainerTypes {
  private TrainerTypes() {}

  static void addTo(SimpleSerializers serializers, SimpleDeserializers deserializers) {
    serializers.addSerializer(new Writer());
    deserializers.addDeserializer(TrainerSpec.class, new Reader());
  }

  static void writeOptions(Map<?, ?> options, JsonGenerator out) throws IOException {
    Writer.writeAll(options, out);
  }

  static Map<String, Object> readOptions(JsonParser in, DeserializationContext context)
      throws IOException {
    Expect.token(in, context, JsonToken.START_OBJECT, Map.class);
    return Reader.readAll(in, context);
  }

  private static final class Writer extends StdSerializer<TrainerSpec> {
    private static final long serialVersionUID = 1;

    Writer() {
      super(TrainerSpec.class);
    }

    @Override
    public void serialize(TrainerSpec trainer, JsonGenerator out, SerializerProvider serializers)
        throws IOException {
      out.writeStartObject(trainer, 2);
      out.writeStringField("name", trainer.name());
      out.writeFieldName("options");
      writeAll(trainer.options(), out);
      out.writeEndObject();
    }

    private static void writeAll(Map<?, ?> options, JsonGenerator out) throws IOException {
      out.writeStartObject(options, options.size());
      for (Map.Entry<?, ?> option : options.entrySet()) {
        String key = String.valueOf(option.getKey());
        out.writeFieldName(key);
        write(key, option.getValue(), out);
      }
      out.writeEndObject();
    }

    private static void write(String key, Object option, JsonGenerator out) throws IOException {
      switch (option) {
        case String text -> out.writeString(text);
        case Boolean flag -> out.writeBoolean(flag);
        case Long number -> out.writeNumber(number);
        case Double number when Double.isFinite(number) -> out.writeNumber(number);
        case Double number -> tagged("double", number, out);
        case Float number -> tagged("float", number, out);
        case Integer number -> tagged("int", number, out);
        case List<?> list -> {
          out.writeStartArray(list, list.size());
          for (Object element : list) {
            write(key, element, out);
          }
          out.writeEndArray();
        }
        case Map<?, ?> map -> {
          out.writeStartObject(map, 1);
          out.writeFieldName("map");
          writeAll(map, out);
          out.writeEndObject();
        }
        default ->
            throw new IllegalArgumentException(
                "option %s (%s) of type %s must be a text, number, boolean, or a list or map of such."
                    .formatted(key, option, option.getClass().getSimpleName()));
      }
    }

    private static void tagged(String type, Number number, JsonGenerator out) throws IOException {
      out.writeStartObject(number, 1);
      out.writeStringField(type, number.toString());
      out.writeEndObject();
    }
  }

  private static final class Reader extends StdDeserializer<TrainerSpec> {
    private static final long serialVersionUID = 1;

    Reader() {
      super(TrainerSpec.class);
    }

    @Override
    public TrainerSpec deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      Expect.token(in, context, JsonToken.START_OBJECT, TrainerSpec.class);
      Expect.property(in, context, "name", TrainerSpec.class);
      Expect.token(in, context, JsonToken.VALUE_STRING, TrainerSpec.class);
      String name = in.getText();
      Expect.property(in, context, "options", TrainerSpec.class);
      Expect.token(in, context, JsonToken.START_OBJECT, TrainerSpec.class);
      Map<String, Object> options = readAll(in, context);
      Expect.end(in, context, TrainerSpec.class);
      return new TrainerSpec(name, options);
    }

    private static Map<String, Object> readAll(JsonParser in, DeserializationContext context)
        throws IOException {
      Map<String, Object> options = new LinkedHashMap<>();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String key = in.currentName();
        in.nextToken();
        options.put(key, read(in, context));
      }
      return options;
    }

    private static Object read(JsonParser in, DeserializationContext context) throws IOException {
      return switch (in.currentToken()) {
        case VALUE_STRING -> in.getText();
        case VALUE_TRUE -> true;
        case VALUE_FALSE -> false;
        case VALUE_NUMBER_INT -> in.getLongValue();
        case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
        case START_ARRAY -> list(in, context);
        case START_OBJECT -> tagged(in, context);
        default -> context.handleUnexpectedToken(Object.class, in);
      };
    }

    private static List<Object> list(JsonParser in, DeserializationContext context)
        throws IOException {
      List<Object> list = new ArrayList<>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        list.add(read(in, context));
      }
      return List.copyOf(list);
    }

    private static Object tagged(JsonParser in, DeserializationContext context) throws IOException {
      in.nextToken();
      String type = in.currentName();
      in.nextToken();
      if (type.equals("map") && in.currentToken() == JsonToken.START_OBJECT) {
        Map<String, Object> map = readAll(in, context);
        Expect.end(in, context, TrainerSpec.class);
        return Collections.unmodifiableMap(map);
      }
      String number = in.getText();
      Expect.end(in, context, TrainerSpec.class);
      return switch (type) {
        case "double" -> Double.valueOf(number);
        case "float" -> Float.valueOf(number);
        case "int" -> Integer.valueOf(number);
        default ->
            context.reportInputMismatch(
                TrainerSpec.class, "an option of type %s is not known.", type);
      };
    }
  }
}
