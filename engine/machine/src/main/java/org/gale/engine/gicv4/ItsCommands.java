package org.gale.engine.gicv4;

import org.gale.tables.gicv4.DeviceEntry;
import org.gale.tables.gicv4.ItsCommand;
import org.gale.tables.gicv4.PropertyByte;
import org.gale.tables.gicv4.TranslationEntry;
import org.gale.tables.gicv4.VpeEntry;

/** Commands of an ITS (V4-CMD-1 to V4-CMD-21). A command with a bad parameter is ignored (V4-SEM-12). */
final class ItsCommands
{
    private final V4Its its;
    private final EventTables events;
    private final VpeTable vpes;
    private final Redistributor[] redistributors;
    private final PropertyCache physicalProperties;
    private final boolean isVersion41;

    ItsCommands(
        final V4Its its,
        final EventTables events,
        final VpeTable vpes,
        final Redistributor[] redistributors,
        final PropertyCache physicalProperties,
        final boolean isVersion41)
    {
        this.its = its;
        this.events = events;
        this.vpes = vpes;
        this.redistributors = redistributors;
        this.physicalProperties = physicalProperties;
        this.isVersion41 = isVersion41;
    }

    /** Executes a command. */
    void execute(final long dw0, final long dw1, final long dw2, final long dw3)
    {
        final int vpeId = ItsCommand.DW1_VPEID.getInt(dw1);
        switch (ItsCommand.OPCODE.getInt(dw0))
        {
            case ItsCommand.SYNC:
                break;                                                          // every command completes at once
            case ItsCommand.VSYNC:
                evaluate(vpes.mapped(vpeId));
                break;
            case ItsCommand.MAPD:
                mapDevice(dw0, dw1, dw2);
                break;
            case ItsCommand.MAPC:
                events.putCollection(ItsCommand.DW2_ICID.getInt(dw2),
                    ItsCommand.DW2_VALID.isSet(dw2) ? processor(ItsCommand.DW2_RDBASE.get(dw2)) : -1);
                break;
            case ItsCommand.MOVALL:
                moveAll(processor(ItsCommand.DW2_RDBASE.get(dw2)), processor(ItsCommand.DW3_RDBASE.get(dw3)));
                break;
            case ItsCommand.INVALL:
                physicalProperties.reload();
                break;
            case ItsCommand.VMAPP:
                mapVpe(dw0, dw1, dw2, dw3);
                break;
            case ItsCommand.VMOVP:
                moveVpe(vpeId, processor(ItsCommand.DW2_RDBASE.get(dw2)));
                break;
            case ItsCommand.VSGI:
                configureSgi(dw0, vpes.mapped(vpeId));
                break;
            case ItsCommand.VINVALL:
                invalidateAll(vpes.mapped(vpeId));
                break;
            case ItsCommand.INVDB:
                break;                                                          // doorbells are physical LPIs: INV
            default:
                executeOnEvent(dw0, dw1, dw2);
                break;
        }
    }

    private void executeOnEvent(final long dw0, final long dw1, final long dw2)
    {
        final int deviceId = ItsCommand.DW0_DEVICE_ID.getInt(dw0);
        final int eventId = ItsCommand.DW1_EVENT_ID.getInt(dw1);
        final long offset = events.entryOffset(deviceId, eventId);
        if (offset == EventTables.NONE)
        {
            return;
        }
        final long entry = events.entry(offset);
        final int vpeId = ItsCommand.DW1_VPEID.getInt(dw1);
        switch (ItsCommand.OPCODE.getInt(dw0))
        {
            case ItsCommand.MOVI:
                moveEvent(offset, entry, ItsCommand.DW2_ICID.getInt(dw2));
                break;
            case ItsCommand.INT:
                its.message(deviceId, eventId);                                 // V4-SEM-2
                break;
            case ItsCommand.CLEAR:
                its.clearPending(entry);
                break;
            case ItsCommand.DISCARD:
                its.clearPending(entry);                                        // V4-SEM-3
                events.putEntry(offset, 0, 0);
                break;
            case ItsCommand.INV:
                invalidate(entry);
                break;
            case ItsCommand.MAPTI:
                events.putEntry(offset, TranslationEntry.physical(
                    ItsCommand.DW1_INTID.getInt(dw1) & 0xff_ffff, ItsCommand.DW2_ICID.getInt(dw2)), 0);
                break;
            case ItsCommand.MAPI:
                events.putEntry(offset, TranslationEntry.physical(eventId, ItsCommand.DW2_ICID.getInt(dw2)), 0);
                break;
            case ItsCommand.VMAPTI:
                mapVirtual(offset, vpeId, ItsCommand.DW2_VINTID.getInt(dw2), ItsCommand.DW2_DOORBELL.getInt(dw2));
                break;
            case ItsCommand.VMAPI:
                mapVirtual(offset, vpeId, eventId, ItsCommand.DW2_DOORBELL.getInt(dw2));
                break;
            case ItsCommand.VMOVI:
                moveVirtual(offset, entry, vpeId, ItsCommand.DW2_SET_DOORBELL.isSet(dw2) ?
                    ItsCommand.DW2_DOORBELL.getInt(dw2) : events.doorbell(offset));
                break;
            default:
                break;                                                          // no such command: ignored
        }
    }

    private void mapDevice(final long dw0, final long dw1, final long dw2)
    {
        final int sizeBits = ItsCommand.DW1_SIZE.getInt(dw1);
        final long address = ItsCommand.DW2_ITT_ADDR.address(dw2);
        events.putDevice(ItsCommand.DW0_DEVICE_ID.getInt(dw0),
            ItsCommand.DW2_VALID.isSet(dw2) ? DeviceEntry.of(address, sizeBits) : 0);
    }

