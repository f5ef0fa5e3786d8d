package org.gale.engine.replay;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.ValidVms;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;

/**
 * LPI or SPI of a VM or of the physical side, or a field of it: {@code vm3.lpi8193.pending}, {@code spi7}.
 *
 * @param vm    number of the VM, or {@link #PHYSICAL}
 * @param intid type and ID
 * @param field name of the field, or an empty text for all
 */
record WatchedInterrupt(int vm, int intid, String field) implements WatchedField
{
    /** Value of a field of an interrupt that the machine does not have now. */
    static final String UNREACHABLE = "unreachable";
    /** Number in place of that of a VM. */
    static final int PHYSICAL = -1;
    /** Names of the fields of a GICv5. */
    static final List<String> FIELDS =
        List.of("pending", "active", "enable", "hm", "irm", "priority", "iaffid");


    @Override
    public void check(final Machine machine)
    {
        final boolean isDirect = machine.queries() instanceof DirectQueries;
        if (isDirect && (vm == PHYSICAL || Intid.type(intid) != Intid.TYPE_LPI))
        {
            throw new IllegalArgumentException("'" + name() + "': a GICv4 host shows LPIs and vCPUs of its VMs " +
                "(there are vm0.lpi8192, vm0.vcpu0 and pe0.virq)");
        }
        final List<String> fields = isDirect ? WatchedVlpi.FIELDS : FIELDS;
        if (!field.isEmpty() && !fields.contains(field))
        {
            throw new IllegalArgumentException("'" + name() + '.' + field + "': " +
                (isDirect ? "a GICv4 host" : "a GICv5") + " has no field '" + field + "' of an interrupt (there are: " +
                String.join(", ", fields) + ")");
        }
        if (isDirect)
        {
            WatchedVlpi.check(machine, Intid.id(intid));
            return;
        }
        final InterruptStateTable table = table(machine);
        if (table != null && Intid.id(intid) >>> table.shape().idBits() != 0)
        {
            throw new IllegalArgumentException(absence(machine));
        }
    }

    @Override
    public String value(final Machine machine)
    {
        if (machine.queries() instanceof DirectQueries queries)
        {
            return WatchedVlpi.isMapped(queries, vm, Intid.id(intid)) ?
                WatchedVlpi.value(machine, vm, Intid.id(intid), field) : UNREACHABLE;
        }
        final long entry = entry(machine);
        if (entry < 0)
        {
            return UNREACHABLE;
        }
        final int iste = (int)entry;

        if (!field.isEmpty())
        {
            return value(iste, field);
        }
        final StringJoiner all = new StringJoiner(" ");
        all.add(String.format(Locale.ROOT, "iste=0x%08x", iste));
        FIELDS.forEach(name -> all.add(name + '=' + value(iste, name)));

        return all.toString();
    }

    private static String value(final int iste, final String field)
    {
        return switch (field)
        {
            case "pending" -> WatchedVcpu.bit(L2Iste.isPending(iste));
            case "active" -> WatchedVcpu.bit(L2Iste.isActive(iste));
            case "enable" -> WatchedVcpu.bit(L2Iste.isEnabled(iste));
            case "hm" -> L2Iste.isLevel(iste) ? "level" : "edge";
            case "irm" -> WatchedVcpu.bit(L2Iste.isOneOfN(iste));
            case "priority" -> Integer.toString(L2Iste.priority(iste));
            case "iaffid" -> Integer.toString(L2Iste.iaffid(iste));
            default -> throw new IllegalStateException("no field is named so: " + field);
        };
    }

    @Override
    public boolean isThere(final Machine machine)
    {
        return machine.queries() instanceof DirectQueries queries ?
            WatchedVlpi.isMapped(queries, vm, Intid.id(intid)) : entry(machine) >= 0;
    }

    @Override
    public String absence(final Machine machine)
    {
        if (machine.queries() instanceof DirectQueries queries)
        {
            return WatchedVlpi.absence(queries, vm, Intid.id(intid));
        }
        final InterruptQueries queries = InterruptQueries.of(machine);
        if (vm != PHYSICAL && !queries.isVmValid(vm))
        {
            return "no VM " + vm + ": " + ValidVms.text(queries);
        }
        final InterruptStateTable table = table(machine);
        final String owner = vm == PHYSICAL ? "the physical side" : "VM " + vm;

        return "no " + type() + ' ' + Intid.id(intid) + ": " + (table == null ? owner + " has none" :
            Intid.id(intid) >>> table.shape().idBits() == 0 ? "its part of the table is not mapped" :
            owner + " has 0 to " + ((1 << table.shape().idBits()) - 1));
    }

    private String name()
    {
        return (vm == PHYSICAL ? "" : "vm" + vm + '.') + type().toLowerCase(Locale.ROOT) + Intid.id(intid);
    }

    private String type()
    {
        return Intid.type(intid) == Intid.TYPE_LPI ? "LPI" : "SPI";
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
        return vm == PHYSICAL ? machine.accounts().physicalOwner() : machine.accounts().vmOwner(vm);
    }
}
