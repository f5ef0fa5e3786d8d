package org.gale.engine.gicv4;

import java.util.Arrays;
import org.gale.engine.accounting.Account;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.tables.gicv4.PropertyByte;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateStream;

/**
 * A VM: its vCPUs, its vLPIs, and its two property tables. The guest's own table in RAM holds what the guest last
 * committed; the virtual property table, made for the first vPE, is read by the hardware (V4-TBL-2).
 */
final class V4Vm
{
    private static final int CHUNK_SHIFT = 8;
    private static final int CHUNK = 1 << CHUNK_SHIFT;

    private final PhysicalMemory memory;
    final int number;
    /** vCPUs by index; nobody but the maker of the VM changes them, and the end of the VM. */
    V4Vcpu[] vcpus;
    /** Physical address of the guest's property table; {@link HostMemory#NONE} of a VM that was destroyed. */
    long guestTable;
    /** Ledger, which follows the VM to its successor if it migrates. */
    Ledger ledger;
    /** Account of the vLPIs. */
    Account lpiAccount;
    RouteTally routes = new RouteTally();
    /** Number of the VM for which the ledger was made. */
    private int birth;
    /** Physical address of the virtual property table, or {@link HostMemory#NONE}. */
    long virtualTable = HostMemory.NONE;
    /** True if the hardware delivers SGIs: one bit for the whole VM (V4-SGI-3). */
    boolean hasHardwareSgis;
    private Vlpi[][] chunks = new Vlpi[0][];
    /** Index behind the last one that ever held a vLPI. */
    private int end;
    /** True if a vLPI has changed since {@link #takeVlpiChange} was called last. */
    private boolean isVlpiChanged = true;

    /**
     * Makes a VM without vLPIs.
     *
     * @param guestTable physical address of the guest's property table, zeroed
     */
    V4Vm(
        final PhysicalMemory memory,
        final int number,
        final int vcpuCount,
        final long guestTable)
    {
        this.ledger = new Ledger();
        this.lpiAccount = ledger.account(false);
        this.memory = memory;
        this.number = number;
        this.birth = number;
        this.vcpus = new V4Vcpu[vcpuCount];
        this.guestTable = guestTable;
    }

    /** Returns a mapped vLPI, or null. */
    Vlpi vlpi(final int vintid)
    {
        final int index = vintid - PropertyCache.FIRST_LPI;
        final Vlpi[] chunk = index >>> CHUNK_SHIFT < chunks.length ? chunks[index >>> CHUNK_SHIFT] : null;

        return chunk == null ? null : chunk[index & CHUNK - 1];
    }

    /** Returns the number of places that {@link #nextVlpi} visits from 0 on, also those without a vLPI. */
    int vlpiLimit()
    {
        return chunks.length << CHUNK_SHIFT;
    }

