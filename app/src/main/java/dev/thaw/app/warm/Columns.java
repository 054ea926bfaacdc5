package dev.thaw.app.warm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the columns of a table in the statement that created it. */
final class Columns {

  private static final Set<String> CONSTRAINTS =
      Set.of("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN");
  private static final Pattern KEY =
      Pattern.compile("(?is).*PRIMARY\\s+KEY\\s*\\(\\s*([^,)]+?)\\s*\\).*");
  private static final Pattern WHOLE = Pattern.compile("(?is)\\S+\\s+INTEGER\\b.*");

  private Columns() {}

  /**
   * One column.
   *
   * @param isKey whether it stands for the row id, and rows hold null in its place
   */
  record Column(String name, boolean isKey) {}

  /** The columns in their order; none where the statement is not understood. */
  static List<Column> of(String sql) {
    int open = sql.indexOf('(');
    int close = sql.lastIndexOf(')');
    List<String> parts =
        open < 0 || close < open ? List.of() : parts(sql.substring(open + 1, close));
    String key = "";
    for (String part : parts) {
      Matcher matcher = KEY.matcher(part);
      if (isConstraint(part) && matcher.matches()) {
        key = name(matcher.group(1));
      }
    }
    List<Column> columns = new ArrayList<>();
    for (String part : parts) {
      if (!isConstraint(part)) {
        String name = name(part);
        boolean isKey = name.equals(key) || part.toUpperCase(Locale.ROOT).contains("PRIMARY KEY");
        columns.add(new Column(name, isKey && WHOLE.matcher(part).matches()));
      }
    }
    return columns;
  }

  /** What lies between commas that no parentheses enclose. */
  private static List<String> parts(String list) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i <= list.length(); i++) {
      char at = i == list.length() ? ',' : list.charAt(i);
      depth += at == '(' ? 1 : at == ')' ? -1 : 0;
      if (at == ',' && (depth == 0 || i == list.length())) {
        parts.add(list.substring(from, i).strip());
        from = i + 1;
      }
    }
    return parts;
  }

  private static boolean isConstraint(String part) {
    return CONSTRAINTS.contains(part.split("[\\s(]", 2)[0].toUpperCase(Locale.ROOT));
  }

  /** The first word, without quotes. */
  private static String name(String part) {
    String first = part.split("\\s", 2)[0];
    return first.replaceAll("^[\"'`\\[]|[\"'`\\]]$", "");
  }
}
