package dev.thaw.core.study;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.BracketPlan;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.share.Share;
import dev.thaw.core.share.ShareChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides what follows from an input: one method for each kind of input. */
final class Decider {

  private static final Reply ACCEPTED = new Reply.Accepted();

  /**
   * How many trials in a row may fail before their first epoch. Large enough that a space of which
   * nine tenths cannot be trained is hardly ever given up: 0.9 to the power of 50 is 0.005.
   */
  private static final int FRUITLESS_TRIALS_MAX = 50;

  private Decider() {}

  static Decision decide(@Nullable StudyState state, StudyInput input) {
    if (state == null) {
      return open(input);
    }
    var fold = new Fold(state, input.at());
    Reply reply =
        switch (input) {
          case StudyInput.Opened in -> reopen(fold, in);
          case StudyInput.Recovered in -> recover(fold, in);
          case StudyInput.NodeJoined in -> join(fold, in);
          case StudyInput.SlotQuarantined in -> quarantine(fold, in);
          case StudyInput.NodeSilent in -> miss(fold, in);
          case StudyInput.SilenceEnded in -> silenceEnded(fold, in);
          case StudyInput.NodeLeaving in -> leaving(fold, in);
          case StudyInput.SlotsAllowed in -> allow(fold, in.slots());
          case StudyInput.ShareRequested in -> share(fold, in.change());
          case StudyInput.NodeLost in -> leave(fold, in.node());
          case StudyInput.SessionStarted in -> started(fold, in);
          case StudyInput.EpochReported in -> Reports.epoch(fold, in);
          case StudyInput.CheckpointSaved in -> saved(fold, in);
          case StudyInput.SessionEnded in -> sessionEnded(fold, in);
          case StudyInput.SessionFailed in -> Reports.sessionFailed(fold, in);
          case StudyInput.DeadlinePassed in -> passed(fold);
          case StudyInput.BudgetRequested in -> extend(fold, in);
          case StudyInput.AdviceGiven in -> Guidance.given(fold, in.advice());
          case StudyInput.AdviceOverdue in -> Guidance.overdue(fold, in.ask());
          case StudyInput.CommandGiven in -> Commands.given(fold, in);
          case StudyInput.StopRequested in -> stop(fold, StudyEnd.STOP_REQUESTED);
        };
    if (fold.changed()) {
      Commands.endWhoLeft(fold);
      Course.follow(fold);
      endIfNothingWorks(fold);
      Sharing.fit(fold);
      Races.judge(fold);
      fill(fold);
      while (Ceilings.raise(fold) || Races.judge(fold)) {
        fill(fold);
      }
      Grants.time(fold);
      Eviction.fit(fold);
      if (Generations.matter(fold.state().spec())) {
        Eviction.release(fold);
      }
      Forks.release(fold);
      endIfDone(fold);
    }
    return fold.decision(reply);
  }

  private static Decision open(StudyInput input) {
    if (!(input instanceof StudyInput.Opened opened)) {
      throw new IllegalArgumentException("the first input (%s) must be Opened.".formatted(input));
    }
    var fold = Fold.begin(new StudyEvent.StudyOpened(opened.spec()), input.at());
    Budget budget = opened.spec().budget().from(input.at());
    if (!budget.equals(opened.spec().budget())) {
      fold.emit(new StudyEvent.BudgetSet(budget));
    }
    List<BracketPlan> plans = Dispatch.initialPlans(opened.spec());
    for (int number = 0; number < plans.size(); number++) {
      fold.emit(new StudyEvent.BracketOpened(number, plans.get(number)));
    }
    setDeadline(fold);
    Course.follow(fold);
    if (fold.state().lifecycle().phase() == Lifecycle.Phase.ENDING) {
      endIfDone(fold);
    }
    return fold.decision(ACCEPTED);
  }

  /** Says by when the clock ends the study. */
  static void setDeadline(Fold fold) {
    Instant end =
        fold.state().lifecycle().phase() == Lifecycle.Phase.RUNNING
            ? Timing.clockEnd(fold.state())
            : null;
    if (end != null && !end.equals(fold.state().lifecycle().deadline())) {
      fold.emit(new StudyEvent.DeadlineSet(end));
    }
  }

