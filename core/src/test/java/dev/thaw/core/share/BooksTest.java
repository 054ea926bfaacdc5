package dev.thaw.core.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who is told what of which slot. */
class BooksTest {
  private static final Instant NOW = Instant.parse("2026-01-01T20:00:00Z");

  private final Books books =
      new Books("b", Duration.ofMinutes(10), Duration.ofSeconds(10), Duration.ofSeconds(50));

  private static OfferedNode node(String name, String incarnation, int slots, int onOneDevice) {
    SortedMap<Integer, Integer> devices = new TreeMap<>();
    for (int i = 0; i < slots; i++) {
      devices.put(i, i / onOneDevice);
    }
    return new OfferedNode(name, incarnation, devices);
  }

  private List<Notice> register(OfferedNode node) {
    return books.register(node, false, NOW);
  }

  private static Set<SlotId> slots(String node, String incarnation, Integer... indexes) {
    Set<SlotId> slots = new TreeSet<>();
    Arrays.asList(indexes).forEach(index -> slots.add(new SlotId(node, incarnation, index)));
    return slots;
  }

  /** A study that has heard nothing yet. */
  private List<Notice> arrives(String study, int wanted) {
    return says(study, wanted, Set.of(), "", 0);
  }

  private List<Notice> says(String study, int wanted, Set<SlotId> held, String broker, long heard) {
    return books.request(
        new Request(study, Share.upTo(8), wanted, held, broker, heard), false, NOW);
  }

  /** What is said of nodes, such as {@code "one: x/1[0, 1]"}. */
  private static List<String> offers(List<Notice> notices) {
    return notices.stream()
        .filter(notice -> !(notice instanceof Notice.Allowed))
        .map(
            notice ->
                notice instanceof Notice.Offered o
                    ? o.study() + ": " + o.node() + "/" + o.incarnation() + o.devices().keySet()
                    : notice.study() + ": lost")
        .toList();
  }

  private static long newest(List<Notice> notices, String study) {
    return notices.stream()
        .filter(notice -> notice.study().equals(study))
        .mapToLong(Notice::number)
        .max()
        .orElseThrow();
  }

  @Test
  void whatNobodyHasIsFree() {
    books.settle(NOW);
    register(node("x", "1", 4, 1));
    assertThat(books.freeSlots()).isEqualTo(4);

    arrives("one", 3);

    assertThat(books.freeSlots()).isEqualTo(1);
  }

  @Test
  void aStudyGetsItsSlotsOnAsFewNodesAsCanBe() {
    books.settle(NOW);
    register(node("x", "1", 2, 1));
    register(node("y", "1", 5, 1));
    register(node("z", "1", 3, 1));

    assertThat(offers(arrives("one", 3))).containsExactly("one: z/1[0, 1, 2]");
  }

  @Test
  void aStudyThatWantsMoreGetsItWhereItHasSlotsAlready() {
    books.settle(NOW);
    register(node("x", "1", 4, 1));
    register(node("y", "1", 2, 1));
    List<Notice> told = arrives("one", 3);

    List<Notice> more = says("one", 4, slots("x", "1", 0, 1, 2), "b", newest(told, "one"));

    assertThat(offers(more)).containsExactly("one: x/1[0, 1, 2, 3]");
  }

  @Test
  void aDeviceIsNotSplitBetweenStudiesWhileWholeDevicesAreFree() {
    books.settle(NOW);
    register(node("x", "1", 4, 2));
    arrives("one", 1);

    assertThat(offers(arrives("two", 1))).containsExactly("two: x/1[2]");
  }

  @Test
  void aStudyFillsItsOwnDeviceBeforeItGetsAnother() {
    books.settle(NOW);
    register(node("x", "1", 4, 2));
    arrives("one", 1);
    List<Notice> told = arrives("two", 1);

    List<Notice> more = says("two", 2, slots("x", "1", 2), "b", newest(told, "two"));

    assertThat(offers(more)).containsExactly("two: x/1[2, 3]");
  }

  @Test
  void ofTwoThatClaimASlotTheFirstHasItAndTheOtherIsTold() {
    says("two", 4, slots("x", "1", 0), "before", 9);
    says("one", 4, slots("x", "1", 0, 1), "before", 5);
    register(node("x", "1", 2, 1));

    assertThat(offers(books.settle(NOW))).containsExactly("one: x/1[1]", "two: x/1[0]");
  }

  @Test
  void aNewBrokerConfirmsWhatStudiesHoldBeforeItGivesAnythingAway() {
    says("one", 2, slots("x", "1", 0), "before", 5);
    register(node("x", "1", 2, 1));

    assertThat(offers(books.confirm(NOW))).containsExactly("one: x/1[0]");
    assertThat(offers(books.settle(NOW))).containsExactly("one: x/1[0, 1]");
  }

  @Test
  void theNameOfANodeThatSpeaksIsTaken() {
    register(node("x", "1", 2, 1));

    assertThat(books.isTaken(node("x", "2", 2, 1), NOW.plusSeconds(9))).isTrue();
    assertThat(books.isTaken(node("x", "1", 4, 1), NOW.plusSeconds(9))).isFalse();
    assertThat(books.isTaken(node("y", "2", 2, 1), NOW.plusSeconds(9))).isFalse();
  }

