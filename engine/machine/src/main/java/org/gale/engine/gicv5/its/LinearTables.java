package org.gale.engine.gicv5.its;

import org.gale.tables.its.L2Dte;
import org.gale.tables.its.L2Itte;
import org.gale.tables.memory.PhysicalMemory;

/**
 * Linear device tables of all ITSs of a board, for runs of their events. The walk is that of {@link Its#locate}. Bases
 * of the tables lie side by side, because the registers of another ITS would be loaded anew for each event. Owned by
 * the thread that owns the machine.
 */
public final class LinearTables
{
    private final PhysicalMemory memory;
    private final int eventIdBits;
    private final EventWalk[] walks;
    /** Offset of each device table in RAM. */
    private final long[] offsets;
    private final long[] deviceCounts;

    /** Creates the tables of the ITSs of a board, by number. */
    public LinearTables(final Its[] itss)
    {
        this.memory = itss[0].walk().memory();
        this.eventIdBits = itss[0].walk().eventIdBits();
        this.walks = new EventWalk[itss.length];
        this.offsets = new long[itss.length];
        this.deviceCounts = new long[itss.length];
        for (int i = 0; i < itss.length; i++)
        {
            walks[i] = itss[i].walk();
        }
    }

    /** Latches the tables of the ITSs as they are, before a run. */
    public void latch()
    {
        for (int i = 0; i < walks.length; i++)
        {
            offsets[i] = memory.offsetOf(walks[i].deviceTableAddress());
            deviceCounts[i] = walks[i].linearDeviceCount();
        }
    }

    /**
     * Finds the entries of events, up to one that an earlier event may change.
     *
     * @param itss   of the events
     * @param ids    DeviceID and EventID of each event
     * @param places receives the place of each entry; negative if the event needs {@link Its#translate}
     * @param from   index of the first event
     * @param end    index behind the last event
     * @return the index of the first event, other than {@code from}, that reads a page with a live interrupt state
     *     table; {@code end} if none does
     */
    public int locate(
        final int[] itss, final long[] ids, final long[] places, final int from, final int end)
    {
        final long[] ofTables = offsets;
        final long[] limits = deviceCounts;
        for (int i = from; i < end; i++)
        {
            final int its = itss[i];
            final long device = ids[i] >>> Integer.SIZE;
            final long dteOffset = ofTables[its] + (device << EventWalk.ENTRY_LOG2);
            final long place = device < limits[its] && memory.fits(dteOffset, L2Dte.LENGTH) ?
                EventWalk.itteOffset(memory, dteOffset, (int)ids[i], eventIdBits) : EventWalk.NOWHERE;
            places[i] = place;
            if (i > from && place >= 0 && (memory.holdsLiveTable(dteOffset) || memory.holdsLiveTable(place)))
            {
                return i;
            }
        }

        return end;
    }

    /**
     * Loads the entry at a place that was found.
     *
     * @return the encoded valid {@link L2Itte}, or 0
     */
    public long entryAt(final long place)
    {
        final long itte = memory.longAt(place);

        return L2Itte.isValid(itte) ? itte : EventWalk.NOTHING;
    }
}
