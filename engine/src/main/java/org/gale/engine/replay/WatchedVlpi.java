package org.gale.engine.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.DirectQueries.VlpiState;
import org.gale.engine.machine.DirectQueries.VpeState;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Route;
import org.gale.tables.gicv4.PropertyByte;

/**
 * vLPI of a VM of a GICv4 host. Its fields are those of {@code inspect vpt} and {@code inspect latch}. A vLPI is
 * pending if a virtual pending table, the latch, a list or its physical LPI holds it so; in the gap of a swap none may.
 * Pure functions.
 */
final class WatchedVlpi
{
    /** Names of the fields. */
    static final List<String> FIELDS = List.of("pending", "owed", "route", "arrival", "table", "latched", "list", "lpi",
        "lpi_pending", "vcpu", "vpe", "enable", "priority");

    private static final String NONE = "none";
    private static final int FIRST = 8192;

    private WatchedVlpi()
    {
    }

    /**
     * Checks that a VM of the host may have a vLPI; the VM may come later.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    static void check(final Machine machine, final int vintid)
    {
        final int end = 1 << machine.config().gicv4().lpiBits();
        if (vintid < FIRST || vintid >= end)
        {
            throw new IllegalArgumentException(
                "no LPI " + vintid + ": LPIs of this host's VMs are " + FIRST + " to " + (end - 1));
        }
    }

    /** Returns whether a VM has a vLPI. */
    static boolean isMapped(final DirectQueries queries, final int vm, final int vintid)
    {
        return vm < queries.vmCount() && queries.nextVlpi(vm, vintid) == vintid;
    }

    /** Returns a clause that says which vLPIs the VM has, or which VMs there are. */
    static String absence(final DirectQueries queries, final int vm, final int vintid)
    {
        if (vm >= queries.vmCount())
        {
            return WatchedVcpu.noVm(vm, queries);
        }
        final int first = queries.nextVlpi(vm, 0);
        int count = 0;
        int last = first;
        for (int next = first; next >= 0; next = queries.nextVlpi(vm, next + 1))
        {
            last = next;
            count++;
        }

        return "no LPI " + vintid + ": VM " + vm + " has " + (count == 0 ? "none" :
            count == 1 ? "LPI " + first : count + " LPIs of " + first + " to " + last);
    }

    /** Returns a field of a mapped vLPI, or all fields for an empty name. */
    static String value(final Machine machine, final int vm, final int vintid, final String field)
    {
        final Map<String, String> values = values(machine, vm, vintid);
        if (!field.isEmpty())
        {
            return values.get(field);
        }
        final StringJoiner all = new StringJoiner(" ");
        values.forEach((name, value) -> all.add(name + '=' + value));

        return all.toString();
    }

    private static Map<String, String> values(final Machine machine, final int vm, final int vintid)
    {
        final DirectQueries queries = DirectQueries.of(machine);
        final Accounts accounts = machine.accounts();
        final VlpiState vlpi = queries.vlpi(vm, vintid);
        final VpeState vpe = queries.vcpu(vm, vlpi.vcpu()).vpe();
        final boolean isInTable = vpe != null && vpe.isMapped() &&
            queries.nextInTable(vm, vlpi.vcpu(), vintid) == vintid;
        final Map<String, String> values = new LinkedHashMap<>();
        values.put("pending", WatchedVcpu.bit(isInTable || vlpi.software().isPending()));
        values.put("owed", WatchedVcpu.bit(accounts.ledger(accounts.vmOwner(vm)).isOwed(false, vintid)));
        values.put("route", (vlpi.isDirect() ? Route.DIRECT : Route.FORWARDED).label());
        values.put("arrival", queries.arrival(vm, vintid).label());
        values.put("table", WatchedVcpu.bit(isInTable));
        values.put("latched", WatchedVcpu.bit(vlpi.software().isLatched()));
        values.put("list", vlpi.software().place());
        values.put("lpi", WatchedVcpu.number(vlpi.software().hostLpi()));
        values.put("lpi_pending", WatchedVcpu.bit(vlpi.software().isHostPending()));
        values.put("vcpu", WatchedVcpu.number(vlpi.vcpu()));
        values.put("vpe", vpe == null ? NONE : WatchedVcpu.number(vpe.vpeId()));
        values.put("enable", Long.toString(PropertyByte.ENABLE.get(vlpi.property())));
        values.put("priority", Integer.toString(PropertyByte.priority(vlpi.property())));
        assert List.copyOf(values.keySet()).equals(FIELDS) : "a field is named otherwise";

        return values;
    }
}
