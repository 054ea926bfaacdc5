package dev.thaw.core.study;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.Position;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives slots to trials as an adviser proposes, and by rank while it says nothing.
 *
 * <p>A session that trained what it was granted waits for the next decision, and so does a free
 * slot. The adviser is asked for as many proposals as wait. If it does not answer in time, nobody
 * waits for it again until it does: ranks decide meanwhile, or what is left of its newest answer.
 */
final class Guidance {

  /** Advice may be acted upon while fewer epochs than this were trained since it was made. */
  private static final int FRESH_EPOCHS_MIN = 8;

  private Guidance() {}

  static boolean guides(StudyState state) {
    return state.spec().guide() != null && !Confirming.closes(state);
  }

  /** Whether ranks alone decide who goes on, with or without an adviser for what is new. */
  static boolean ranksDecide(StudyState state) {
    return !guides(state) || guide(state).proposesOnly();
  }

  private static Guide guide(StudyState state) {
    return Objects.requireNonNull(state.spec().guide());
  }

  static Reply given(Fold fold, Advice advice) {
    Counsel counsel = fold.state().search().counsel();
    if (fold.state().lifecycle().phase() != Lifecycle.Phase.RUNNING
        || Confirming.closes(fold.state())) {
      return new Reply.Refused("the study needs no more advice");
    }
    if (!counsel.pending() || advice.ask() != counsel.asked()) {
      return new Reply.Refused(
          "advice (%d) must answer the open question (%d)"
              .formatted(advice.ask(), counsel.asked()));
    }
    int asked = idle(fold.state()) + heldBack(fold.state());
    List<Advice.Proposal> usable =
        advice.proposals().stream().filter(p -> usable(fold.state(), p)).toList();
    boolean fell = usable.size() < Math.min(counsel.jobs(), asked);
    keep(fold, advice.ask(), advice.row(), advice.epochs(), usable, fell);
    recommend(fold, advice.recommendation());
    if (fold.state().lifecycle().terms().landing()
        || Reach.ceiling(fold.state()) >= fold.state().spec().fidelity().max()) {
      Yield.weigh(fold, advice.prospect());
    } else {
      Ceilings.weigh(fold, advice.prospect());
    }
    if (isFresh(fold.state()) && !Yield.isTooLittle(fold.state())) {
      use(fold);
    }
    return new Reply.Accepted();
  }

  static Reply overdue(Fold fold, long ask) {
    Counsel counsel = fold.state().search().counsel();
    boolean running = fold.state().lifecycle().phase() == Lifecycle.Phase.RUNNING;
    if (running && counsel.pending() && counsel.asked() == ask && !counsel.silent()) {
      fold.emit(new StudyEvent.AdviceMissed(ask));
    }
    return new Reply.Accepted();
  }

  /** Takes note of another trial than before, or of how the same one went on. */
  private static void recommend(Fold fold, Advice.@Nullable Recommendation newest) {
    if (newest == null
        || !hasReported(fold.state(), newest.trial())
        || fold.state().confirms(newest.trial())) {
      return;
    }
    var known = fold.state().search().counsel().recommendation();
    if (known == null || newest.trial() != known.trial() || newest.epochs() != known.epochs()) {
      fold.emit(new StudyEvent.TrialRecommended(newest));
    }
  }

  private static boolean hasReported(StudyState state, int trial) {
    return exists(state, trial) && state.trial(trial).epochs() > 0;
  }

  private static boolean exists(StudyState state, int trial) {
    return trial >= 0 && trial < state.progress().trials().size();
  }

  private static void keep(
      Fold fold, long ask, long row, long epochs, List<Advice.Proposal> left, boolean fell) {
    fold.emit(new StudyEvent.AdviceKept(ask, row, epochs, left, fell));
  }

