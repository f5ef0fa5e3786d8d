package org.gale.engine.gicv4;

import java.util.Arrays;
import org.agrona.collections.Long2ObjectHashMap;
import org.gale.tables.bitmap.BitmapTree;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.bitmap.PrioritySort;
import org.gale.tables.gicv4.VpeEntry;
import org.gale.tables.memory.PhysicalMemory;

/**
 * The vPE table in RAM and the views of the vPEs that are mapped. Both versions share one table (V4-TBL-20,
 * V4-TBL-21).
 */
final class VpeTable
{
    private final PhysicalMemory memory;
    private final PagePool pool;
    private final BitmapTree trees;
    private final PrioritySort sort = new PrioritySort();
    private final IndirectTable table;
    private final int vpeIdLimit;
    private final int idBits;
    private final Long2ObjectHashMap<MappedVpe> byTable = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<PropertyCache> propertiesByTable = new Long2ObjectHashMap<>();
    private MappedVpe[] mapped = new MappedVpe[0];

    /**
     * Makes the view of a table that maps nothing.
     *
     * @param address    physical address of its first level
     * @param vpeIdLimit number of vPEIDs
     * @param idBits     the most INTID bits of a vPE
     */
    VpeTable(
        final PhysicalMemory memory,
        final PagePool pool,
        final long address,
        final int vpeIdLimit,
        final int idBits)
    {
        this.memory = memory;
        this.pool = pool;
        this.trees = new BitmapTree(pool);
        this.table = new IndirectTable(memory, address, VpeEntry.LENGTH);
        this.vpeIdLimit = vpeIdLimit;
        this.idBits = idBits;
    }

    IndirectTable table()
    {
        return table;
    }

    /** Returns the view of a mapped vPE, or null. */
    MappedVpe mapped(final int vpeId)
    {
        return vpeId < mapped.length ? mapped[vpeId] : null;
    }

    /** Returns the view of the mapped vPE with this virtual pending table, or null. */
    MappedVpe mappedAt(final long tableAddress)
    {
        return byTable.get(tableAddress);
    }

    /** Returns one more than the highest vPEID that was ever mapped. */
    int limit()
    {
        return mapped.length;
    }

    /**
     * Maps a vPE: writes its entry and latches it. Ignored where a parameter is out of range (V4-SEM-12).
     *
     * @param entry  first word of a valid entry
     * @param vconf  physical address of the property table
     * @param doorbell INTID of the default doorbell
     */
    void map(final int vpeId, final long entry, final long vconf, final int doorbell)
    {
        final long offset = vpeId < vpeIdLimit ? table.entryOffset(vpeId) : IndirectTable.NONE;
        if (offset != IndirectTable.NONE && isSound(entry, vconf) && mapped(vpeId) == null)
        {
            memory.putLongAt(offset, entry);
            memory.putLongAt(offset + VpeEntry.VCONF_OFFSET, VpeEntry.VCONF_ADDR.withAddress(0, vconf));
            memory.putLongAt(offset + VpeEntry.DOORBELL_OFFSET, VpeEntry.DOORBELL.set(0, doorbell));
            latch(vpeId, offset, vconf);
        }
    }

    /** Unmaps a vPE and drops its view. */
    void unmap(final int vpeId)
    {
        final MappedVpe vpe = mapped(vpeId);
        if (vpe != null && !vpe.isResident())                                   // V4-RES-7
        {
            mapped[vpeId] = null;
            byTable.remove(vpe.tableAddress());
            vpe.candidates().clear();
            final long offset = table.entryOffset(vpeId);
            for (int i = 0; i < VpeEntry.LENGTH; i += Long.BYTES)
            {
                memory.putLongAt(offset + i, 0);
            }
        }
    }

    /** Returns the cached properties of a table: the vPEs of a VM share them (V4-TBL-2). */
    PropertyCache properties(final long vconf)
    {
        final PropertyCache known = propertiesByTable.get(vconf);
        if (known != null)
        {
            return known;
        }
        final PropertyCache added = new PropertyCache(memory, vconf, idBits);
        propertiesByTable.put(vconf, added);

        return added;
    }

    /** Builds all views anew from RAM. */
    void rebuild()
    {
        for (final MappedVpe vpe : mapped)
        {
            if (vpe != null)
            {
                vpe.candidates().clear();
            }
        }
        mapped = new MappedVpe[0];
        byTable.clear();
        propertiesByTable.clear();
        for (int vpeId = 0; vpeId < vpeIdLimit; vpeId++)
        {
            final long offset = table.entryOffset(vpeId);
            if (offset == IndirectTable.NONE)
            {
                vpeId |= IndirectTable.PAGE_BYTES / VpeEntry.LENGTH - 1;        // the page's other entries lack it, too
            }
            else if (VpeEntry.VALID.isSet(memory.longAt(offset)))
            {
                final long vconf = VpeEntry.VCONF_ADDR.address(memory.longAt(offset + VpeEntry.VCONF_OFFSET));
                if (isSound(memory.longAt(offset), vconf))
                {
                    latch(vpeId, offset, vconf);
                }
            }
        }
    }

    private boolean isSound(final long entry, final long vconf)
    {
        final int bits = VpeEntry.VPT_SIZE.getInt(entry) + 1;

        return bits > 13 && bits <= idBits && memory.contains(VpeEntry.vptAddress(entry), 1L << (bits - 3)) &&
            memory.contains(vconf, PropertyCache.lengthBytes(idBits)) &&
            byTable.get(VpeEntry.vptAddress(entry)) == null;
    }

    private void latch(final int vpeId, final long offset, final long vconf)
    {
        if (vpeId >= mapped.length)
        {
            mapped = Arrays.copyOf(mapped, Math.min(vpeIdLimit, Math.max(vpeId + 1, mapped.length * 2)));
        }
        final MappedVpe vpe = new MappedVpe(
            memory, vpeId, offset, properties(vconf), new PriorityIndex(pool, trees, sort, idBits));
        mapped[vpeId] = vpe;
        byTable.put(vpe.tableAddress(), vpe);
    }
}
