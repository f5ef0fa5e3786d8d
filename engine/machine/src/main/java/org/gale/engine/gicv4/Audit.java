package org.gale.engine.gicv4;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.config.FlatJson;
import org.gale.engine.machine.DirectQueries;
import org.gale.tables.operand.Intid;

/**
 * Invariants V4-INV-1 to V4-INV-16 of a host and its hardware. While a transition is open, or a VM migrates, only 1,
 * 4, 5, 8 and 10 are asserted; the others count as kept. Queries only.
 */
final class Audit
{
    /** Number of invariants. */
    static final int COUNT = DirectQueries.INVARIANT_COUNT;

    private static final String KEPT = null;

    private final V4Host host;
    private final VlpiAudit vlpis;
    private final VcpuAudit vcpus;

    Audit(final V4Host host)
    {
        this.host = host;
        this.vlpis = host.vlpis;
        this.vcpus = new VcpuAudit(host);
    }

    /**
     * Returns whether a vLPI is pending anywhere: in its virtual pending table, a latch, a list register, or as a
     * physical LPI that the host has not taken.
     */
    boolean isPending(final Vlpi vlpi)
    {
        return vlpis.isPending(vlpi);
    }

    /**
     * Returns the first violation of an invariant, or null.
     *
     * @param number of the invariant, 1 to {@link #COUNT}
     */
    String violation(final int number)
    {
        final boolean isClosed = !host.transition.isOpen() && !host.migrations.isOpen();
        switch (number)
        {
            case 1: return vlpis.first(vlpis::route);
            case 2: return closed(isClosed, () -> vlpis.first(vlpis::owner));
            case 3: return closed(isClosed, () -> vlpis.first(vlpis::onePlace));
            case 4: return vlpis.first(vlpis::oneTable);
            case 5: return vcpus.first(vcpus::count);
            case 6: return closed(isClosed, () -> vcpus.first(vcpus::query));
            case 7: return closed(isClosed, vcpus::pool);
            case 8: return vcpus.residence();
            case 9: return closed(isClosed, () -> vlpis.first(vlpis::notLost));
            case 10: return invented();
            case 11: return closed(isClosed, () -> vlpis.first(vlpis::notLost));
            case 12: return closed(isClosed, () -> vcpus.first(vcpus::deliversItsOwn));
            case 13: return closed(isClosed, () -> vcpus.first(vcpus::woken));
            case 14: return closed(isClosed, () -> vlpis.first(vlpis::property));
            case 15: return closed(isClosed, () -> vcpus.first(vcpus::sgis));
            case 16: return closed(isClosed, () -> vlpis.first(vlpis::savedImage));
            default: throw new IllegalArgumentException("no invariant V4-INV-" + number);
        }
    }

    /** Returns all invariants as one JSON object: true, or the first violation as a string. */
    String toJson()
    {
        final Map<String, Object> invariants = new LinkedHashMap<>();
        for (int number = 1; number <= COUNT; number++)
        {
            final String violation = violation(number);
            invariants.put("V4-INV-" + number, violation == null ? true : violation);
        }

        return FlatJson.line(invariants);
    }

    private static String closed(final boolean isClosed, final Supplier<String> check)
    {
        return isClosed ? check.get() : KEPT;
    }

    private String invented()
    {
        for (int number = 0; number < host.vmCount(); number++)
        {
            final int intid = host.vm(number).ledger.invented();
            if (intid != Ledger.NONE)
            {
                return "VM " + number + " acknowledged INTID " + Intid.id(intid) + " without a message";
            }
        }

        return KEPT;
    }
}
