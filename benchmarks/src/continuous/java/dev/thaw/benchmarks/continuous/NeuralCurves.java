package dev.thaw.benchmarks.continuous;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.thaw.core.space.Configuration;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The neural surrogate of YAHPO Gym's scenario "lcbench", as distributed in ONNX: one network for
 * all data sets, which predicts the state of a training at each of 52 checkpoints.
 *
 * <p>It asks for a whole curve at once, which takes about 4 ms on one thread. See Pfisterer et al.,
 * "YAHPO Gym", AutoML 2022.
 */
final class NeuralCurves implements AutoCloseable {

  /** The first of them is the untrained network. */
  private static final int CHECKPOINTS = 52;

  private static final int TIME = 0;

  /** The order of the network's inputs, after the checkpoint. */
  private static final List<String> INPUTS =
      List.of(
          "batch_size",
          "learning_rate",
          "momentum",
          "weight_decay",
          "num_layers",
          "max_units",
          "max_dropout");

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  NeuralCurves(Path model) throws OrtException {
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(model.toString(), options);
    }
  }

  /** The epochs of a full training. */
  static int epochs() {
    return CHECKPOINTS - 1;
  }

  /**
   * The curves of one data set.
   *
   * @param code the number of the data set in the network
   */
  CurveSource of(int code, Target target) {
    return configuration -> {
      float[][] predicted = predict(code, inputs(configuration));
      return CurveSource.Curve.ofCheckpoints(
          column(predicted, target.output()), column(predicted, TIME));
    };
  }

  private static float[] inputs(Configuration configuration) {
    float[] rows = new float[CHECKPOINTS * (INPUTS.size() + 1)];
    Map<String, Object> values = configuration.asMap();
    int next = 0;
    for (int checkpoint = 1; checkpoint <= CHECKPOINTS; checkpoint++) {
      rows[next++] = checkpoint;
      for (String name : INPUTS) {
        rows[next++] = ((Number) values.get(name)).floatValue();
      }
    }
    return rows;
  }

  private float[][] predict(int code, float[] inputs) {
    int[] codes = new int[CHECKPOINTS];
    Arrays.fill(codes, code);
    long[] one = {CHECKPOINTS, 1};
    long[] all = {CHECKPOINTS, INPUTS.size() + 1};
    try (var dataSet = OnnxTensor.createTensor(environment, IntBuffer.wrap(codes), one);
        var rows = OnnxTensor.createTensor(environment, FloatBuffer.wrap(inputs), all);
        var result = session.run(Map.of("x_cat", dataSet, "x_cont", rows))) {
      return (float[][]) result.get(0).getValue();
    } catch (OrtException broken) {
      throw new IllegalStateException("the surrogate must be that of lcbench.", broken);
    }
  }

  private static double[] column(float[][] predicted, int output) {
    return Arrays.stream(predicted).mapToDouble(row -> row[output]).toArray();
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