  private static Reply reopen(Fold fold, StudyInput.Opened in) {
    StudySpec here = fold.state().spec();
    if (here.equals(in.spec())) {
      return ACCEPTED;
    }
    List<String> differing = SpecKeys.differing(here, in.spec());
    return new Reply.Refused(
        """
        study (%s) was begun with another spec; other are: %s.
        Maybe %sgive the new one another name, such as --set study=%s-2: no name is ever free \
        again.\
        """
            .formatted(
                here.name(),
                String.join(", ", differing),
                differing.equals(List.of("budget"))
                    ? "extend the study that is there, as by thaw extend %s; or "
                        .formatted(here.name())
                    : "",
                here.name()));
  }

  private static Reply recover(Fold fold, StudyInput.Recovered in) {
    if (fold.state().lifecycle().phase() != Lifecycle.Phase.ENDED) {
      Boolean live = in.sessionsLive();
      fold.emit(new StudyEvent.StudyTakenOver(live == null ? in.nodePatience() != null : live));
      setDeadline(fold);
      Grants.timeAgain(fold);
      if (in.nodePatience() != null) {
        missAll(fold, in.at().plus(in.nodePatience()));
      }
    }
    return ACCEPTED;
  }

  private static void missAll(Fold fold, Instant until) {
    Cluster cluster = fold.state().cluster();
    for (Map.Entry<String, Cluster.Node> entry : cluster.nodes()) {
      Instant before = cluster.tenure().silent().get(entry.getKey());
      if (before == null || before.isBefore(until)) {
        fold.emit(new StudyEvent.NodeMissed(entry.getKey(), until));
      }
    }
  }

  private static Reply join(Fold fold, StudyInput.NodeJoined in) {
    if (fold.state().lifecycle().phase() == Lifecycle.Phase.ENDED) {
      return new Reply.Refused("the study is over");
    }
    Cluster.Node known = fold.state().cluster().nodes().get(in.node());
    var now = new Cluster.Node(in.incarnation(), in.slots(), in.store(), in.label());
    if (now.equals(known) && !fold.state().cluster().tenure().silent().containsKey(in.node())) {
      return ACCEPTED; // Said again, because nobody knows what was heard.
    }
    if (known != null && !known.incarnation().equals(in.incarnation())) {
      loseLeasesOf(fold, in.node());
    }
    fold.emit(
        new StudyEvent.NodeAdded(in.node(), in.incarnation(), in.slots(), in.store(), in.label()));
    return ACCEPTED;
  }

  /** What is said of an earlier life of the node, or twice, changes nothing. */
  private static Reply quarantine(Fold fold, StudyInput.SlotQuarantined in) {
    Cluster.Node node = fold.state().cluster().nodes().get(in.node());
    var slot = new Slot(in.node(), in.slot());
    if (node != null
        && node.incarnation().equals(in.incarnation())
        && !fold.state().cluster().quarantined().containsKey(slot)) {
      fold.emit(new StudyEvent.SlotQuarantined(in.node(), in.slot(), in.reason()));
    }
    return ACCEPTED;
  }

  /** The first silence counts; a node that was heard of in between is silent anew. */
  private static Reply miss(Fold fold, StudyInput.NodeSilent in) {
    Cluster cluster = fold.state().cluster();
    if (cluster.nodes().containsKey(in.node())
        && !cluster.tenure().silent().containsKey(in.node())) {
      fold.emit(new StudyEvent.NodeMissed(in.node(), in.at().plus(in.patience())));
    }
    return ACCEPTED;
  }

  private static Reply silenceEnded(Fold fold, StudyInput.SilenceEnded in) {
    Instant until = fold.state().cluster().tenure().silent().get(in.node());
    return in.until().equals(until) ? leave(fold, in.node()) : ACCEPTED;
  }

  private static Reply leaving(Fold fold, StudyInput.NodeLeaving in) {
    Cluster.Node node = fold.state().cluster().nodes().get(in.node());
    if (node != null && node.incarnation().equals(in.incarnation())) {
      Sharing.leave(fold, in.node());
    }
    return ACCEPTED;
  }

