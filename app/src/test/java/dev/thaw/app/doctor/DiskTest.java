package dev.thaw.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The folder for studies, its disk, the journal in it, and the folder for temporary files. */
final class DiskTest {

  @TempDir private Path folder;

  private static Disk disk(long free, String type) {
    Path studies = Path.of("studies");
    return new Disk(studies, studies, Optional.empty(), free, 100 * Bytes.GIB, type);
  }

  private List<String> leftBehind() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"10240, OK", "10239, WARNING", "1024, WARNING", "1023, PROBLEM"})
  void judgesADiskByItsFreeSpace(long mebibytes, Level level) {
    Finding finding = disk(mebibytes * Bytes.MIB, "ext4").findings().getFirst();

    assertThat(finding.level()).isEqualTo(level);
    assertThat(finding.remedy().isEmpty()).isEqualTo(level == Level.OK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nfs", "nfs4", "cifs", "lustre", "fuse.sshfs"})
  void warnsOfANetworkFileSystem(String type) {
    assertThat(disk(50 * Bytes.GIB, type).findings())
        .extracting(Finding::level)
        .containsExactly(Level.OK, Level.WARNING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "btrfs", "overlay", "tmpfs", "zfs", "apfs", "fuseblk"})
  void takesOtherFileSystemsForLocal(String type) {
    assertThat(Disk.isNetwork(type)).isFalse();
  }

  @Test
  void readsTheDiskOfAFolderThatDoesNotExistYet() throws IOException {
    Disk disk = Disk.read(folder.resolve("a/b"));

    assertThat(disk.existing()).isEqualTo(folder.toAbsolutePath());
    assertThat(disk.refusal()).isEmpty();
    assertThat(disk.free()).isPositive().isLessThanOrEqualTo(disk.total());
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void refusesAFileInPlaceOfAFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");

    assertThat(Disk.read(file.resolve("studies")).findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.PROBLEM))
        .satisfies(finding -> assertThat(finding.what()).contains("is not a folder"));
  }

  @Test
  void opensAJournalAndLeavesNothingBehind() throws IOException {
    assertThat(Journal.tryIn(folder)).contains(new Journal(Optional.empty()));
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void saysWhyAJournalCannotBeThere() throws IOException {
    Path odd = Files.createDirectory(folder.resolve("a;b"));

    Finding finding = Journal.tryIn(odd).orElseThrow().findings().getFirst();

    assertThat(finding.level()).isEqualTo(Level.PROBLEM);
    assertThat(finding.what()).contains("semicolon");
  }

  @Test
  void leavesAFolderThatCannotBeWrittenToTheLookAtTheDisk() throws IOException {
    assertThat(Journal.tryIn(Files.writeString(folder.resolve("file"), "text"))).isEmpty();
  }

  @Test
  void triesASocketInTheTemporaryFolder() throws IOException {
    TemporaryFolder temporary = TemporaryFolder.read(folder);

    assertThat(temporary.refusal()).isEmpty();
    assertThat(temporary.socketRefusal()).isEmpty();
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void notesATemporaryFolderWhoseNameIsTooLongForSockets() throws IOException {
    Path longer = Files.createDirectory(folder.resolve("x".repeat(60)));

    Finding finding = TemporaryFolder.read(longer).findings().getFirst();

    assertThat(finding.level()).isEqualTo(Level.NOTE);
    assertThat(finding.what()).contains("go to /tmp");
  }

  @Test
  void refusesATemporaryFolderThatIsNotThere() {
    Finding finding = TemporaryFolder.read(folder.resolve("gone")).findings().getFirst();

    assertThat(finding.level()).isEqualTo(Level.PROBLEM);
    assertThat(finding.remedy()).contains("java.io.tmpdir");
  }

  @Test
  void refusesATemporaryFolderWithoutSockets() {
    var facts = new TemporaryFolder(folder, Optional.empty(), folder, Optional.of("Not permitted"));

    Finding finding = facts.findings().getFirst();

    assertThat(finding.level()).isEqualTo(Level.PROBLEM);
    assertThat(finding.what()).contains("Not permitted");
  }
}
