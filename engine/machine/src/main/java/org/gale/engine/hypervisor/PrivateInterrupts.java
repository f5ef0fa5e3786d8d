package org.gale.engine.hypervisor;

import org.gale.tables.memory.StateStream;
import org.gale.tables.register.PpiPriorityr;

/**
 * KVM's copy of the PPIs 0 to 63 of a vCPU, a bit for each. While the guest runs the hardware owns enable, active,
 * priority and the pending state of edge PPIs:
 * <pre>
 *     inject ──▶ latch ──flush──▶ ICH_PPI_PENDR ──fold──▶ latch         edge: the pending state moves, never a copy
 *     line   ─────────flush──▶ ICH_PPI_PENDR                            level: the line at entry, never folded back
 *     wire of the PE ───────▶ virtual pending                           directly injected: no software in between
 * </pre>
 */
final class PrivateInterrupts
{
    /** SW_PPI, which is edge and the one that user space may drive (K-ID-3, K-ID-4, K-UP-2). */
    static final long SW_PPI = 1L << 3;
    /** PPIs of devices inside the kernel: PMU, virtual and physical timer (K-VC-7). */
    static final long IN_KERNEL = (1L << 23) | (1L << 27) | (1L << 30);
    /** PPIs of a vCPU (K-ID-2). */
    static final int COUNT = Long.SIZE;
    /** PRIORITYR registers of these PPIs. */
    static final int PRIORITYR_COUNT = COUNT / PpiPriorityr.PPI_COUNT;

    private static final long PRIORITYR_MASK = 0x1f1f_1f1f_1f1f_1f1fL;

    private final long[] priorities = new long[PRIORITYR_COUNT];
    private long enabled;
    private long active;
    private long latch;
    private long line;
    private long direct;

    /** Returns whether a PPI is level. */
    static boolean isLevel(final int ppi)                                       // K-ID-4
    {
        return (SW_PPI & (1L << ppi)) == 0;
    }

    /**
     * Takes a new level of the input of a PPI.
     *
     * @param ppi  number, 0 to 63
     * @param high the new level
     * @return true if the vCPU is to be kicked: a level line changed, or an edge PPI was raised
     */
    boolean inject(final int ppi, final boolean high)                           // K-IL-12, K-PPI-1, K-PPI-2
    {
        final long bit = 1L << ppi;
        if (!isLevel(ppi))
        {
            latch |= high ? bit : 0;                                            // K-PPI-5: one latch
            return high;
        }
        final boolean changes = (line & bit) != 0 != high;
        line = high ? line | bit : line & ~bit;

        return changes && (direct & bit) == 0;
    }

    /** Returns the PPIs that KVM holds pending: latched, or level with their line high. */
    long pending()
    {
        return latch | (line & ~SW_PPI);
    }

    /**
     * Returns the word for ICH_PPI_PENDR0_EL2 at an entry, and hands the latches of edge PPIs over to the hardware.
     *
     * @param exposed the PPIs that the guest has
     */
    long flush(final long exposed)                                              // K-PPI-6, K-PPI-7, K-PPI-8, K-PPI-9
    {
        final long injected = pending() & exposed & ~direct;
        latch &= ~(exposed & ~direct & SW_PPI);

        return injected;
    }

    /**
     * Takes over what the guest left in the CPU interface.
     *
     * @param exposed     the PPIs that the guest has
     * @param exitEnabled ICH_PPI_ENABLER0_EL2
     * @param exitActive  ICH_PPI_ACTIVER0_EL2
     * @param exitPending ICH_PPI_PENDR0_EL2
     */
    void fold(final long exposed, final long exitEnabled, final long exitActive, final long exitPending)
    {
        enabled = (enabled & ~exposed) | (exitEnabled & exposed);
        active = (active & ~exposed) | (exitActive & exposed);                  // K-PPI-11, K-PPI-14
        latch |= exitPending & exposed & ~direct & SW_PPI;                      // K-PPI-12, K-PPI-13
    }

    /**
     * Drops the state of PPIs that the guest does not have, and latches of level PPIs, before the first entry. Their
     * lines are low: nobody may drive them.
     */
    void finalise(final long exposed)                                           // K-VC-6, K-AT-41, K-AT-48
    {
        enabled &= exposed;
        active &= exposed;
        latch &= exposed & SW_PPI;
    }

    /**
     * Returns whether a PPI would wake the vCPU.                                  K-PND-3, K-PND-5
     *
     * @param exposed  the PPIs that the guest has
     * @param mask     priorities below it count (K-PND-1)
     * @param physical pending physical PPIs of the PE where the vCPU ran last
     */
    boolean wouldWake(final long exposed, final int mask, final long physical)
    {
        final long high = (latch & SW_PPI) | (line & ~SW_PPI);
        final long injected = (high & ~direct) | (physical & direct);
        for (long rest = injected & enabled & ~active & exposed; rest != 0; rest &= rest - 1)
        {
            if (priority(Long.numberOfTrailingZeros(rest)) < mask)
            {
                return true;
            }
        }

        return false;
    }

    int priority(final int ppi)
    {
        return PpiPriorityr.priority(priorities[ppi / PpiPriorityr.PPI_COUNT], ppi);
    }

    long priorities(final int register)
    {
        return priorities[register];
    }

    void priorities(final int register, final long value)
    {
        priorities[register] = value & PRIORITYR_MASK;
    }

    long enabled()
    {
        return enabled;
    }

    void enabled(final long bits)
    {
        enabled = bits;
    }

    long active()
    {
        return active;
    }

    void active(final long bits)
    {
        active = bits;
    }

    /** Returns the PPIs whose edge waits for an entry. */
    long latch()
    {
        return latch;
    }

    /** Returns the PPIs whose line is high. */
    long line()
    {
        return line;
    }

    /** Assigns the latches raw, as user space does when it restores them. */
    void latch(final long bits)                                                 // K-AT-41
    {
        latch = bits;
    }

    /** Returns the PPIs that follow the wires of the PE. */
    long direct()
    {
        return direct;
    }

    /** Maps a PPI to the wire of the PE, or unmaps it. */
    void direct(final int ppi, final boolean mapped)                            // K-DVI-1, K-DVI-2
    {
        direct = mapped ? direct | (1L << ppi) : direct & ~(1L << ppi);
    }

    /** Passes the state through a stream. */
    void state(final StateStream stream)
    {
        stream.words(priorities);
        enabled = stream.word(enabled);
        active = stream.word(active);
        latch = stream.word(latch);
        line = stream.word(line);
        direct = stream.word(direct);
    }
}
