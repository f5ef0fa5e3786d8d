package org.gale.engine.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.CommandException;
import org.gale.engine.config.NumberText;
import org.gale.engine.host.HostClock;
import org.gale.engine.journal.JournalFlags;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.record.DigestPayload;
import org.gale.engine.record.SessionProof;
import org.gale.tables.bitmap.PoolExhaustedException;

/**
 * Replay of a journal. Applies its commands in order to the machine that the journal begins with, and compares every
 * digest of the live run. Ends at the first digest that differs. Checks what was promised as the live run did, for
 * storms and sessions alike, and once more at its end. Owned by the thread that runs it.
 */
public final class Replay
{
    private static final long PROGRESS_INTERVAL_NS = 100_000_000L;

    private final JournalSource source;
    private final Machine machine;
    private final SnapshotStart start;
    private final SnapshotCheck snapshotCheck = new SnapshotCheck();
    private final FramePlayer player;
    private final SessionProof proof;
    private final long toSequence;
    private final ReplayProgress progress;
    private final long calledNs;
    private long startNs;
    private long beginNs;
    private long nextProgressNs;
    private long totalBytes;
    private long sequence;
    private final CommandCursor cursor = new CommandCursor();
    /** True if the commands of the last frame were applied one by one. */
    private boolean isAlone;
    /** True if the last frame was not applied to its end. */
    private boolean isCut;
    private long comparisons;
    private long comparedTo;
    private Divergence divergence;

    private Replay(
        final JournalSource source,
        final SnapshotStart start,
        final ReplayOptions options,
        final ReplayProgress progress,
        final long calledNs)
    {
        this.source = source;
        this.start = start;
        this.machine = start.machine();
        this.sequence = start.sequence();
        this.divergence = start.divergence();
        this.comparedTo = start.sequence();
        this.comparisons = start.sequence() == 0 ? 0 : 1;
        this.calledNs = calledNs;
        this.player = new FramePlayer(machine, options.sliceCommands());
        this.proof = new SessionProof(machine, !source.configuration().isStorm());
        this.toSequence = options.toSequence();
        this.progress = progress;
    }

    /**
     * Replays a complete journal as fast as possible.
     *
     * @throws org.gale.engine.record.InvariantBrokenException if a promise is broken
     * @throws org.gale.engine.journal.JournalException if there is no journal, or a process is writing it
     * @throws ReplayException if it is damaged, or the host lacks a resource that its machine needs
     */
    public static ReplayResult verify(
        final Path journal, final ReplayProgress progress, final MachineFactory machines) throws IOException
    {
        final ReplayResult result = run(journal, ReplayOptions.DEFAULT, progress, machines);
        if (result.broken() != null)
        {
            throw result.broken();
        }

        return result;
    }

    /**
     * Replays a journal, or its beginning.
     *
     * @throws org.gale.engine.journal.JournalException if there is no journal, or a process is writing it
     * @throws ReplayException if it is damaged, is too short, or the host lacks a resource that its machine needs
     */
    public static ReplayResult run(
        final Path journal,
        final ReplayOptions options,
        final ReplayProgress progress,
        final MachineFactory machines)
        throws IOException
    {
        try (ReplayedMachine replayed = replay(journal, options, progress, machines))
        {
            return replayed.result();
        }
    }

    /**
     * Replays a journal, or its beginning, and returns the machine, which the caller closes.
     *
     * @param machines makes a machine at reset, with RAM as the caller wants it
     * @throws org.gale.engine.journal.JournalException if there is no journal, or a process is writing it
     * @throws ReplayException if it is damaged, is too short, or the host lacks a resource that its machine needs
     */
    public static ReplayedMachine replay(
        final Path journal,
        final ReplayOptions options,
        final ReplayProgress progress,
        final MachineFactory machines)
        throws IOException
    {
        JournalFlags.check();
        final long calledNs = HostClock.nanoTime();
        try (JournalSource source = JournalSource.open(journal))
        {
            final SnapshotStart start = options.fromSnapshot() ?
                SnapshotStart.nearest(source, options.toSequence(), machines) :
                SnapshotStart.first(source, options.toSequence(), machines);
            boolean isHandedOver = false;
            try
            {
                final ReplayResult result = new Replay(source, start, options, progress, calledNs).run();
                isHandedOver = true;
                return new ReplayedMachine(start.machine(), result);
            }
            finally
            {
                if (!isHandedOver)
                {
                    start.machine().close();
                }
            }
        }
    }

