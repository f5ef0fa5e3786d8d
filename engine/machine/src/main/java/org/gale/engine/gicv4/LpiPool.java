package org.gale.engine.gicv4;

import java.util.Arrays;
import org.agrona.collections.IntArrayList;
import org.gale.tables.gicv4.PropertyByte;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateStream;

/**
 * Physical LPIs that the host hands out: one per mapped event, one per doorbell. Freed ones are handed out again, last
 * freed first.
 */
final class LpiPool
{
    /** Returned where no LPI is left. */
    static final int NONE = -1;

    private static final int LIMIT = 1 << Hardware.PHYSICAL_BITS;

    private final PhysicalMemory memory;
    private final long propertyTable;
    private final int cpus;
    private final IntArrayList free = new IntArrayList();
    private int next = PropertyCache.FIRST_LPI;
    private Vlpi[] vlpis = new Vlpi[0];
    private V4Vcpu[] vcpus = new V4Vcpu[0];

    /**
     * Makes a pool of which all LPIs are free.
     *
     * @param propertyTable physical address of the property table of physical LPIs
     * @param cpus          number of CPUs, among which the LPIs are spread
     */
    LpiPool(final PhysicalMemory memory, final long propertyTable, final int cpus)
    {
        this.cpus = cpus;
        this.memory = memory;
        this.propertyTable = propertyTable;
    }

    /** Returns the number of LPIs that are left. */
    int available()
    {
        return LIMIT - next + free.size();
    }

    /**
     * Allocates an LPI.
     *
     * @return its INTID, or {@link #NONE}
     */
    int allocate()
    {
        if (!free.isEmpty())
        {
            return free.removeAt(free.size() - 1);
        }

        return next < LIMIT ? next++ : NONE;
    }

    void free(final int lpi)
    {
        disown(lpi);
        free.addInt(lpi);
    }

    /** Takes an LPI from its owner; it stays allocated. */
    void disown(final int lpi)
    {
        vlpis[lpi - PropertyCache.FIRST_LPI] = null;
        vcpus[lpi - PropertyCache.FIRST_LPI] = null;
    }

    void own(final int lpi, final Vlpi vlpi)
    {
        final int index = grown(lpi);
        vlpis[index] = vlpi;
    }

    void own(final int lpi, final V4Vcpu vcpu)
    {
        final int index = grown(lpi);
        vcpus[index] = vcpu;
    }

    /** Returns the vLPI that an LPI forwards, or null. */
    Vlpi vlpi(final int lpi)
    {
        final int index = lpi - PropertyCache.FIRST_LPI;

        return index >= 0 && index < vlpis.length ? vlpis[index] : null;
    }

    /** Returns the vCPU whose doorbell an LPI is, or null. */
    V4Vcpu vcpu(final int lpi)
    {
        final int index = lpi - PropertyCache.FIRST_LPI;

        return index < vcpus.length ? vcpus[index] : null;
    }

    /** Returns the collection of an LPI that an event raises, which has the number of its CPU. */
    int collection(final int lpi)
    {
        return lpi % cpus;
    }

    /** Writes the property of an LPI; the hardware sees it after an invalidate. */
    void configure(final int lpi, final boolean enabled)
    {
        memory.store(propertyTable + lpi - PropertyCache.FIRST_LPI, 1,
            PropertyByte.of(PropertyByte.PRIORITY_DEFAULT, enabled));
    }

    void state(final StateStream stream)
    {
        next = stream.word32(next);
        final int count = stream.word32(free.size());
        for (int i = 0; i < count; i++)
        {
            final int lpi = stream.word32(stream.isRestoring() ? 0 : free.getInt(i));
            if (stream.isRestoring())
            {
                free.addInt(lpi);
            }
        }
    }

    private int grown(final int lpi)
    {
        final int index = lpi - PropertyCache.FIRST_LPI;
        if (index >= vlpis.length)
        {
            final int length = Math.max(index + 1, Math.max(64, vlpis.length * 2));
            vlpis = Arrays.copyOf(vlpis, length);
            vcpus = Arrays.copyOf(vcpus, length);
        }

        return index;
    }
}
