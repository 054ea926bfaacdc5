package dev.thaw.app.engine;

import dev.thaw.actors.session.SessionHost;
import dev.thaw.actors.session.SessionId;
import dev.thaw.actors.session.SessionListener;
import dev.thaw.actors.session.SessionRequest;
import dev.thaw.actors.session.SlotListener;
import dev.thaw.core.study.CheckpointRef;
import java.util.List;

/** A host without a slot, for a process that changes a study and trains nothing. */
public final class NoSlots implements SessionHost {
  @Override
  public void watchSlots(SlotListener listener) {}

  @Override
  public void open(SessionId id, SessionRequest request, SessionListener listener) {}

  @Override
  public void trainEpoch(SessionId id, int epoch) {}

  @Override
  public void save(SessionId id, int epoch) {}

  @Override
  public void close(SessionId id) {}

  @Override
  public void abort(SessionId id) {}

  @Override
  public void keepCheckpoints(
      String study, int trial, List<CheckpointRef> kept, CheckpointRef upTo) {}
}
