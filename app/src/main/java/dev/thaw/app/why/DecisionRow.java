package dev.thaw.app.why;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One decision of a study.
 *
 * @param row the row of the journal that holds it; several decisions may share one
 * @param at when, in ISO-8601 and UTC
 * @param trial whom it is about; null if it is about the whole study
 * @param kind what was decided, in a word: {@code started}, {@code thawed}, {@code frozen} ...
 * @param text a sentence for people, with its reason
 * @param reason the reason as data, as the journal has it; null where the kind says it all
 */
public record DecisionRow(
    long row,
    String at,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer trial,
    String kind,
    String text,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode reason) {}