  /** Decides for everything that waits, or asks and lets it wait. */
  static void fill(Fold fold) {
    if (fold.state().lifecycle().phase() != Lifecycle.Phase.RUNNING) {
      return;
    }
    sendAwayWhoDoesNotFit(fold);
    payDebts(fold);
    Commands.makeWay(fold, idleLeases(fold.state()));
    Counsel counsel = fold.state().search().counsel();
    if (!counsel.left().isEmpty()
        && (isCurrent(fold.state()) || (counsel.silent() && isFresh(fold.state())))) {
      use(fold);
    }
    if (idle(fold.state()) > 0 && fold.state().affordableEpochs() > 0) {
      askOrRank(fold);
    }
    if (fold.state().affordableEpochs() <= 0) {
      idleLeases(fold.state())
          .forEach(lease -> pause(fold, lease, Assignment.spent(fold.state(), lease.trial())));
    }
  }

  private static void sendAwayWhoDoesNotFit(Fold fold) {
    for (Lease lease : idleLeases(fold.state())) {
      if (!Timing.fits(fold.state(), lease.trial())) {
        pause(fold, lease, Assignment.spent(fold.state(), lease.trial()));
      }
    }
  }

  private static void payDebts(Fold fold) {
    for (Lease lease : idleLeases(fold.state())) {
      if (fold.state().search().owed().containsKey(lease.trial())) {
        Assignment.partialGrant(fold, lease);
      }
    }
    Assignment.goOn(fold, Dispatch::promised);
  }

  private static void askOrRank(Fold fold) {
    Counsel counsel = fold.state().search().counsel();
    boolean answeredAll = answeredAll(fold.state());
    if (!counsel.pending() && !answeredAll) {
      int jobs = idle(fold.state()) + heldBack(fold.state());
      fold.emit(new StudyEvent.AdviceAsked(counsel.asked() + 1, jobs));
    }
    if (answeredAll || counsel.silent()) {
      Ranks.fill(fold, idleLeases(fold.state()));
      trainAgain(fold);
    }
  }

  /** What was proposed goes on from its beginning where nothing else can be done. */
  private static void trainAgain(Fold fold) {
    if (heldBack(fold.state()) == 0) {
      return;
    }
    Counsel counsel = fold.state().search().counsel();
    List<Advice.Proposal> left = new ArrayList<>(counsel.left());
    left.removeIf(
        proposal ->
            isHeldBack(fold.state(), proposal)
                && fold.state().affordableEpochs() > 0
                && onFreeSlot(fold, counsel, proposal, true));
    if (left.size() != counsel.left().size()) {
      keep(fold, counsel.answered(), counsel.row(), counsel.epochs(), left, counsel.fell());
    }
  }

  /**
   * How many trials that are to go on wait for a node that has their checkpoints. The adviser, who
   * does not know of nodes, is asked for so many more, which may go on elsewhere.
   */
  static int heldBack(StudyState state) {
    Counsel counsel = state.search().counsel();
    if (!isCurrent(state) && !(counsel.silent() && isFresh(state))) {
      return 0;
    }
    int found = 0;
    for (Advice.Proposal proposal : counsel.left()) {
      found += isHeldBack(state, proposal) ? 1 : 0;
    }
    return found;
  }

  private static boolean isHeldBack(StudyState state, Advice.Proposal proposal) {
    return proposal instanceof Advice.Proposal.Go go
        && usable(state, go)
        && state.lease(go.trial()) == null
        && Placement.isBound(state, go.trial())
        && Packing.slotFor(state, go.trial()).isEmpty();
  }

  /** Whether no proposal is to be expected as things stand. */
  static boolean saysNothingMore(StudyState state) {
    return state.affordableEpochs() <= 0 || answeredAll(state) || state.search().counsel().silent();
  }

  /** Whether the adviser knows what is known now, and proposed all that it has to propose. */
  private static boolean answeredAll(StudyState state) {
    Counsel counsel = state.search().counsel();
    return counsel.fell() && isCurrent(state) && !counsel.pending();
  }

  /** Whether the newest answer was made from what is known now. */
  private static boolean isCurrent(StudyState state) {
    return age(state) == 0;
  }

  private static boolean isFresh(StudyState state) {
    return age(state) < Math.max(FRESH_EPOCHS_MIN, 2 * state.spec().resources().slots());
  }

  private static long age(StudyState state) {
    return state.progress().spending().allEpochs() - state.search().counsel().epochs();
  }

