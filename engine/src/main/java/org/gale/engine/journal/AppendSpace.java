package org.gale.engine.journal;

import org.gale.engine.config.NumberText;

/**
 * Space for the next frame: the segment that is appended to, and its change for the next one. An append never waits
 * here: where a helper has still to make space, the answer is "not ready". Owned by the appender's thread.
 */
final class AppendSpace
{
    /** Number of times that a frame behind a rehearsal finds no space. */
    static final int REHEARSED_WAITS = 2;
    /** Bytes beyond what is reserved ahead of a frame. Added to a position in a segment, they do not overflow. */
    private static final int REHEARSED_BYTES = 1 << 29;

    private final JournalHeader header;
    private final JournalConfig config;
    private final JournalState state;
    private final SegmentBudget budget;
    private final JournalHost host;
    private final JournalHelpers helpers;
    private Segment current;
    private int wakeAt;
    private int rehearsedWaits;
    private boolean isWaiting;
    private long waitingSinceNs;

    AppendSpace(
        final JournalHeader header,
        final JournalConfig config,
        final JournalState state,
        final SegmentBudget budget,
        final JournalHost host,
        final Segment first,
        final JournalHelpers helpers)
    {
        this.header = header;
        this.config = config;
        this.state = state;
        this.budget = budget;
        this.host = host;
        this.current = first;
        this.helpers = helpers;
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
        return helpers.isSealedBefore(current.number());
    }

    /**
     * Makes sure of the space for a frame in {@link #current}. If the segment changes, all frames that wait for a force
     * are forced.
     *
     * @param isOfCommands true for a frame that a rehearsal may keep waiting
     * @return APPENDED where the frame may be appended now
     */
    AppendResult ensure(final int lengthBytes, final int reserveBytes, final boolean isOfCommands)
    {
        if (!current.hasRoom(lengthBytes, reserveBytes))
        {
            final Segment next = helpers.takeNext();
            if (next == null)
            {
                return mayGrow() ? notReady() : AppendResult.REFUSED;
            }
            current = next;
            wakeAt = 0;
            helpers.wake();
        }
        if (!current.isReady(lengthBytes, reserveBytes + (isOfCommands ? rehearsed() : 0)))
        {
            return notReady();
        }
        isWaiting = false;

        return AppendResult.APPENDED;
    }

    /** Wakes the maker after an append if it has to reserve more, at most once a step. */
    void appended()
    {
        if (current.end() >= wakeAt)
        {
            wakeAt = current.end() + config.reserveStepBytes();
            if (helpers.isShort(current))
            {
                helpers.wake();
            }
        }
    }

    /** Reserves some space ahead. See {@link JournalWriter#reserveAhead}. */
    void reserveAhead(final boolean isIdle)
    {
        helpers.reserveHalfAPage(current, isIdle);
    }

    /** Takes the branches of a slow helper. See {@link JournalWriter#rehearse}. */
    void rehearse()
    {
        rehearsedWaits = REHEARSED_WAITS;
        helpers.rehearse(current);
    }

    /** Ends the helpers and seals all segments. */
    void finish()
    {
        helpers.finish(current);
    }

    /** Returns bytes that no segment has ready, for the first calls behind a rehearsal; else 0. */
    private int rehearsed()
    {
        final int waits = rehearsedWaits;
        rehearsedWaits = Math.max(0, waits - 1);

        return Math.min(1, waits) * REHEARSED_BYTES;
    }

    /** Returns false where the limit leaves no room for another segment, and all that can be purged is purged. */
    private boolean mayGrow()
    {
        final boolean isStuck = helpers.isSealedBefore(current.number()) &&
            !budget.hasRoom(header.block(current.number() + 1)) && !helpers.isMakingOrMade();
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
            helpers.wake();
        }
        else if (nowNs - waitingSinceNs >= config.waitLimitNs())
        {
            state.fail(JournalFailure.Reason.STALLED,
                "no space was made ready in " + config.waitLimitNs() + " ns", null);
            return AppendResult.REFUSED;
        }

        return AppendResult.NOT_READY;
    }
}