  @Test
  void theNameOfANodeThatIsSilentOrGoneIsFree() {
    register(node("x", "1", 2, 1));
    assertThat(books.isTaken(node("x", "2", 2, 1), NOW.plusSeconds(10))).isFalse();

    books.nodeGone("x", NOW);

    assertThat(books.isTaken(node("x", "2", 2, 1), NOW)).isFalse();
  }

  @Test
  void whatANodeTakesBackIsSaidBeforeTheAllowanceShrinksByIt() {
    books.settle(NOW);
    register(node("x", "1", 2, 1));
    register(node("y", "1", 2, 1));
    arrives("one", 4);

    List<Notice> told = register(node("y", "1", 0, 1));

    assertThat(told).hasSize(2);
    assertThat(offers(told)).containsExactly("one: y/1[]");
    assertThat(told.getLast()).isInstanceOf(Notice.Allowed.class);
  }

  @Test
  void aSlotThatTwoHaveClaimedIsNotFreeUntilBothHaveLeftIt() {
    says("two", 4, slots("x", "1", 0), "before", 9);
    says("one", 4, slots("x", "1", 0), "before", 5);
    register(node("x", "1", 1, 1));
    List<Notice> told = books.settle(NOW);

    List<Notice> left = says("two", 0, Set.of(), "b", newest(told, "two"));

    assertThat(offers(left)).contains("one: x/1[0]");
    assertThat(offers(arrives("three", 4))).isEmpty();
  }

  @Test
  void whatAStudySaidBeforeItHeardTheNewestNoticeFreesNothing() {
    books.settle(NOW);
    register(node("x", "1", 1, 1));
    List<Notice> told = arrives("one", 1);

    says("one", 1, Set.of(), "b", newest(told, "one") - 1);

    assertThat(offers(arrives("two", 1))).isEmpty();
  }

  @Test
  void whatAStudyHasNotHeardIsSentOnceMoreUnderItsNumber() {
    books.settle(NOW);
    register(node("x", "1", 1, 1));
    List<Notice> told = arrives("one", 1);

    List<Notice> again = says("one", 1, Set.of(), "b", 1);

    assertThat(again).isEqualTo(told.subList(1, told.size()));
  }

  @Test
  void anOfferThatWasMissedIsMadeAgainUnderANewNumber() {
    books.settle(NOW);
    register(node("x", "1", 1, 1));
    long heard = newest(arrives("one", 1), "one");

    List<Notice> again = says("one", 1, Set.of(), "b", heard);

    assertThat(offers(again)).containsExactly("one: x/1[0]");
    assertThat(again).allMatch(notice -> notice.number() > heard);
  }

  @Test
  void whoHearsAllThatItHoldsIsToldNothingMore() {
    books.settle(NOW);
    register(node("x", "1", 1, 1));
    long heard = newest(arrives("one", 1), "one");

    assertThat(says("one", 1, slots("x", "1", 0), "b", heard)).isEmpty();
    assertThat(register(node("x", "1", 1, 1))).isEmpty();
  }

  @Test
  void aSlotThatANodeNoLongerOffersStaysItsHoldersUntilThatLeavesIt() {
    books.settle(NOW);
    register(node("x", "1", 1, 1));
    arrives("one", 1);

    assertThat(offers(register(node("x", "1", 0, 1)))).containsExactly("one: x/1[]");
    arrives("two", 1);

    assertThat(offers(register(node("x", "1", 1, 1)))).containsExactly("one: x/1[0]");
  }

  @Test
  void anotherLifeOfANodeHasOtherSlots() {
    books.settle(NOW);
    register(node("x", "1", 2, 1));
    long heard = newest(arrives("one", 1), "one");
    books.nodeGone("x", NOW);
    register(node("x", "2", 1, 1));

    List<Notice> answer = says("one", 1, slots("x", "1", 0), "b", heard);

    assertThat(offers(answer)).containsExactly("one: x/2[0]");
  }

  @Test
  void aNodeThatIsClaimedAndNeverComesIsLostInTheEnd() {
    says("one", 1, slots("x", "1", 0), "before", 5);
    assertThat(offers(books.settle(NOW))).isEmpty();

    assertThat(offers(books.missNodes(NOW))).containsExactly("one: lost");
  }

  @Test
  void aStudyThatIsAwayIsGivenNothingMore() {
    books.settle(NOW);
    register(node("x", "1", 1, 1));
    arrives("one", 2);
    books.studyAway("one", NOW);
    arrives("two", 2);

    assertThat(offers(register(node("x", "1", 3, 1)))).containsExactly("two: x/1[1, 2]");
  }

  @Test
  void aStudyThatCameBackInTimeIsNotGone() {
    books.settle(NOW);
    register(node("x", "1", 1, 1));
    arrives("one", 1);
    books.studyAway("one", NOW);
    books.request(new Request("one", Share.upTo(1), 1, slots("x", "1", 0), "", 0), true, NOW);

    books.studyGone("one", NOW);

    assertThat(offers(arrives("two", 1))).isEmpty();
  }

  @Test
  void whoIsSilentIsSpokenTo() {
    books.settle(NOW);
    arrives("one", 1);

    List<Notice> later = books.register(node("x", "1", 0, 1), false, NOW.plusSeconds(60));

    assertThat(later).singleElement().isInstanceOf(Notice.Allowed.class);
  }
}
