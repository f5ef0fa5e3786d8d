package org.gale.engine.device.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.agrona.collections.LongArrayQueue;
import org.gale.engine.storm.result.LatencyHistogram;
import org.gale.engine.storm.result.SummedHistogram;

/**
 * Proof of one vector: {@code sent = looked + lost + dropped + pending}. A vector is silent behind the last message of
 * a burst until that one is looked at. In the closed loop each message is a burst. A store to {@code looked} covers all
 * messages up to its number. Owner: the answering thread.
 * <pre>
 *   sending ── last of a burst ──► silent ── looked ──► sending
 *      ▲                             │ ├── settle time over ──► lost: sent again, silent
 *      └────────── dropped ──────────┘ (reset, MSI-X off)
 * </pre>
 */
public final class VectorProof
{
    private static final int NAMED_LIMIT = 16;
    private static final int DIGITS = 2;
    private static final double NS_OF_MS = 1e6;

    private final int vector;
    private final boolean isExact;
    private final long settleNs;
    private final DeviceHistory history;
    private final LatencyHistogram response = new LatencyHistogram(SummedHistogram.HIGHEST_NS, DIGITS);
    private final LatencyHistogram service = new LatencyHistogram(SummedHistogram.HIGHEST_NS, DIGITS);
    private final List<String> named = new ArrayList<>();
    private final LongArrayQueue intendedNs = new LongArrayQueue(Long.MIN_VALUE);       // of messages that are pending
    private final LongArrayQueue writtenNs = new LongArrayQueue(Long.MIN_VALUE);
    private boolean isSilent;
    private boolean isLeftOut;                                      // the message sent last
    private long settledNs;
    private long sent;
    private long looked;
    private long lost;
    private long dropped;
    private long repairs;
    private long invented;
    private long repeated;
    private long single;
    private long merged;
    private long handledBefore;
    private long handled;
    private LeftOut leftOut = LeftOut.NONE;

    /**
     * Messages that were left out on purpose, and were the last ones before a silence.
     *
     * @param found   lost, as they have to be
     * @param covered by a handler of an earlier interrupt, which looked after them
     * @param dropped by a reset
     */
    public record LeftOut(long found, long covered, long dropped)
    {
        /** None. */
        public static final LeftOut NONE = new LeftOut(0, 0, 0);

        /** Returns the sum of this and another one. */
        public LeftOut plus(final LeftOut other)
        {
            return new LeftOut(found + other.found, covered + other.covered, dropped + other.dropped);
        }
    }

    /**
     * Makes the proof of a vector that has sent nothing.
     *
     * @param isExact  whether each message is a burst, as in the closed loop
     * @param settleNs time within which the last message of a burst is looked at, while its vector is enabled and its
     *                 handler alive
     * @param history  of the run, which takes all messages
     */
    public VectorProof(final int vector, final boolean isExact, final long settleNs, final DeviceHistory history)
    {
        this.history = history;
        this.vector = vector;
        this.isExact = isExact;
        this.settleNs = settleNs;
    }

    /** Returns the number of the vector. */
    public int vector()
    {
        return vector;
    }

    /**
     * Notes a message, and returns its number.
     *
     * @param intendedAtNs  time for which it was meant, ns
     * @param nowNs         time at which it is written, ns
     * @param isLast        whether the vector is silent behind it
     * @param isNotWritten  whether it is left out on purpose
     */
    public long send(final long intendedAtNs, final long nowNs, final boolean isLast, final boolean isNotWritten)
    {
        assert !isSilent : vector;

        history.sent(intendedAtNs, nowNs);
        intendedNs.offerLong(intendedAtNs);
        writtenNs.offerLong(nowNs);
        isSilent = isLast;
        isLeftOut = isNotWritten;
        settledNs = 0;
        sent++;

        return sent;
    }

    /** Begins the silence after the message sent last, if that is pending: no other one follows it. */
    public void hush()
    {
        isSilent |= isPending();
    }

    /** Notes what the guest has handled since its last reset, which never falls and never passes what was sent. */
    public void handle(final int count)
    {
        final long total = handledBefore + Integer.toUnsignedLong(count);
        if (total < handled || total > sent)
        {
            invent("handled " + total + " of " + sent + " that were sent");
        }
        handled = Math.max(handled, total);
    }

