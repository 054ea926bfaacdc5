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
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.Constraint;
import dev.thaw.core.space.FlagValue;
import dev.thaw.core.space.IntegerValue;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.space.Prior;
import dev.thaw.core.space.RealValue;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.space.TextValue;
import dev.thaw.core.space.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values as plain numbers, texts and booleans ({@code 1.0} is real, {@code 1} is whole);
 * configurations as objects with null for what is inactive; constraints as their text.
 */
final class SpaceTypes {
  private SpaceTypes() {}

  static void addTo(SimpleSerializers serializers, SimpleDeserializers deserializers) {
    serializers.addSerializer(new ValueWriter());
    serializers.addSerializer(new ConfigurationWriter());
    serializers.addSerializer(new ConstraintWriter());
    serializers.addSerializer(new SpaceWriter());
    deserializers.addDeserializer(Value.class, new ValueReader());
    deserializers.addDeserializer(Configuration.class, new ConfigurationReader());
    deserializers.addDeserializer(Constraint.class, new ConstraintReader());
    deserializers.addDeserializer(SearchSpace.class, new SpaceReader());
  }

  private static void write(Value value, JsonGenerator out) throws IOException {
    switch (value) {
      case RealValue real -> out.writeNumber(real.value());
      case IntegerValue whole -> out.writeNumber(whole.value());
      case TextValue text -> out.writeString(text.value());
      case FlagValue flag -> out.writeBoolean(flag.value());
    }
  }

  private static Value read(JsonParser in, DeserializationContext context) throws IOException {
    return switch (in.currentToken()) {
      case VALUE_NUMBER_FLOAT -> new RealValue(in.getDoubleValue());
      case VALUE_NUMBER_INT -> new IntegerValue(in.getLongValue());
      case VALUE_STRING -> new TextValue(in.getText());
      case VALUE_TRUE -> FlagValue.of(true);
      case VALUE_FALSE -> FlagValue.of(false);
      default -> (Value) context.handleUnexpectedToken(Value.class, in);
    };
  }

  private static final class ValueWriter extends StdSerializer<Value> {
    private static final long serialVersionUID = 1;

    ValueWriter() {
      super(Value.class);
    }

    @Override
    public void serialize(Value value, JsonGenerator out, SerializerProvider serializers)
        throws IOException {
      write(value, out);
    }
  }

  private static final class ValueReader extends StdDeserializer<Value> {
    private static final long serialVersionUID = 1;

    ValueReader() {
      super(Value.class);
    }

