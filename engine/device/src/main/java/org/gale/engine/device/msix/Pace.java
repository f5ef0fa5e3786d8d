package org.gale.engine.device.msix;

import java.util.SplittableRandom;
import org.agrona.collections.IntArrayList;
import org.gale.engine.storm.model.Bursts;
import org.gale.engine.storm.scenario.OpenStream;

/**
 * Pace of the messages: which vector sends next, when, and how long its burst is. In the closed loop each message is a
 * burst, and due at once. In the open loop a message is due at a drawn time, whose vector is drawn of those that are
 * not silent. All is of the seed. Owner: the answering thread.
 */
final class Pace
{
    private static final int BURST_LIMIT = 16;                      // times the mean

    private final OpenStream stream;
    private final long quiet;
    private final SplittableRandom random;
    private final Bursts bursts;
    private final IntArrayList waiting = new IntArrayList();        // vectors that may send
    private final long[] left;                                      // messages of its burst, by vector
    private double dueNs;

    /** Makes the pace of a loop that has not begun. */
    Pace(final MessageLoop loop)
    {
        stream = loop.stream();
        quiet = loop.quiet();
        random = new SplittableRandom(loop.seed());
        bursts = stream == null || stream.spacing().bursts() == null ? null :
            new Bursts(stream.spacing().bursts(), stream.meanNs(1), 1, random.split());
        left = new long[loop.vectors()];
    }

    /** Lets all vectors send. */
    void begin()
    {
        waiting.clear();
        for (int vector = 0; vector < left.length; vector++)
        {
            waiting.addInt(vector);
            left[vector] = burst();
        }
        for (int i = left.length - 1; i > 0; i--)
        {
            swap(i, random.nextInt(i + 1));
        }
    }

    /** Leaves out the messages that were meant for a time before now. */
    void resume(final long nowNs)
    {
        dueNs = stream == null ? 0 : Math.max(dueNs, nowNs + stepNs());
    }

    private void swap(final int one, final int other)
    {
        final int vector = waiting.getInt(one);
        waiting.setInt(one, waiting.getInt(other));
        waiting.setInt(other, vector);
    }

    private double stepNs()
    {
        return bursts != null ? bursts.next() :
            stream.meanNs(1) * (stream.spacing().isPoisson() ? random.nextExponential() : 1);
    }

    private long burst()
    {
        return stream == null ? 1 : 1 + (long)((quiet - 1) * Math.min(BURST_LIMIT, random.nextExponential()));
    }

    /** Returns whether a vector may send. */
    boolean isAny()
    {
        return !waiting.isEmpty();
    }

    /** Returns the time for which the next message is meant, ns. */
    long dueNs(final long nowNs)
    {
        return stream == null ? nowNs : (long)dueNs;
    }

    /** Takes the vector that sends next: in the closed loop the one that waits longest. */
    int take()
    {
        return stream == null ? waiting.removeAt(0) : waiting.fastUnorderedRemove(random.nextInt(waiting.size()));
    }

    /** Gives a vector back, which may send. */
    void add(final int vector)
    {
        waiting.addInt(vector);
    }

    /** Notes that a vector sends the message that is due, and returns whether it is the last one of a burst. */
    boolean sends(final int vector)
    {
        dueNs += stream == null ? 0 : stepNs();
        left[vector]--;
        final boolean isLast = left[vector] == 0;
        left[vector] = isLast ? burst() : left[vector];

        return isLast;
    }
}
