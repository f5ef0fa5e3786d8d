package org.gale.engine.gicv4;

import org.gale.engine.gicv4.V4FaultInjection.Point;

/** Steps of a host's transitions that fail, whatever their points: the Nth next one of those that can. */
final class FailingSteps
{
    /** Allocation after that of the vPEID, which fails with {@code ENOSPC}; one of memory fails with {@code ENOMEM}. */
    private static final int MEMORY = 2;

    private final V4Host host;
    private int countdown;

    FailingSteps(final V4Host host)
    {
        this.host = host;
    }

    /**
     * Makes a later step fail, once.
     *
     * @param number of steps that can fail from now, the failing one included
     */
    void fail(final int number)
    {
        countdown = number;
    }

    /** Counts the step that comes next, if it can fail, and has the host let it fail if it is the one. */
    void beforeStep()
    {
        if (countdown > 0 && host.transition.isOpen() && host.transition.failurePoint() != null)
        {
            countdown--;
            if (countdown == 0)
            {
                failNext(host);
            }
        }
    }

    /** Makes the next step fail, which must be one that can. */
    static void failNext(final V4Host host)
    {
        final Point point = host.transition.failurePoint();
        host.faults.arm(point, point == Point.E2 ? MEMORY : 1);
    }
}
