package org.gale.engine.report.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.TerminalText;

/**
 * Books of a report: the account of the storm balances, and the accounts of its VMs, groups and phases balance and add
 * up to it. Pure functions, all of which throw {@link ArithmeticException} for a count beyond all limits.
 */
final class ReportBooks
{
    private static final String ACCOUNTING = "accounting";
    private static final String OFFERED = "offered";
    private static final String PENDING = "pending";
    private static final String REJECTED = "rejected";
    private static final String CARRIED = "carried_in";
    private static final String GROUPS = "groups";
    private static final String PHASES = "phases";
    private static final String VMS = "vms";
    private static final String OF_STORM = "the storm";
    /** Ends of an offered event. */
    private static final List<String> ENDS = List.of("delivered", "coalesced", PENDING, REJECTED);
    /** Sums that parts of a storm add up to. */
    private static final List<String> ADDED = List.of(OFFERED, "delivered", "coalesced", PENDING, REJECTED);
    /** Sums that phases add up to: what is pending goes on to the next one. */
    private static final List<String> ADDED_OF_PHASES = List.of(OFFERED, "delivered", "coalesced", REJECTED);

    private ReportBooks()
    {
    }

    /** Returns what does not add up in the report of a run; nothing of a report whose books are in order. */
    static List<String> faults(final JsonNode report)
    {
        final List<String> faults = new ArrayList<>();
        final Map<String, Long> storm = account(report.path(ACCOUNTING));
        balance(faults, OF_STORM, storm);
        sums(faults, "VMs", storm, accounts(report.path(ACCOUNTING).path(VMS), "vm", false), ADDED);
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
            final Map<String, Long> storm = account(point.path(ACCOUNTING));
            balance(faults, OF_STORM, storm);
            parts(faults, point, storm);
        }

        return faults;
    }

    private static void parts(final List<String> faults, final JsonNode report, final Map<String, Long> storm)
    {
        final Map<String, Map<String, Long>> groups = accounts(report.path(GROUPS), "name", true);
        groups.forEach((name, account) -> balance(faults, "group " + name, account));
        sums(faults, GROUPS, storm, groups, ADDED);
        final Map<String, Map<String, Long>> phases = accounts(report.path(PHASES), "name", true);
        long carried = 0;
        for (final Map.Entry<String, Map<String, Long>> phase : phases.entrySet())
        {
            final String name = "phase " + phase.getKey();
            balance(faults, name, phase.getValue());
            if (phase.getValue().get(CARRIED) != carried)
            {
                faults.add(name + " carries in " + phase.getValue().get(CARRIED) + ", and " + carried +
                    " were pending before");
            }
            carried = phase.getValue().get(PENDING);
        }
        sums(faults, PHASES, storm, phases, ADDED_OF_PHASES);
        for (final JsonNode phase : report.path(PHASES))
        {
            sums(faults, "groups of phase " + name(phase, "name"), account(phase.path(ACCOUNTING)),
                accounts(phase.path(GROUPS), "name", true), ADDED);
        }
    }

    /** Checks that what was carried in and offered is what it became. */
    private static void balance(final List<String> faults, final String what, final Map<String, Long> account)
    {
        long ends = 0;
        for (final String end : ENDS)
        {
            ends = Math.addExact(ends, account.get(end));
        }
        final long begins = Math.addExact(account.get(OFFERED), account.get(CARRIED));
        if (begins != ends)
        {
            faults.add("the account of " + what + " does not balance: " + begins + " offered, and " + ends +
                " delivered, coalesced, pending and rejected");
        }
    }

    private static void sums(final List<String> faults, final String what, final Map<String, Long> whole,
        final Map<String, Map<String, Long>> parts, final List<String> fields)
    {
        for (final String field : parts.isEmpty() ? List.<String>of() : fields)
        {
            long sum = 0;
            for (final Map<String, Long> part : parts.values())
            {
                sum = Math.addExact(sum, part.get(field));
            }
            if (sum != whole.get(field))
            {
                faults.add(what + " have " + sum + ' ' + field + " in all, and their whole has " + whole.get(field));
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
                sum = Math.addExact(sum, Counters.count(part.at(count)));
            }
            final long whole = Counters.count(report.at(count));
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
    private static Map<String, Map<String, Long>> accounts(
        final JsonNode parts, final String key, final boolean isNested)
    {
        final Map<String, Map<String, Long>> accounts = new LinkedHashMap<>();
        for (final JsonNode part : parts)
        {
            accounts.put(accounts.containsKey(name(part, key)) ? "number " + accounts.size() : name(part, key),
                account(isNested ? part.path(ACCOUNTING) : part));
        }

        return accounts;
    }

    private static String name(final JsonNode part, final String key)
    {
        return TerminalText.line(part.path(key).asText());
    }

    private static Map<String, Long> account(final JsonNode json)
    {
        final Map<String, Long> account = new LinkedHashMap<>();
        for (final String field : List.of(OFFERED, CARRIED, "delivered", "coalesced", PENDING))
        {
            account.put(field, Counters.count(json.path(field)));
        }
        long rejected = json.path(REJECTED).isNumber() ? Counters.count(json.path(REJECTED)) : 0;
        for (final JsonNode reason : json.path(REJECTED))
        {
            rejected = Math.addExact(rejected, Counters.count(reason));
        }
        account.put(REJECTED, rejected);

        return account;
    }
}