  /** Sessions that trained what they were granted, by trial. */
  static List<Lease> idleLeases(StudyState state) {
    List<Lease> idle = new ArrayList<>();
    for (Map.Entry<Integer, Lease> entry : state.cluster().leases()) {
      Lease lease = entry.getValue();
      if (lease.ending() == Lease.Ending.NONE && lease.outstandingEpochs() == 0) {
        idle.add(lease);
      }
    }
    return idle;
  }

  /** How many decisions are due. */
  private static int idle(StudyState state) {
    return idleLeases(state).size() + Packing.open(state);
  }

  /** Acts upon the proposals that are left: in place first, then on free slots, then by pausing. */
  private static void use(Fold fold) {
    if (guide(fold.state()).proposesOnly()) {
      Ranks.fill(fold, idleLeases(fold.state()));
      return;
    }
    Counsel counsel = fold.state().search().counsel();
    List<Advice.Proposal> left = new ArrayList<>();
    for (Advice.Proposal proposal : counsel.left()) {
      if (!usable(fold.state(), proposal) || fold.state().affordableEpochs() <= 0) {
        continue;
      }
      if (goOnInPlace(fold, counsel, proposal)) {
        continue;
      }
      if (onFreeSlot(fold, counsel, proposal, false)) {
        passOver(fold, left);
      } else {
        left.add(proposal);
      }
    }
    makeWay(fold, counsel, left);
    if (left.size() != counsel.left().size()) {
      keep(fold, counsel.answered(), counsel.row(), counsel.epochs(), left, counsel.fell());
    }
  }

  /** Says who was not granted a slot that was free, and why. */
  private static void passOver(Fold fold, List<Advice.Proposal> before) {
    for (Advice.Proposal proposal : before) {
      if (proposal instanceof Advice.Proposal.Go go && isHeldBack(fold.state(), go)) {
        fold.emit(Placement.passOver(fold.state(), go.trial()));
        return;
      }
    }
  }

  /** Sessions that wait leave their slots to what is proposed instead, and can go on there. */
  private static void makeWay(Fold fold, Counsel counsel, List<Advice.Proposal> left) {
    List<Advice.Proposal> unserved = new ArrayList<>(left);
    for (Lease lease : idleLeases(fold.state())) {
      for (Advice.Proposal proposal : unserved) {
        if (canGoOn(fold.state(), proposal, lease.slot().node())) {
          pause(fold, lease, new Reason.Outscored(counsel.asked(), proposal));
          unserved.remove(proposal);
          break;
        }
      }
    }
  }

  private static boolean canGoOn(StudyState state, Advice.Proposal proposal, String node) {
    return switch (proposal) {
      case Advice.Proposal.Go go -> Placement.allows(state, go.trial(), node);
      case Advice.Proposal.Start _ -> true;
    };
  }

  /** The next configuration that the adviser proposes for a new trial, if it does; once only. */
  static Advice.Proposal.@Nullable Start takeStart(Fold fold) {
    Counsel counsel = fold.state().search().counsel();
    if (!guides(fold.state()) || !isFresh(fold.state())) {
      return null;
    }
    for (Advice.Proposal proposal : counsel.left()) {
      if (proposal instanceof Advice.Proposal.Start start && usable(fold.state(), start)) {
        List<Advice.Proposal> left = new ArrayList<>(counsel.left());
        left.remove(proposal);
        keep(fold, counsel.answered(), counsel.row(), counsel.epochs(), left, counsel.fell());
        return start;
      }
    }
    return null;
  }

  private static boolean goOnInPlace(Fold fold, Counsel counsel, Advice.Proposal proposal) {
    if (!(proposal instanceof Advice.Proposal.Go go)) {
      return false;
    }
    Lease lease = fold.state().lease(go.trial());
    if (lease == null) {
      return false;
    }
    leaveRung(fold, go.trial());
    int limit = Assignment.affordable(fold.state(), go.trial(), lease.reported(), go.epochLimit());
    fold.emit(new StudyEvent.LeaseExtended(go.trial(), lease.fence(), limit, because(counsel, go)));
    return true;
  }

