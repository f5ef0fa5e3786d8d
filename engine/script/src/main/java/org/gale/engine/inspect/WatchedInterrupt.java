package org.gale.engine.inspect;

import java.util.List;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.ValidVms;
import org.gale.engine.record.CommandTouches;
import org.gale.tables.field.Field;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;

/**
 * LPI or SPI of a VM or of the physical side, with the fields of {@code inspect ist}: {@code vm3.lpi8193.pending},
 * {@code spi7}. In a GICv4 host its numbers are those of a vLPI.
 *
 * @param vm    number of the VM, or {@link #PHYSICAL}
 * @param intid type and ID
 * @param vlpi  of the same numbers
 */
record WatchedInterrupt(int vm, int intid, WatchedVlpi vlpi) implements WatchedSubject
{
    /** Fields of an L2_ISTE. */
    static final ViewFields<Integer> FIELDS =
        new ViewFields<Integer>().with("word", ViewJson::hex).and(fields(L2Iste.FIELDS), iste -> iste);

    WatchedInterrupt(final int vm, final int intid)
    {
        this(vm, intid, new WatchedVlpi(vm, intid));
    }

    @Override
    public void check(final Machine machine, final String field)
    {
        WatchedSubject.checkField(FIELDS, WatchedSubject.name(vm, intid), field, "GICv5");
        final InterruptStateTable table = table(machine);
        if (table != null && Intid.id(intid) >>> table.shape().idBits() != 0)
        {
            throw new IllegalArgumentException(absence(machine));
        }
    }

    @Override
    public boolean isThere(final Machine machine)
    {
        return entry(machine) >= 0;
    }

    @Override
    public String absence(final Machine machine)
    {
        final InterruptQueries queries = InterruptQueries.of(machine);
        if (vm != PHYSICAL && !queries.isVmValid(ViewChecks.followed(machine, vm)))
        {
            return "no VM " + vm + ": " + ValidVms.text(queries);
        }
        final InterruptStateTable table = table(machine);
        final String owner = vm == PHYSICAL ? "the physical side" : "VM " + vm;

        return "no " + IstViews.typeName(Intid.type(intid)) + ' ' + Intid.id(intid) + ": " +
            (table == null ? owner + " has none" :
                Intid.id(intid) >>> table.shape().idBits() == 0 ? "its part of the table is not mapped" :
                owner + " has 0 to " + ((1 << table.shape().idBits()) - 1));
    }

    @Override
    public String text(final Machine machine, final String field)
    {
        return FIELDS.text((int)entry(machine), field);
    }

    /** Returns the interrupt as the log of commands names it, or −1. */
    long touch(final Machine machine)
    {
        final int owner = owner(machine);

        return owner == OwnerId.NONE ? -1 : CommandTouches.of(owner, intid);
    }

    /** Returns fields of an L2_ISTE as watches show them. */
    static ViewFields<Integer> fields(final List<Field> some)
    {
        final ViewFields<Integer> fields = new ViewFields<>();
        for (final Field field : some)
        {
            if (field.equals(L2Iste.HM))
            {
                fields.with(field.name(), iste -> L2Iste.isLevel(iste) ? "level" : "edge");
            }
            else if (!field.isReserved())
            {
                fields.with(field.name(), field::get);
            }
        }

        return fields;
    }

    /** Returns the L2_ISTE, or a negative number if the interrupt cannot be reached. */
    private long entry(final Machine machine)
    {
        final int owner = owner(machine);

        return owner == OwnerId.NONE ? -1 : InterruptQueries.of(machine).entry(owner, intid);
    }

    private InterruptStateTable table(final Machine machine)
    {
        final int owner = owner(machine);

        return owner == OwnerId.NONE ? null : InterruptQueries.of(machine).table(owner, Intid.type(intid));
    }

    private int owner(final Machine machine)
    {
        return vm == PHYSICAL ? machine.accounts().physicalOwner() :
            machine.accounts().vmOwner(ViewChecks.followed(machine, vm));
    }
}
