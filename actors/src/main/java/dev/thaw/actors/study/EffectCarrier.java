package dev.thaw.actors.study;

import dev.thaw.actors.session.TrialTerms;
import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.StudyState;
import java.util.ArrayList;
import java.util.List;

/** Carries out what a study has decided. Confined to its supervisor. */
final class EffectCarrier {

  private final KnownNodes nodes;
  private final SlotRequests requests;
  private final AdviserLink adviser;
  private final Alarms alarms;
  private final StudyHome home;

  EffectCarrier(
      KnownNodes nodes, SlotRequests requests, AdviserLink adviser, Alarms alarms, StudyHome home) {
    this.nodes = nodes;
    this.requests = requests;
    this.adviser = adviser;
    this.alarms = alarms;
    this.home = home;
  }

  /**
   * Carries effects out; each may be carried out again.
   *
   * @param state the state that they follow from
   * @param row the number of the last row of the journal
   */
  void carryOut(StudyState state, long row, List<Effect> effects) {
    List<Effect.OnSlot> orders = new ArrayList<>();
    List<Effect.KeepCheckpoints> keeps = new ArrayList<>();
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.OnSlot order -> orders.add(order);
        case Effect.KeepCheckpoints keep -> keeps.add(keep);
        case Effect.ArmSilence arm -> alarms.silence(arm.node(), arm.until());
        case Effect.RequestSlots _ -> requests.send(state);
        case Effect.ArmDeadline arm -> alarms.deadline(arm.deadline());
        case Effect.AskAdvice ask -> ask(state, row, ask);
        case Effect.ArmPatience arm -> alarms.patience(arm.ask());
        case Effect.AnnounceEnd _ -> announceEnd(state);
      }
    }
    nodes.keep(keeps);
    nodes.carryOut(TrialTerms.of(state.spec()), orders);
  }

  void ask(StudyState state, long row, Effect.AskAdvice ask) {
    adviser.ask(state, new Adviser.Question(ask.ask(), ask.jobs(), row));
    alarms.askAgain(ask.ask());
  }

  private void announceEnd(StudyState state) {
    requests.release();
    home.stands(state);
    alarms.sign(true);
  }
}
