package dev.thaw.app.cluster;

import dev.thaw.actors.directory.StudyDirectory;
import dev.thaw.actors.directory.StudyLine;
import dev.thaw.actors.study.Incident;
import dev.thaw.actors.study.StudyAnswer;
import dev.thaw.actors.study.StudyHome;
import dev.thaw.actors.study.StudySupervisor;
import dev.thaw.core.study.StudyState;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/** Where the supervisor of a study lives in a cluster: in a shard, known to a directory. */
final class ShardedHome implements StudyHome {

  private final String study;
  private final String host;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final ActorRef<StudyDirectory.Command> directory;
  private final Function<StudyState, String> describe;
  private final Executor describers;
  private final IncidentKeeper incidents;

  ShardedHome(
      String study,
      String host,
      ActorRef<ClusterSharding.ShardCommand> shard,
      ActorRef<StudyDirectory.Command> directory,
      Function<StudyState, String> describe,
      Executor describers,
      IncidentKeeper incidents) {
    this.study = study;
    this.host = host;
    this.shard = shard;
    this.directory = directory;
    this.describe = describe;
    this.describers = describers;
    this.incidents = incidents;
  }

  @Override
  public boolean isAlone() {
    return false;
  }

  @Override
  public void stands(StudyState state) {
    directory.tell(new StudyDirectory.Stands(StudyLine.of(state, host)));
  }

  @Override
  public void idle(ActorRef<StudySupervisor.Command> supervisor) {
    shard.tell(new ClusterSharding.Passivate<>(supervisor));
  }

  @Override
  public void unopened(ActorRef<StudySupervisor.Command> supervisor) {
    directory.tell(new StudyDirectory.Unopened(study));
    shard.tell(new ClusterSharding.Passivate<>(supervisor));
  }

  /** A long study takes a while to describe, and its supervisor has better things to do. */
  @Override
  public void describe(StudyState state, StudySupervisor.Describe question) {
    try {
      describers.execute(() -> question.replyTo().tell(answer(state)));
    } catch (RejectedExecutionException busy) {
      question.replyTo().tell(StudyAnswer.error("too many ask at once. Maybe ask again later."));
    }
  }

  @Override
  public String broken(Incident incident) {
    try {
      describers.execute(() -> incidents.write(incident));
      return "%s on %s".formatted(incidents.place(incident), host);
    } catch (RejectedExecutionException busy) {
      return "the journal";
    }
  }

  private StudyAnswer answer(StudyState state) {
    try {
      return StudyAnswer.of(describe.apply(state));
    } catch (RuntimeException fault) {
      return StudyAnswer.error("the study could not be described: " + fault);
    }
  }
}
