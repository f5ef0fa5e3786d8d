package org.gale.engine.gicv4;

import java.util.Arrays;
import org.gale.engine.accounting.Account;
import org.gale.engine.accounting.Ledger;
import org.gale.tables.gicv4.PropertyByte;
import org.gale.tables.memory.PhysicalMemory;

/**
 * A VM: its vCPUs, its vLPIs, and its two property tables. The guest's own table in RAM holds what the guest last
 * committed; the virtual property table, made for the first vPE, is read by the hardware (V4-TBL-2).
 */
final class V4Vm
{
    private static final int CHUNK_SHIFT = 8;
    private static final int CHUNK = 1 << CHUNK_SHIFT;

    private final PhysicalMemory memory;
    private final int number;
    private final V4Vcpu[] vcpus;
    private final long guestTable;
    private final Ledger ledger = new Ledger();
    private final Account lpiAccount = ledger.account(false);
    private final RouteTally routes = new RouteTally();
    private final VlpiStates vlpiStates;
    private long virtualTable = HostMemory.NONE;
    private boolean hardwareSgis;
    private Vlpi[][] chunks = new Vlpi[0][];

    /**
     * Makes a VM without vLPIs.
     *
     * @param guestTable physical address of the guest's property table, zeroed
     */
    V4Vm(final V4Host host, final PhysicalMemory memory, final int number, final int vcpuCount, final long guestTable)
    {
        this.vlpiStates = new VlpiStates(host, this);
        this.memory = memory;
        this.number = number;
        this.vcpus = new V4Vcpu[vcpuCount];
        this.guestTable = guestTable;
    }

    int number()
    {
        return number;
    }

    /**
     * Returns the vCPUs by index; nobody but the maker of the VM changes them.
     */
    V4Vcpu[] vcpus()
    {
        return vcpus;
    }

    Ledger ledger()
    {
        return ledger;
    }

    /** Returns the account of the VM's vLPIs. */
    Account lpiAccount()
    {
        return lpiAccount;
    }

    RouteTally routes()
    {
        return routes;
    }

    /**
     * Returns the state of the vLPIs, which must hear of every change.
     */
    VlpiStates vlpiStates()
    {
        return vlpiStates;
    }

    long guestTable()
    {
        return guestTable;
    }

    /**
     * Returns the physical address of the virtual property table, or {@link HostMemory#NONE}.
     */
    long virtualTable()
    {
        return virtualTable;
    }

    void virtualTable(final long address)
    {
        virtualTable = address;
    }

    /**
     * Returns whether SGIs are delivered by the hardware: one bit for the whole VM (V4-SGI-3).
     */
    boolean hasHardwareSgis()
    {
        return hardwareSgis;
    }

    void hardwareSgis(final boolean isHardware)
    {
        hardwareSgis = isHardware;
    }

    /**
     * Returns a mapped vLPI, or null.
     */
    Vlpi vlpi(final int vintid)
    {
        final int index = vintid - PropertyCache.FIRST_LPI;
        final Vlpi[] chunk = index >>> CHUNK_SHIFT < chunks.length ? chunks[index >>> CHUNK_SHIFT] : null;

        return chunk == null ? null : chunk[index & CHUNK - 1];
    }

    /**
     * Returns the first mapped vLPI at or after an INTID, or null.
     */
    Vlpi nextVlpi(final int fromVintid)
    {
        int index = Math.max(fromVintid, PropertyCache.FIRST_LPI) - PropertyCache.FIRST_LPI;
        while (index >>> CHUNK_SHIFT < chunks.length)
        {
            final Vlpi[] chunk = chunks[index >>> CHUNK_SHIFT];
            if (chunk == null)
            {
                index |= CHUNK - 1;
            }
            else if (chunk[index & CHUNK - 1] != null)
            {
                return chunk[index & CHUNK - 1];
            }
            index++;
        }

        return null;
    }

    void add(final Vlpi vlpi)
    {
        vlpiStates.changed();
        routes.add(vlpi.vintid());
        final int index = vlpi.vintid() - PropertyCache.FIRST_LPI;
        if (index >>> CHUNK_SHIFT >= chunks.length)
        {
            chunks = Arrays.copyOf(chunks, Math.max((index >>> CHUNK_SHIFT) + 1, chunks.length * 2));
        }
        if (chunks[index >>> CHUNK_SHIFT] == null)
        {
            chunks[index >>> CHUNK_SHIFT] = new Vlpi[CHUNK];
        }
        chunks[index >>> CHUNK_SHIFT][index & CHUNK - 1] = vlpi;
    }

    void remove(final Vlpi vlpi)
    {
        vlpiStates.changed();
        final int index = vlpi.vintid() - PropertyCache.FIRST_LPI;
        chunks[index >>> CHUNK_SHIFT][index & CHUNK - 1] = null;
    }

    /**
     * Returns the property byte that the guest last committed; one that it never wrote is disabled.
     */
    int property(final int vintid)
    {
        final int property = (int)memory.load(guestTable + vintid - PropertyCache.FIRST_LPI, 1);

        return property == 0 ? PropertyByte.of(PropertyByte.PRIORITY_DEFAULT, false) : property;
    }

    void property(final int vintid, final int property)
    {
        memory.store(guestTable + vintid - PropertyCache.FIRST_LPI, 1, property);
    }

    /**
     * Writes the byte that the hardware reads; it is seen after the next invalidate.
     */
    void writeVirtualProperty(final int vintid)
    {
        memory.store(virtualTable + vintid - PropertyCache.FIRST_LPI, 1, property(vintid));
    }
}
