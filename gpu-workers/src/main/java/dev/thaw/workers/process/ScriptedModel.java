package dev.thaw.workers.process;

import dev.thaw.workers.hypergradient.DifferentiableModel;
import dev.thaw.workers.hypergradient.WeightGroup;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A model that lives in a script. Vectors go to and fro in files, as little-endian doubles one
 * after the other; whatever fails comes as an {@link UncheckedIOException}.
 */
final class ScriptedModel implements DifferentiableModel {

  private final ProtocolSession session;
  private final Path folder;
  private final List<WeightGroup> groups;
  private final int size;

  private ScriptedModel(ProtocolSession session, Path folder, List<WeightGroup> groups) {
    this.session = session;
    this.folder = folder;
    this.groups = groups;
    size = groups.stream().mapToInt(WeightGroup::size).sum();
  }

  /** The model of a script that has said hello; closed, it ends the script. */
  static ScriptedModel of(ProtocolSession session) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("thaw-model-");
    try {
      return new ScriptedModel(session, folder, session.describe());
    } catch (IOException | InterruptedException | RuntimeException e) {
      FolderTree.delete(folder);
      throw e;
    }
  }

  @Override
  public List<WeightGroup> groups() {
    return groups;
  }

  @Override
  public double[] firstWeights() {
    double[] first = new double[size];
    evaluate("first", 0, first);
    return first;
  }

  @Override
  public double trainingLoss(double[] weights, int step, double[] gradient) {
    write("weights", weights);
    return evaluate("training", step, gradient);
  }

  @Override
  public void hessianVector(double[] weights, double[] vector, int step, double[] product) {
    write("weights", weights);
    write("vector", vector);
    evaluate("hessian", step, product);
  }

  @Override
  public double validationLoss(double[] weights, double[] gradient) {
    write("weights", weights);
    return evaluate("validation", 0, gradient);
  }

  @Override
  public Set<Long> processes() {
    return session.processes();
  }

  @Override
  public void close() {
    session.close();
    FolderTree.delete(folder);
  }

  private double evaluate(String what, int step, double[] result) {
    try {
      Files.deleteIfExists(folder.resolve("result"));
      double loss = session.evaluate(what, step, folder);
      byte[] bytes = Files.readAllBytes(folder.resolve("result"));
      if (bytes.length != (long) size * Double.BYTES) {
        throw session.broken(
            "The vector of (%s) has %d bytes, but must have %d for %d weights.\nMaybe a gradient is missing a group"
                .formatted(what, bytes.length, (long) size * Double.BYTES, size));
      }
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(result);
      return loss;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("Interrupted at step " + step));
    }
  }

  private void write(String name, double[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    try {
      Files.write(folder.resolve(name), bytes.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
