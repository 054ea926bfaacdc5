package dev.thaw.actors.wire;

import java.io.NotSerializableException;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Turns messages between processes into bytes and back, for Pekko: every {@link WireMessage} that
 * is in the table, under a manifest with the version of its format. All else is refused; remoting
 * then logs and drops the message, and who needs an answer sends it again.
 */
public final class WireSerializer extends SerializerWithStringManifest {

  /** Identifies this serializer in every message; never changes. */
  static final int IDENTIFIER = 20_260_102;

  private final WireCodec codec = WireCodec.current();

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    return codec.manifest(message);
  }

  @Override
  public byte[] toBinary(Object message) {
    return codec.encode(message);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    return codec.decode(bytes, manifest);
  }
}