    private ReplayResult run() throws IOException
    {
        totalBytes = source.totalBytes();
        startNs = HostClock.nanoTime();
        nextProgressNs = startNs + PROGRESS_INTERVAL_NS;
        boolean isAtEnd = false;
        while (divergence == null && sequence < toSequence && !isAtEnd)
        {
            if (!source.next())
            {
                isAtEnd = true;
            }
            else if (source.isCommands())
            {
                applyFrame();
            }
            else if (source.isDigest())
            {
                compare();
            }
            else if (source.isSnapshot())
            {
                compareSnapshot();
            }
        }
        if (sequence == toSequence && !isCut && source.nextIsDigest())
        {
            compare();
        }
        if (isAtEnd && sequence < toSequence && toSequence != Long.MAX_VALUE)
        {
            throw new ReplayException(ReplayException.Reason.TOO_SHORT,
                "no command " + toSequence + ": the journal ends after command " + sequence);
        }
        if (divergence == null)
        {
            proof.scan(sequence);
        }
        final long elapsedNs = HostClock.nanoTime() - startNs;
        final long untilFirstNs = beginNs == 0 ? HostClock.nanoTime() - calledNs : beginNs;

        return new ReplayResult(source.configuration(), sequence, start.sequence() + 1,
            new ReplayResult.Times(untilFirstNs, elapsedNs), machine.runDigest(), machine.digest(),
            new ReplayResult.Coverage(comparisons, comparedTo),
            new ReplayResult.Findings(divergence, proof.first()), source.end());
    }

    private void applyFrame() throws IOException
    {
        final long count = Math.min(source.count(), toSequence - sequence);
        final UnsafeBuffer frame = source.frame();
        final int end = count == source.count() ? source.length() : source.offsetBehind(count);
        final long before = machine.commandCount();
        beginNs = beginNs == 0 ? HostClock.nanoTime() - calledNs : beginNs;
        try
        {
            apply(frame, end);
        }
        catch (final CommandException ex)
        {
            throw source.damaged("command " + culprit(before) + ": " + ex.getMessage(), ex);
        }
        catch (final PoolExhaustedException ex)
        {
            throw new ReplayException(ReplayException.Reason.RESOURCES,
                "between commands " + (sequence + 1) + " and " + (sequence + count) + ": " + ex.getMessage(), ex);
        }
        if (!isAlone)
        {
            proof.appliedFrame(frame, 0, end, sequence, sequence + count, before);
        }
        sequence += count;
        isCut = count < source.count();
        final long now = HostClock.nanoTime();
        if (now - nextProgressNs >= 0)
        {
            nextProgressNs = now + PROGRESS_INTERVAL_NS;
            progress.onProgress(sequence - start.sequence(), source.doneBytes(), totalBytes, now - startNs);
        }
    }

    /** Applies a frame: of a session one by one, where its witnesses ask for it. */
    private void apply(final UnsafeBuffer frame, final int end)
    {
        isAlone = proof.isAlone(frame, 0, end);
        if (!isAlone)
        {
            player.apply(frame, 0, end);
            return;
        }
        long applied = sequence;
        cursor.wrap(frame, 0, end);
        while (cursor.next())
        {
            proof.before(frame, cursor.offset());
            player.applyOne(frame, cursor.offset());
            applied++;
            proof.applied(frame, cursor.offset(), applied);
            machine.outputs().clear();
        }
        if (cursor.nextOffset() < end)
        {
            player.apply(frame, cursor.nextOffset(), end);
        }
    }

    /** Compares the state word by word with the snapshot, so that a replay from the snapshot has the same result. */
    private void compareSnapshot() throws IOException
    {
        final SnapshotParts parts = new SnapshotParts(source);
        if (parts.isFirst())
        {
            try
            {
                final long word = snapshotCheck.firstDifference(machine, parts);
                if (word != SnapshotCheck.SAME)
                {
                    final long state = machine.digest();
                    final Divergence.Digests digests =
                        new Divergence.Digests(state, machine.runDigest(state), machine.commandCount());
                    divergence = new Divergence(comparedTo, sequence, digests, digests,
                        "the snapshot there differs from the machine in word " + word);
                }
            }
            catch (final UncheckedIOException ex)
            {
                throw ex.getCause();
            }
        }
    }

    /**
     * Returns the number of the command at which the machine stopped. The machine counts the commands that it applied,
     * without those of time.
     */
    private long culprit(final long countBefore)
    {
        return sequence +
            CommandCursor.place(source.frame(), 0, source.length(), machine.commandCount() - countBefore + 1);
    }

    private void compare() throws IOException
    {
        final UnsafeBuffer frame = source.frame();
        if (source.length() != DigestPayload.LENGTH)
        {
            throw source.damaged("a digest of " + NumberText.counted(source.length(), "byte") + ", expected " +
                DigestPayload.LENGTH, null);
        }
        if (DigestPayload.sequence(frame) != sequence)
        {
            throw source.damaged("a digest of command " + DigestPayload.sequence(frame) +
                ", expected " + sequence, null);
        }
        proof.scanAtDigest(sequence);
        final long state = machine.digest();
        final long run = machine.runDigest(state);
        final long commands = machine.commandCount();
        comparisons++;
        if (state == DigestPayload.state(frame) && run == DigestPayload.run(frame) &&
            commands == DigestPayload.count(frame))
        {
            comparedTo = sequence;
        }
        else
        {
            final Divergence.Digests live = new Divergence.Digests(
                DigestPayload.state(frame), DigestPayload.run(frame), DigestPayload.count(frame));
            divergence = new Divergence(
                comparedTo, sequence, live, new Divergence.Digests(state, run, machine.commandCount()), null);
        }
    }
}
