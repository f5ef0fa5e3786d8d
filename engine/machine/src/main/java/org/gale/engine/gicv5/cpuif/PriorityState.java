package org.gale.engine.gicv5.cpuif;

import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateStream;

/** Enable, priority mask and active priorities of one PE in one domain, physical or virtual. */
final class PriorityState
{
    /** Running priority while no interrupt is active: lower than every priority. */
    static final int IDLE = 32;

    private static final int PCR_MASK = 0x1f;

    static
    {
        assert IDLE == PCR_MASK + 1 : "a mask lets the idle priority through";
        assert IDLE == Integer.numberOfTrailingZeros(0) : "no active priority is not idle";
    }

    private final int unimplemented;
    private int activePriorities;
    private int mask;
    private boolean enabled;

    /**
     * Makes the state at reset.
     *
     * @param priBits implemented priority bits, the top ones of five
     */
    PriorityState(final int priBits)
    {
        assert priBits > 0 && priBits <= Integer.bitCount(PCR_MASK) : priBits;

        this.unimplemented = PCR_MASK >>> priBits;
    }

    int apr()
    {
        return activePriorities;
    }

    void apr(final long value)                                                  // B-CPU-11
    {
        activePriorities = (int)value;
    }

    int pcr()
    {
        return mask;
    }

    void pcr(final long value)
    {
        mask = (int)value & PCR_MASK & ~unimplemented;                          // B-CPU-4
    }

    boolean isEnabled()
    {
        return enabled;
    }

    void enable(final boolean value)
    {
        enabled = value;
    }

    void state(final StateStream stream)
    {
        activePriorities = stream.word32(activePriorities);
        mask = stream.number("priority mask", mask, 0, PCR_MASK);
        if ((mask & unimplemented) != 0)
        {
            throw new StateException("no priority mask: " + mask);
        }
        enabled = stream.flag(enabled);
    }

    int runningPriority()                                                       // B-CPU-8
    {
        return Integer.numberOfTrailingZeros(activePriorities);                 // 32 if no bit is set
    }

    /** Returns the priority value below which an interrupt has sufficient priority; 0 while disabled. */
    int threshold()                                                             // B-CPU-5, B-CPU-6, B-TRAP-16, -17
    {
        return enabled ? Math.min((mask | unimplemented) + 1, runningPriority()) : 0;
    }

    void acknowledged(final int priority)                                       // B-CPU-9
    {
        assert priority >= 0 && priority < runningPriority() : priority + " on " + runningPriority();

        activePriorities |= 1 << (priority & ~unimplemented);
    }

    void drop()                                                                 // B-CPU-10
    {
        activePriorities &= activePriorities - 1;
    }
}