    @Override
    public Value deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return read(in, context);
    }
  }

  private static final class ConfigurationWriter extends StdSerializer<Configuration> {
    private static final long serialVersionUID = 1;

    ConfigurationWriter() {
      super(Configuration.class);
    }

    @Override
    public void serialize(
        Configuration configuration, JsonGenerator out, SerializerProvider serializers)
        throws IOException {
      List<@Nullable Value> values = configuration.values();
      out.writeStartObject(configuration, values.size());
      for (int i = 0; i < values.size(); i++) {
        out.writeFieldName(configuration.names().get(i));
        Value value = values.get(i);
        if (value == null) {
          out.writeNull();
        } else {
          write(value, out);
        }
      }
      out.writeEndObject();
    }
  }

  private static final class ConfigurationReader extends StdDeserializer<Configuration> {
    private static final long serialVersionUID = 1;

    /** The names of the last configuration: nearly always those of the next one. */
    private transient volatile List<String> lastNames = List.of();

    ConfigurationReader() {
      super(Configuration.class);
    }

    @Override
    public Configuration deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      Expect.token(in, context, JsonToken.START_OBJECT, Configuration.class);
      List<String> names = new ArrayList<>();
      List<@Nullable Value> values = new ArrayList<>();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        names.add(in.currentName());
        values.add(in.nextToken() == JsonToken.VALUE_NULL ? null : read(in, context));
      }
      return share(Configuration.of(shared(names), values), context);
    }

    private List<String> shared(List<String> names) {
      List<String> last = lastNames;
      if (!last.equals(names)) {
        last = List.copyOf(names);
        lastNames = last;
      }
      return last;
    }

    /** Within a state, a configuration shares names and choices with the space of the study. */
    private static Configuration share(Configuration own, DeserializationContext context) {
      if (context.getAttribute(SearchSpace.class) instanceof SearchSpace space
          && space.names().equals(own.names())) {
        Configuration adopted = space.adopt(own);
        return adopted.equals(own) ? adopted : own;
      }
      return own;
    }
  }

  private static final class ConstraintWriter extends StdSerializer<Constraint> {
    private static final long serialVersionUID = 1;

    ConstraintWriter() {
      super(Constraint.class);
    }

    @Override
    public void serialize(Constraint constraint, JsonGenerator out, SerializerProvider serializers)
        throws IOException {
      out.writeString(constraint.text());
    }
  }

  private static final class ConstraintReader extends StdDeserializer<Constraint> {
    private static final long serialVersionUID = 1;

    ConstraintReader() {
      super(Constraint.class);
    }

    @Override
    public Constraint deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      Expect.token(in, context, JsonToken.VALUE_STRING, Constraint.class);
      return Constraint.parse(in.getText());
    }
  }

  private static final class SpaceWriter extends StdSerializer<SearchSpace> {
    private static final long serialVersionUID = 1;

    SpaceWriter() {
      super(SearchSpace.class);
    }

    @Override
    public void serialize(SearchSpace space, JsonGenerator out, SerializerProvider serializers)
        throws IOException {
      int more = (space.catalogue().isPresent() ? 1 : 0) + (space.priors().isEmpty() ? 0 : 1);
      out.writeStartObject(space, 2 + more);
      out.writeArrayFieldStart("parameters");
      for (Parameter parameter : space.parameters()) {
        serializers.defaultSerializeValue(parameter, out);
      }
      out.writeEndArray();
      out.writeArrayFieldStart("constraints");
      for (Constraint constraint : space.constraints()) {
        out.writeString(constraint.text());
      }
      out.writeEndArray();
      if (space.catalogue().isPresent()) {
        out.writeArrayFieldStart("catalogue");
        for (Configuration row : space.catalogue().get().rows()) {
          serializers.defaultSerializeValue(row, out);
        }
        out.writeEndArray();
      }
      if (!space.priors().isEmpty()) {
        out.writeArrayFieldStart("priors");
        for (Prior prior : space.priors()) {
          serializers.defaultSerializeValue(prior, out);
        }
        out.writeEndArray();
      }
      out.writeEndObject();
    }
  }

  private static final class SpaceReader extends StdDeserializer<SearchSpace> {
    private static final long serialVersionUID = 1;

    SpaceReader() {
      super(SearchSpace.class);
    }

    @Override
    public SearchSpace deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      Expect.token(in, context, JsonToken.START_OBJECT, SearchSpace.class);
      Expect.property(in, context, "parameters", SearchSpace.class);
      Parameter[] parameters = context.readValue(in, Parameter[].class);
      Expect.property(in, context, "constraints", SearchSpace.class);
      Constraint[] constraints = context.readValue(in, Constraint[].class);
      var space = new SearchSpace(List.of(parameters), List.of(constraints));
      if (in.nextToken() == JsonToken.FIELD_NAME && in.currentName().equals("catalogue")) {
        in.nextToken();
        space = space.restrictedTo(List.of(context.readValue(in, Configuration[].class)));
        in.nextToken();
      }
      if (in.currentToken() == JsonToken.FIELD_NAME && in.currentName().equals("priors")) {
        in.nextToken();
        space = space.withPriors(List.of(context.readValue(in, Prior[].class)));
        in.nextToken();
      }
      Expect.ended(in, context, SearchSpace.class);
      context.setAttribute(SearchSpace.class, space);
      return space;
    }
  }
}
