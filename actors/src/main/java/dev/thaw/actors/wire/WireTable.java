package dev.thaw.actors.wire;

import dev.thaw.actors.broker.SlotBroker;
import dev.thaw.actors.directory.StudyDirectory;
import dev.thaw.actors.directory.StudyLine;
import dev.thaw.actors.journal.SealedTypes;
import dev.thaw.actors.node.GpuNode;
import dev.thaw.actors.node.NodeDeparture;
import dev.thaw.actors.node.ReportBatch;
import dev.thaw.actors.node.SlotQuarantine;
import dev.thaw.actors.session.TrialTerms;
import dev.thaw.actors.study.StudyAnswer;
import dev.thaw.actors.study.StudyOpened;
import dev.thaw.actors.study.StudySupervisor;
import dev.thaw.actors.trial.SessionReport;
import dev.thaw.actors.trial.StudyReport;
import dev.thaw.actors.watch.JournalWatch;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Effect;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that may travel between processes; nothing else is written or read.
 *
 * <p>A component that is added to a record which older versions send is listed in {@link #LATE}. A
 * record that changes in another way gets a new version. Nodes of the version before must still
 * understand what is sent, so one release adds the row of the new version and goes on sending the
 * old, and only the next sends the new.
 */
final class WireTable {

  /** The messages, each with the version of its format. */
  static final List<WireType> MESSAGES =
      List.of(
          WireType.of(1, SlotBroker.RegisterNode.class),
          WireType.of(1, SlotBroker.RequestSlots.class),
          WireType.of(1, SlotBroker.ReleaseSlots.class),
          WireType.of(1, SlotBroker.SlotsOffered.class),
          WireType.of(1, SlotBroker.SlotsLost.class),
          WireType.of(1, SlotBroker.SlotsAllowed.class),
          WireType.of(1, GpuNode.CarryOut.class),
          WireType.of(1, GpuNode.KeepCheckpoints.class),
          WireType.of(1, GpuNode.BatchTaken.class),
          WireType.of(1, GpuNode.NameTaken.class),
          WireType.of(1, ReportBatch.class),
          WireType.of(1, StudySupervisor.OpenStudy.class),
          WireType.of(1, StudyOpened.class),
          WireType.of(1, StudySupervisor.StopStudy.class),
          WireType.of(1, StudySupervisor.SetShare.class),
          WireType.of(1, StudySupervisor.Entitled.class),
          WireType.of(1, StudySupervisor.ExtendStudy.class),
          WireType.of(1, StudySupervisor.Spendable.class),
          WireType.of(1, StudySupervisor.GiveCommand.class),
          WireType.of(1, StudySupervisor.Describe.class),
          WireType.of(1, StudySupervisor.Wake.class),
          WireType.of(1, StudyAnswer.class),
          WireType.of(1, StudyDirectory.Enter.class),
          WireType.of(1, StudyDirectory.Stands.class),
          WireType.of(1, StudyDirectory.Unopened.class),
          WireType.of(1, StudyDirectory.Find.class),
          WireType.of(1, StudyDirectory.Name.class),
          WireType.of(1, StudyDirectory.Page.class),
          WireType.of(1, JournalWatch.AskPulse.class),
          WireType.of(1, JournalWatch.Answering.class));

  /** Interfaces inside messages whose records are told apart by name; those of core are known. */
  static final List<SealedTypes> PARTS =
      List.of(
          SealedTypes.of(
              StudyReport.class,
              List.of(SessionReport.class, SlotQuarantine.class, NodeDeparture.class)));

  /**
   * Components, of messages or of records inside them, that older versions do not send. They are
   * read as absent, so each is {@code @Nullable} or an {@code Optional} of some kind.
   */
  static final Map<Class<?>, Set<String>> LATE =
      Map.of(
          SessionReport.EpochTrained.class, Set.of("processorSeconds", "inEffect"),
          TrialTerms.class, Set.of("onProcessors", "steering"),
          SlotBroker.RegisterNode.class, Set.of("store", "label"),
          SlotBroker.SlotsOffered.class, Set.of("store", "label"),
          StudySupervisor.ExtendStudy.class, Set.of("key"),
          StudySupervisor.GiveCommand.class, Set.of("key"),
          StudyLine.class, Set.of("paused"),
          Effect.StartSession.class, Set.of("maximum"),
          CheckpointRef.class, Set.of("owner"));

  private WireTable() {}
}
