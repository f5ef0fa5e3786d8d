package org.gale.engine.report.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.TerminalText;
import org.gale.engine.report.document.AccountValue;
import org.gale.engine.report.document.Accounts;
import org.gale.engine.report.document.Latencies;
import org.gale.engine.report.document.PointDocument;
import org.gale.engine.report.document.StormDocument;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.result.EventAccount;

/**
 * Books of a report: the account of the storm balances, and the accounts of its VMs, groups and phases balance and add
 * up to it. Pure functions, all of which throw {@link ArithmeticException} for a count beyond all limits.
 */
final class ReportBooks
{
    private static final String GROUPS = "groups";
    private static final String PHASES = "phases";
    private static final String OF_STORM = "the storm";
    /** Counters that parts of a storm add up to. */
    private static final List<String> OF_PARTS =
        List.of("offered", "delivered", "coalesced", "pending", EventAccount.HELD, "rejected");
    /** Counters that phases add up to: what is pending or held goes on to the next one. */
    private static final List<String> OF_PHASES = List.of("offered", "delivered", "coalesced", "rejected");

    private ReportBooks()
    {
    }

    /** Returns what does not add up in the report of a run; nothing of a report whose books are in order. */
    static List<String> faults(final StormDocument report)
    {
        final List<String> faults = new ArrayList<>();
        final EventAccount storm = account(report.accounting());
        balance(faults, OF_STORM, storm);
        final Map<String, EventAccount> vms = new LinkedHashMap<>();
        if (report.accounting() != null && report.accounting().vms() != null)
        {
            report.accounting().vms().forEach(vm -> put(
                vms, String.valueOf(vm.vm().value()), AccountValue.of(null, vm.events(), vm.rejected())));
        }
        sums(faults, "VMs", storm, vms, OF_PARTS);
        parts(faults, storm, report.parts().groups(), report.parts().phases());
        samples(faults, GROUPS, report.latencyNs(), report.parts().groups());
        samples(faults, PHASES, report.latencyNs(), report.parts().phases());

        return faults;
    }

    /** Returns what does not add up in a row of joined runs, which have no rows of VMs. */
    static List<String> faultsOfPoint(final PointDocument.Joined point)
    {
        final List<String> faults = new ArrayList<>();
        if (point.accounting() != null)
        {
            final EventAccount storm = account(point.accounting());
            balance(faults, OF_STORM, storm);
            parts(faults, storm, point.groups(), point.phases());
        }

        return faults;
    }

    private static EventAccount account(final Accounts.OfStorm account)
    {
        return account == null ? EventAccount.NONE : AccountValue.of(account);
    }

    private static void parts(final List<String> faults, final EventAccount storm,
        final List<StormDocument.Part> ofGroups, final List<StormDocument.Part> ofPhases)
    {
        final Map<String, EventAccount> groups = accounts(ofGroups);
        groups.forEach((name, account) -> balance(faults, "group " + name, account));
        sums(faults, GROUPS, storm, groups, OF_PARTS);
        final Map<String, EventAccount> phases = accounts(ofPhases);
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
            carried = phase.getValue().handedOn();
        }
        sums(faults, PHASES, storm, phases, OF_PHASES);
        for (final StormDocument.Part phase : ofPhases)
        {
            sums(faults, "groups of phase " + TerminalText.line(phase.name()), account(phase),
                accounts(phase.ofPhase()), OF_PARTS);
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
                final long inAll = sum.figures().getOrDefault(counter, 0L);
                final long ofWhole = whole.figures().getOrDefault(counter, 0L);
                if (inAll != ofWhole)
                {
                    faults.add(
                        what + " have " + inAll + ' ' + counter + " in all, and their whole has " + ofWhole);
                }
            }
        }
    }

    /** Checks that the samples of parts are those of the storm. */
    private static void samples(final List<String> faults, final String what, final Latencies.OfStorm storm,
        final List<StormDocument.Part> parts)
    {
        for (final Latency latency : parts.isEmpty() ? List.<Latency>of() : List.of(Latency.RESPONSE, Latency.REQUEST))
        {
            long sum = 0;
            for (final StormDocument.Part part : parts)
            {
                sum = Math.addExact(sum, count(part.times(latency)));
            }
            final long whole = storm == null ? 0 :
                count(latency == Latency.RESPONSE ? storm.response() : storm.request());
            if (sum != whole)
            {
                faults.add(
                    what + " have " + sum + ' ' + latency.label() + " times in all, and the storm has " + whole);
            }
        }
    }

    /** {@return what the histogram of a group or phase has in another number than its figures; null if none does} */
    static String histogramFault(final RunReport report)
    {
        for (final StormDocument.Part part : report.document().parts().all())
        {
            for (final Latency latency : List.of(Latency.RESPONSE, Latency.REQUEST))
            {
                final String fault = report.hasPartHistograms() ? fault(report.partDigits(), part, latency) : null;
                if (fault != null)
                {
                    return TerminalText.line(part.name() + '.' + latency.label()) + fault;
                }
            }
        }

        return null;
    }

    /** {@return what is wrong with a histogram; null if it has the number of samples of its figures} */
    private static String fault(final int digits, final StormDocument.Part part, final Latency latency)
    {
        final long count = count(part.times(latency));
        try
        {
            final long samples = EncodedHistogram.decodeText(part.encoded(), latency, digits, (value, times) -> { });

            return samples == count ? null :
                " has " + samples + " samples in its histogram, and " + count + " in its figures";
        }
        catch (final IllegalArgumentException ex)
        {
            return ": " + ex.getMessage();
        }
    }

    private static long count(final Latencies.Times times)
    {
        return times == null ? 0 : AccountValue.count(times.count());
    }

    private static Map<String, EventAccount> accounts(final List<StormDocument.Part> parts)
    {
        final Map<String, EventAccount> accounts = new LinkedHashMap<>();
        parts.forEach(part -> put(accounts, part.name(), account(part)));

        return accounts;
    }

    private static EventAccount account(final StormDocument.Part part)
    {
        final Accounts.OfPart account = part.accounting();

        return account == null ? EventAccount.NONE :
            AccountValue.of(account.carriedIn(), account.events(), account.rejected());
    }

    /** Adds an account by its name, or by its number where the name was there before. */
    private static void put(final Map<String, EventAccount> accounts, final String name, final EventAccount account)
    {
        final String line = TerminalText.line(name);
        accounts.put(accounts.containsKey(line) ? "number " + accounts.size() : line, account);
    }
}