    /** Returns the first mapped vLPI at or after an INTID, or null. */
    Vlpi nextVlpi(final int fromVintid)
    {
        int index = Math.max(fromVintid, PropertyCache.FIRST_LPI) - PropertyCache.FIRST_LPI;
        while (index < end)
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

    /** Leaves nothing but the accounts of a VM that is destroyed, and its number. */
    void gone()
    {
        vcpus = new V4Vcpu[0];
        guestTable = HostMemory.NONE;
        virtualTable = HostMemory.NONE;
        hasHardwareSgis = false;
        chunks = new Vlpi[0][];
        end = 0;
        vlpiChanged();
    }

    /** Exchanges the books with those of another VM, as one takes the place of the other. */
    void exchangeBooks(final V4Vm other)
    {
        final Ledger ledgerOfOther = other.ledger;
        final RouteTally routesOfOther = other.routes;
        final int birthOfOther = other.birth;
        other.books(ledger, routes, birth);
        books(ledgerOfOther, routesOfOther, birthOfOther);
    }

    private void books(final Ledger other, final RouteTally ofOther, final int otherBirth)
    {
        ledger = other;
        lpiAccount = other.account(false);
        routes = ofOther;
        birth = otherBirth;
    }

    /** Returns the number of the VM for which the ledger was made. */
    int birth()
    {
        return birth;
    }

    /** Returns whether the books are those of another VM, or an image carries what is owed. */
    boolean hasFollowed()
    {
        return birth != number || lpiAccount.isCarrying();
    }

    /** Passes whose books the VM has through a stream, and what an image carries. */
    void followed(final StateStream stream)
    {
        birth = stream.number("VM of a ledger", birth, 0, OwnerId.VM_LIMIT - 1);
        ledger.carried(stream);
        for (int id = lpiAccount.nextCarried(0); id >= 0; id = lpiAccount.nextCarried(id + 1))
        {
            if (stream.isRestoring())
            {
                routes.add(id, true);
            }
            routes.arrival(stream, id);
        }
    }

    /** Returns whether the VM was destroyed. */
    boolean isGone()
    {
        return guestTable == HostMemory.NONE;
    }

    /** Records that a vLPI was mapped or discarded, or that its state changed. */
    void vlpiChanged()
    {
        isVlpiChanged = true;
    }

    /** Returns whether a vLPI has changed since the call before, true at first: its digest is then obsolete. */
    boolean takeVlpiChange()
    {
        final boolean wasChanged = isVlpiChanged;
        isVlpiChanged = false;

        return wasChanged;
    }

    void add(final Vlpi vlpi)
    {
        vlpiChanged();
        routes.add(vlpi.vintid, lpiAccount.isCarried(vlpi.vintid));
        final int index = vlpi.vintid - PropertyCache.FIRST_LPI;
        if (index >>> CHUNK_SHIFT >= chunks.length)
        {
            chunks = Arrays.copyOf(chunks, Math.max((index >>> CHUNK_SHIFT) + 1, chunks.length * 2));
        }
        if (chunks[index >>> CHUNK_SHIFT] == null)
        {
            chunks[index >>> CHUNK_SHIFT] = new Vlpi[CHUNK];
        }
        chunks[index >>> CHUNK_SHIFT][index & CHUNK - 1] = vlpi;
        end = Math.max(end, index + 1);
    }

    void remove(final Vlpi vlpi)
    {
        vlpiChanged();
        final int index = vlpi.vintid - PropertyCache.FIRST_LPI;
        chunks[index >>> CHUNK_SHIFT][index & CHUNK - 1] = null;
    }

    /** Passes the tally of the events through a stream, and the route of each mapped vLPI. */
    void routeState(final StateStream stream)
    {
        routes.state(stream);
        for (Vlpi vlpi = nextVlpi(0); vlpi != null; vlpi = nextVlpi(vlpi.vintid + 1))
        {
            routes.arrival(stream, vlpi.vintid);
        }
    }

    /** Returns the property byte that the guest last committed; one that it never wrote is disabled. */
    int property(final int vintid)
    {
        final int property = (int)memory.load(guestTable + vintid - PropertyCache.FIRST_LPI, 1);

        return property == 0 ? PropertyByte.of(PropertyByte.PRIORITY_DEFAULT, false) : property;
    }

    /**
     * Returns the first vINTID from one on whose property byte the guest has written.
     *
     * @param limit vINTIDs are below it
     * @return the vINTID, or −1
     */
    int nextProperty(final int fromVintid, final int limit)
    {
        int vintid = fromVintid;
        while (vintid < limit && memory.load(guestTable + vintid - PropertyCache.FIRST_LPI, 1) == 0)
        {
            vintid++;
        }

        return vintid < limit ? vintid : -1;
    }

    void property(final int vintid, final int property)
    {
        memory.store(guestTable + vintid - PropertyCache.FIRST_LPI, 1, property);
    }

    /** Writes the byte that the hardware reads; it is seen after the next invalidate. */
    void writeVirtualProperty(final int vintid)
    {
        memory.store(virtualTable + vintid - PropertyCache.FIRST_LPI, 1, property(vintid));
    }
}
