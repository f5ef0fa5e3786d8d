package org.gale.engine.witness;

import org.agrona.collections.Long2LongHashMap;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.tables.memory.PhysicalMemory;

/**
 * Table of the physical LPIs, from what software wrote into IST_CFGR, IST_BASER and MAP_L2_ISTR, and what RAM held then
 * (B-IST-1, B-IST-2, B-IST-8, M-LIVE). Owned by the thread that owns the machine.
 */
final class LpiTable
{
    /** Value that is no place. */
    static final long NOWHERE = -1;

    private static final int CFGR_MASK = 0x1_01ff;
    private static final int TWO_LEVEL = 1 << 16;
    private static final long ADDRESS = 0x00ff_ffff_ffff_ffc0L;
    private static final long L2_ADDRESS = 0x00ff_ffff_ffff_f000L;
    private static final int RESERVED = 3;
    private static final int PAGE_SHIFT = 12;
    private static final int MISSING = -1;

    private final PhysicalMemory memory;
    private final PendingBook book;
    private final int idBitsMin;
    private final int idBitsMax;
    private long baser;
    private int cfgr;
    private int idBits;
    private int entryShift;
    /** Number of low bits of an ID that index a table of level 2, and how many bytes that has. */
    private int indexBits;
    private boolean isTwoLevel;
    /** Addresses of the tables of level 2, or of the linear table. */
    private long[] tables = {};
    private boolean[] isShared = {};
    private final Long2LongHashMap pages = new Long2LongHashMap(MISSING);

    LpiTable(final MachineConfig config, final PhysicalMemory memory, final PendingBook book)
    {
        this.memory = memory;
        this.book = book;
        idBitsMin = config.value(MachineKeys.MIN_LPI_ID_BITS);
        idBitsMax = config.value(MachineKeys.ID_BITS);
    }

    boolean isValid()
    {
        return (baser & 1) != 0;
    }

    long baser()
    {
        return baser;
    }

    void writeCfgr(final int value)
    {
        cfgr = isValid() ? cfgr : value & CFGR_MASK;
    }

    void writeBaser(final long value)
    {
        if (isValid())
        {
            baser &= value | ~1L;                                               // B-IST-1
        }
        else
        {
            baser = value & (ADDRESS | 1);
            if (isValid())
            {
                install();
            }
        }
    }

    /** Makes a table of level 2 valid. */
    void mapL2(final int id)
    {
        if (isValid() && isTwoLevel && id >>> idBits == 0 && tables[id >>> indexBits] == NOWHERE)
        {
            latch(id >>> indexBits, true);
        }
    }

    /**
     * Returns the address of the entry of an LPI.
     *
     * @return an address in RAM, or {@link #NOWHERE} if the LPI cannot be reached (B-INT-17)
     */
    long locate(final int id)
    {
        if (!isValid() || id >>> idBits != 0)
        {
            return NOWHERE;
        }
        final long table = tables[isTwoLevel ? id >>> indexBits : 0];
        final long address = table + ((long)(isTwoLevel ? id & (1 << indexBits) - 1 : id) << entryShift);

        return table != NOWHERE && memory.contains(address, Integer.BYTES) ? address : NOWHERE;
    }

    /** Returns whether the entry of an LPI lies in a page that another one has, too. */
    boolean isShared(final int id)
    {
        return isTwoLevel && isShared[id >>> indexBits];
    }

    int entry(final long address)
    {
        return (int)memory.load(address, Integer.BYTES);
    }

    /**
     * Returns the LPI whose entry lies at an address of RAM.
     *
     * @return the ID, or −1 if there is none
     */
    int idAt(final long address)
    {
        if (!isValid())
        {
            return MISSING;
        }
        if (!isTwoLevel)
        {
            final long index = (address - tables[0]) >> entryShift;
            return index >= 0 && index < 1L << idBits ? (int)index : MISSING;
        }
        final long first = pages.get(address >>> PAGE_SHIFT);

        return first < 0 ? MISSING : (int)first + (int)((address & (1 << PAGE_SHIFT) - 1) >> entryShift);
    }

    /** Returns one past the last ID, 0 while there is no table. */
    long endId()
    {
        return isValid() ? 1L << idBits : 0;
    }

    /**
     * Returns the first LPI from an ID on, below another one, whose entry is not zero.
     *
     * @return the ID, or −1 if there is none
     */
    int nextUsed(final long fromId, final long endId)
    {
        long id = fromId;
        while (id < Math.min(endId, endId()))
        {
            final long inPage = 1L << PAGE_SHIFT >>> entryShift;
            final long address = locate((int)id);
            final int page = address == NOWHERE ? 0 : (int)(memory.offsetOf(address) >>> PAGE_SHIFT);
            if (address == NOWHERE)
            {
                id = afterUnreachable(id);
            }
            else if (memory.nextTouchedPage(page, page + 1) < 0)
            {
                id = id + inPage - (memory.offsetOf(address) >>> entryShift & inPage - 1);
            }
            else if (entry(address) != 0)
            {
                return (int)id;
            }
            else
            {
                id++;
            }
        }

        return MISSING;
    }

    private long afterUnreachable(final long id)
    {
        return isTwoLevel ? (id | (1L << indexBits) - 1) + 1 : 1L << idBits;
    }

    private void install()
    {
        final int istsz = cfgr >>> 7 & 3;
        final int l2sz = cfgr >>> 5 & 3;
        idBits = Math.max(idBitsMin, Math.min(idBitsMax, cfgr & 31));
        entryShift = 2 + (istsz == RESERVED ? 0 : istsz);
        indexBits = PAGE_SHIFT + 2 * (l2sz == RESERVED ? 0 : l2sz) - entryShift;
        isTwoLevel = (cfgr & TWO_LEVEL) != 0;
        tables = new long[isTwoLevel ? 1 << Math.max(0, idBits - indexBits) : 1];
        isShared = new boolean[tables.length];
        pages.clear();
        book.clear();
        if (!isTwoLevel)
        {
            tables[0] = baser & ADDRESS;
            adopt(0, 1L << idBits);
            return;
        }
        for (int i = 0; i < tables.length; i++)
        {
            tables[i] = NOWHERE;
        }
        for (int i = 0; i < tables.length; i++)
        {
            latch(i, false);
        }
    }

    /** Latches an entry of level 1 (M-LIVE). */
    private void latch(final int index, final boolean isMapped)
    {
        final long address = (baser & ADDRESS) + 8L * index;
        final long entry = memory.contains(address, Long.BYTES) ? memory.loadLong(address) | (isMapped ? 1 : 0) : 0;
        if ((entry & 1) == 0)
        {
            return;
        }
        tables[index] = entry & L2_ADDRESS;
        final long begin = tables[index] >>> PAGE_SHIFT;
        final long end = begin + (1L << (indexBits + entryShift - PAGE_SHIFT));
        for (long page = begin; page < end; page++)
        {
            final long other = pages.get(page);
            if (other >= 0)
            {
                isShared[index] = true;
                isShared[(int)other >>> indexBits] = true;
            }
            pages.put(page, ((long)index << indexBits) + ((page - begin) << (PAGE_SHIFT - entryShift)));
        }
        adopt((long)index << indexBits, ((long)index + 1) << indexBits);
    }

    /** Takes over what a table that becomes valid holds (M-PENDIMG). */
    private void adopt(final long fromId, final long endId)
    {
        for (int id = nextUsed(fromId, endId); id >= 0; id = nextUsed(id + 1L, endId))
        {
            book.adopt(id, entry(locate(id)));
        }
    }
}
