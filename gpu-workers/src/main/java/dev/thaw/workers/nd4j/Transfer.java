package dev.thaw.workers.nd4j;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Copies between Java arrays and ND4J arrays in one go; ND4J's own ways go element by element or
 * allocate. The ND4J arrays must be whole, not views.
 */
final class Transfer {

  private Transfer() {}

  /** Overwrites the first {@code n} elements of {@code to}, in the order of its memory. */
  static void write(float[] from, INDArray to, int n) {
    pointer(to).put(from, 0, n);
    Nd4j.getAffinityManager().tagLocation(to, Location.HOST);
  }

  /** Reads the first {@code n} elements of {@code from}, in the order of its memory. */
  static void read(INDArray from, float[] to, int n) {
    Nd4j.getAffinityManager().ensureLocation(from, Location.HOST);
    pointer(from).get(to, 0, n);
  }

  /** Overwrites {@code to}, of double precision, in the order of its memory. */
  static void write(double[] from, INDArray to) {
    doubles(to).put(from, 0, from.length);
    Nd4j.getAffinityManager().tagLocation(to, Location.HOST);
  }

  /** Reads {@code from}, of double precision, in the order of its memory. */
  static void read(INDArray from, double[] to) {
    Nd4j.getAffinityManager().ensureLocation(from, Location.HOST);
    doubles(from).get(to, 0, to.length);
  }

  private static DoublePointer doubles(INDArray array) {
    return (DoublePointer) array.data().pointer();
  }

  private static FloatPointer pointer(INDArray array) {
    return (FloatPointer) array.data().pointer();
  }
}
