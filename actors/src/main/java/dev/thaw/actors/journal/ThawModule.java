package dev.thaw.actors.journal;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleSerializers;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.thaw.actors.directory.DirectoryEvent;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.Reply;
import dev.thaw.core.study.StudyCommand;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.suggest.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Jackson has to know of core.
 *
 * <p>Records are written by the names of their components, in their order. A record of a sealed
 * interface begins with a property {@code "@"} that holds its simple name. Enum constants are
 * written by name. Vectors are arrays, ordered maps arrays of pairs, curves two arrays of numbers,
 * configurations objects with null for what is inactive, constraints their text, and maps of any
 * objects are written as the options of a trainer are.
 *
 * <p>A component that is not {@code @Nullable} is refused if it is null or missing. That unknown
 * properties are refused is set on the mapper, see {@link JournalCodec}.
 */
public final class ThawModule extends Module {

  /** The sealed interfaces whose records are told apart by name. */
  static final List<Class<?>> ROOTS =
      List.of(
          StudyInput.class,
          StudyCommand.class,
          StudyEvent.class,
          Reason.class,
          Effect.class,
          Reply.class,
          Scheduler.class,
          Suggestion.class,
          Advice.Proposal.class,
          Parameter.class,
          DirectoryEvent.class);

  private final List<SealedTypes> sealed;
  private final Map<Class<?>, Set<String>> late;

  /** Creates the module as the journal has it. */
  public ThawModule() {
    this(Map.of());
  }

  /**
   * Creates the module.
   *
   * @param late components of other records that may be missing, beside those that may be missing
   *     in old rows; each is {@code @Nullable} or an {@code Optional} of some kind
   * @throws IllegalArgumentException if two records of one sealed interface have the same name
   */
  public ThawModule(Map<Class<?>, Set<String>> late) {
    this.late = late;
    sealed = ROOTS.stream().map(SealedTypes::of).toList();
  }

  @Override
  public String getModuleName() {
    return "thaw";
  }

  @Override
  public Version version() {
    return Version.unknownVersion();
  }

  @Override
  public Iterable<? extends Module> getDependencies() {
    return List.of(new Jdk8Module(), new JavaTimeModule());
  }

  @Override
  public void setupModule(SetupContext context) {
    sealed.forEach(types -> types.addTo(context));
    context.insertAnnotationIntrospector(new RecordRules(late));
    var serializers = new SimpleSerializers();
    var deserializers = new SimpleDeserializers();
    PersistentTypes.addTo(serializers, deserializers);
    SpaceTypes.addTo(serializers, deserializers);
    StudyTypes.addTo(serializers, deserializers);
    SlotTypes.addTo(serializers, deserializers);
    TrainerTypes.addTo(serializers, deserializers);
    context.addSerializers(new OptionMaps.Writers());
    context.addDeserializers(new OptionMaps.Readers());
    context.addSerializers(serializers);
    context.addDeserializers(deserializers);
  }
}