  /** What changes nothing, because the study holds less anyway, is not worth a row. */
  private static Reply allow(Fold fold, int slots) {
    if (slots < 0) {
      return new Reply.Refused("slots (%d) must be at least 0".formatted(slots));
    }
    boolean binds = slots < fold.state().cluster().slots();
    if (binds || slots > fold.state().cluster().tenure().allowed()) {
      fold.emit(new StudyEvent.AllowanceSet(slots));
    }
    return ACCEPTED;
  }

  private static Reply share(Fold fold, ShareChange change) {
    if (fold.state().lifecycle().phase() == Lifecycle.Phase.ENDED) {
      return new Reply.Refused("the study is over");
    }
    Share before = fold.state().cluster().tenure().share();
    try {
      Share after = change.applyTo(before);
      if (!after.equals(before)) {
        fold.emit(new StudyEvent.ShareSet(after));
      }
      return ACCEPTED;
    } catch (IllegalArgumentException none) {
      return new Reply.Refused(String.valueOf(none.getMessage()));
    }
  }

  private static Reply leave(Fold fold, String node) {
    if (fold.state().cluster().nodes().containsKey(node)) {
      loseLeasesOf(fold, node);
      fold.emit(new StudyEvent.NodeRemoved(node));
    }
    return ACCEPTED;
  }

  private static void loseLeasesOf(Fold fold, String node) {
    for (Lease lease : leases(fold.state())) {
      if (lease.slot().node().equals(node)) {
        fold.emit(new StudyEvent.LeaseEnded(lease.trial(), lease.fence(), false));
        oweIfCutShort(fold, lease, Reason.Interruption.LEASE_LOST);
      }
    }
  }

  private static List<Lease> leases(StudyState state) {
    List<Lease> found = new ArrayList<>();
    for (Map.Entry<Integer, Lease> entry : state.cluster().leases()) {
      found.add(entry.getValue());
    }
    return found;
  }

  /** A trial whose lease ends before it trained what the lease allows is owed the rest. */
  static void oweIfCutShort(Fold fold, Lease lease, Reason.Interruption why) {
    Trial trial = fold.state().trial(lease.trial());
    boolean owedAlready = fold.state().search().owed().containsKey(lease.trial());
    boolean ending = fold.state().byHand().ending().contains(lease.trial());
    if (trial.status().ended() || owedAlready || ending) {
      return;
    }
    boolean timed = Reach.inSeconds(fold.state());
    if (trial.epochs() < lease.epochLimit() && !isDone(fold, trial, lease)) {
      fold.emit(new StudyEvent.ResumeOwed(lease.trial(), lease.epochLimit(), why));
    } else if (timed && Reach.needsNoAdvice(fold.state(), trial) && !fold.state().waits(trial)) {
      int level = bracketOf(fold.state(), trial).rungs().get(trial.rung()).epochs();
      int limit = Reach.target(fold.state(), trial, level);
      fold.emit(new StudyEvent.ResumeOwed(lease.trial(), limit, why));
    }
  }

  /** Whether a trial used up its time, and is decided on like those that stopped by themselves. */
  private static boolean isDone(Fold fold, Trial trial, Lease lease) {
    Lease.Grant grant = lease.grant();
    boolean over = grant != null && !fold.at().isBefore(grant.until());
    if (Reach.inSeconds(fold.state())) {
      return over || fold.state().waits(trial);
    }
    boolean cut = over && lease.ending() == Lease.Ending.HALT;
    return cut && !Reach.needsNoAdvice(fold.state(), trial);
  }

  private static Reply started(Fold fold, StudyInput.SessionStarted in) {
    Lease lease = fold.lease(in.trial(), in.fence());
    if (lease == null) {
      return new Reply.StaleFence(in.trial(), in.fence());
    }
    if (fold.state().trial(in.trial()).status() == TrialStatus.STARTING) {
      fold.emit(new StudyEvent.LeaseStarted(in.trial(), in.fence()));
    }
    return ACCEPTED;
  }

