package org.gale.tests.simulator;

import java.io.IOException;
import java.util.SplittableRandom;

/** Faults of one life of a disk, drawn from a seed: an end after so many changes, refusals, a full disk, slowness. */
final class SeededFaults implements DiskFaults
{
    private static final long NEVER = Long.MAX_VALUE;
    private static final int CHANGES_LIMIT = 6_000;
    private static final int SLOW_NS = 20_000_000;

    private final SplittableRandom random;
    private final SimulatedClock clock;
    private final long capacityPages;
    private final boolean isSlow;
    private final boolean losesPower;
    private long changesLeft;
    private long operationsLeft;
    private int refusals;

    /** Draws the faults of a life which ends by one of them. */
    SeededFaults(final SplittableRandom random, final SimulatedClock clock, final long usedPages)
    {
        this.random = random;
        this.clock = clock;
        final int kind = random.nextInt(8);
        losesPower = kind < 3;
        changesLeft = kind < 6 ? 1 + random.nextInt(CHANGES_LIMIT >> random.nextInt(6)) : NEVER;
        operationsLeft = kind == 6 ? random.nextInt(120) : NEVER;
        capacityPages = kind == 7 ? usedPages + random.nextInt(400) : NEVER;
        isSlow = random.nextInt(4) == 0;
    }

    /** Returns whether the machine loses its power at the end, and not the process its life. */
    boolean losesPower()
    {
        return losesPower;
    }

    /** Returns how many operations were refused. */
    int refusals()
    {
        return refusals;
    }

    @Override
    public boolean endsNow()
    {
        return --changesLeft < 0;
    }

    @Override
    public void onWrite(final int newPages, final long usedPages) throws IOException
    {
        if (newPages > 0 && usedPages + newPages > capacityPages)
        {
            refusals++;
            throw new IOException("No space left on device");
        }
        operate();
    }

    @Override
    public void onForce() throws IOException
    {
        operate();
    }

    private void operate() throws IOException
    {
        if (isSlow)
        {
            clock.advance(random.nextInt(SLOW_NS));
        }
        if (--operationsLeft < 0)
        {
            operationsLeft = NEVER;
            refusals++;
            throw new IOException("Input/output error");
        }
    }
}
