package org.gale.engine.gicv4;

import org.gale.engine.machine.DirectQueries;
import org.gale.tables.gicv4.PropertyByte;
import org.gale.tables.gicv4.VpeEntry;
import org.gale.tables.memory.PhysicalMemory;

/**
 * View of a vPE that the hardware keeps while the vPE is mapped: its virtual pending table in RAM, the index of enabled
 * pending interrupts over it, and the CPU where it is resident. The view is latched from the vPE table when
 * the vPE is mapped.
 *
 * <p>The pending table is a bitmap over INTIDs from 0 (V4-TBL-10). The architecture leaves its first 1 KiB open; here
 * bits 15:0 hold pending vSGIs and bytes 16 to 31 their configuration.
 */
final class MappedVpe
{
    /** vSGIs of a vPE. */
    static final int SGI_COUNT = DirectQueries.SGI_COUNT;
    /** CPU number of a vPE that is not resident. */
    static final int NOT_RESIDENT = -1;
    /** Returned for an interrupt that was pending already: a property without ENABLE. */
    static final int MERGED = 0;

    private static final int SGI_CONFIG_OFFSET = 16;

    private final PhysicalMemory memory;
    private final int vpeId;
    private final int idBits;
    private final long entryOffset;
    private final long tableAddress;
    private final long tableOffset;
    private final PropertyCache properties;
    private final PriorityIndex candidates;
    private int processor;
    private int doorbell;
    private int residentCpu = NOT_RESIDENT;

    /**
     * Latches a vPE.
     *
     * @param entryOffset offset of its valid entry in RAM
     */
    MappedVpe(
        final PhysicalMemory memory,
        final int vpeId,
        final long entryOffset,
        final PropertyCache properties,
        final PriorityIndex candidates)
    {
        this.memory = memory;
        this.vpeId = vpeId;
        this.entryOffset = entryOffset;
        final long entry = memory.longAt(entryOffset);
        this.idBits = VpeEntry.VPT_SIZE.getInt(entry) + 1;
        this.tableAddress = VpeEntry.vptAddress(entry);
        this.tableOffset = memory.offsetOf(tableAddress);
        this.properties = properties;
        this.candidates = candidates;
        this.processor = VpeEntry.RDBASE.getInt(entry);
        this.doorbell = VpeEntry.DOORBELL.getInt(memory.longAt(entryOffset + VpeEntry.DOORBELL_OFFSET));
        rebuild();
    }

    int vpeId()
    {
        return vpeId;
    }

    long tableAddress()
    {
        return tableAddress;
    }

    PropertyCache properties()
    {
        return properties;
    }

    int processor()
    {
        return processor;
    }

    void processor(final int number)
    {
        processor = number;
        memory.putLongAt(entryOffset, VpeEntry.RDBASE.set(memory.longAt(entryOffset), number));
    }

    int doorbell()
    {
        return doorbell;
    }

    void doorbell(final int intid)
    {
        doorbell = intid;
        putDoorbellWord(VpeEntry.DOORBELL.set(doorbellWord(), intid));
    }

    boolean isDoorbellRequested()
    {
        return VpeEntry.DOORBELL_REQUESTED.isSet(doorbellWord());
    }

    void requestDoorbell(final boolean requested)
    {
        if (requested != isDoorbellRequested())
        {
            putDoorbellWord(VpeEntry.DOORBELL_REQUESTED.with(doorbellWord(), requested));
        }
    }

    boolean isResident()
    {
        return residentCpu != NOT_RESIDENT;
    }

    /** Returns the CPU on whose redistributor the vPE is resident, or {@link #NOT_RESIDENT}. */
    int residentCpu()
    {
        return residentCpu;
    }

    void residentCpu(final int cpu)
    {
        residentCpu = cpu;
    }

    /** Returns whether an INTID is a vLPI of the vPE's pending table (V4-ID-5). */
    boolean contains(final int vintid)
    {
        return vintid >= PropertyCache.FIRST_LPI && vintid >>> idBits == 0;
    }

    boolean isPending(final int vintid)
    {
        return (memory.longAt(wordOffset(vintid)) & 1L << vintid) != 0;
    }

    /**
     * Sets a pending bit.
     *
     * @return the property of the interrupt, or {@link #MERGED} if the bit was set
     */
    int pend(final int vintid)
    {
        final long offset = wordOffset(vintid);
        final long word = memory.longAt(offset);
        if ((word & 1L << vintid) != 0)
        {
            return MERGED;
        }
        memory.putLongAt(offset, word | 1L << vintid);
        final int property = property(vintid);
        if (PropertyByte.isEnabled(property))
        {
            candidates.add(PropertyByte.priority(property), vintid);
        }

        return property;
    }