  private static Reply saved(Fold fold, StudyInput.CheckpointSaved in) {
    if (fold.lease(in.trial(), in.fence()) == null) {
      return new Reply.StaleFence(in.trial(), in.fence());
    }
    Trial trial = fold.state().trial(in.trial());
    if (in.epoch() < 1 || in.epoch() > trial.epochs()) {
      return new Reply.Refused(
          "epoch (%d) of the checkpoint must be in 1..%d, the epochs of trial %d"
              .formatted(in.epoch(), trial.epochs(), in.trial()));
    }
    var checkpoint = new CheckpointRef(in.fence(), in.epoch());
    if (trial.latest() == null || checkpoint.isNewerThan(trial.latest())) {
      fold.emit(new StudyEvent.CheckpointRecorded(in.trial(), checkpoint, in.bytes()));
    }
    return ACCEPTED;
  }

  private static Reply sessionEnded(Fold fold, StudyInput.SessionEnded in) {
    Lease lease = fold.lease(in.trial(), in.fence());
    if (lease == null) {
      return new Reply.StaleFence(in.trial(), in.fence());
    }
    fold.emit(new StudyEvent.LeaseEnded(in.trial(), in.fence(), fold.slotExists(lease)));
    oweIfCutShort(fold, lease, whyCutShort(fold.state(), lease));
    return ACCEPTED;
  }

  /** Why a lease ends before its trial trained what it was granted. */
  static Reason.Interruption whyCutShort(StudyState state, Lease lease) {
    if (lease.ending() == Lease.Ending.NONE) {
      return Reason.Interruption.LEASE_LOST;
    }
    if (state.lifecycle().phase() != Lifecycle.Phase.RUNNING || Confirming.closes(state)) {
      return Reason.Interruption.STUDY_ENDED;
    }
    if (!state.isOpen()) {
      return state.byHand().paused()
          ? Reason.Interruption.STUDY_PAUSED
          : Reason.Interruption.OUT_OF_HOURS;
    }
    if (state.cluster().offered(lease.slot()) == null) {
      return Reason.Interruption.SLOT_GIVEN_UP;
    }
    return state.lifecycle().terms().landing() && state.cluster().reserved() == null
        ? Reason.Interruption.LANDS_FIRST
        : Reason.Interruption.DEVICE_NEEDED;
  }

  private static Reply passed(Fold fold) {
    Course.follow(fold);
    return ACCEPTED;
  }

  /** Why a study that is over would end at once again with a budget; null if it would not. */
  private static @Nullable StudyEnd endAgain(Fold fold, Budget budget) {
    var rehearsal = new Fold(fold.state(), fold.at());
    rehearsal.emit(new StudyEvent.BudgetSet(budget));
    rehearsal.emit(new StudyEvent.StudyReopened());
    Course.follow(rehearsal);
    endIfNothingWorks(rehearsal);
    endIfDone(rehearsal);
    Lifecycle after = rehearsal.state().lifecycle();
    return after.phase() == Lifecycle.Phase.RUNNING ? null : endOf(rehearsal.state());
  }

  /** A change is made once for each key, however often it is asked for. */
  private static Reply extend(Fold fold, StudyInput.BudgetRequested in) {
    String key = in.key();
    BudgetChange asked = key == null ? null : fold.state().lifecycle().terms().asked(key);
    if (asked != null) {
      return asked.equals(in.change())
          ? ACCEPTED
          : new Reply.Refused(
              "key (%s) must be that of one change, and was used for another.\nMaybe ask with a new one."
                  .formatted(key));
    }
    if (key != null && fold.state().byHand().given(key) != null) {
      return new Reply.Refused(
          "key (%s) must be that of one change, and was used for a command.\nMaybe ask with a new one."
              .formatted(key));
    }
    Reply reply = extend(fold, in.change());
    if (key != null && reply.equals(ACCEPTED)) {
      fold.emit(new StudyEvent.RequestKept(key, in.change()));
    }
    return reply;
  }

  /** A study that is over goes on if the limit that ended it was raised. */
  private static Reply extend(Fold fold, BudgetChange change) {
    Budget before = fold.state().budget();
    Budget after;
    try {
      after = change.applyTo(before);
    } catch (IllegalArgumentException | ArithmeticException none) {
      return new Reply.Refused(String.valueOf(none.getMessage()));
    }
    if (after.equals(before)) {
      return ACCEPTED;
    }
    boolean over = fold.state().lifecycle().phase() != Lifecycle.Phase.RUNNING;
    StudyEnd again = over ? endAgain(fold, after) : null;
    if (again != null) {
      return new Reply.Refused(
          "the study is over, and would be at once again: %s.\nMaybe raise that limit further%s."
              .formatted(
                  again.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                  spent(fold.state(), again)));
    }
    fold.emit(new StudyEvent.BudgetSet(after));
    if (over) {
      fold.emit(new StudyEvent.StudyReopened());
    }
    setDeadline(fold);
    return ACCEPTED;
  }

