package dev.thaw.actors.wire;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.thaw.actors.journal.Samples;
import dev.thaw.actors.journal.SealedTypes;
import dev.thaw.actors.trial.StudyReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Random messages with references to some actors. */
final class Messages extends Samples {

  private final List<? extends ActorRef<?>> actors;

  Messages(long seed, List<? extends ActorRef<?>> actors) {
    super(seed);
    this.actors = actors;
  }

  /** All classes of actors that bear a mark, or are below an interface. */
  static List<? extends Class<?>> below(Class<?> type) {
    return new ClassFileImporter()
        .importUrl(type.getProtectionDomain().getCodeSource().getLocation()).stream()
            .filter(found -> found.isAssignableTo(type))
            .filter(found -> !found.getModifiers().contains(JavaModifier.ABSTRACT))
            .map(JavaClass::reflect)
            .toList();
  }

  /** Every record that a study can be told. */
  static Stream<Class<?>> reports() {
    return WireTable.PARTS.stream()
        .filter(part -> part.root() == StudyReport.class)
        .map(SealedTypes::records)
        .flatMap(List::stream)
        .map(named -> named.getType());
  }

  @Override
  protected @Nullable Object foreign(Class<?> type, Random chance) {
    if (type == ActorRef.class) {
      return actors.get(chance.nextInt(actors.size()));
    } else if (type == StudyReport.class) {
      List<Class<?>> all = reports().toList();
      return of(all.get(chance.nextInt(all.size())));
    } else if (type == Object.class) {
      List<Object> options = new ArrayList<>(Samples.options().values());
      return options.get(chance.nextInt(options.size()));
    }
    return null;
  }
}
