package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Accounting of all offered events: {@code offered = delivered + coalesced + pending + held + rejected}. Offered is
 * counted where commands enter, delivered where guests acknowledge, pending in RAM; the models' own ledgers give the
 * rest, so that a remainder shows a loss.
 *
 * @param offered   events of all VMs, and those that no VM got
 * @param delivered first acknowledges
 * @param coalesced merged with one that was pending
 * @param pending   Pending in RAM at the end
 * @param rejected  by reason
 * @param vms       the same per VM, in the order of their ids
 * @param vectors   what only devices with vectors have; null without
 * @param rows      figures of the workload that stand beside the identity
 */
public record StormAccounting(
    long offered,
    long delivered,
    long coalesced,
    long pending,
    Map<String, Long> rejected,
    List<OfVm> vms,
    VectorAccount vectors,
    List<AccountingRow> rows)
{
    /** Triggers of a function whose MSI-X is not enabled. */
    public static final String NOT_ENABLED = "not-enabled";
    /** Events whose DeviceID or EventID no table translates: VM {@code none}. */
    public static final String UNTRANSLATED = "untranslated";
    /** Events that were translated to a VM or an LPI that is not there: VM {@code none}. */
    public static final String UNREACHABLE = "unreachable";
    /** Events whose Pending was cleared without an acknowledge. */
    public static final String WITHDRAWN_CLEARED = "withdrawn-cleared";
    /** Events whose table was taken away. */
    public static final String WITHDRAWN_UNMAPPED = "withdrawn-unmapped";

    /** Makes the accounting of a storm whose devices have no vectors. */
    public StormAccounting(final long offered, final long delivered, final long coalesced, final long pending,
        final Map<String, Long> rejected, final List<OfVm> vms, final List<AccountingRow> rows)
    {
        this(offered, delivered, coalesced, pending, rejected, vms, null, rows);
    }

    /** The account of one VM. */
    public record OfVm(int vmId, EventAccount account)
    {
    }

    /** Returns the account of all events. */
    public EventAccount account()
    {
        return new EventAccount(0, offered, delivered, coalesced, rejectedInAll(), pending,
            vectors == null ? 0 : vectors.held());
    }

    /** Returns the rejected events that no VM got. */
    public long rejectedOfNoVm()
    {
        return rejected.getOrDefault(UNTRANSLATED, 0L) + rejected.getOrDefault(UNREACHABLE, 0L) -
            (vectors == null ? 0 : vectors.unreachable());
    }

    /** Events that were rejected, whatever the reason. */
    public long rejectedInAll()
    {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the remainder of the identity: more than 0 lost, less than 0 invented. */
    public long remainder()
    {
        return account().remainder();
    }

    /** Returns the accounting of a storm by those of its parts. */
    static StormAccounting sum(final List<StormAccounting> parts)
    {
        final Map<String, Long> rejected = new LinkedHashMap<>();
        parts.forEach(part -> part.rejected().forEach((reason, count) -> rejected.merge(reason, count, Long::sum)));
        final Map<String, AccountingRow> rows = new LinkedHashMap<>();
        parts.forEach(part -> part.rows().forEach(row -> rows.merge(row.key(), row, AccountingRow::plus)));
        final Map<Integer, EventAccount> accounts = new TreeMap<>();
        parts.forEach(part -> part.vms().forEach(
            vm -> accounts.merge(vm.vmId(), vm.account(), EventAccount::plus)));
        final List<StormAccounting.OfVm> vms = new ArrayList<>();
        accounts.forEach((vm, account) -> vms.add(new StormAccounting.OfVm(vm, account)));

        final EventAccount storm =
            parts.stream().map(StormAccounting::account).reduce(EventAccount.NONE, EventAccount::plus);

        return new StormAccounting(storm.offered(), storm.delivered(),
            storm.coalesced(), storm.pending(), rejected, vms,
            parts.stream().map(StormAccounting::vectors).filter(Objects::nonNull).reduce(VectorAccount::plus)
                .orElse(null), List.copyOf(rows.values()));
    }
}
