package org.gale.engine.device.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Proof of one vector in the closed loop, with at most one message in flight: {@code sent = looked + lost + dropped +
 * pending}. Owner: the answering thread.
 * <pre>
 *   idle ── sent ──► in flight ── looked ──► idle
 *     ▲                 │ ├── settle time over ──► lost: sent again, in flight
 *     └── dropped ──────┘ (reset, MSI-X off)
 * </pre>
 */
public final class VectorProof
{
    private static final int NAMED_LIMIT = 16;
    private static final int DIGITS = 2;
    private static final double NS_OF_MS = 1e6;

    private final int vector;
    private final long settleNs;
    private final Histogram latency = new Histogram(DIGITS);
    private final List<String> named = new ArrayList<>();
    private boolean isInFlight;
    private long sentNs;
    private long settledNs;
    private long sent;
    private long looked;
    private long lost;
    private long dropped;
    private long invented;
    private long repeated;
    private long handledBefore;
    private long handled;

    /**
     * Makes the proof of a vector that has sent nothing.
     *
     * @param settleNs time within which a message is looked at, while its vector is enabled and its handler alive
     */
    public VectorProof(final int vector, final long settleNs)
    {
        this.vector = vector;
        this.settleNs = settleNs;
    }

    /** Returns the number of the vector. */
    public int vector()
    {
        return vector;
    }

    /** Notes a message, and returns its number. */
    public long send(final long nowNs)
    {
        assert !isInFlight : vector;

        isInFlight = true;
        sentNs = nowNs;
        settledNs = 0;
        sent++;

        return sent;
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
     * Notes that the guest has looked at the messages up to a number, and returns whether that ends the one in flight.
     */
    public boolean look(final int number, final long nowNs)
    {
        if (!isInFlight || number != (int)sent)
        {
            if (repeated < lost)
            {
                repeated++;                                         // a message that was late came behind its repair
            }
            else
            {
                invent("looked at " + Integer.toUnsignedLong(number) + ", which is not in flight");
            }

            return false;
        }
        isInFlight = false;
        looked++;
        latency.recordValue(nowNs - sentNs);
        if (handled < looked)
        {
            invent("looked at " + looked + " and handled " + handled);
        }

        return true;
    }

    /** Lets time pass for the message in flight, and returns whether it is lost now. */
    public boolean settle(final long ns, final long nowNs)
    {
        if (!isInFlight)
        {
            return false;
        }
        settledNs += ns;
        if (settledNs <= settleNs)
        {
            return false;
        }
        isInFlight = false;
        lost++;
        name(String.format(Locale.ROOT, "lost: vector %d, message %d, sent at %.1f ms, not looked at until %.1f ms",
            vector, sent, sentNs / NS_OF_MS, nowNs / NS_OF_MS));

        return true;
    }

    /** Notes a reset: the message in flight is dropped, and the guest counts anew. */
    public void reset()
    {
        dropped += isInFlight ? 1 : 0;
        isInFlight = false;
        handledBefore = handled;
    }

    /** Drops the message in flight: MSI-X is off. */
    public void drop()
    {
        dropped += isInFlight ? 1 : 0;
        isInFlight = false;
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

    /** Returns whether a message is in flight. */
    public boolean isInFlight()
    {
        return isInFlight;
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

    /** Returns what the guest says it has handled. */
    public long handled()
    {
        return handled;
    }

    /** Returns the messages that were lost, each of which was sent again. */
    public long lost()
    {
        return lost;
    }

    /** Returns the messages that a reset has dropped. */
    public long dropped()
    {
        return dropped;
    }

    /** Returns the stores of a guest that no message explains. */
    public long invented()
    {
        return invented;
    }

    /** Returns whether the sums hold: without losses and resets, all are equal. */
    public boolean isKept()
    {
        final long pending = isInFlight ? 1 : 0;
        final boolean isExact = lost > 0 || dropped > 0 || pending > 0 || handled == sent;

        return sent == looked + lost + dropped + pending && looked <= handled && handled <= sent && isExact &&
            invented == 0;
    }

    /** Returns the first losses and inventions, a line each. */
    public List<String> named()
    {
        return named;
    }

    /** Returns the times from a message until the guest looked at it, ns. */
    public Histogram latency()
    {
        return latency;
    }
}
