package org.gale.engine.inspect;

import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.DirectQueries.VlpiState;
import org.gale.engine.machine.DirectQueries.VpeState;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Route;
import org.gale.tables.operand.Intid;

/**
 * vLPI of a VM of a GICv4 host, with the fields of {@code inspect latch}: {@code vm0.lpi8193.route}. A vLPI is pending
 * if a virtual pending table, the latch, a list or its physical LPI holds it so; in the gap of a swap none may. A VM
 * that has migrated is its successor.
 *
 * @param vm    number of the VM, or {@link WatchedSubject#PHYSICAL}
 * @param intid type and ID
 */
record WatchedVlpi(int vm, int intid) implements WatchedSubject
{
    static final ViewFields<Seen> FIELDS = new ViewFields<Seen>()
        .with("pending", seen -> seen.isInTable() || seen.vlpi().software().isPending())
        .with("owed", Seen::isOwed)
        .with("route", seen -> (seen.vlpi().isDirect() ? Route.DIRECT : Route.FORWARDED).label())
        .with("arrival", seen -> DirectQueries.of(seen.machine()).arrival(seen.vm(), seen.vintid()).label())
        .with("table", Seen::isInTable)
        .with("vPEID", seen -> seen.vpe() == null ? null : seen.vpe().vpeId())
        .and(DirectFields.VLPI, Seen::vlpi);

    private static final int FIRST = 8192;

    /** A mapped vLPI of a machine. */
    record Seen(Machine machine, int vm, int vintid, VlpiState vlpi)
    {
        private VpeState vpe()
        {
            return DirectQueries.of(machine).vcpu(vm, vlpi.vcpu()).vpe();
        }

        private boolean isInTable()
        {
            final VpeState vpe = vpe();

            return vpe != null && vpe.isMapped() &&
                DirectQueries.of(machine).nextInTable(vm, vlpi.vcpu(), vintid) == vintid;
        }

        private boolean isOwed()
        {
            return machine.accounts().ledger(machine.accounts().vmOwner(vm)).isOwed(false, vintid);
        }
    }

    @Override
    public void check(final Machine machine, final String field)
    {
        final String name = WatchedSubject.name(vm, intid);
        if (vm == PHYSICAL || Intid.type(intid) != Intid.TYPE_LPI)
        {
            throw new IllegalArgumentException("'" + name + "': a GICv4 host shows LPIs and vCPUs of its VMs " +
                "(there are vm0.lpi8192, vm0.vcpu0 and pe0.virq)");
        }
        WatchedSubject.checkField(FIELDS, name, field, "GICv4 host");
        final int end = 1 << machine.config().gicv4().lpiBits();
        if (vintid() < FIRST || vintid() >= end)
        {
            throw new IllegalArgumentException(
                "no LPI " + vintid() + ": LPIs of this host's VMs are " + FIRST + " to " + (end - 1));
        }
    }

    @Override
    public boolean isThere(final Machine machine)
    {
        final DirectQueries queries = DirectQueries.of(machine);
        final int now = queries.followedVm(vm);

        return now < queries.vmCount() && queries.nextVlpi(now, vintid()) == vintid();
    }

    @Override
    public String absence(final Machine machine)
    {
        final DirectQueries queries = DirectQueries.of(machine);
        final int now = queries.followedVm(vm);
        if (now >= queries.vmCount())
        {
            return WatchedVcpu.noVm(vm, queries);
        }
        final int first = queries.nextVlpi(now, 0);
        int count = 0;
        int last = first;
        for (int next = first; next >= 0; next = queries.nextVlpi(now, next + 1))
        {
            last = next;
            count++;
        }

        return "no LPI " + vintid() + ": VM " + vm + " has " + (count == 0 ? "none" :
            count == 1 ? "LPI " + first : count + " LPIs of " + first + " to " + last);
    }

    @Override
    public String text(final Machine machine, final String field)
    {
        final DirectQueries queries = DirectQueries.of(machine);
        final int now = queries.followedVm(vm);

        return FIELDS.text(new Seen(machine, now, vintid(), queries.vlpi(now, vintid())), field);
    }

    private int vintid()
    {
        return Intid.id(intid);
    }
}
