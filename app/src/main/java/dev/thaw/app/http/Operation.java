package dev.thaw.app.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the document of the API says of one route.
 *
 * @param summary what it does, in a sentence without a full stop
 * @param query what may stand behind the question mark, each with its schema
 * @param headers the headers that it reads
 * @param body the schema of the body; null if it takes none
 * @param answers what it answers if all goes well, by status: a record, or a media type as a text
 */
record Operation(
    String summary,
    List<Parameter> query,
    List<String> headers,
    @Nullable Map<String, Object> body,
    Map<Integer, Object> answers) {

  Operation {
    query = List.copyOf(query);
    headers = List.copyOf(headers);
    answers = new LinkedHashMap<>(answers);
  }

  /** What may stand behind the question mark. */
  record Parameter(String name, String what, Map<String, Object> schema) {}

  static Operation of(String summary) {
    return new Operation(summary, List.of(), List.of(), null, Map.of());
  }

  /** A whole number in the query. */
  Operation number(String name, String what, long least, long otherwise) {
    return with(
        new Parameter(
            name, what, Map.of("type", "integer", "minimum", least, "default", otherwise)));
  }

  /** A whole number in the query that need not be there. */
  Operation number(String name, String what) {
    return with(new Parameter(name, what, Map.of("type", "integer", "minimum", 0)));
  }

  /** A text in the query. */
  Operation text(String name, String what) {
    return with(new Parameter(name, what, Map.of("type", "string")));
  }

  /** One of some words in the query. */
  Operation word(String name, String what, List<String> words) {
    return with(new Parameter(name, what, Map.of("type", "string", "enum", words)));
  }

  private Operation with(Parameter parameter) {
    List<Parameter> more = new ArrayList<>(query);
    more.add(parameter);
    return new Operation(summary, more, headers, body, answers);
  }

  /** A header that it reads. */
  Operation header(String name) {
    List<String> more = new ArrayList<>(headers);
    more.add(name);
    return new Operation(summary, query, more, body, answers);
  }

  /** The schema of its body. */
  Operation takes(Map<String, Object> schema) {
    return new Operation(summary, query, headers, schema, answers);
  }

  /** A record that it answers, or the media type of something else. */
  Operation answers(int status, Object what) {
    Map<Integer, Object> more = new LinkedHashMap<>(answers);
    more.put(status, what);
    return new Operation(summary, query, headers, body, more);
  }
}
