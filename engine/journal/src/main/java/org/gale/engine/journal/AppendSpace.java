package org.gale.engine.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.gale.engine.config.NumberText;
import org.gale.engine.host.RunningAgent;

/**
 * Space for the next frame: the segment that is appended to, its change for the next one, and the two helpers, which
 * make segments ahead and seal those that are left. An append never waits here: where a helper has still to make space,
 * the answer is "not ready". Owned by the appender's thread.
 */
final class AppendSpace
{
    private final OpenJournal journal;
    private final JournalConfig config;
    private final JournalState state;
    private final SegmentBudget budget;
    private final JournalHost host;
    private final SegmentMaker maker;
    private final SegmentSealer sealer;
    private final RunningAgent runningMaker;
    private final RunningAgent runningSealer;
    private Segment current;
    private int wakeAt;
    private boolean isWaiting;
    private long waitingSinceNs;

    /**
     * Makes the first segment, and starts the helpers.
     *
     * @throws IOException if the segment could not be made
     */
    AppendSpace(
        final OpenJournal journal,
        final JournalConfig config,
        final JournalState state,
        final JournalHost host,
        final SpaceReserve reserve) throws IOException
    {
        this.journal = journal;
        this.config = config;
        this.state = state;
        this.host = host;
        final JournalHeader header = journal.file().header();
        final ChainEnd end = journal.end();
        budget = new SegmentBudget(
            config, journal.file().keptBytes(), end.snapshots(), end.nextSegment(), journal.mistake());
        budget.made(header.block(end.nextSegment()));
        final SegmentFactory factory =
            new SegmentFactory(journal.directory(), header, config, reserve, host.store());
        current = factory.make(end.nextSegment());
        maker = new SegmentMaker(
            factory, state, config, current, budget, host.store().isMemory(journal.directory()));
        sealer = new SegmentSealer(journal, state, config.durability(), maker.retired(), budget);
        sealer.begin(current.number() - 1);
        runningMaker = host.start(maker);
        runningSealer = host.start(sealer);
        maker.wakes(runningSealer);
        sealer.wakes(runningMaker);
    }

    /** Returns the segment that is appended to. */
    Segment current()
    {
        return current;
    }

    /** Returns whether the segment that is appended to has room for a frame, reserved or not. */
    boolean hasRoom(final int lengthBytes, final int reserveBytes)
    {
        return current.hasRoom(lengthBytes, reserveBytes);
    }

    /** Returns whether every segment before the current one is sealed, and all that can be purged is purged. */
    boolean isSettled()
    {
        return sealer.sealedThrough() >= current.number() - 1;
    }

    /** Returns whether a snapshot is due: where segments are purged, each begins with one. */
    boolean wantsSnapshot()
    {
        return budget.wantsSnapshot(current.number());
    }

    /**
     * Makes sure of the space for a frame in {@link #current}. If the segment changes, all frames that wait for a force
     * are forced.
     *
     * @return APPENDED where the frame may be appended now
     */
    AppendResult ensure(final int lengthBytes, final int reserveBytes)
    {
        if (!current.hasRoom(lengthBytes, reserveBytes))
        {
            final Segment next = maker.takeNext();
            if (next == null)
            {
                return mayGrow() ? notReady() : AppendResult.REFUSED;
            }
            current = next;
            wakeAt = 0;
            runningMaker.wake();
        }
        if (!current.isReady(lengthBytes, reserveBytes))
        {
            return notReady();
        }
        isWaiting = false;

        return AppendResult.APPENDED;
    }

    /** Notes a frame that was appended. Wakes the maker if it has to reserve more, at most once a step. */
    void appended(final int kind, final FrameBuffer frame)
    {
        if (budget.isLimited())
        {
            budget.appended(kind, kind == Frame.SNAPSHOT && Frame.isFirstPart(frame.buffer(), FrameBuffer.START),
                current.number());
        }
        if (current.end() >= wakeAt)
        {
            wakeAt = current.end() + config.reserve().stepBytes();
            if (maker.isShort(current))
            {
                runningMaker.wake();
            }
        }
    }

    /** Reserves some space ahead. See {@link JournalWriter#reserveAhead}. */
    void reserveAhead(final boolean isIdle)
    {
        maker.reserveSome(current, isIdle);
    }

    /** Ends the helpers, deletes the segment made ahead, and seals the rest. */
    void finish()
    {
        state.stop();
        runningMaker.end();
        runningSealer.end();
        sealer.sealRetired();
        try
        {
            try
            {
                sealRest();
                journal.mark().force();
            }
            finally
            {
                journal.file().close();
            }
        }
        catch (final IOException | UncheckedIOException exception)
        {
            state.fail("the journal could not be closed", exception);
        }
        journal.mark().close();
    }

    private void sealRest() throws IOException
    {
        final Segment ahead = maker.madeAhead();
        if (ahead != null)
        {
            delete(ahead);
        }
        final Segment leaving = maker.leaving();
        if (leaving != null)
        {
            sealer.closeAndSeal(leaving);
        }
        if (current.lastNumber() == 0)
        {
            delete(current);
        }
        else
        {
            sealer.closeAndSeal(current);
        }
    }

    private static void delete(final Segment segment) throws IOException
    {
        segment.close();
        SegmentFiles.delete(segment.directory());
    }

    /** Returns false where the limit leaves no room for another segment, and all that can be purged is purged. */
    private boolean mayGrow()
    {
        final boolean isStuck = isSettled() &&
            !budget.hasRoom(journal.file().header().block(current.number() + 1)) && !maker.isMakingOrMade();
        if (isStuck)
        {
            state.fail(JournalFailure.Reason.LIMIT, "the journal reached its limit of " +
                NumberText.bytes(config.limitBytes()) +
                ", and holds no snapshot that older segments could be purged for", null);
        }

        return !isStuck;
    }

    /** Answers that a helper has still to make space; refuses once the helper has failed or took too long. */
    private AppendResult notReady()
    {
        if (state.failure() != null)
        {
            return AppendResult.REFUSED;
        }
        final long nowNs = host.nanoTime();
        if (!isWaiting)
        {
            isWaiting = true;
            waitingSinceNs = nowNs;
            runningMaker.wake();
        }
        else if (nowNs - waitingSinceNs >= config.reserve().waitLimitNs())
        {
            state.fail(JournalFailure.Reason.STALLED,
                "no space was made ready in " + config.reserve().waitLimitNs() + " ns", null);
            return AppendResult.REFUSED;
        }

        return AppendResult.NOT_READY;
    }
}
