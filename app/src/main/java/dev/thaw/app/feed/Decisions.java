package dev.thaw.app.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.thaw.app.why.DecisionRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the decisions of a study.
 *
 * @param decisions in the order in which they were made; may be empty before the last page
 * @param next the row to ask from for the next page; null if this is the last one
 */
public record Decisions(
    List<DecisionRow> decisions, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long next) {

  public Decisions {
    decisions = List.copyOf(decisions);
  }
}
