package dev.thaw.app.simulate;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;

/** Writes a count without a decimal point if it is whole. */
final class WholeNumbers extends JsonSerializer<Double> {

  @Override
  public void serialize(Double value, JsonGenerator json, SerializerProvider serializers)
      throws IOException {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      json.writeNumber(value.longValue());
    } else {
      json.writeNumber(value);
    }
  }
}
