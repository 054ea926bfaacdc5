package dev.thaw.actors.node;

import dev.thaw.actors.session.NodeSlot;
import dev.thaw.actors.session.SlotListener;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Turns what a host says of its slots into messages to its node. */
record SlotEyes(ActorRef<GpuNode.Command> node) implements SlotListener {
  @Override
  public void offered(List<NodeSlot> slots) {
    node.tell(new GpuNode.SlotsChanged(List.copyOf(slots)));
  }

  @Override
  public void quarantined(int slot, String reason) {
    node.tell(new GpuNode.SlotLeft(slot, reason));
  }
}
