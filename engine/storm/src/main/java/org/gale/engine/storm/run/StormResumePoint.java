package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.host.AgentHost;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.replay.JournalErrors;
import org.gale.engine.replay.JournalSummary;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayOptions;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.replay.ReplayedMachine;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.plan.StormLimit;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.JournalTotals;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.topology.Topology;
import org.gale.ringbuf.CommandWord;

/**
 * Point at which a storm is resumed: its machine as the journal leaves it. Every byte of the journal is checked first,
 * and nothing is changed before {@link #write}. Owned by the thread that becomes the engine's.
 */
public final class StormResumePoint implements AutoCloseable
{
    private final Path directory;
    private final Machine machine;
    private final JournalSummary summary;
    private final StreamCounts counts;
    private final long sequence;
    private final long firstCommand;

    private StormResumePoint(
        final Path directory,
        final Machine machine,
        final JournalSummary summary,
        final StreamCounts counts,
        final long sequence,
        final long firstCommand)
    {
        this.directory = directory;
        this.machine = machine;
        this.summary = summary;
        this.counts = counts;
        this.sequence = sequence;
        this.firstCommand = firstCommand;
    }

    /** End of a replay, thrown by its progress. */
    private static final class EndedException extends RuntimeException
    {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Checks a journal, and replays it to its end from the nearest snapshot.
     *
     * @param takesEnded    true to take the journal of a storm that has ended in good order, too
     * @param machines      makes a machine at reset, with RAM where it is wanted
     * @param listener      shows the progress
     * @param isInterrupted true once the user wants an end
     * @throws OutcomeException if the journal cannot be resumed
     */
    static StormResumePoint find(
        final StormPlan plan,
        final boolean takesEnded,
        final MachineFactory machines,
        final StormListener listener,
        final BooleanSupplier isInterrupted)
    {
        final Path directory = plan.journal();
        try
        {
            final StreamCounts counts = new StreamCounts(plan.workload().topology());
            final JournalSummary summary = JournalSummary.read(
                directory, progress(listener, isInterrupted, StormListener.Reading.VERIFICATION), counts);
            JournalErrors.checkSound(directory, summary.end());
            if (!takesEnded && isEnded(summary))
            {
                throw ended(plan.place(StormSettings.RESUME, directory), summary.end().commands(), plan.spelling());
            }

            return summary.end().frames() == 0 ?
                new StormResumePoint(directory, machines.create(plan.machine()), summary, counts, 0, 1) :
                replay(plan, machines, summary, counts,
                    progress(listener, isInterrupted, StormListener.Reading.REPLAY_TO_RESUME));
        }
        catch (final EndedException ex)
        {
            throw interrupted(ex);
        }
        catch (final InvariantBrokenException ex)
        {
            throw new OutcomeException(Outcome.INVARIANT_BROKEN, "in the replay: " + ex.getMessage(), ex);
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }
        finally
        {
            listener.readEnded();
        }
    }

    /** Returns the machine as it was after the last command of the journal. */
    Machine machine()
    {
        return machine;
    }

    /**
     * Returns the events and deliveries up to the end of the journal.
     *
     * @throws OutcomeException if the job of the journal has other VMs or devices than its machine
     */
    StormResumeTotals totals(final StormPlan plan)
    {
        final boolean isPurged = summary.end().purged().isAny();
        final long offered = summary.commandsOf(CommandWord.MSI) + summary.commandsOf(CommandWord.MSI_LONG) +
            summary.commandsOf(CommandWord.TRIGGER) + summary.holds() + counts.ipis();
        checkVpes(plan, offered > 0);
        if (!isPurged && counts.foreign(machine) > 0)
        {
            throw otherShape(plan, "devices");
        }

        return StormResumeTotals.of(
            plan.workload().topology(), machine, isPurged ? -1 : offered, summary.end().frames())
            .at(isPurged ? counts.purgedPosition(summary.timeNs(), machine) : counts.position(summary.timeNs()));
    }

    /**
     * Refuses another count than the journal's that is reached already: the storm would end for good.
     *
     * @throws OutcomeException if fewer events are asked for than were offered
     */
    void checkCount(final StormPlan plan, final StormResumeTotals totals)
    {
        final long count = plan.config().value(StormSettings.COUNT);
        if (count < totals.offered() && count != plan.begun().value(StormSettings.COUNT))
        {
            throw plan.refusal(StormSettings.COUNT, NumberText.count(count), " is below the ",
                NumberText.counted(totals.offered(), "event"), " that ", directory,
                " has already offered (leave it out, or name more)");
        }
    }

    /**
     * Refuses another limit than the journal's last one that its segments have already passed.
     *
     * @throws OutcomeException if the retained frames are longer than the limit
     */
    void checkLimit(final StormPlan plan)
    {
        final long retained = summary.end().bytes() - summary.end().purged().bytes();
        final long last = summary.limitBytes() != 0 ? summary.limitBytes() :
            StormLimit.of(RunConfiguration.parse(summary.header().configuration()));
        if (plan.limitBytes() != 0 && plan.limitBytes() != last && plan.limitBytes() < retained)
        {
            throw plan.refusal(StormSettings.JOURNAL_LIMIT, NumberText.bytes(plan.limitBytes()),
                " is less than the ", NumberText.bytes(retained), " that ", directory,
                " already holds (leave it out, or name more)");
        }
    }

