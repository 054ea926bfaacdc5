package dev.thaw.app.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.protobufv3.internal.UnknownFieldSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Event files, taken apart by another implementation of Protocol Buffers. */
final class TensorBoardTest {

  private static final ExportedStudy STUDY =
      new ExportedStudy(
          "digits",
          "accuracy",
          true,
          Instant.ofEpochSecond(1_000),
          List.of(
              new ExportedTrial(
                  0,
                  "completed",
                  0,
                  new TreeMap<>(Map.of("rate", 0.25, "layers", 3L, "nesterov", true, "opt", "sgd")),
                  List.of(0.5, Double.NaN, 0.75),
                  List.of(2.0, 3.0, Double.NaN),
                  null),
              new ExportedTrial(
                  7, "failed", 1, Map.of("opt", "adam"), List.of(), List.of(), null)));

  @TempDir private Path temp;

  private List<byte[]> records(String file) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(temp.resolve(file))).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> records = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[8];
      bytes.get(length);
      assertThat(bytes.getInt()).isEqualTo(TfRecords.maskedChecksum(length));
      byte[] record =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      bytes.get(record);
      assertThat(bytes.getInt()).isEqualTo(TfRecords.maskedChecksum(record));
      records.add(record);
    }
    return records;
  }

  /** The only occurrence of a field that is a message, a text or bytes. */
  private static UnknownFieldSet in(UnknownFieldSet message, int field) throws IOException {
    return UnknownFieldSet.parseFrom(message.getField(field).getLengthDelimitedList().getFirst());
  }

  private static String text(UnknownFieldSet message, int field) {
    return message.getField(field).getLengthDelimitedList().getFirst().toStringUtf8();
  }

  private static double real(UnknownFieldSet message, int field) {
    return Double.longBitsToDouble(message.getField(field).getFixed64List().getFirst());
  }

  private static long whole(UnknownFieldSet message, int field) {
    return message.getField(field).getVarintList().getFirst();
  }

  /** What the plugin is told by an event. */
  private static UnknownFieldSet plugin(byte[] event, String tag) throws IOException {
    UnknownFieldSet value = in(in(UnknownFieldSet.parseFrom(event), 5), 1);
    assertThat(text(value, 1)).isEqualTo(tag);
    UnknownFieldSet data = in(in(value, 9), 1);
    assertThat(text(data, 1)).isEqualTo("hparams");
    return in(data, 2);
  }

  @Test
  void checksumsAreThoseOfThePublishedVectors() {
    // RFC 3720, appendix B.4: 32 bytes of zeros, and of ones.
    assertThat(unmasked(new byte[32])).isEqualTo(0x8A9136AA);
    byte[] ones = new byte[32];
    Arrays.fill(ones, (byte) 0xFF);
    assertThat(unmasked(ones)).isEqualTo(0x62A8AB43);
  }

  private static int unmasked(byte[] data) {
    int rotated = TfRecords.maskedChecksum(data) - 0xa282ead8;
    return rotated >>> 17 | rotated << 15;
  }

  @Test
  void anEventFileBeginsAsThoseOfTensorFlowDo() throws IOException {
    TensorBoard.write(STUDY, temp);

    byte[] file = Files.readAllBytes(temp.resolve("trial-00000/events.out.tfevents.0.thaw"));
    assertThat(HexFormat.of().formatHex(file, 0, 12)).isEqualTo("1800000000000000a37f4b22");
    assertThat(new String(file, 12 + 11, 13, StandardCharsets.UTF_8)).isEqualTo("brain.Event:2");
  }

  @Test
  void eachEpochIsAStepWithItsValueItsSecondsAndTheTimeThatTheseAddUpTo() throws IOException {
    assertThat(TensorBoard.write(STUDY, temp)).isEqualTo(2);

    List<byte[]> records = records("trial-00000/events.out.tfevents.0.thaw");
    List<String> seen = new ArrayList<>();
    for (byte[] record : records.subList(2, 5)) {
      UnknownFieldSet event = UnknownFieldSet.parseFrom(record);
      var line = new StringBuilder(whole(event, 2) + " at " + real(event, 1));
      for (var bytes : in(event, 5).getField(1).getLengthDelimitedList()) {
        UnknownFieldSet value = UnknownFieldSet.parseFrom(bytes);
        int bits = value.getField(2).getFixed32List().getFirst();
        line.append(' ').append(text(value, 1)).append(' ').append(Float.intBitsToFloat(bits));
      }
      seen.add(line.toString());
    }
    assertThat(records).hasSize(6);
    assertThat(seen)
        .containsExactly(
            "1 at 1002.0 accuracy 0.5 seconds 2.0",
            "2 at 1005.0 accuracy NaN seconds 3.0",
            "3 at 1005.0 accuracy 0.75 seconds NaN");
  }

  @Test
  void theParametersAndTheOutcomeOfATrialAreForThePlugin() throws IOException {
    TensorBoard.write(STUDY, temp);

    List<byte[]> records = records("trial-00000/events.out.tfevents.0.thaw");
    UnknownFieldSet start = in(plugin(records.get(1), "_hparams_/session_start_info"), 3);
    Map<String, String> parameters = new TreeMap<>();
    for (var bytes : start.getField(1).getLengthDelimitedList()) {
      UnknownFieldSet entry = UnknownFieldSet.parseFrom(bytes);
      UnknownFieldSet value = in(entry, 2);
      parameters.put(
          text(entry, 1),
          value.hasField(2)
              ? "number " + real(value, 2)
              : value.hasField(3) ? "text " + text(value, 3) : "flag " + whole(value, 4));
    }
    assertThat(parameters)
        .isEqualTo(
            Map.of(
                "rate",
                "number 0.25",
                "layers",
                "number 3.0",
                "nesterov",
                "flag 1",
                "opt",
                "text sgd"));
    UnknownFieldSet end = in(plugin(records.getLast(), "_hparams_/session_end_info"), 4);
    assertThat(whole(end, 1)).isEqualTo(1);
    assertThat(real(end, 2)).isEqualTo(1005.0);
    List<byte[]> failed = records("trial-00007/events.out.tfevents.0.thaw");
    assertThat(whole(in(plugin(failed.getLast(), "_hparams_/session_end_info"), 4), 1))
        .isEqualTo(2);
  }

  @Test
  void theStudySaysWhichParametersAndMetricsThereAre() throws IOException {
    TensorBoard.write(STUDY, temp);

    UnknownFieldSet experiment =
        in(plugin(records("events.out.tfevents.0.thaw").get(1), "_hparams_/experiment"), 2);
    List<String> infos = new ArrayList<>();
    for (var bytes : experiment.getField(4).getLengthDelimitedList()) {
      UnknownFieldSet info = UnknownFieldSet.parseFrom(bytes);
      infos.add(text(info, 1) + " " + whole(info, 4));
    }
    assertThat(infos).containsExactly("layers 3", "nesterov 2", "opt 1", "rate 3");
    assertThat(text(in(in(experiment, 5), 1), 2)).isEqualTo("accuracy");
  }

  @Test
  void anotherExportTakesThePlaceOfTheFirst() throws IOException {
    TensorBoard.write(STUDY, temp);
    byte[] first = Files.readAllBytes(temp.resolve("trial-00000/events.out.tfevents.0.thaw"));
    TensorBoard.write(STUDY, temp);

    assertThat(temp.resolve("trial-00000")).isDirectoryContaining("glob:**tfevents*");
    assertThat(temp.resolve("trial-00000").toFile().list()).hasSize(1);
    assertThat(temp.resolve("trial-00000/events.out.tfevents.0.thaw")).hasBinaryContent(first);
  }
}
