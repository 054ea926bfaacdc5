package dev.thaw.app.access;

import java.util.List;

/**
 * Who sends a request, as far as the server knows.
 *
 * @param name of the token; {@code anyone} where nobody has to show one
 * @param scope what they may do
 * @param projects which studies exist for them, as {@link Projects} reads them; empty for all
 * @param known whether they showed a token
 */
public record Caller(String name, Scope scope, List<String> projects, boolean known) {

  /** Anybody, on a server without tokens: they may do everything. */
  public static final Caller ANYONE = new Caller("anyone", Scope.ADMIN, List.of(), false);

  public Caller {
    projects = List.copyOf(projects);
  }

  /** Whether a study of that name may exist for them. */
  public boolean sees(String study) {
    return projects.isEmpty() || Projects.match(projects, study);
  }
}
