package org.gale.engine.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.host.HostClock;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.replay.JournalSummary;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayOptions;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.replay.ReplayedMachine;
import org.gale.engine.storm.StormBefore;
import org.gale.engine.storm.StormConfig;
import org.gale.engine.storm.StormResumed;
import org.gale.ringbuf.CommandWord;

/**
 * Where a storm goes on: its machine as the journal leaves it. Every byte of the journal is checked first, and nothing
 * is changed before {@link #write}. Owned by the thread that becomes the engine's.
 */
final class StormPoint implements AutoCloseable
{
    private final Path directory;
    private final Machine machine;
    private final JournalSummary summary;
    private final long sequence;
    private final long firstCommand;

    private StormPoint(
        final Path directory,
        final Machine machine,
        final JournalSummary summary,
        final long sequence,
        final long firstCommand)
    {
        this.directory = directory;
        this.machine = machine;
        this.summary = summary;
        this.sequence = sequence;
        this.firstCommand = firstCommand;
    }

    /** Ends a replay from its progress. */
    private static final class EndedException extends RuntimeException
    {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Checks a journal, and replays it to its end from the nearest snapshot.
     *
     * @param machines      makes a machine at reset, with RAM where it is wanted
     * @param err           for a line of progress, if it {@code isShown}
     * @param isInterrupted does the user want it to end?
     * @throws OutcomeException if there is nothing to go on with
     */
    static StormPoint find(
        final StormPlan plan,
        final MachineFactory machines,
        final PrintWriter err,
        final boolean isShown,
        final BooleanSupplier isInterrupted)
    {
        final Path directory = plan.journal();
        try (ProgressLine line = new ProgressLine(err, isShown, HostClock.nanoTime()))
        {
            final JournalSummary summary =
                JournalSummary.read(directory, progress(line, isInterrupted, "verifying"));
            check(directory, summary);

            return summary.end().frames() == 0 ?
                new StormPoint(directory, machines.create(plan.machine()), summary, 0, 1) :
                replay(directory, machines, summary, progress(line, isInterrupted, "replaying"));
        }
        catch (final EndedException ex)
        {
            throw new OutcomeException(Outcome.INTERRUPTED, "interrupted before it went on: nothing was changed", ex);
        }
        catch (final InvariantBrokenException ex)
        {
            throw new OutcomeException(Outcome.INVARIANT_BROKEN, "in the replay: " + ex.getMessage(), ex);
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }
    }

    /** The machine as it was after the last command of the journal. */
    Machine machine()
    {
        return machine;
    }

    /** What the storm has behind it. */
    StormBefore before(final StormPlan plan)
    {
        final long offered = summary.commandsOf(CommandWord.MSI) + summary.commandsOf(CommandWord.MSI_LONG);

        return StormBefore.of(plan.config(), machine, summary.end().givenUp().isAny() ? -1 : offered,
            summary.end().frames());
    }

    /**
     * Refuses another count than the journal's that is reached already: the storm would end for good.
     *
     * @throws OutcomeException if fewer events are asked for than were offered
     */
    void checkCount(final StormPlan plan, final StormBefore before)
    {
        final long count = plan.config().countLimit();
        final String begun =
            RunConfiguration.parse(summary.header().configuration()).value(RunConfiguration.STORM);
        if (count < before.offered() && count != StormConfig.parse(begun).countLimit())
        {
            throw new OutcomeException(Outcome.USAGE, "--count: " + NumberText.count(count) + " is below the " +
                NumberText.count(before.offered()) + " events that " + directory +
                " has already offered (leave it out, or name more)");
        }
    }

    /** The same for the reports. */
    StormResumed resumed(final StormBefore before)
    {
        return new StormResumed(
            sequence, summary.residueFrames(), firstCommand, before.offered(), before.delivered());
    }

    /**
     * Seals what is there, and goes on with the journal.
     *
     * @throws OutcomeException if the host refuses, or somebody else has gone on with it
     */
    JournalWriter write(final StormPlan plan)
    {
        try
        {
            final JournalWriter writer = JournalWriter.resume(directory, StormJournal.config(plan));
            if (writer.nextSequence() != sequence + 1)
            {
                final long next = writer.nextSequence();
                writer.close();
                throw new OutcomeException(Outcome.USAGE, directory + ": somebody else has gone on with it: command " +
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

    private static void check(final Path directory, final JournalSummary summary)
    {
        JournalReport.check(directory, summary.end());
        if (summary.end().status() == JournalEnd.Status.CLOSED && !summary.isStoppedShort())
        {
            throw new OutcomeException(Outcome.USAGE, "--resume " + directory + ": is closed: its storm has ended in " +
                "good order after command " + NumberText.count(summary.end().commands()) +
                ". Begin another: gale storm --journal DIR");
        }
    }

    private static StormPoint replay(
        final Path directory,
        final MachineFactory machines,
        final JournalSummary summary,
        final ReplayProgress progress) throws IOException
    {
        final ReplayedMachine replayed = Replay.replay(
            directory, ReplayOptions.DEFAULT.fromNearestSnapshot(), progress, machines);
        final ReplayResult result = replayed.result();
        if (result.divergence() != null)
        {
            replayed.close();
            throw new OutcomeException(Outcome.DIVERGED, "--resume " + directory + ": its replay " +
                result.divergence().message());
        }

        return new StormPoint(directory, replayed.machine(), summary, result.commands(), result.firstCommand());
    }

    private static ReplayProgress progress(
        final ProgressLine line, final BooleanSupplier isInterrupted, final String what)
    {
        return (commands, doneBytes, totalBytes, elapsedNs) ->
        {
            if (isInterrupted.getAsBoolean())
            {
                throw new EndedException();
            }
            line.draw(String.format(Locale.ROOT, "  %s the journal   %d %%", what,
                Math.min(100, 100 * doneBytes / Math.max(1, totalBytes))), HostClock.nanoTime());
        };
    }
}
