package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.NumberText;

/**
 * Events that models, streams and attached producers have sent, counted where they were made, and those before a
 * resume. In all, sent = offered + ticks whose wire was high. Events that a device of a group does not have are offered
 * to no VM, and counted where they were sent: of a group, sent = offered + ticks whose wire was high + these (P13).
 *
 * @param sent      in all
 * @param ticksHigh ticks that found their wire high
 * @param ofNoVm    events that reached no VM: of the groups, of no device, and those before a resume
 * @param groups    by group of VMs
 */
public record SentEvents(long sent, long ticksHigh, long ofNoVm, List<OfGroup> groups)
{
    /** Nothing. */
    public static final SentEvents NONE = new SentEvents(0, 0, 0, List.of());

    public SentEvents
    {
        groups = List.copyOf(groups);
    }

    /**
     * Events of a group of VMs.
     *
     * @param name      of the group
     * @param offered   to its VMs
     * @param sent      for its devices
     * @param ticksHigh ticks that found their wire high
     * @param ofNoVm    that its devices do not have: no table translates them
     */
    public record OfGroup(String name, long offered, long sent, long ticksHigh, long ofNoVm)
    {
    }

    /** Counter of what the devices of a group have sent, of its ticks whose wire was high, or of what reached no VM. */
    @FunctionalInterface
    public interface OfSources
    {
        /** Returns the number of a group. */
        long of(int group);
    }

    /**
     * Returns the events of a run.
     *
     * @param accounts  of the groups of VMs by their names
     * @param sent      events of each group, with those before a resume
     * @param ticksHigh ticks of each group
     * @param ofNoVm    events of each group that reached no VM
     * @param beside    events that belong to no group, and reached no VM
     */
    public static SentEvents of(final Map<String, EventAccount> accounts, final OfSources sent,
        final OfSources ticksHigh, final OfSources ofNoVm, final long beside)
    {
        final List<OfGroup> groups = new ArrayList<>();
        long all = beside;
        long high = 0;
        long none = beside;
        for (final Map.Entry<String, EventAccount> account : accounts.entrySet())
        {
            final int group = groups.size();
            final OfGroup events = new OfGroup(account.getKey(), account.getValue().offered(), sent.of(group),
                ticksHigh.of(group), ofNoVm.of(group));
            groups.add(events);
            all += events.sent();
            high += events.ticksHigh();
            none += events.ofNoVm();
        }

        return new SentEvents(all, high, none, groups);
    }

    /** Returns the rows that the text of a report shows: ticks only where a wire was high. */
    public List<AccountingRow> rows()
    {
        final AccountingRow all = new AccountingRow("sent", "sent", sent, "by devices and producers");

        return ticksHigh == 0 ? List.of(all) : List.of(all, new AccountingRow(
            "ticks_high", "  high", ticksHigh, "ticks that found their wire high, and offered nothing"));
    }

    /** {@return the events of a group of VMs; null of the part that no VM has} */
    public OfGroup group(final String name)
    {
        return groups.stream().filter(group -> group.name().equals(name)).findFirst().orElse(null);
    }

    /**
     * Returns how sent and offered differ.
     *
     * @return a message; null if they are equal
     */
    public String fault(final StormAccounting accounting)
    {
        return fault(accounting.offered(), accounting.rejectedOfNoVm());
    }

    /**
     * Returns how sent and offered differ.
     *
     * @param offered        events of all VMs, and those that no VM got
     * @param rejectedOfNoVm events that were rejected, and that no VM got
     * @return a message; null if they are equal
     */
    String fault(final long offered, final long rejectedOfNoVm)
    {
        if (sent - ticksHigh != offered)
        {
            return "P13 broken: devices and producers sent " + NumberText.counted(sent, "event") + ", of which " +
                NumberText.count(ticksHigh) + " found their wire high, and " +
                NumberText.count(offered) + " were offered";
        }
        for (final OfGroup group : groups)
        {
            if (group.sent() - group.ticksHigh() - group.ofNoVm() != group.offered())
            {
                return "P13 broken: devices and producers of group " + group.name() + " sent " +
                    NumberText.counted(group.sent(), "event") + ", of which " + NumberText.count(group.ticksHigh()) +
                    " found their wire high and " + NumberText.count(group.ofNoVm()) + " reached no VM, and " +
                    NumberText.count(group.offered()) + " were offered";
            }
        }

        return ofNoVm == rejectedOfNoVm ? null : "P13 broken: " + NumberText.counted(ofNoVm, "event") +
            " named what no device has, and " + NumberText.count(rejectedOfNoVm) +
            " were untranslated or unreachable";
    }

    /** Returns what all parts of a storm have sent. */
    static SentEvents sum(final List<SentEvents> parts)
    {
        final Map<String, SentEvents.OfGroup> groups = new LinkedHashMap<>();
        for (final SentEvents part : parts)
        {
            part.groups().forEach(group -> groups.merge(group.name(), group, (one, other) -> new SentEvents.OfGroup(
                one.name(), one.offered() + other.offered(), one.sent() + other.sent(),
                one.ticksHigh() + other.ticksHigh(), one.ofNoVm() + other.ofNoVm())));
        }

        return new SentEvents(parts.stream().mapToLong(SentEvents::sent).sum(),
            parts.stream().mapToLong(SentEvents::ticksHigh).sum(), parts.stream().mapToLong(SentEvents::ofNoVm).sum(),
            List.copyOf(groups.values()));
    }
}