  private static boolean onFreeSlot(
      Fold fold, Counsel counsel, Advice.Proposal proposal, boolean anew) {
    Optional<Slot> slot = slotFor(fold.state(), proposal, anew);
    if (slot.isEmpty()) {
      return proposal instanceof Advice.Proposal.Go go && oweIfAlone(fold, go);
    }
    int number =
        switch (proposal) {
          case Advice.Proposal.Go go -> {
            leaveRung(fold, go.trial());
            Placement.leaveBehind(fold, go.trial(), slot.get());
            yield go.trial();
          }
          case Advice.Proposal.Start start -> create(fold, start);
        };
    Trial trial = fold.state().trial(number);
    int limit =
        Assignment.affordable(fold.state(), number, trial.resumeEpoch(), proposal.epochLimit());
    fold.emit(
        new StudyEvent.LeaseGranted(
            number,
            fold.state().cluster().nextFence(),
            slot.get(),
            trial.latest(),
            limit,
            because(counsel, proposal)));
    return true;
  }

  private static Optional<Slot> slotFor(StudyState state, Advice.Proposal proposal, boolean anew) {
    return switch (proposal) {
      case Advice.Proposal.Go go -> Packing.slotFor(state, go.trial(), anew);
      case Advice.Proposal.Start s -> Packing.slot(state);
    };
  }

  /** A trial for which a device must be emptied first is owed its way. */
  private static boolean oweIfAlone(Fold fold, Advice.Proposal.Go go) {
    if (!fold.state().cluster().alone().containsKey(go.trial())) {
      return false;
    }
    leaveRung(fold, go.trial());
    Packing.owe(
        fold, go.trial(), new Search.Debt(go.epochLimit(), Reason.Interruption.UNPACKED, null));
    return true;
  }

  private static int create(Fold fold, Advice.Proposal.Start start) {
    int number = fold.state().progress().trials().size();
    Configuration configuration =
        Assignment.free(fold.state(), start.configuration()).orElseThrow();
    int bracket = Dispatch.bracketForNew(fold.state()).orElseThrow();
    fold.emit(new StudyEvent.TrialCreated(number, configuration, bracket));
    return number;
  }

  static Reason because(Counsel counsel, Advice.Proposal proposal) {
    return new Reason.Advised(counsel.answered(), counsel.row(), proposal.evidence());
  }

  /** A trial that goes on by advice no longer waits in its rung. */
  static void leaveRung(Fold fold, int number) {
    StudyState state = fold.state();
    Trial trial = state.trial(number);
    Bracket bracket = state.bracket(trial.bracket());
    int rung = trial.rung() - 1;
    if (state.waits(trial) && rung < bracket.top()) {
      Position position = bracket.position(rung, state.standing(trial, rung), !state.mayCreate());
      fold.emit(new StudyEvent.RungLeft(number, position));
    }
  }

  private static void pause(Fold fold, Lease lease, Reason reason) {
    fold.emit(new StudyEvent.PauseOrdered(lease.trial(), lease.fence(), reason));
  }

  private static boolean usable(StudyState state, Advice.Proposal proposal) {
    return switch (proposal) {
      case Advice.Proposal.Go go -> mayGoOn(state, go);
      case Advice.Proposal.Start start ->
          start.epochLimit() >= 1
              && (Reach.inSeconds(state) || start.epochLimit() <= state.spec().fidelity().max())
              && state.mayCreate()
              && Timing.fitsNew(state)
              && (guide(state).proposesOnly() || Dispatch.bracketForNew(state).isPresent())
              && isInSpace(state.spec().space(), start.configuration())
              && (state.spec().space().catalogue().isPresent()
                  || Stage.of(state).admits(start.configuration()))
              && Assignment.free(state, start.configuration()).isPresent();
    };
  }

  private static boolean mayGoOn(StudyState state, Advice.Proposal.Go go) {
    if (!exists(state, go.trial())) {
      return false;
    }
    Trial trial = state.trial(go.trial());
    return state.standsStill(go.trial())
        && Timing.fits(state, go.trial())
        && Reach.mayGoOn(state, trial)
        && go.epochLimit() > trial.epochs()
        && (Reach.inSeconds(state) || go.epochLimit() <= state.bracket(trial.bracket()).maximum());
  }

  private static boolean isInSpace(SearchSpace space, Configuration configuration) {
    return configuration.names().equals(space.names())
        && space.violations(configuration.asMap()).isEmpty();
  }
}