    /**
     * Clears a pending bit.
     *
     * @return true if it was set
     */
    boolean clear(final int vintid)
    {
        final long offset = wordOffset(vintid);
        final long word = memory.longAt(offset);
        if ((word & 1L << vintid) == 0)
        {
            return false;
        }
        memory.putLongAt(offset, word & ~(1L << vintid));
        candidates.remove(PropertyByte.priority(property(vintid)), vintid);

        return true;
    }

    /** Returns the cached property of a vLPI or the configuration of a vSGI, as a property byte. */
    int property(final int vintid)
    {
        return vintid < SGI_COUNT ?
            (int)memory.load(tableAddress + SGI_CONFIG_OFFSET + vintid, 1) : properties.value(vintid);
    }

    void configureSgi(final int sgi, final int property)
    {
        final boolean pending = clear(sgi);
        memory.store(tableAddress + SGI_CONFIG_OFFSET + sgi, 1, property);
        if (pending)
        {
            pend(sgi);
        }
    }

    /** Returns the pending vSGIs, a bit each. */
    int pendingSgis()
    {
        return (int)memory.load(tableAddress, 2);
    }

    PriorityIndex candidates()
    {
        return candidates;
    }

    /**
     * Takes the index off a vLPI whose cached property is about to change, and {@link #changed} puts it back.
     *
     * @return true if the vLPI is pending
     */
    boolean changing(final int vintid)
    {
        final boolean pending = isPending(vintid);
        if (pending)
        {
            candidates.remove(PropertyByte.priority(property(vintid)), vintid);
        }

        return pending;
    }

    void changed(final int vintid)
    {
        final int property = property(vintid);
        if (PropertyByte.isEnabled(property))
        {
            candidates.add(PropertyByte.priority(property), vintid);
        }
    }

    /** Builds the index anew from the pending table and the cached properties. */
    void rebuild()
    {
        candidates.clear();
        for (int vintid = nextPending(0); vintid >= 0; vintid = nextPending(vintid + 1))
        {
            changed(vintid);
        }
    }

    /** Returns whether the index is the one that {@link #rebuild} would make. */
    boolean isIndexSound()
    {
        int expected = 0;
        boolean isSound = true;
        for (int vintid = nextPending(0); vintid >= 0; vintid = nextPending(vintid + 1))
        {
            final int property = property(vintid);
            final boolean isEnabled = PropertyByte.isEnabled(property);
            expected += isEnabled ? 1 : 0;
            isSound &= isEnabled == candidates.contains(PropertyByte.priority(property), vintid);
        }

        return isSound && expected == candidates.count();
    }

    /**
     * Returns the first pending vSGI or vLPI from an INTID on; bits between them are no pending state (V4-LL-14).
     *
     * @return the INTID, or −1
     */
    int nextPending(final int fromVintid)
    {
        final long sgis = fromVintid < SGI_COUNT ?
            memory.longAt(tableOffset) & ((1L << SGI_COUNT) - 1) & (-1L << fromVintid) : 0;
        if (sgis != 0)
        {
            return Long.numberOfTrailingZeros(sgis);
        }
        final long end = tableOffset + (1L << idBits) / Byte.SIZE;
        final int first = Math.max(fromVintid, PropertyCache.FIRST_LPI);
        long offset = wordOffset(first);
        long rest = offset < end ? memory.longAt(offset) & (-1L << first) : 0;
        boolean isInTouchedPage = false;
        while (rest == 0 && offset + Long.BYTES < end)
        {
            offset += Long.BYTES;
            isInTouchedPage &= offset % PhysicalMemory.PAGE_SIZE != 0;
            offset = isInTouchedPage ? offset : nextTouched(offset, end);
            isInTouchedPage = true;
            rest = offset < end ? memory.longAt(offset) : 0;
        }

        return rest == 0 ? -1 : (int)(offset - tableOffset) * Byte.SIZE + Long.numberOfTrailingZeros(rest);
    }

    /** Skips pages of the table that were never written. */
    private long nextTouched(final long offset, final long end)
    {
        final int touched = memory.nextTouchedPage(
            (int)(offset / PhysicalMemory.PAGE_SIZE), (int)((end - 1) / PhysicalMemory.PAGE_SIZE) + 1);

        return touched < 0 ? end : Math.max(offset, (long)touched * PhysicalMemory.PAGE_SIZE);
    }

    private long wordOffset(final int vintid)
    {
        return tableOffset + ((vintid >>> 6) << 3);
    }

    private long doorbellWord()
    {
        return memory.longAt(entryOffset + VpeEntry.DOORBELL_OFFSET);
    }

    private void putDoorbellWord(final long word)
    {
        memory.putLongAt(entryOffset + VpeEntry.DOORBELL_OFFSET, word);
    }
}
