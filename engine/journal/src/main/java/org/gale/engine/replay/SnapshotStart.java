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
 * Beginning of a replay: the machine at reset, or the last snapshot before the command to reach.
 *
 * @param machine    machine after the command {@code sequence}
 * @param sequence   number of the last command in the machine's state, 0 at reset
 * @param divergence difference between the snapshot and its own digest, or null
 */
record SnapshotStart(Machine machine, long sequence, Divergence divergence)
{
    /** Limit of unusable snapshots that are examined, because they are cut short. */
    private static final int CUT_LIMIT = 8;

    /**
     * Begins as early as possible: at reset, or with the first retained snapshot if the beginning is purged. The source
     * was just opened.
     *
     * @throws ReplayException if the journal is damaged before that place, or its retained part begins behind the
     *     command to reach
     */
    static SnapshotStart first(
        final JournalSource source, final long toSequence, final MachineFactory machines)
        throws IOException
    {
        if (!source.purged().isAny())
        {
            return new SnapshotStart(source.machine(machines), 0, null);
        }
        while (source.next())
        {
            final SnapshotParts parts = new SnapshotParts(source);
            if (parts.isFirst())
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
            source.purged().commands() + " were purged, and no snapshot is retained after them");
    }

    private static void checkReaches(final JournalSource source, final long snapshot, final long toSequence)
        throws ReplayException
    {
        if (snapshot > toSequence)
        {
            throw new ReplayException(ReplayException.Reason.TOO_SHORT, "no command " + toSequence +
                ": the commands up to " + source.purged().commands() +
                " were purged, and the first retained snapshot is that of command " + snapshot);
        }
    }

    /**
     * Begins with the last whole snapshot at or before a command, or at reset if there is none. Afterwards the source
     * stands behind that snapshot.
     *
     * @throws ReplayException if the journal is damaged there, or the snapshot is invalid
     */
    static SnapshotStart nearest(
        final JournalSource source, final long toSequence, final MachineFactory machines)
        throws IOException
    {
        final JournalPosition first = source.purged().isAny() ? source.start() : source.position();
        JournalPosition place = source.lastSnapshot(toSequence, null);
        for (int i = 0; place != null && i < CUT_LIMIT; i++)
        {
            source.seek(place);
            final SnapshotParts parts = new SnapshotParts(source);
            if (source.next() && parts.isFirst())
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
        final Machine machine = source.machine(machines);
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
        final long commands = machine.commandCount();

        return restored.isSame() ? null : new Divergence(0, sequence,
            new Divergence.Digests(restored.savedState(), restored.savedRun(), commands),
            new Divergence.Digests(restored.state(), restored.run(), commands),
            "the snapshot there is not what it says it is");
    }
}
