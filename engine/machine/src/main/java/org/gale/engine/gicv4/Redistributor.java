package org.gale.engine.gicv4;

import org.gale.tables.gicv4.GicrVpendbaser;
import org.gale.tables.gicv4.PropertyByte;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateStream;

/**
 * Redistributor of one CPU: its physical pending table, the vPE that is resident on it, and the virtual interrupt that
 * it presents to the CPU interface. A presented interrupt is a copy: it stays presented until the redistributor
 * evaluates the vPE's table again, as hardware may (V4-LL-4).
 */
final class Redistributor
{
    /** INTID of no interrupt presented. */
    static final int NONE = -1;

    private final PhysicalMemory memory;
    private final VpeTable vpes;
    private final PropertyCache physicalProperties;
    private final V4HostPort host;
    private final boolean isVersion41;
    private final int number;
    private final long pendingOffset;
    private final int lpiLimit;
    private long vpropbaser;
    private long vpendbaser;
    private MappedVpe resident;
    private int presented = NONE;
    private int presentedPriority;
    private int queriedSgis;

    /**
     * Makes a redistributor at reset.
     *
     * @param pendingAddress physical address of its pending table, zeroed
     * @param lpiLimit       physical INTIDs are below this
     */
    Redistributor(
        final PhysicalMemory memory,
        final VpeTable vpes,
        final PropertyCache physicalProperties,
        final V4HostPort host,
        final boolean isVersion41,
        final int number,
        final long pendingAddress,
        final int lpiLimit)
    {
        this.memory = memory;
        this.vpes = vpes;
        this.physicalProperties = physicalProperties;
        this.host = host;
        this.isVersion41 = isVersion41;
        this.number = number;
        this.pendingOffset = memory.offsetOf(pendingAddress);
        this.lpiLimit = lpiLimit;
    }

    void writeVpropbaser(final long value)
    {
        vpropbaser = value;
    }

    /**
     * Reads {@code GICR_VPENDBASER}. Dirty reads 0: every scan is complete when the write returns.
     *
     * @return the encoded register
     */
    long vpendbaser()
    {
        return vpendbaser;
    }

    /** Writes {@code GICR_VPENDBASER}. A write that leaves Valid set is ignored (V4-REG-5). */
    void writeVpendbaser(final long value)
    {
        final boolean valid = GicrVpendbaser.VALID.isSet(value);
        if (GicrVpendbaser.VALID.isSet(vpendbaser))
        {
            if (!valid)
            {
                deschedule(value);                                              // V4-REG-6
            }
        }
        else if (valid)
        {
            schedule(value);
        }
        else
        {
            vpendbaser = value & ~GicrVpendbaser.DIRTY.mask();
        }
    }

    /** Returns the resident vPE, or null. */
    MappedVpe resident()
    {
        return resident;
    }

    /** Returns the vINTID that is presented to the CPU interface, or {@link #NONE}. */
    int presented()
    {
        return presented;
    }

    /** Returns the priority value of the presented interrupt. */
    int presentedPriority()
    {
        return presentedPriority;
    }

    /** Presents an interrupt that became pending if it is better than the presented one. */
    void offer(final int priority, final int vintid)
    {
        if (presented == NONE ||
            PriorityIndex.key(priority, vintid) < PriorityIndex.key(presentedPriority, presented))
        {
            presented = vintid;
            presentedPriority = priority;
        }
    }

    /** Evaluates the resident vPE's table and presents its best interrupt. */
    void evaluate()
    {
        final long best = resident == null ? PriorityIndex.NONE : resident.candidates().bestKey();
        if (best == PriorityIndex.NONE)
        {
            presented = NONE;
        }
        else
        {
            presented = PriorityIndex.intidOf(best);
            presentedPriority = PriorityIndex.priorityOf(best);
        }
    }

    /**
     * Acknowledges the presented interrupt: its pending bit becomes clear (V4-ID-7: there is no active state).
     *
     * @return true if the bit was set
     */
    boolean acknowledge()
    {
        final boolean wasPending = resident.clear(presented);
        evaluate();

        return wasPending;
    }

    /** Makes a physical LPI pending and signals it if it is enabled. */
    void pend(final int lpi)
    {
        if (lpi >= PropertyCache.FIRST_LPI && lpi < lpiLimit)
        {
            final long offset = wordOffset(lpi);
            memory.putLongAt(offset, memory.longAt(offset) | 1L << lpi);
            signal(lpi);
        }
    }

    /**
     * Clears the pending bit of a physical LPI.
     *
     * @return true if it was set
     */
    boolean clear(final int lpi)
    {
        if (lpi < PropertyCache.FIRST_LPI || lpi >= lpiLimit)
        {
            return false;
        }
        final long offset = wordOffset(lpi);
        final long word = memory.longAt(offset);
        if ((word & 1L << lpi) != 0)
        {
            memory.putLongAt(offset, word & ~(1L << lpi));
        }

        return (word & 1L << lpi) != 0;
    }