    /** Moves an event and its pending bit to another vPE. A copy that the old target presents stays until VSYNC. */
    private void moveVirtual(final long offset, final long entry, final int vpeId, final int doorbell)
    {
        final int vintid = TranslationEntry.INTID.getInt(entry);
        final MappedVpe from = TranslationEntry.isVirtual(entry) ?
            vpes.mapped(TranslationEntry.VPEID.getInt(entry)) : null;
        final MappedVpe to = vpes.mapped(vpeId);
        if (from != null && to != null && from.contains(vintid) && to.contains(vintid))            // V4-SEM-6
        {
            events.putEntry(offset, TranslationEntry.virtual(vintid, vpeId), doorbell);
            if (from != to && from.clear(vintid))
            {
                its.pend(to, vintid, doorbell);
            }
        }
    }

    private void mapVirtual(final long offset, final int vpeId, final int vintid, final int doorbell)
    {
        if (vintid >>> 24 == 0)
        {
            events.putEntry(offset, TranslationEntry.virtual(vintid, vpeId), doorbell);
        }
    }

    private void moveEvent(final long offset, final long entry, final int icid)
    {
        final Redistributor to = its.redistributorOf(icid);
        if (TranslationEntry.isPhysical(entry) && to != null)                   // V4-SEM-5
        {
            final boolean pending = its.clearPending(entry);
            final int intid = TranslationEntry.INTID.getInt(entry);
            events.putEntry(offset, TranslationEntry.physical(intid, icid), 0);
            if (pending)
            {
                to.pend(intid);
            }
        }
    }

    private void moveAll(final int fromNumber, final int toNumber)
    {
        final Redistributor from = its.redistributor(fromNumber);
        final Redistributor to = its.redistributor(toNumber);
        if (from != null && to != null && from != to)
        {
            for (int lpi = from.nextPending(0); lpi >= 0; lpi = from.nextPending(lpi + 1))
            {
                from.clear(lpi);
                to.pend(lpi);
            }
        }
    }

    private void mapVpe(final long dw0, final long dw1, final long dw2, final long dw3)
    {
        final int vpeId = ItsCommand.DW1_VPEID.getInt(dw1);
        if (ItsCommand.DW2_VALID.isSet(dw2))
        {
            final long entry = VpeEntry.of(ItsCommand.DW3_VPT_ADDR.address(dw3),
                ItsCommand.DW3_VPT_SIZE.getInt(dw3), processor(ItsCommand.DW2_RDBASE.get(dw2)));
            vpes.map(vpeId, entry, ItsCommand.DW0_VCONF_ADDR.address(dw0),
                isVersion41 ? ItsCommand.DW1_DEFAULT_DOORBELL.getInt(dw1) : V4Its.NO_DOORBELL);
        }
        else
        {
            vpes.unmap(vpeId);
        }
    }

    private void moveVpe(final int vpeId, final int processor)
    {
        final MappedVpe vpe = vpes.mapped(vpeId);
        if (vpe != null && processor < redistributors.length)
        {
            vpe.processor(processor);                                           // V4-SEM-7
        }
    }

    private void configureSgi(final long dw0, final MappedVpe vpe)
    {
        if (!isVersion41 || vpe == null)
        {
            return;
        }
        final int sgi = ItsCommand.DW0_VSGI_INTID.getInt(dw0);
        if (ItsCommand.DW0_VSGI_CLEAR.isSet(dw0))
        {
            vpe.clear(sgi);                                                     // V4-SGI-2: clear, or configure
        }
        else
        {
            vpe.configureSgi(sgi, PropertyByte.of(
                ItsCommand.DW0_VSGI_PRIORITY.getInt(dw0) << 4, ItsCommand.DW0_VSGI_ENABLE.isSet(dw0)));
        }
    }

    private void invalidate(final long entry)
    {
        final int intid = TranslationEntry.INTID.getInt(entry);
        if (TranslationEntry.isVirtual(entry))
        {
            final MappedVpe vpe = vpes.mapped(TranslationEntry.VPEID.getInt(entry));
            if (vpe != null && vpe.contains(intid))
            {
                final boolean pending = vpe.changing(intid);
                vpe.properties().reload(intid);
                if (pending)
                {
                    vpe.changed(intid);
                }
            }
        }
        else if (TranslationEntry.isPhysical(entry) && physicalProperties.contains(intid))
        {
            physicalProperties.reload(intid);
            final Redistributor target = its.redistributorOf(TranslationEntry.ICID.getInt(entry));
            if (target != null)
            {
                target.signal(intid);
            }
        }
    }

    /**
     * Invalidates all cached properties of a VM. Its vPEs share the cache, so that each of their indexes is built anew.
     */
    private void invalidateAll(final MappedVpe vpe)
    {
        if (vpe != null)
        {
            vpe.properties().reload();
            for (int vpeId = 0; vpeId < vpes.limit(); vpeId++)
            {
                final MappedVpe other = vpes.mapped(vpeId);
                if (other != null && other.properties() == vpe.properties())
                {
                    other.rebuild();
                    evaluate(other);
                }
            }
        }
    }

    private void evaluate(final MappedVpe vpe)
    {
        if (vpe != null && vpe.isResident())
        {
            redistributors[vpe.residentCpu()].evaluate();
        }
    }

    /** Returns the processor of an RDbase, which is its number because GITS_TYPER.PTA is 0. */
    private static int processor(final long rdbase)
    {
        return (int)Math.min(rdbase, 0xffff);
    }
}
