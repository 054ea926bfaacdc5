package dev.thaw.benchmarks.load;

import dev.thaw.actors.node.GpuNode;
import dev.thaw.actors.node.ReportBatch;
import java.nio.ByteBuffer;
import java.util.Iterator;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.remote.artery.RemoteInstrument;
import org.jspecify.annotations.Nullable;

/**
 * Sees the batches of reports that leave this process and the acknowledgements that enter it, so
 * that the product need not be changed to be measured. Made by Pekko, for each stream.
 */
public final class WireProbe extends RemoteInstrument {

  /** Where all of them write to. */
  static final Probe PROBE = new Probe();

  /** The supervisor of a study lives at system/sharding/study/SHARD/STUDY. */
  private static final int STUDY_ELEMENT = 4;

  /** Made by reflection. */
  public WireProbe() {}

  @Override
  public byte identifier() {
    return 31;
  }

  @Override
  public void remoteMessageSent(
      @Nullable ActorRef recipient,
      Object message,
      @Nullable ActorRef sender,
      int size,
      long time) {
    if (message instanceof ReportBatch batch && recipient != null) {
      PROBE.sent(study(recipient), batch);
    }
  }

  private static String study(ActorRef supervisor) {
    Iterator<String> elements = supervisor.path().getElements().iterator();
    String element = "";
    for (int i = 0; i <= STUDY_ELEMENT && elements.hasNext(); i++) {
      element = elements.next();
    }
    return element;
  }

  @Override
  public void remoteMessageReceived(
      @Nullable ActorRef recipient,
      Object message,
      @Nullable ActorRef sender,
      int size,
      long time) {
    if (message instanceof GpuNode.BatchTaken taken) {
      PROBE.taken(taken);
    }
  }

  @Override
  public void remoteWriteMetadata(
      @Nullable ActorRef recipient, Object message, @Nullable ActorRef sender, ByteBuffer buffer) {}

  @Override
  public void remoteReadMetadata(
      @Nullable ActorRef recipient, Object message, @Nullable ActorRef sender, ByteBuffer buffer) {}
}
