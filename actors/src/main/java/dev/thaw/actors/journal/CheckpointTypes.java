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
import dev.thaw.core.study.StudySpec.Checkpoints;
import java.io.IOException;

/** What is asked of checkpoints; quota and store are written only if there are any. */
final class CheckpointTypes {
  private CheckpointTypes() {}

  static void addTo(SimpleSerializers serializers, SimpleDeserializers deserializers) {
    serializers.addSerializer(new Writer());
    deserializers.addDeserializer(Checkpoints.class, new Reader());
  }

  private static final class Writer extends StdSerializer<Checkpoints> {
    private static final long serialVersionUID = 1;

    Writer() {
      super(Checkpoints.class);
    }

    @Override
    public void serialize(Checkpoints asked, JsonGenerator out, SerializerProvider serializers)
        throws IOException {
      int fields = 1 + (asked.quota() == null ? 0 : 1) + (asked.store() == null ? 0 : 1);
      out.writeStartObject(asked, fields);
      out.writeNumberField("every", asked.every());
      if (asked.quota() != null) {
        out.writeNumberField("quota", asked.quota());
      }
      if (asked.store() != null) {
        out.writeStringField("store", asked.store());
      }
      out.writeEndObject();
    }
  }

  private static final class Reader extends StdDeserializer<Checkpoints> {
    private static final long serialVersionUID = 1;

    Reader() {
      super(Checkpoints.class);
    }

    @Override
    public Checkpoints deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      Expect.token(in, context, JsonToken.START_OBJECT, Checkpoints.class);
      Expect.property(in, context, "every", Checkpoints.class);
      Checkpoints asked = new Checkpoints(in.getIntValue());
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        asked =
            switch (name) {
              case "quota" -> new Checkpoints(asked.every(), in.getLongValue(), asked.store());
              case "store" -> new Checkpoints(asked.every(), asked.quota(), in.getText());
              default ->
                  context.reportInputMismatch(
                      Checkpoints.class, "checkpoints have no property %s.", name);
            };
      }
      return asked;
    }
  }
}
