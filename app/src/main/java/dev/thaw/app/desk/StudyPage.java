package dev.thaw.app.desk;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the list of all studies.
 *
 * @param studies by name
 * @param next the name to ask behind for the next page; null if this is the last one
 */
public record StudyPage(
    List<StudyRow> studies, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {

  public StudyPage {
    studies = List.copyOf(studies);
  }

  /**
   * The page behind a name.
   *
   * @param rows all studies, by name
   * @param after the name; empty for the first page
   * @param limit how many studies at most, at least 1
   */
  public static StudyPage of(List<StudyRow> rows, String after, int limit) {
    List<StudyRow> left = rows.stream().filter(row -> row.study().compareTo(after) > 0).toList();
    if (left.size() <= limit) {
      return new StudyPage(left, null);
    }
    return new StudyPage(left.subList(0, limit), left.get(limit - 1).study());
  }
}
