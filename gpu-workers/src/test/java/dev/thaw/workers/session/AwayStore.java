package dev.thaw.workers.session;

import dev.thaw.core.study.CheckpointRef;
import dev.thaw.workers.checkpoint.CheckpointLookup;
import dev.thaw.workers.checkpoint.CheckpointStore;
import dev.thaw.workers.checkpoint.StoredCheckpoint;
import java.io.IOException;
import java.util.Collection;

/** A store whose server does not answer. */
final class AwayStore implements CheckpointStore {

  private static IOException away() {
    return new IOException("the store is away");
  }

  @Override
  public StoredCheckpoint write(int trial, CheckpointRef ref, Writer writer) throws IOException {
    throw away();
  }

  @Override
  public CheckpointLookup open(int trial, CheckpointRef ref) throws IOException {
    throw away();
  }

  @Override
  public void keep(int trial, Collection<CheckpointRef> kept, CheckpointRef upTo)
      throws IOException {
    throw away();
  }

  @Override
  public long bytes() throws IOException {
    throw away();
  }

  @Override
  public int sweepTemporary() throws IOException {
    throw away();
  }

  @Override
  public void claim(String owner) throws IOException {
    throw away();
  }

  @Override
  public String location() {
    return "nowhere";
  }
}