  /** How much is spent of what ended a study, where that is a number; otherwise nothing. */
  private static String spent(StudyState state, StudyEnd why) {
    return switch (why) {
      case EPOCHS_SPENT -> ": %d epochs are spent".formatted(state.progress().spending().epochs());
      case TRIALS_SPENT -> ": %d trials are spent".formatted(state.trialsSpent());
      default -> "";
    };
  }

  static Reply stop(Fold fold, StudyEnd why) {
    if (fold.state().lifecycle().phase() == Lifecycle.Phase.RUNNING) {
      fold.emit(new StudyEvent.StudyEnding(why));
      for (Lease lease : leases(fold.state())) {
        if (lease.ending() == Lease.Ending.NONE) {
          fold.emit(
              new StudyEvent.PauseOrdered(lease.trial(), lease.fence(), new Reason.Ending(why)));
        }
      }
    }
    return ACCEPTED;
  }

  /**
   * A trainer that cannot train anything would otherwise be tried for as long as the budget lasts.
   */
  private static void endIfNothingWorks(Fold fold) {
    if (fold.state().search().fruitless() >= FRUITLESS_TRIALS_MAX) {
      stop(fold, StudyEnd.EVERYTHING_FAILS);
    }
  }

  private static void endIfDone(Fold fold) {
    StudyState state = fold.state();
    if (!state.cluster().leases().isEmpty()) {
      return;
    }
    switch (state.lifecycle().phase()) {
      case RUNNING -> {
        if (state.isOpen() && nothingToDo(state) && !confirmFirst(fold)) {
          fold.emit(new StudyEvent.StudyEnded(nothingLeft(fold.state())));
        }
      }
      case ENDING -> fold.emit(new StudyEvent.StudyEnded(endOf(state)));
      case ENDED -> {}
    }
  }

  /**
   * Begins what is left to do once there is nothing else; false if that is nothing either. What was
   * kept back for confirmations that cannot be is the search's again.
   */
  private static boolean confirmFirst(Fold fold) {
    Confirming.begin(fold, null);
    fill(fold);
    return !fold.state().cluster().leases().isEmpty() || !nothingToDo(fold.state());
  }

  private static void fill(Fold fold) {
    Packing.makeRoom(fold);
    Landing.fill(fold);
    if (Guidance.guides(fold.state())) {
      Guidance.fill(fold);
    } else {
      Assignment.fillFreeSlots(fold);
    }
  }

  static boolean nothingToDo(StudyState state) {
    if (Packing.waiting(state).isPresent()) {
      return false;
    }
    return Guidance.guides(state)
        ? Guidance.saysNothingMore(state)
            && Guidance.heldBack(state) == 0
            && Ranks.next(state).isEmpty()
        : Dispatch.next(state).isEmpty();
  }

  private static StudyEnd endOf(StudyState state) {
    StudyEnd end = state.lifecycle().end();
    return end == null ? StudyEnd.STOP_REQUESTED : end;
  }

  private static StudyEnd nothingLeft(StudyState state) {
    StudyEnd before = Confirming.end(state);
    if (before != null) {
      return before;
    }
    if (state.epochsSpent() || Confirming.lacksEpochs(state)) {
      return StudyEnd.EPOCHS_SPENT;
    }
    if (state.budget().isInTime() && Dispatch.wantsTime(state)) {
      return Timing.nearest(state);
    }
    boolean trialsSpent = !state.search().exhausted() && !state.mayCreate();
    return trialsSpent ? StudyEnd.TRIALS_SPENT : StudyEnd.SEARCH_EXHAUSTED;
  }

  /** The bracket that a trial climbs. */
  static Bracket bracketOf(StudyState state, Trial trial) {
    return state.bracket(trial.bracket());
  }
}
