package dev.thaw.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfig;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import dev.thaw.app.desk.DeskJson;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The document of the API in the format of OpenAPI 3.1: made of the routes that a server has, of
 * what {@link Operations} says of them, and of the records that they answer.
 */
final class OpenApi {
  static final String PATH = "/api/v1/openapi.json";

  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)}");
  private static final String SCHEMAS = "components/schemas";

  private final SchemaBuilder schemas =
      new SchemaGenerator(config()).buildMultipleSchemaDefinitions();

  private OpenApi() {}

  /** The route of the document, which describes these routes and itself. */
  static Route route(List<Route> routes) {
    List<Route> all = new ArrayList<>(routes);
    all.add(Route.get(PATH, call -> CompletableFuture.completedFuture(Reply.json(404, call))));
    Map<String, Operation> operations = Operations.all();
    all.forEach(route -> operation(operations, route));
    var made = new AtomicReference<@Nullable JsonNode>();
    return Route.get(
        PATH,
        call -> {
          JsonNode document = made.get();
          if (document == null) {
            document = new OpenApi().document(all); // Takes a second, and hardly anybody asks.
            made.set(document);
          }
          return CompletableFuture.completedFuture(Reply.json(200, document));
        });
  }

  private static SchemaGeneratorConfig config() {
    var builder =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(new JacksonModule())
            .with(
                Option.DEFINITIONS_FOR_ALL_OBJECTS,
                Option.PLAIN_DEFINITION_KEYS,
                Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES);
    builder
        .forFields()
        .withNullableCheck(OpenApi::isNullable)
        .withRequiredCheck(OpenApi::isRequired);
    return builder.build();
  }

  private static boolean isNullable(FieldScope field) {
    return field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static boolean isRequired(FieldScope field) {
    JsonInclude own = field.getAnnotationConsideringFieldAndGetter(JsonInclude.class);
    Class<?> owner = field.getDeclaringType().getErasedType();
    JsonInclude include = own == null ? owner.getAnnotation(JsonInclude.class) : own;
    return include == null || include.value() == JsonInclude.Include.ALWAYS;
  }

  private static Operation operation(Map<String, Operation> operations, Route route) {
    Operation operation = operations.get(route.method() + " " + route.template());
    if (operation == null) {
      throw new IllegalStateException(
          "route (%s %s) must be in Operations.".formatted(route.method(), route.template()));
    }
    return operation;
  }

  private JsonNode document(List<Route> routes) {
    Map<String, Map<String, Object>> paths = new TreeMap<>();
    Map<String, Operation> operations = Operations.all();
    for (Route route : routes) {
      Operation operation = operation(operations, route);
      paths
          .computeIfAbsent(route.template(), _ -> new TreeMap<>())
          .put(route.method().toLowerCase(Locale.ROOT), operation(route, operation));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put(
        "info",
        Map.of(
            "title",
            "Thaw",
            "version",
            "1",
            "description",
            "Studies of hyperparameters: submit them, watch them, and change their course.",
            "license",
            Map.of("name", "Apache-2.0", "identifier", "Apache-2.0")));
    document.put("paths", paths);
    JsonNode problem = reference(Problem.class);
    Map<String, Object> components = new LinkedHashMap<>();
    components.put("responses", Map.of("Problem", problem(problem)));
    components.put("securitySchemes", Map.of("token", Map.of("type", "http", "scheme", "bearer")));
    document.put("components", components);
    // Fills in the references as well, so that it comes before they are copied.
    components.put("schemas", schemas.collectDefinitions(SCHEMAS));
    return DeskJson.tree((Object) document);
  }

  private static Map<String, Object> problem(JsonNode reference) {
    return Map.of(
        "description",
        "What is wrong, and the likely fix",
        "content",
        Map.of("application/problem+json", Map.of("schema", reference)));
  }

  private Map<String, Object> operation(Route route, Operation operation) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("summary", operation.summary());
    List<Object> parameters = new ArrayList<>();
    Matcher variable = VARIABLE.matcher(route.template());
    while (variable.find()) {
      String type = variable.group(1).equals("trial") ? "integer" : "string";
      parameters.add(parameter("path", variable.group(1), null, Map.of("type", type)));
    }
    operation
        .query()
        .forEach(
            each -> parameters.add(parameter("query", each.name(), each.what(), each.schema())));
    operation
        .headers()
        .forEach(name -> parameters.add(parameter("header", name, null, Map.of("type", "string"))));
    if (!parameters.isEmpty()) {
      all.put("parameters", parameters);
    }
    if (operation.body() != null) {
      Map<String, Object> content = new TreeMap<>();
      route.mediaTypes().forEach(type -> content.put(type, Map.of("schema", operation.body())));
      all.put("requestBody", Map.of("required", true, "content", content));
    }
    Map<String, Object> answers = new TreeMap<>();
    operation
        .answers()
        .forEach((status, what) -> answers.put(Integer.toString(status), answer(what)));
    answers.put("default", Map.of("$ref", "#/components/responses/Problem"));
    all.put("responses", answers);
    return all;
  }

  private static Map<String, Object> parameter(
      String place, String name, @Nullable String what, Map<String, Object> schema) {
    Map<String, Object> parameter = new LinkedHashMap<>();
    parameter.put("in", place);
    parameter.put("name", name);
    parameter.put("required", place.equals("path"));
    if (what != null) {
      parameter.put("description", what);
    }
    parameter.put("schema", schema);
    return parameter;
  }

  private Map<String, Object> answer(Object what) {
    if (what.equals("")) {
      return Map.of("description", "Nothing");
    }
    boolean text = what instanceof String;
    Object schema = what instanceof Class<?> type ? reference(type) : Map.of();
    return Map.of(
        "description",
        "As asked",
        "content",
        Map.of(text ? what : "application/json", Map.of("schema", schema)));
  }

  private JsonNode reference(Type type) {
    return schemas.createSchemaReference(type);
  }
}
