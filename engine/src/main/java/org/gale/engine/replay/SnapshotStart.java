package org.gale.engine.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.gale.engine.journal.JournalPosition;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.machine.Restored;
import org.gale.tables.bitmap.PoolExhaustedException;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateReader;

/**
 * Where a replay begins: at reset, or with the last snapshot before the command it goes to.
 *
 * @param machine    as it was after that command
 * @param sequence   number of the last command that is in it, 0 at reset
 * @param divergence what the snapshot says of itself and is not, or null
 */
record SnapshotStart(Machine machine, long sequence, Divergence divergence)
{
    /** Snapshots that are cut and so cannot be used; as many are looked at. */
    private static final int CUT_LIMIT = 8;

    /**
     * As early as can be: at reset, or where that was given up with the first whole snapshot that is left. The source
     * was just opened.
     *
     * @throws ReplayException if the journal is damaged before, or what is left begins behind the command to go to
     */
    static SnapshotStart first(
        final JournalSource source, final long toSequence, final MachineFactory machines)
        throws IOException
    {
        if (!source.givenUp().isAny())
        {
            return new SnapshotStart(Replay.machine(source, machines), 0, null);
        }
        while (source.next())
        {
            final SnapshotParts parts = new SnapshotParts(source);
            if (source.isSnapshot() && parts.isReadable())
            {
                checkReaches(source, source.firstSequence() - 1, toSequence);
                final SnapshotStart start = restored(source, parts, machines);
                if (start != null)
                {
                    return start;
                }
            }
        }
        throw new ReplayException(ReplayException.Reason.TOO_SHORT,
            "the commands up to " +
            source.givenUp().commands() + " were given up, and no snapshot is left behind them");
    }

    private static void checkReaches(final JournalSource source, final long snapshot, final long toSequence)
        throws ReplayException
    {
        if (snapshot > toSequence)
        {
            throw new ReplayException(ReplayException.Reason.TOO_SHORT, "no command " + toSequence +
                ": the commands up to " + source.givenUp().commands() +
                " were given up, and the first snapshot that is left is that of command " + snapshot);
        }
    }

    /**
     * With the last snapshot of at most these commands; at reset if there is none that is whole. The source was just
     * opened, and stands after it.
     *
     * @throws ReplayException if the journal is damaged there, or the snapshot is none
     */
    static SnapshotStart nearest(
        final JournalSource source, final long toSequence, final MachineFactory machines)
        throws IOException
    {
        final JournalPosition first = source.givenUp().isAny() ? source.start() : source.position();
        JournalPosition place = source.lastSnapshot(toSequence, null);
        for (int i = 0; place != null && i < CUT_LIMIT; i++)
        {
            source.seek(place);
            final SnapshotParts parts = new SnapshotParts(source);
            if (source.next() && parts.isReadable())
            {
                final SnapshotStart start = restored(source, parts, machines);
                if (start != null)
                {
                    return start;
                }
            }
            place = source.lastSnapshot(toSequence, place);
        }
        source.seek(first);

        return first(source, toSequence, machines);
    }

    private static SnapshotStart restored(
        final JournalSource source, final SnapshotParts parts, final MachineFactory machines)
        throws IOException
    {
        final long sequence = source.firstSequence() - 1;
        final Machine machine = Replay.machine(source, machines);
        boolean isKept = false;
        try
        {
            final Restored restored = machine.restore(new StateReader(parts));
            isKept = true;

            return new SnapshotStart(machine, sequence, divergence(sequence, machine, restored));
        }
        catch (final StateException ex)
        {
            if (parts.isCut())
            {
                return null;
            }
            throw source.damaged("snapshot of command " + sequence + ": " + ex.getMessage(), ex);
        }
        catch (final PoolExhaustedException ex)
        {
            throw new ReplayException(ReplayException.Reason.RESOURCES,
                "snapshot of command " + sequence + ": " + ex.getMessage(), ex);
        }
        catch (final UncheckedIOException ex)
        {
            throw ex.getCause();
        }
        finally
        {
            if (!isKept)
            {
                machine.close();
            }
        }
    }

    private static Divergence divergence(final long sequence, final Machine machine, final Restored restored)
    {
        return restored.isSame() ? null : new Divergence(0, sequence, restored.savedState(), restored.state(),
            restored.savedRun(), restored.run(), machine.commandCount(), machine.commandCount(),
            "the snapshot there is not what it says it is");
    }
}