    /**
     * Notes that the guest has looked at the messages up to a number.
     *
     * @return the messages that are covered
     */
    public int look(final int number, final long nowNs)
    {
        final int covered = number - (int)(sent - pending());
        if (number - (int)sent > 0 || (isExact && covered < 1))
        {
            if (covered < 1 && repeated < lost + dropped)
            {
                repeated++;                                         // a message that was late came behind its repair
            }
            else
            {
                invent("looked at " + Integer.toUnsignedLong(number) + ", which is not in flight");
            }

            return 0;
        }
        if (covered < 1)
        {
            return 0;                                               // an earlier handler has looked at it
        }
        history.looked(covered, vector, sent - pending() + 1, intendedNs.peekLong(), writtenNs.peekLong(), nowNs);
        response.recordTime(nowNs - intendedNs.peekLong(), 1);
        service.recordTime(nowNs - writtenNs.peekLong(), 1);
        looked += covered;
        merged += covered - 1;
        for (int i = 0; i < covered; i++)
        {
            intendedNs.pollLong();
            writtenNs.pollLong();
        }
        if (!isPending())
        {
            endSilence(new LeftOut(0, 1, 0), "covered by an earlier interrupt");
        }
        if (isExact && handled < looked)
        {
            invent("looked at " + looked + " and handled " + handled);
        }

        return covered;
    }

    private void endSilence(final LeftOut one, final String what)
    {
        if (isSilent && isLeftOut)
        {
            leftOut = leftOut.plus(one);
            name("left out: vector " + vector + ", message " + sent + ", " + what);
        }
        else if (isSilent && one.covered() > 0)
        {
            single++;
        }
        isSilent = false;
    }

    /** Lets time pass for the silent vector, and returns whether its last message is lost now. */
    public boolean settle(final long ns, final long nowNs)
    {
        if (!isSilent)
        {
            return false;
        }
        settledNs += ns;
        if (settledNs <= settleNs)
        {
            return false;
        }
        final long count = pending();
        name(String.format(Locale.ROOT, "lost: vector %d, message %d%s, sent at %.1f ms, not read until %.1f ms",
            vector, sent, count > 1 ? " and " + (count - 1) + " before it" : "", writtenNs.peekLong() / NS_OF_MS,
            nowNs / NS_OF_MS));
        lost += count;
        history.gone(count);
        repairs++;
        clear();
        endSilence(new LeftOut(1, 0, 0), "found");

        return true;
    }

    private void clear()
    {
        intendedNs.clear();
        writtenNs.clear();
    }

    /** Notes a reset: what is pending is dropped, and the guest counts anew. */
    public void reset()
    {
        drop();
        handledBefore = handled;
    }

    /** Drops what is pending: MSI-X is off. */
    public void drop()
    {
        dropped += pending();
        history.gone(pending());
        clear();
        endSilence(new LeftOut(0, 0, 1), "dropped by a reset");
    }

    private void invent(final String what)
    {
        invented++;
        name("invented: vector " + vector + ", " + what);
    }

    private void name(final String what)
    {
        if (named.size() < NAMED_LIMIT)
        {
            named.add(what);
        }
    }

    /** Returns the messages that nobody has looked at yet. */
    public long pending()
    {
        return intendedNs.size();
    }

    /** Returns whether there are such messages. */
    public boolean isPending()
    {
        return !intendedNs.isEmpty();
    }

    /** Returns whether the vector waits for its last message. */
    public boolean isSilent()
    {
        return isSilent;
    }

    /** Returns the messages that were sent, those that were sent again among them. */
    public long sent()
    {
        return sent;
    }

    /** Returns the messages that the guest has looked at. */
    public long looked()
    {
        return looked;
    }

    /** Returns the messages that the guest says it has handled. */
    public long handled()
    {
        return handled;
    }

    /** Returns the messages that were lost. */
    public long lost()
    {
        return lost;
    }

    /** Returns how often a message was sent again. */
    public long repairs()
    {
        return repairs;
    }

    /** Returns the messages that a reset has dropped. */
    public long dropped()
    {
        return dropped;
    }

    /** Returns the messages that were the last ones before a silence, and looked at: each is proved alone. */
    public long single()
    {
        return single;
    }

    /** Returns the messages that were covered in addition to the oldest one, which alone is measured. */
    public long merged()
    {
        return merged;
    }

    /** Returns the stores of a guest that no message explains. */
    public long invented()
    {
        return invented;
    }

    /** Returns the account of the messages that were left out on purpose. */
    public LeftOut leftOut()
    {
        return leftOut;
    }

    /** Returns whether the sums hold: in the closed loop, without losses and resets, all are equal. */
    public boolean isKept()
    {
        final boolean mayDiffer = !isExact || lost > 0 || dropped > 0 || isPending() || handled == sent;

        return sent == looked + lost + dropped + pending() && handled <= sent && invented == 0 &&
            (!isExact || looked <= handled) && mayDiffer;
    }

    /** Returns the first losses and inventions, a line each. */
    public List<String> named()
    {
        return named;
    }

    /** Returns the times from when a message was meant to be sent until the guest looked, ns. */
    public Histogram response()
    {
        return response;
    }

    /** Returns the times from the write of a message until the guest looked, ns. */
    public Histogram service()
    {
        return service;
    }
}
