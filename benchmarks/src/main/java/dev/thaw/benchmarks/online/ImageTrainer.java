package dev.thaw.benchmarks.online;

import dev.thaw.core.online.GradientWatch;
import dev.thaw.core.random.Draws;
import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A network with one hidden layer on images of digits: 2,000 to train, 2,000 to choose by, 2,000
 * that no choice looks at. Its parameters and metrics are called as those of the bundled trainer.
 */
public final class ImageTrainer implements Trainer {

  private static final String STATE = "state.bin";

  private final Images train;
  private final Images validation;
  private final Images test;

  /** A trainer on some of the images, always the same ones. */
  public ImageTrainer(Images images) {
    this(images.some(0, 2000), images.some(2000, 4000), images.some(4000, 6000));
  }

  ImageTrainer(Images train, Images validation, Images test) {
    this.train = train;
    this.validation = validation;
    this.test = test;
  }

  @Override
  public String name() {
    return "images";
  }

  @Override
  public Set<String> changeable(Map<String, Object> options, Set<String> parameters) {
    return Set.of("learning_rate", "momentum", "beta1", "beta2");
  }

  @Override
  public TrainingSession open(TrialSetup setup) throws IOException {
    var session = new Session(setup);
    if (setup.resumeFrom().isPresent()) {
      session.restore(setup.resumeFrom().get().directory());
    }
    return session;
  }

  private final class Session implements TrainingSession {
    private final long seed;
    private final int batch;
    private final ImageNetwork network;
    private final Map<String, Object> parameters;

    Session(TrialSetup setup) {
      seed = setup.seed();
      parameters = new LinkedHashMap<>(setup.parameters());
      batch = (int) number("batch_size", 32);
      network = new ImageNetwork((int) number("width", 32), seed);
    }

    private double number(String name, double otherwise) {
      return parameters.get(name) instanceof Number number ? number.doubleValue() : otherwise;
    }

    @Override
    public void change(Map<String, Object> changed) {
      parameters.putAll(changed);
    }

    @Override
    public EpochResult trainEpoch(int epoch) {
      var rule =
          new ImageNetwork.Rule(
              "adam".equals(parameters.get("optimizer")),
              (float) number("learning_rate", 0.1),
              (float) number("momentum", 0.9),
              (float) number("beta1", 0.9),
              (float) number("beta2", 0.999));
      var watch = new GradientWatch(network.size());
      int[] order = Images.shuffled(train.size(), Draws.of(seed, "order", epoch));
      var metrics = new LinkedHashMap<String, Double>();
      double trainLoss = network.trainEpoch(train, order, batch, rule, watch);
      double[] score = network.evaluate(validation);
      metrics.put("error", score[0]);
      metrics.put("loss", score[1]);
      metrics.put("train_loss", trainLoss);
      metrics.put("test_error", network.evaluate(test)[0]);
      metrics.putAll(watch.metrics());
      return new EpochResult(metrics);
    }

    @Override
    public void save(Path directory) throws IOException {
      try (var out =
          new DataOutputStream(
              new BufferedOutputStream(Files.newOutputStream(directory.resolve(STATE))))) {
        out.writeInt(network.steps);
        for (float[] array : network.state) {
          ByteBuffer bytes = ByteBuffer.allocate(4 * array.length);
          bytes.asFloatBuffer().put(array);
          out.write(bytes.array());
        }
      }
    }

    void restore(Path directory) throws IOException {
      try (var in =
          new DataInputStream(
              new BufferedInputStream(Files.newInputStream(directory.resolve(STATE))))) {
        network.steps = in.readInt();
        for (float[] array : network.state) {
          ByteBuffer bytes = ByteBuffer.wrap(in.readNBytes(4 * array.length));
          bytes.asFloatBuffer().get(array);
        }
      }
    }

    @Override
    public void close() {}
  }
}
