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
import dev.thaw.core.curve.Curve;
import dev.thaw.core.study.StatusCounts;
import dev.thaw.core.study.TrialStatus;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** Curves as two arrays, and counts by the name of the status. */
final class StudyTypes {
  private StudyTypes() {}

  static void addTo(SimpleSerializers serializers, SimpleDeserializers deserializers) {
    serializers.addSerializer(new CurveWriter());
    serializers.addSerializer(new CountsWriter());
    deserializers.addDeserializer(Curve.class, new CurveReader());
    deserializers.addDeserializer(StatusCounts.class, new CountsReader());
  }

  private static final class CurveWriter extends StdSerializer<Curve> {
    private static final long serialVersionUID = 1;

    CurveWriter() {
      super(Curve.class);
    }

    @Override
    public void serialize(Curve curve, JsonGenerator out, SerializerProvider serializers)
        throws IOException {
      out.writeStartObject(curve, 2);
      out.writeFieldName("values");
      out.writeArray(curve.values(), 0, curve.length());
      out.writeFieldName("seconds");
      out.writeArray(curve.seconds(), 0, curve.length());
      out.writeEndObject();
    }
  }

  private static final class CurveReader extends StdDeserializer<Curve> {
    private static final long serialVersionUID = 1;

    CurveReader() {
      super(Curve.class);
    }

    @Override
    public Curve deserialize(JsonParser in, DeserializationContext context) throws IOException {
      Expect.token(in, context, JsonToken.START_OBJECT, Curve.class);
      Expect.property(in, context, "values", Curve.class);
      double[] values = context.readValue(in, double[].class);
      Expect.property(in, context, "seconds", Curve.class);
      double[] seconds = context.readValue(in, double[].class);
      Expect.end(in, context, Curve.class);
      return Curve.of(values, seconds);
    }
  }

  private static final class CountsWriter extends StdSerializer<StatusCounts> {
    private static final long serialVersionUID = 1;

    CountsWriter() {
      super(StatusCounts.class);
    }

    @Override
    public void serialize(StatusCounts counts, JsonGenerator out, SerializerProvider serializers)
        throws IOException {
      out.writeStartObject(counts, TrialStatus.values().length);
      for (TrialStatus status : TrialStatus.values()) {
        out.writeNumberField(status.name(), counts.of(status));
      }
      out.writeEndObject();
    }
  }

  private static final class CountsReader extends StdDeserializer<StatusCounts> {
    private static final long serialVersionUID = 1;

    CountsReader() {
      super(StatusCounts.class);
    }

    @Override
    public StatusCounts deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      Expect.token(in, context, JsonToken.START_OBJECT, StatusCounts.class);
      Map<TrialStatus, Integer> counts = new EnumMap<>(TrialStatus.class);
      for (TrialStatus status : TrialStatus.values()) {
        Expect.property(in, context, status.name(), StatusCounts.class);
        counts.put(status, in.getIntValue());
      }
      Expect.end(in, context, StatusCounts.class);
      return StatusCounts.of(counts);
    }
  }
}
