package dev.thaw.app.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes as they are written on a command line. */
final class NodeNameTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpu-1 | san=dns:gpu-1",
        "10.0.0.1 | san=ip:10.0.0.1",
        "fe80::1 | san=ip:fe80::1",
        "gpu-1=gpu-1.example.org,10.0.0.1 | san=dns:gpu-1.example.org,ip:10.0.0.1",
        "pods=*.thaw.default.svc | san=dns:*.thaw.default.svc"
      })
  void isReachedAtItsNameOrAtTheAddressesThatAreGiven(String text, String alternativeNames) {
    assertThat(NodeName.parse(text).alternativeNames()).isEqualTo(alternativeNames);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "../a", "authority", "-a", ".a", "=a", "a/b", "a,CN=b"})
  void refusesANameThatIsNoFolder(String text) {
    assertThatExceptionOfType(BadCertificatesException.class)
        .isThrownBy(() -> NodeName.parse(text))
        .withMessageContaining("of a node must consist of letters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=", "a=b,", "a=b c", "a=b;c", "a=http://b", "a=*", "a=b=c"})
  void refusesAnAddressThatIsNone(String text) {
    assertThatExceptionOfType(BadCertificatesException.class)
        .isThrownBy(() -> NodeName.parse(text))
        .withMessageContaining("of node a must be a host name or an IP address.\nMaybe say: a=");
  }

  @Test
  void takesTheFirstSignOfEqualityForTheOne() {
    assertThat(NodeName.parse("a=b").name()).isEqualTo("a");
  }
}