    /** Returns this point for the run and its reports, without the machine. */
    StormResumed resumed(final StormResumeTotals totals)
    {
        return new StormResumed(sequence, summary.tornFrames(), firstCommand, totals.offered(),
            totals.delivered(), totals.position().timeNs());
    }

    /**
     * Seals what is there, and resumes the journal.
     *
     * @throws OutcomeException if the host refuses, or somebody else has resumed it
     */
    JournalWriter write(final StormPlan plan, final AgentHost helpers)
    {
        try
        {
            final JournalWriter writer = new JournalOpening(StormJournal.config(plan), helpers).resume(directory);
            if (writer.nextSequence() != sequence + 1)
            {
                final long next = writer.nextSequence();
                writer.close();
                throw new OutcomeException(Outcome.USAGE, directory + ": somebody else has resumed it: command " +
                    next + " is next, expected " + (sequence + 1));
            }

            return writer;
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }
    }

    @Override
    public void close()
    {
        machine.close();
    }

    /**
     * Refuses a job with other VPEs than the machine: their interrupts would be taken for those of other VMs.
     *
     * @param isSetUp true if all VPEs of the storm are valid, false if some of them may be
     */
    private void checkVpes(final StormPlan plan, final boolean isSetUp)
    {
        if (machine.queries() instanceof InterruptQueries queries)
        {
            final Topology topology = plan.workload().topology();
            final boolean isMigrating = !plan.workload().hostModel().migrating().isNone();
            boolean isSame = isMigrating || queries.nextVm(topology.vms()) < 0;
            for (int vm = 0; vm < topology.vms(); vm++)
            {
                final int vmId = OwnerId.vmId(machine.accounts().followedOwner(vm));
                final boolean isInImage = isMigrating && !queries.isVmValid(vmId);
                isSame &= !topology.isOwn(vm) || isInImage || (queries.nextVpe(vmId, topology.vpes(vm)) < 0 &&
                    (!isSetUp || queries.vpe(vmId, topology.vpes(vm) - 1) != null));
            }
            if (!isSame)
            {
                throw otherShape(plan, "VPEs");
            }
        }
    }

    private OutcomeException otherShape(final StormPlan plan, final String parts)
    {
        return new OutcomeException(Outcome.USAGE, plan.place(StormSettings.RESUME, directory) +
            ": its job has other " + parts + " than its machine: somebody has changed the job");
    }

    private static boolean isEnded(final JournalSummary summary)
    {
        return summary.end().status() == JournalEnd.Status.CLOSED && !summary.isStoppedShort();
    }

    /** Returns whether the storm of the journal has ended in good order. */
    boolean isEnded()
    {
        return isEnded(summary);
    }

    /** Returns the commands and the length of the journal of a storm that has ended, whose digest is known. */
    JournalTotals journalTotals(final long runDigest)
    {
        return new JournalTotals(
            sequence, summary.end().frames(), summary.end().bytes(), machine.digest(), runDigest);
    }

    /**
     * Returns the failure of a resume of a storm that has ended in good order.
     *
     * @param place    option and directory, as messages begin
     * @param commands of its journal
     */
    public static OutcomeException ended(final String place, final long commands, final Spelling spelling)
    {
        return new OutcomeException(Outcome.USAGE, place + ": is closed: its storm has ended in good order after " +
            "command " + NumberText.count(commands) + ". Begin another: " +
            spelling.storm(StormSettings.JOURNAL, "DIR"));
    }

    private static StormResumePoint replay(
        final StormPlan plan,
        final MachineFactory machines,
        final JournalSummary summary,
        final StreamCounts counts,
        final ReplayProgress progress) throws IOException
    {
        final Path directory = plan.journal();
        final ReplayedMachine replayed = Replay.replay(
            directory, ReplayOptions.DEFAULT.fromNearestSnapshot(), progress, machines);
        final ReplayResult result = replayed.result();
        if (result.broken() != null)
        {
            replayed.close();
            throw result.broken();
        }
        if (result.divergence() != null)
        {
            replayed.close();
            throw new OutcomeException(Outcome.DIVERGED, plan.place(StormSettings.RESUME, directory) + ": its replay " +
                result.divergence().message());
        }

        return new StormResumePoint(
            directory, replayed.machine(), summary, counts, result.commands(), result.firstCommand());
    }

    private static OutcomeException interrupted(final EndedException ex)
    {
        return new OutcomeException(Outcome.INTERRUPTED, "interrupted before the resume: nothing was changed", ex);
    }

    private static ReplayProgress progress(
        final StormListener listener, final BooleanSupplier isInterrupted, final StormListener.Reading reading)
    {
        return (commands, doneBytes, totalBytes, elapsedNs) ->
        {
            if (isInterrupted.getAsBoolean())
            {
                throw new EndedException();
            }
            listener.reading(reading, doneBytes, totalBytes, 0);
        };
    }
}
