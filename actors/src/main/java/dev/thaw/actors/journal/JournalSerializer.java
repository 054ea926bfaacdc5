package dev.thaw.actors.journal;

import dev.thaw.actors.directory.DirectoryEvent;
import dev.thaw.core.study.StudyState;
import java.io.NotSerializableException;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Hands {@link JournalCodec} to Pekko: rows and snapshots, each under a manifest that holds the
 * version of its format. A manifest that it does not know is refused, so that an older Thaw does
 * not misread what a newer one wrote.
 */
public final class JournalSerializer extends SerializerWithStringManifest {

  /** Identifies this serializer in every row that was ever written; never changes. */
  static final int IDENTIFIER = 20_260_101;

  static final String RECORDED = "Recorded:1";
  static final String STATE = "StudyState:1";
  static final String DIRECTORY = "DirectoryEvent:1";

  private final JournalCodec codec = new JournalCodec();

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object written) {
    return switch (written) {
      case Recorded _ -> RECORDED;
      case StudyState _ -> STATE;
      case DirectoryEvent _ -> DIRECTORY;
      default -> throw foreign(written);
    };
  }

  @Override
  public byte[] toBinary(Object written) {
    return switch (written) {
      case Recorded row -> codec.encode(row);
      case StudyState state -> codec.encode(state);
      case DirectoryEvent event -> codec.encode(event);
      default -> throw foreign(written);
    };
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    return switch (manifest) {
      case RECORDED -> codec.decode(bytes);
      case STATE -> codec.decodeState(bytes);
      case DIRECTORY -> codec.decodeDirectoryEvent(bytes);
      default ->
          throw new NotSerializableException(
              "manifest (%s) must be %s, %s or %s.\nMaybe the journal was written by a newer Thaw."
                  .formatted(manifest, RECORDED, STATE, DIRECTORY));
    };
  }

  private static IllegalArgumentException foreign(Object written) {
    return new IllegalArgumentException(
        "%s must be a Recorded, a StudyState or a DirectoryEvent to be written to a journal."
            .formatted(written.getClass().getName()));
  }
}
