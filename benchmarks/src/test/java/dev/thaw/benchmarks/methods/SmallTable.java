package dev.thaw.benchmarks.methods;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A table of 27 rows and 9 epochs, in which large networks are better and take longer. */
final class SmallTable {

  private SmallTable() {}

  static Path write(Path temp) throws IOException {
    Path folder = Files.createDirectory(temp.resolve("small"));
    var configs = new StringBuilder("batch_size,num_layers,max_units\n");
    var curves = new StringBuilder("e1,e2,e3,e4,e5,e6,e7,e8,e9\n");
    var seconds = new StringBuilder("s\n");
    for (int row = 0; row < 27; row++) {
      int batch = row % 3;
      int layers = row / 3 % 3;
      int units = row / 9;
      configs.append(32 << batch).append(',').append(layers).append(',').append(units).append('\n');
      int size = layers + units - batch;
      List<String> curve = new ArrayList<>();
      for (int epoch = 1; epoch <= 9; epoch++) {
        curve.add(Double.toString(10 - size + (5.0 + size) / epoch));
      }
      curves.append(String.join(",", curve)).append('\n');
      seconds.append(4 + size).append('\n');
    }
    Files.writeString(folder.resolve("configs.csv"), configs);
    Files.writeString(folder.resolve("curves.csv"), curves);
    Files.writeString(folder.resolve("seconds.csv"), seconds);
    return folder;
  }
}
