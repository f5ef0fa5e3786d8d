package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.Commands;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalFailure;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.lanes.LaneFiles;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.replay.ChangeSearch;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.JournalTotals;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.topology.ItsDeal;
import org.gale.engine.storm.topology.SpareLpis;
import org.gale.engine.storm.topology.Topology;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.Intid;

/** Messages about storms that ended early: the reason, the place and the remedy. Changes nothing. */
public final class StormFailures
{
    private static final long NONE = 0;

    private StormFailures()
    {
    }

    /** {@return the message about a storm that failed, diverged or was stopped by a condition; null of another} */
    static String of(final StormResult result, final StormProver.ProverVerdict verdict, final StormPlan plan,
        final StormJournal journal, final StormMachines machines)
    {
        final StormVerdict.Stop stop = result.verdict().stop();
        final String ended = result.verdict().failure() == null ? verdict.failure() :
            message(result, plan.workload().topology(), journal.directory(), journal.failure(),
            plan.machine().gicv4() == null ? null : machines.factory(), plan.spelling());

        return ended == null && stop != null ? stopMessage(stop, journal.directory(), plan.spelling()) : ended;
    }

    /**
     * Returns the message about a storm that failed.
     *
     * @param topology of the storm
     * @param journal its directory, or null if there is none
     * @param failure why the journal accepts nothing more, or null
     * @param machines makes the GICv4 host of the storm, to find the command that lost an interrupt; else null
     * @param spelling of settings and replays
     */
    public static String message(
        final StormResult result,
        final Topology topology,
        final Path journal,
        final JournalFailure failure,
        final MachineFactory machines,
        final Spelling spelling)
    {
        if (result.verdict().broken() != null)
        {
            return brokenMessage(result, topology, journal, machines, spelling);
        }
        if (failure != null)
        {
            return journalMessage(result, journal, failure, spelling);
        }

        return result.verdict().failure() + "\n  Stopped after command " +
            NumberText.count(result.journal().commands()) + '.';
    }

    /**
     * Returns the failure of a run that touched a mapped file which is shorter than it was.
     *
     * @param fault   of the JVM
     * @param lanes   null if there are none
     * @param journal its directory, or null if there is none
     * @return a failure that names the file and what to do
     * @throws InternalError {@code fault}, if every file has its length
     */
    static OutcomeException ofMappedFile(
        final InternalError fault, final LaneFiles lanes, final StormPlan plan, final Path journal)
    {
        final Path lane = lanes == null ? null : lanes.firstCut();
        final Path ramFile = plan.settings().get(StormSettings.RAM_FILE);
        final boolean isRam = ramFile != null && isShort(ramFile, plan.machine().ramBytes());
        if (lane == null && !isRam)
        {
            throw fault;
        }
        final String file = lane != null ? "the lane file " + lane :
            plan.spelling().of(StormSettings.RAM_FILE) + ' ' + ramFile;

        return new OutcomeException(Outcome.RESOURCES,
            file + ": another process has cut it short while it was in use." +
            (journal == null ? "" : kept(plan, journal)), fault);
    }

    /**
     * Returns the failure of engines of which the host has refused one, with what to do. Journals of all are closed.
     *
     * @param whole   storm of all engines
     * @param journal directory of their journals
     */
    public static OutcomeException ofEngine(
        final OutcomeException failure, final StormPlan whole, final Path journal)
    {
        return failure.outcome() != Outcome.RESOURCES ? failure :
            new OutcomeException(failure.outcome(), failure.getMessage() + kept(whole, journal), failure);
    }

    private static String kept(final StormPlan plan, final Path journal)
    {
        return "\n  Everything acknowledged is in " + journal +
            (plan.isVirtual() ? ". Run it again: " : ". Continue: ") +
            onward(plan.isVirtual(), journal, plan.spelling());
    }

    /** Returns how a storm comes to its end that a full or broken file has stopped. */
    private static String onward(final boolean isVirtual, final Path journal, final Spelling spelling)
    {
        return isVirtual ? spelling.again(journal) : spelling.storm(StormSettings.RESUME, journal);
    }

    private static boolean isShort(final Path file, final long lengthBytes)
    {
        try
        {
            return Files.size(file) < lengthBytes;
        }
        catch (final IOException ex)
        {
            return true;
        }
    }

    /** Returns the message of a storm that its condition ended. */
    static String stopMessage(final StormVerdict.Stop stop, final Path journal, final Spelling spelling)
    {
        if (stop.explained() == null)
        {
            return stop.text("");
        }
        final long command = stop.explained().outlier().command();
        final String what = stop.text(", set pending by command " + NumberText.count(command));

        return journal == null ? what + "\n  There is no journal to go there with: run it again with " +
            spelling.of(StormSettings.JOURNAL) + " DIR." :
            what + "\n  Go there: " + spelling.step(journal, command);
    }

