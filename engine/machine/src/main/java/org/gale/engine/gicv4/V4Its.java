package org.gale.engine.gicv4;

import org.gale.tables.gicv4.PropertyByte;
import org.gale.tables.gicv4.TranslationEntry;
import org.gale.tables.memory.StateStream;

/**
 * Interrupt translation service: translates messages and makes interrupts pending. A message completes before the next
 * one begins.
 */
final class V4Its
{
    /** Outcome of a message that no mapped event took. */
    static final long DROPPED = -1;
    /** INTID of no doorbell (V4-ID-6). */
    static final int NO_DOORBELL = 1023;

    private static final long VIRTUAL = 1L << 62;
    private static final long WAS_PENDING = 1L << 61;
    private static final int VPEID_SHIFT = 32;

    private final EventTables events;
    private final VpeTable vpes;
    private final Redistributor[] redistributors;
    private final boolean isVersion41;
    private boolean enabled;
    private long droppedCount;

    V4Its(
        final EventTables events,
        final VpeTable vpes,
        final Redistributor[] redistributors,
        final boolean isVersion41)
    {
        this.events = events;
        this.vpes = vpes;
        this.redistributors = redistributors;
        this.isVersion41 = isVersion41;
    }

    /** Writes {@code GITS_CTLR.Enabled}. */
    void enable(final boolean isEnabled)
    {
        enabled = isEnabled;
    }

    /** Writes {@code GITS_SGIR}: makes a vSGI pending. */
    void writeSgir(final int vpeId, final int sgi)                              // V4-REG-12
    {
        final MappedVpe vpe = vpes.mapped(vpeId);
        if (isVersion41 && vpe != null)
        {
            pend(vpe, sgi, NO_DOORBELL);
        }
    }

    /**
     * Translates a message of a device.
     *
     * @return {@link #DROPPED}, or an outcome for {@link #isVirtual}, {@link #wasPending}, {@link #vpeIdOf} and
     *     {@link #intidOf}
     */
    long message(final int deviceId, final int eventId)
    {
        final long offset = entryOffset(deviceId, eventId);

        return deliver(offset == EventTables.NONE ? 0 : events.entry(offset), offset);
    }

    /** Returns the offset in RAM of the translation of an event, or {@link EventTables#NONE}. */
    long entryOffset(final int deviceId, final int eventId)
    {
        return enabled ? events.entryOffset(deviceId, eventId) : EventTables.NONE;                 // V4-REG-15
    }

    /**
     * Delivers a message by its translation.
     *
     * @param entry  first word of the translation, 0 if there is none
     * @param offset of the translation, for its doorbell
     * @return an outcome as {@link #message}
     */
    long deliver(final long entry, final long offset)
    {
        final int intid = TranslationEntry.INTID.getInt(entry);
        if (TranslationEntry.isVirtual(entry))
        {
            final MappedVpe vpe = vpes.mapped(TranslationEntry.VPEID.getInt(entry));
            if (vpe != null && vpe.contains(intid))                             // V4-ID-5, V4-SEM-9
            {
                final long before = vpe.isPending(intid) ? WAS_PENDING : 0;
                pend(vpe, intid, events.doorbell(offset));

                return before | VIRTUAL | (long)vpe.vpeId() << VPEID_SHIFT | intid;
            }
        }
        else if (TranslationEntry.isPhysical(entry))
        {
            final Redistributor target = redistributorOf(TranslationEntry.ICID.getInt(entry));
            if (target != null)
            {
                final long before = target.isPending(intid) ? WAS_PENDING : 0;
                target.pend(intid);

                return before | intid;
            }
        }
        droppedCount++;

        return DROPPED;
    }

    /** Returns whether an outcome is a vLPI, else a physical LPI. */
    static boolean isVirtual(final long outcome)
    {
        return (outcome & VIRTUAL) != 0;
    }

    /** Returns whether the interrupt of an outcome was pending before the message. */
    static boolean wasPending(final long outcome)
    {
        return (outcome & WAS_PENDING) != 0;
    }

    /** Returns the vPEID of an outcome that is a vLPI. */
    static int vpeIdOf(final long outcome)
    {
        return (int)(outcome >>> VPEID_SHIFT) & 0xffff;
    }

    /** Returns the INTID of an outcome. */
    static int intidOf(final long outcome)
    {
        return (int)outcome;
    }

    /**
     * Replaces the translation of an event and takes its pending bit from the old target in one indivisible step
     * (V4-P-SW1). No architected command does this; it is an operation of this ITS.
     *
     * @param entry    first word of the new translation entry
     * @param doorbell doorbell of the new translation entry
     * @return true if the event was pending
     */
    boolean swap(final int deviceId, final int eventId, final long entry, final int doorbell)
    {
        final long offset = events.entryOffset(deviceId, eventId);
        if (offset == EventTables.NONE)
        {
            return false;
        }
        final boolean pending = clearPending(events.entry(offset));
        events.putEntry(offset, entry, doorbell);

        return pending;
    }

    /** Makes a vLPI or vSGI pending (V4-SEM-14). */
    void pend(final MappedVpe vpe, final int vintid, final int doorbell)
    {
        final int property = vpe.pend(vintid);
        if (PropertyByte.isEnabled(property))
        {
            if (vpe.isResident())
            {
                redistributors[vpe.residentCpu()].offer(PropertyByte.priority(property), vintid);
            }
            else
            {
                ring(vpe, doorbell);                                            // V4-DB-3
            }
        }
    }

    /**
     * Clears the pending bit of a translation entry's target; a presented copy stays until the next evaluation.
     *
     * @return true if it was set
     */
    boolean clearPending(final long entry)
    {
        final int intid = TranslationEntry.INTID.getInt(entry);
        if (TranslationEntry.isVirtual(entry))
        {
            final MappedVpe vpe = vpes.mapped(TranslationEntry.VPEID.getInt(entry));

            return vpe != null && vpe.contains(intid) && vpe.clear(intid);
        }
        if (TranslationEntry.isPhysical(entry))
        {
            final Redistributor target = redistributorOf(TranslationEntry.ICID.getInt(entry));

            return target != null && target.clear(intid);
        }

        return false;
    }

    /** Returns the redistributor of a collection, or null. */
    Redistributor redistributorOf(final int icid)
    {
        return redistributor(events.processorOf(icid));
    }

    /** Returns the redistributor of a processor number, or null. */
    Redistributor redistributor(final int processor)
    {
        return processor >= 0 && processor < redistributors.length ? redistributors[processor] : null;
    }

    /** Returns the number of messages that no mapped event took. */
    long droppedCount()
    {
        return droppedCount;
    }

    void state(final StateStream stream)
    {
        enabled = stream.flag(enabled);
        droppedCount = stream.word(droppedCount);
    }

    private void ring(final MappedVpe vpe, final int eventDoorbell)
    {
        final Redistributor target = redistributor(vpe.processor());
        final int doorbell = isVersion41 ? vpe.doorbell() : eventDoorbell;      // V4-DB-1, V4-DB-2
        final boolean rings = !isVersion41 || vpe.isDoorbellRequested();
        if (rings && doorbell != NO_DOORBELL && target != null)
        {
            vpe.requestDoorbell(false);
            target.pend(doorbell);
        }
    }
}
