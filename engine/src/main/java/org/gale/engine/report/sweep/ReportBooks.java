package org.gale.engine.report.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.TerminalText;
import org.gale.engine.report.document.AccountValue;
import org.gale.engine.storm.result.EventAccount;

/**
 * Books of a report: the account of the storm balances, and the accounts of its VMs, groups and phases balance and add
 * up to it. Pure functions, all of which throw {@link ArithmeticException} for a count beyond all limits.
 */
final class ReportBooks
{
    private static final String ACCOUNTING = "accounting";
    private static final String GROUPS = "groups";
    private static final String PHASES = "phases";
    private static final String OF_STORM = "the storm";
    /** Counters that parts of a storm add up to. */
    private static final List<String> OF_PARTS = List.of("offered", "delivered", "coalesced", "pending", "rejected");
    /** Counters that phases add up to: what is pending goes on to the next one. */
    private static final List<String> OF_PHASES = List.of("offered", "delivered", "coalesced", "rejected");

    private ReportBooks()
    {
    }

    /** Returns what does not add up in the report of a run; nothing of a report whose books are in order. */
    static List<String> faults(final JsonNode report)
    {
        final List<String> faults = new ArrayList<>();
        final EventAccount storm = AccountValue.read(report.path(ACCOUNTING));
        balance(faults, OF_STORM, storm);
        sums(faults, "VMs", storm, accounts(report.path(ACCOUNTING).path("vms"), "vm", false), OF_PARTS);
        parts(faults, report, storm);
        samples(faults, GROUPS, report, report.path(GROUPS));
        samples(faults, PHASES, report, report.path(PHASES));

        return faults;
    }

    /** Returns what does not add up in a row of joined runs, which have no rows of VMs. */
    static List<String> faultsOfPoint(final JsonNode point)
    {
        final List<String> faults = new ArrayList<>();
        if (point.path(ACCOUNTING).isObject())
        {
            final EventAccount storm = AccountValue.read(point.path(ACCOUNTING));
            balance(faults, OF_STORM, storm);
            parts(faults, point, storm);
        }

        return faults;
    }

    private static void parts(final List<String> faults, final JsonNode report, final EventAccount storm)
    {
        final Map<String, EventAccount> groups = accounts(report.path(GROUPS), "name", true);
        groups.forEach((name, account) -> balance(faults, "group " + name, account));
        sums(faults, GROUPS, storm, groups, OF_PARTS);
        final Map<String, EventAccount> phases = accounts(report.path(PHASES), "name", true);
        long carried = 0;
        for (final Map.Entry<String, EventAccount> phase : phases.entrySet())
        {
            final String name = "phase " + phase.getKey();
            balance(faults, name, phase.getValue());
            if (phase.getValue().carriedIn() != carried)
            {
                faults.add(name + " carries in " + phase.getValue().carriedIn() + ", and " + carried +
                    " were pending before");
            }
            carried = phase.getValue().pending();
        }
        sums(faults, PHASES, storm, phases, OF_PHASES);
        for (final JsonNode phase : report.path(PHASES))
        {
            sums(faults, "groups of phase " + name(phase, "name"), AccountValue.read(phase.path(ACCOUNTING)),
                accounts(phase.path(GROUPS), "name", true), OF_PARTS);
        }
    }

    /** Checks that what was carried in and offered is what it became. */
    private static void balance(final List<String> faults, final String what, final EventAccount account)
    {
        if (account.remainder() != 0)
        {
            final long begins = account.carriedIn() + account.offered();
            faults.add("the account of " + what + " does not balance: " + begins + " offered, and " +
                (begins - account.remainder()) + " delivered, coalesced, pending and rejected");
        }
    }

    private static void sums(final List<String> faults, final String what, final EventAccount whole,
        final Map<String, EventAccount> parts, final List<String> counters)
    {
        if (!parts.isEmpty())
        {
            final EventAccount sum = parts.values().stream().reduce(EventAccount.NONE, EventAccount::plus);
            for (final String counter : counters)
            {
                final long inAll = sum.figures().get(counter);
                final long ofWhole = whole.figures().get(counter);
                if (inAll != ofWhole)
                {
                    faults.add(
                        what + " have " + inAll + ' ' + counter + " in all, and their whole has " + ofWhole);
                }
            }
        }
    }

    /** Checks that the samples of parts are those of the storm. */
    private static void samples(
        final List<String> faults, final String what, final JsonNode report, final JsonNode parts)
    {
        for (final String latency : parts.isEmpty() ? List.<String>of() : List.of("response", "request"))
        {
            final String count = "/latency_ns/" + latency + "/count";
            long sum = 0;
            for (final JsonNode part : parts)
            {
                sum = Math.addExact(sum, AccountValue.count(part.at(count)));
            }
            final long whole = AccountValue.count(report.at(count));
            if (sum != whole)
            {
                faults.add(what + " have " + sum + ' ' + latency + " times in all, and the storm has " + whole);
            }
        }
    }

    /**
     * Returns the accounts of some parts by their names, in their order.
     *
     * @param isNested true if a part has its account in an object of its own
     */
    private static Map<String, EventAccount> accounts(
        final JsonNode parts, final String key, final boolean isNested)
    {
        final Map<String, EventAccount> accounts = new LinkedHashMap<>();
        for (final JsonNode part : parts)
        {
            accounts.put(accounts.containsKey(name(part, key)) ? "number " + accounts.size() : name(part, key),
                AccountValue.read(isNested ? part.path(ACCOUNTING) : part));
        }

        return accounts;
    }

    private static String name(final JsonNode part, final String key)
    {
        return TerminalText.line(part.path(key).asText());
    }
}
