package dev.thaw.app.access;

import dev.thaw.actors.session.TrialTerms;
import dev.thaw.workers.session.StudyPlace;
import dev.thaw.workers.session.StudyPlaces;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Places of studies, without those whose checkpoints would go where this node does not allow it,
 * whoever took them in: nodes may be configured differently.
 */
public final class AllowedPlaces implements StudyPlaces {
  private final StudyPlaces places;
  private final AllowedStores allowed;
  private final Map<String, String> refused = new ConcurrentHashMap<>();

  /** The same places, so limited. */
  public AllowedPlaces(StudyPlaces places, AllowedStores allowed) {
    this.places = places;
    this.allowed = allowed;
  }

  @Override
  public @Nullable String store() {
    return places.store();
  }

  @Override
  public void admit(TrialTerms study) {
    Optional<String> problem = allowed.problem(study.checkpoints().store());
    problem.ifPresentOrElse(
        why -> refused.put(study.study(), why), () -> refused.remove(study.study()));
    places.admit(study);
  }

  @Override
  public StudyPlace of(String study) throws IOException {
    String why = refused.get(study);
    if (why != null) {
      throw new IOException(why);
    }
    return places.of(study);
  }
}
