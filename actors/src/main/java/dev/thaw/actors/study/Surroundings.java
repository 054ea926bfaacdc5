package dev.thaw.actors.study;

import dev.thaw.actors.broker.SlotBroker;
import dev.thaw.actors.meter.Meters;
import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.invariant.Assertions;
import dev.thaw.core.invariant.Inspector;
import dev.thaw.core.study.StudySpec;
import java.time.InstantSource;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a supervisor needs of its process.
 *
 * @param clock where the instants of inputs come from
 * @param broker who hands out slots
 * @param advisers makes the adviser of a guided study
 * @param home where the supervisor lives
 * @param meters where it measures
 * @param inspectors makes who watches the decisions of a study at a level
 */
public record Surroundings(
    InstantSource clock,
    ActorRef<SlotBroker.Command> broker,
    Function<StudySpec, Adviser> advisers,
    StudyHome home,
    Meters meters,
    Function<Assertions, Inspector> inspectors) {

  /** The usual ones, with whom a study is watched for all that must hold of every study. */
  public Surroundings(
      InstantSource clock,
      ActorRef<SlotBroker.Command> broker,
      Function<StudySpec, Adviser> advisers,
      StudyHome home,
      Meters meters) {
    this(clock, broker, advisers, home, meters, Inspector::new);
  }
}
