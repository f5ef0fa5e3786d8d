package org.gale.engine.storm.virtual;

import java.util.SplittableRandom;
import org.gale.tables.memory.Mix;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.topology.Topology;

/**
 * Moves of vectors that are due by the number of events, or by the clock while events come: each of a VM, a vector and
 * another vCPU that are drawn. What is due while no guest can move a vector is tried again a little later, or else at
 * the next event. Owned by one thread.
 */
final class DrawnMoves
{
    private static final long NONE = -1;
    private static final long DRAWS = 0x766563746f7273L;
    private static final long RETRY_NS = 2_000;
    private static final int RETRY_LIMIT = 1_000;

    private final VirtualClock clock;
    private final Topology topology;
    private final DueActions rate;
    private final boolean isNone;
    private final SplittableRandom random;
    private long due;
    private long made;
    private long retryNs = NONE;
    private int retries;                                            // since the last event

    DrawnMoves(final VirtualClock clock, final Topology topology, final ActionRate rate, final long seed)
    {
        this.clock = clock;
        this.topology = topology;
        this.rate = new DueActions(clock, topology, rate);
        this.isNone = rate.isNone();
        this.random = new SplittableRandom(Mix.of(seed ^ DRAWS, topology.isPartition() ? topology.share().index() : 0));
    }

    /** Returns the moves that were due. */
    long due()
    {
        return due;
    }

    /** Returns the moves that were made. */
    long made()
    {
        return made;
    }

    /** Notes a number of events. */
    void offered(final long events)
    {
        due = isNone ? 0 : Math.max(due, rate.by(events));
        retries = 0;
    }

    /** Returns whether a move is due. */
    boolean isDue()
    {
        return made < due;
    }

    /** Returns whether what is due is to be tried again now. */
    boolean isRetried()
    {
        return retryNs == clock.nanoTime();
    }

    /** Returns whether what is due is to be tried again at a time that is not planned yet. */
    boolean isToRetry()
    {
        return isDue() && retryNs <= clock.nanoTime() && retries < RETRY_LIMIT;
    }

    /** Returns the time at which what is due is tried again. */
    long retry()
    {
        retries++;
        retryNs = clock.nanoTime() + RETRY_NS;

        return retryNs;
    }

    /** Notes that what is due is tried now. */
    void tried()
    {
        retryNs = NONE;
    }

    /** Notes that a move was made. */
    void note()
    {
        made++;
    }

    /** Returns a vCPU of a VM that is drawn, other than the one that a vector has. */
    int otherVcpu(final int vm, final int vcpu)
    {
        final int first = topology.vpeIndex(vm, 0);
        final int vcpus = topology.vpes(vm);

        return first + (vcpu - first + 1 + below(vcpus - 1)) % vcpus;
    }

    /** Returns a number that is drawn, below a bound. */
    int below(final int bound)
    {
        return (int)Long.remainderUnsigned(random.nextLong(), bound);
    }
}
