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
import dev.thaw.core.study.OfferedSlot;
import java.io.IOException;

/**
 * Slots on offer: the index alone if the device of that number is meant, as in rows from before
 * slots could share a device; otherwise a pair of index and device.
 */
final class SlotTypes {
  private SlotTypes() {}

  static void addTo(SimpleSerializers serializers, SimpleDeserializers deserializers) {
    serializers.addSerializer(new SlotWriter());
    deserializers.addDeserializer(OfferedSlot.class, new SlotReader());
  }

  private static final class SlotWriter extends StdSerializer<OfferedSlot> {
    private static final long serialVersionUID = 1;

    SlotWriter() {
      super(OfferedSlot.class);
    }

    @Override
    public void serialize(OfferedSlot slot, JsonGenerator out, SerializerProvider serializers)
        throws IOException {
      if (slot.device() == slot.index()) {
        out.writeNumber(slot.index());
      } else {
        out.writeArray(new int[] {slot.index(), slot.device()}, 0, 2);
      }
    }
  }

  private static final class SlotReader extends StdDeserializer<OfferedSlot> {
    private static final long serialVersionUID = 1;

    SlotReader() {
      super(OfferedSlot.class);
    }

    @Override
    public OfferedSlot deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        return OfferedSlot.own(in.getIntValue());
      }
      Expect.token(in, context, JsonToken.START_ARRAY, OfferedSlot.class);
      int[] pair = context.readValue(in, int[].class);
      return pair.length == 2
          ? new OfferedSlot(pair[0], pair[1])
          : context.reportInputMismatch(OfferedSlot.class, "A slot must be a pair of numbers.");
    }
  }
}