    boolean isPending(final int lpi)
    {
        return (memory.longAt(wordOffset(lpi)) & 1L << lpi) != 0;
    }

    /** Returns the first pending physical LPI at or after an INTID, or −1. */
    int nextPending(final int fromLpi)
    {
        final int words = lpiLimit >>> 6;
        final int from = Math.max(fromLpi, PropertyCache.FIRST_LPI);
        int word = from >>> 6;
        long rest = word < words ? memory.longAt(wordOffset(word << 6)) & (-1L << from) : 0;
        while (rest == 0 && ++word < words)
        {
            rest = memory.longAt(wordOffset(word << 6));
        }

        return rest == 0 ? -1 : (word << 6) + Long.numberOfTrailingZeros(rest);
    }

    /** Returns whether a physical LPI would be signalled to the host if it were pending. */
    boolean signals(final int lpi)
    {
        return lpi >= PropertyCache.FIRST_LPI && lpi < lpiLimit &&
            PropertyByte.isEnabled(physicalProperties.value(lpi));
    }

    /** Signals a physical LPI to the host if it is pending and enabled. */
    void signal(final int lpi)
    {
        if (isPending(lpi) && PropertyByte.isEnabled(physicalProperties.value(lpi)))
        {
            host.physicalInterrupt(number, lpi);
        }
    }

    /** Starts a query of a vPE's pending vSGIs ({@code GICR_VSGIR}). */
    void writeVsgir(final int vpeId)                                            // V4-REG-10
    {
        final MappedVpe vpe = vpes.mapped(vpeId);
        queriedSgis = vpe == null ? 0 : vpe.pendingSgis();
    }

    /** Returns the answer of the last query ({@code GICR_VSGIPENDR}); never busy. */
    int vsgipendr()
    {
        return queriedSgis;
    }

    /** Invalidates the cached property of a physical LPI and signals it if it is pending and enabled. */
    void writeInvlpir(final int lpi)                                            // V4-REG-11
    {
        physicalProperties.reload(lpi);
        signal(lpi);
    }

    void state(final StateStream stream)
    {
        vpropbaser = stream.word(vpropbaser);
        vpendbaser = stream.word(vpendbaser);
        presented = stream.word32(presented);
        presentedPriority = stream.word32(presentedPriority);
        queriedSgis = stream.word32(queriedSgis);
        if (stream.isRestoring())
        {
            bind();
        }
    }

    /** Finds the resident vPE again after the views of the vPEs were made anew. */
    void bind()
    {
        final MappedVpe named = GicrVpendbaser.VALID.isSet(vpendbaser) ? named(vpendbaser) : null;
        resident = named != null && !named.isResident() ? named : null;
        if (resident != null)
        {
            resident.residentCpu(number);
        }
    }

    private void schedule(final long value)
    {
        final MappedVpe vpe = named(value);
        vpendbaser = value & ~(GicrVpendbaser.DIRTY.mask() | GicrVpendbaser.PENDING_LAST.mask());
        if (vpe != null && !vpe.isResident())                                   // V4-RES-8
        {
            resident = vpe;
            vpe.residentCpu(number);
            vpe.requestDoorbell(false);
            evaluate();
            assert vpe.residentCpu() == number && !vpe.isDoorbellRequested() : "vPE " + vpe.vpeId();
        }
    }

    private void deschedule(final long value)
    {
        vpendbaser = value & ~(GicrVpendbaser.DIRTY.mask() | GicrVpendbaser.PENDING_LAST.mask());
        if (resident != null)
        {
            final boolean pending = !resident.candidates().isEmpty();           // V4-REG-7: enabled and pending
            final boolean isDoorbellWanted = isVersion41 && GicrVpendbaser.DOORBELL.isSet(value) &&
                !GicrVpendbaser.PENDING_LAST.isSet(value);
            vpendbaser = GicrVpendbaser.PENDING_LAST.with(vpendbaser, pending);
            resident.requestDoorbell(isDoorbellWanted && !pending);             // V4-REG-8
            assert resident.residentCpu() == number : "vPE " + resident.vpeId() + " is elsewhere";
            resident.residentCpu(MappedVpe.NOT_RESIDENT);
            resident = null;
        }
        presented = NONE;
    }

    private MappedVpe named(final long value)
    {
        return isVersion41 ?
            vpes.mapped(GicrVpendbaser.VPEID.getInt(value)) :
            vpes.mappedAt(GicrVpendbaser.VPT_ADDR.address(value));
    }

    private long wordOffset(final int lpi)
    {
        return pendingOffset + (lpi >>> 6 << 3);
    }
}