    private static String brokenMessage(
        final StormResult result,
        final Topology topology,
        final Path journal,
        final MachineFactory machines,
        final Spelling spelling)
    {
        final InvariantBrokenException broken = result.verdict().broken();
        final long culprit = journal == null ? NONE : culprit(journal, topology, broken);
        final String finding = culprit == NONE ? broken.finding() : broken.finding().replace(
            ", set pending,", ", set pending by command " + NumberText.count(culprit) + ',');
        final String what = culprit == NONE && !broken.promise().equals(UntakenInterrupts.PROMISE) ?
            broken.getMessage() : broken.promise() + " broken: " + finding + '.';
        final String stopped = "\n  Stopped at command " + NumberText.count(broken.sequence()) + ". ";
        final ChangeSearch.FieldChange lost = culprit == NONE || machines == null ? null :
            LostCommand.find(journal, machines, culprit, broken.sequence(), OwnerId.vmId(broken.owner()),
            Intid.id(broken.intid()));

        return what + lostBy(lost, culprit) + stopped + (journal == null ?
            "There is no journal to go there with: run it again with " + spelling.of(StormSettings.JOURNAL) + " DIR." :
            "Go there: " + spelling.step(journal, lost != null ? lost.sequence() - 1 :
            culprit == NONE ? broken.soundSequence() : culprit));
    }

    /** Returns a sentence on the command that lost an interrupt, or nothing if it is not known. */
    private static String lostBy(final ChangeSearch.FieldChange lost, final long culprit)
    {
        return lost == null ? "" : "\n  Lost by command " + NumberText.count(lost.sequence()) +
            (lost.sequence() == culprit ? " itself: " : ": ") + lost.command() + '.';
    }

    /**
     * {@return the last command before the stop that set the LPI pending, or none: each LPI of a storm has one event}
     */
    private static long culprit(
        final Path journal, final Topology topology, final InvariantBrokenException broken)
    {
        final boolean isOfOne = broken.promise().equals("P1") || broken.promise().equals(UntakenInterrupts.PROMISE);
        if (!isOfOne || OwnerId.isPhysical(broken.owner()) ||
            Intid.type(broken.intid()) != Intid.TYPE_LPI)
        {
            return NONE;
        }
        final int vm = OwnerId.vmId(broken.owner());
        if (vm >= topology.vms())
        {
            return NONE;
        }
        final int lpi = SpareLpis.first(topology, vm, Intid.id(broken.intid()) - topology.firstLpiId());
        if (!topology.isLpi(vm, lpi))
        {
            return NONE;                                                        // no event raises it
        }
        final long wanted = Commands.msi(topology.deviceOfLpi(vm, lpi), topology.eventOfLpi(vm, lpi), 0);
        long culprit = NONE;
        try (JournalReader reader = JournalReader.open(journal))
        {
            while (reader.next())
            {
                final long found = reader.kind() == Frame.COMMANDS && reader.firstSequence() <= broken.sequence() ?
                    lastOf(reader, topology.deal(), wanted, broken.sequence()) : NONE;
                culprit = found == NONE ? culprit : found;
            }
        }
        catch (final IOException ex)
        {
            return NONE;                                                        // whoever verifies it says more
        }

        return culprit;
    }

    /** Returns the last such command of a frame before another one, which may be the event that came again. */
    private static long lastOf(
        final JournalReader reader, final ItsDeal deal, final long wanted, final long beforeSequence)
    {
        final CommandCursor cursor = new CommandCursor().wrap(
            reader.buffer(), reader.payloadOffset(), reader.payloadOffset() + reader.payloadLength());
        long last = NONE;
        for (int i = 0; cursor.next(); i++)
        {
            final int opcode = cursor.opcode();
            final long operand = opcode == CommandWord.MSI_LONG ?
                reader.buffer().getLong(cursor.offset() + Long.BYTES) : 0;
            if (reader.firstSequence() + i < beforeSequence && CommandWord.isEvent(cursor.word()) &&
                (deal.event(cursor.word(), operand) & ~Commands.TIME_MASK) == wanted)
            {
                last = reader.firstSequence() + i;
            }
        }

        return last;
    }

    private static String journalMessage(
        final StormResult result, final Path journal, final JournalFailure failure, final Spelling spelling)
    {
        final String after = "after command " + NumberText.count(result.journal().commands()) +
            ". Everything acknowledged is in " + journal + '.' + beyond(result.journal());
        if (failure.reason() == JournalFailure.Reason.NO_SPACE)
        {
            return mountPoint(journal) + " is full: " +
                (failure.bytesLeft() < 0 ? "no" : NumberText.count(failure.bytesLeft())) +
                " bytes left for the journal " + after +
                "\n  Free some space and " + (result.model() != null ? "run it again: " : "continue: ") +
                onward(result.model() != null, journal, spelling);
        }

        return "the journal accepts nothing more " + after + "\n  " + failure.message();
    }

    /** Returns a sentence on the commands of a modelled storm that its journal refused, or nothing. */
    private static String beyond(final JournalTotals journal)
    {
        return journal.beyond() == 0 ? "" : "\n  " + NumberText.counted(journal.beyond(), "command") +
            (journal.beyond() == 1 ? " that was applied lies" : " that were applied lie") +
            " after its end: the storm, run again, gives the same ones.";
    }

    /** Returns the mount point of the journal, by which the user knows the filesystem. */
    private static String mountPoint(final Path journal)
    {
        try
        {
            final String store = Files.getFileStore(journal).toString();        // such as "/data (/dev/vdb)"

            return store.contains(" (") ? store.substring(0, store.lastIndexOf(" (")) : store;
        }
        catch (final IOException ex)
        {
            return journal.toString();
        }
    }
}
