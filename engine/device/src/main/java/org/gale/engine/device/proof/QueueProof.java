package org.gale.engine.device.proof;

import java.util.Locale;

/**
 * Proof of one completion queue, from its creation until it is deleted or reset: completions in the order in which they
 * were posted, each with the time of its interrupt. Owner: the answering thread.
 * <pre>
 *   posted ──► signalled ──┬── consumed within the settle time
 *                          ├── later ──► the guest was alive, or polls after 30 s: lost; else late
 *                          └── reset, queue deleted ──► dropped
 * </pre>
 */
public final class QueueProof
{
    private static final long UNSIGNALLED = Long.MIN_VALUE;
    private static final long FIRST_POLL_NS = 29_000_000_000L;
    private static final long LAST_POLL_NS = 32_000_000_000L;
    private static final double NS_OF_MS = 1e6;

    private final QueueAccount account;
    private final GuestTouches touches;
    private final long settleNs;
    private final long[] submittedNs;
    private final long[] signalledNs;
    private final boolean[] isJudged;
    private final boolean[] isOldest;                               // of those with one interrupt
    private final long[] dueNs;                                     // for which that was decided
    private int head;
    private int unsignalled;
    private int count;

    /**
     * Makes the proof of an empty queue.
     *
     * @param account  of the queue
     * @param touches  of the guest
     * @param size     of the queue
     * @param settleNs time within which a completion is consumed, ns
     */
    public QueueProof(final QueueAccount account, final GuestTouches touches, final int size, final long settleNs)
    {
        this.account = account;
        this.touches = touches;
        this.settleNs = settleNs;
        submittedNs = new long[size];
        signalledNs = new long[size];
        isJudged = new boolean[size];
        isOldest = new boolean[size];
        dueNs = new long[size];
    }

    /**
     * Notes a completion.
     *
     * @param fromNs  submission of its request
     * @param judged  whether it is proved: it is one of the run, and its queue interrupts
     */
    public void posted(final long fromNs, final boolean judged)
    {
        final int at = (head + count) % submittedNs.length;
        submittedNs[at] = fromNs;
        signalledNs[at] = UNSIGNALLED;
        isJudged[at] = judged;
        isOldest[at] = false;
        count++;
        unsignalled++;
        if (judged)
        {
            account.addPosted();
        }
    }

    /**
     * Notes the interrupt of all completions that have none yet.
     *
     * @param decidedNs time for which it was decided, ns
     * @return whether one of them is proved; else the guest has consumed them before
     */
    public boolean signalled(final long decidedNs, final long nowNs)
    {
        boolean isNew = false;
        for (int i = count - unsignalled; i < count; i++)
        {
            final int at = (head + i) % signalledNs.length;
            signalledNs[at] = nowNs;
            isOldest[at] = !isNew && isJudged[at];
            dueNs[at] = decidedNs;
            isNew |= isJudged[at];
        }
        unsignalled = 0;

        return isNew;
    }

    /** Notes that the guest has consumed the oldest completions. */
    public void consumed(final int number, final long nowNs)
    {
        for (int i = 0; i < number; i++)
        {
            if (isJudged[head])
            {
                final boolean isLost = judge(nowNs, "consumed");
                account.addConsumed(nowNs - submittedNs[head]);
                if (isOldest[head])
                {
                    account.addTaken(isLost, dueNs[head], signalledNs[head], nowNs);
                }
            }
            remove();
        }
    }

    /** Drops all completions: a reset, or the queue is deleted. */
    public void drop(final long nowNs)
    {
        while (count > 0)
        {
            if (isJudged[head])
            {
                final boolean isLost = judge(nowNs, "dropped");
                account.addDropped(isOldest[head], isLost);
            }
            remove();
        }
    }

    /** Judges what waits at the end of a run. It stays pending, and is judged no further. */
    public void end(final long nowNs)
    {
        final int first = head;
        for (int i = 0; i < count; i++)
        {
            head = (first + i) % signalledNs.length;
            if (isJudged[head])
            {
                final boolean isLost = judge(nowNs, "not consumed");
                account.addWaiting(isOldest[head], isLost);
                isJudged[head] = false;
            }
        }
        head = first;
    }

    /** Returns whether a completion waits that is still within its settle time. */
    public boolean isSettling(final long nowNs)
    {
        for (int i = 0; i < count; i++)
        {
            final int at = (head + i) % signalledNs.length;
            if (isJudged[at] && (signalledNs[at] == UNSIGNALLED || nowNs - signalledNs[at] <= settleNs))
            {
                return true;
            }
        }

        return false;
    }

    /** Returns whether a completion waits that has had its interrupt. */
    public boolean isSignalled()
    {
        return count > unsignalled;
    }

    private void remove()
    {
        head = head + 1 == submittedNs.length ? 0 : head + 1;
        count--;
        unsignalled = Math.min(unsignalled, count);
    }

    /** Judges the oldest completion, and returns whether its interrupt was lost. */
    private boolean judge(final long nowNs, final String end)
    {
        final long fromNs = signalledNs[head];
        final long ageNs = fromNs == UNSIGNALLED ? 0 : nowNs - fromNs;
        if (ageNs > settleNs)
        {
            final String what = String.format(Locale.ROOT, "queue %d, interrupt at %.1f ms, %s %.1f ms later",
                account.queue(), fromNs / NS_OF_MS, end, ageNs / NS_OF_MS);
            if (touches.isSteady(fromNs, nowNs) ||
                (ageNs >= FIRST_POLL_NS && ageNs <= LAST_POLL_NS && touches.hasRunSince(fromNs)))
            {
                account.addLost(what);

                return true;
            }
            account.addLate(what);
        }

        return false;
    }
}
