package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.List;

/** History of a run: where its warm-up ended, and its seconds. */
final class History
{
    private static final long SECOND_NS = 1_000_000_000;

    /** Second of a run, or a part of one that the end of the warm-up divides. */
    record Second(
        long startNs, long endNs, boolean isWarmup, long offered, long delivered, long pending, int firstTaken,
        int endTaken, int first, int end, int firstOver, int endOver, int firstRequest, int endRequest,
        long completions)
    {
    }

    final List<Second> seconds = new ArrayList<>();
    /** Events offered, and handlers ended, before the end of the warm-up; handlers that end behind it begin there. */
    long warmupOffered;
    int warmupHandled;
    /** Interrupts that were acknowledged in the warm-up. */
    int warmupTaken;
    /** Requests that were completed in the warm-up, and the work of each group. */
    int warmupRequests;
    final List<Work> warmupWork = new ArrayList<>();
    boolean isWarm;
    private boolean hasPassed;
    private final Run run;
    private long startNs;
    private long startOffered;
    private int startTaken;
    private int startHandled;
    private int startOver;
    private int startRequests;
    private long startCompletions;
    private long nextNs = SECOND_NS;

    History(final Run run)
    {
        this.run = run;
        isWarm = run.job.warmupNs == 0;
        run.job.groups.forEach(group -> warmupWork.add(Work.NOTHING));
    }

    /** Notes that the clock is about to jump to a time. */
    void jumps(final long toNs)
    {
        final long warmupNs = run.job.warmupNs;
        while (isOver(toNs) || isDivided(toNs) || toNs >= nextNs)
        {
            if (isDivided(toNs) && warmupNs <= nextNs)
            {
                end(warmupNs);
                hasPassed = true;
            }
            else if (isOver(toNs) && warmupNs <= nextNs)
            {
                warmupOffered = run.offered;
                warmupHandled = run.handled.size();
                warmupTaken = run.taken.size();
                run.traffic.senderWaits.clear();
                warmupRequests = run.traffic.requests.size();
                warmupWork.clear();
                run.job.groups.forEach(group -> warmupWork.add(run.traffic.work(group)));
                end(warmupNs);
                isWarm = true;
            }
            else
            {
                end(nextNs);
                nextNs += SECOND_NS;
            }
        }
    }

    /** Returns whether the clock passes the end of the warm-up, behind which no event comes. */
    private boolean isDivided(final long toNs)
    {
        return !isWarm && !hasPassed && toNs >= run.job.warmupNs && run.isSpent();
    }

    /** Returns whether the warm-up is over: not if no event comes behind it. */
    private boolean isOver(final long toNs)
    {
        return !isWarm && toNs >= run.job.warmupNs && !run.isSpent();
    }

    void end(final long endNs)
    {
        if (endNs > startNs)
        {
            seconds.add(new Second(startNs, endNs, !isWarm, run.offered - startOffered,
                run.taken.size() - startTaken, run.waiting(), startTaken, run.taken.size(), startHandled,
                run.handled.size(), startOver, run.handedOver.size(), startRequests, run.traffic.requests.size(),
                run.traffic.work(null).completions() - startCompletions));
            startNs = endNs;
            startOffered = run.offered;
            startTaken = run.taken.size();
            startHandled = run.handled.size();
            startOver = run.handedOver.size();
            startRequests = run.traffic.requests.size();
            startCompletions = run.traffic.work(null).completions();
        }
    }
}
