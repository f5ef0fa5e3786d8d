package org.gale.engine.report.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.storm.result.Following;
import org.gale.engine.storm.scenario.Warmup;

/** Numbers of a document from which others of it follow, as those of its result do. Used once. */
final class DocumentFollowing
{
    private final StormDocument document;
    private final ConfigBooks config;
    private final StormDocument.Model model;
    private final DocumentHost host;
    private final boolean isWithoutWarmup;

    /**
     * Takes a document.
     *
     * @param isWithoutWarmup true if it says that there was no warm-up
     */
    DocumentFollowing(final StormDocument document, final ConfigBooks config, final boolean isWithoutWarmup)
    {
        this.document = document;
        this.config = config;
        this.model = document.sources() == null ? null : document.sources().clock();
        this.host = document.ending() == null ? null : document.ending().host();
        this.isWithoutWarmup = isWithoutWarmup;
    }

    /** Returns the numbers; one that is not there is null. */
    Following numbers()
    {
        final List<StormDocument.Part> groups = document.parts().groups();

        return new Following(new Following.Storm(config.asked(), config.vcpus(AccountValue.UNKNOWN),
            isModelled(), groups.stream().anyMatch(group ->
            group.latencyNs() != null && group.latencyNs().senderWait() != null),
            host != null && host.resumed() != null, attached() != null),
            document.accounting() == null ? Map.of() : counts(document.accounting().rows()),
            model == null || model.model() == null ? Map.of() : counts(model.model().counts()),
            groups.stream().map(this::devices).toList(), document.parts().phases().stream().map(phase ->
            phase.ofPhase().stream().map(DocumentFollowing::offered).toList()).toList(), vms(), time(), offPe(),
            lanes());
    }

    private boolean isModelled()
    {
        return document.head() != null && document.head().modelled() != null;
    }

    /** {@return the producers that attached; null if none could} */
    private StormDocument.Attached attached()
    {
        return document.parts().attach() == null ? null : document.parts().attach().attached();
    }

    private static Map<String, Long> counts(final Map<String, Long> numbers)
    {
        final Map<String, Long> counts = new HashMap<>();
        if (numbers != null)
        {
            numbers.forEach((key, number) -> counts.put(key, AccountValue.count(number)));
            counts.keySet().removeIf(key -> numbers.get(key) == null);
        }

        return counts;
    }

    private static Long number(final Long value)
    {
        return value == null ? null : (Long)AccountValue.count(value);
    }

    private static Long offered(final StormDocument.Part part)
    {
        return part.accounting() == null ? null : number(part.accounting().events().offered());
    }

    private Following.Devices devices(final StormDocument.Part group)
    {
        final StormDocument.Work work = group.work();
        final DocumentAccounts.Sent sent = group.accounting() == null ? null : group.accounting().origin();
        final boolean isSent = sent != null && sent.sent() != null && sent.ticksHigh() != null;
        final Long measured =
            work == null || work.deferredNs() == null ? null : number(work.deferredNs().count());

        return work == null ? null : new Following.Devices(
            isSent ? (Long)(AccountValue.count(sent.sent()) - AccountValue.count(sent.ticksHigh())) : null,
            number(work.completions()), number(work.interrupts()),
            isWithoutWarmup ? new Following.Measured(null, measured) : null);
    }

    /** Returns the VMs that have samples; null of one that has no account. */
    private List<Following.Vm> vms()
    {
        final Map<String, Long> delivered = new HashMap<>();
        if (document.accounting() != null && document.accounting().vms() != null)
        {
            document.accounting().vms().forEach(vm ->
                delivered.put(String.valueOf(vm.vm().value()), number(vm.events().delivered())));
        }
        final List<Following.Vm> vms = new ArrayList<>();
        final List<Latencies.OfVm> samples = document.latencyNs() == null ? null : document.latencyNs().vms();
        for (final Latencies.OfVm vm : samples == null ? List.<Latencies.OfVm>of() : samples)
        {
            final Long taken = delivered.get(String.valueOf(vm.vm()));
            vms.add(vm.vm() == null || taken == null || vm.response() == null || vm.response().count() == null ? null :
                new Following.Vm(vm.vm(), AccountValue.count(vm.response().count()), taken));
        }

        return vms;
    }

    /** {@return the time of one run on the wall clock after a warm-up; null of another one} */
    private Following.Time time()
    {
        final Measurement measured = document.measurement();
        final boolean isOneRun = !isModelled() && (host == null || host.division() == null ||
            (isNone(host.division().ofEngines()) && isNone(host.division().ofShares())));
        final Number elapsedS = document.run() == null ? null : document.run().elapsedS();
        final Measurement.Warmup warmup = measured == null ? null : measured.warmup();
        final boolean isKept = warmup != null && Stream.of(Warmup.Ending.values())
            .anyMatch(ending -> ending.isKept() && ending.label().equals(warmup.ending()));
        if (!isOneRun || elapsedS == null || warmup == null || warmup.ns() == null || isWithoutWarmup || isKept ||
            AccountValue.count(measured.measuredNs()) <= 1)
        {
            return null;
        }

        return new Following.Time(AccountValue.ns("", elapsedS).value(), AccountValue.ROUNDED_NS,
            AccountValue.count(warmup.ns()), AccountValue.count(measured.measuredNs()));
    }

    private static boolean isNone(final DocumentHost.Engines engines)
    {
        return engines == null || engines.engines() == null;
    }

    private static boolean isNone(final DocumentHost.Shares shares)
    {
        return shares == null || shares.shares() == null;
    }

    /** {@return the times on no PE; null where not all partitions are listed} */
    private Following.OffPe offPe()
    {
        final List<StormDocument.Partition> partitions = model == null ? null : model.partitions();
        if (partitions == null || partitions.isEmpty() || AccountValue.count(model.partitionsBeyond()) > 0)
        {
            return null;
        }

        return new Following.OffPe(
            counts(model.offPeNs()), partitions.stream().map(one -> counts(one.offPeNs())).toList());
    }

    private List<Following.Lanes> lanes()
    {
        final List<Following.Lanes> lanes = new ArrayList<>();
        final DocumentAccounts.Lanes all = document.accounting() == null ? null : document.accounting().lanes();
        if (all != null)
        {
            add(lanes, "/accounting/lanes/generator", all.generator());
            add(lanes, "/accounting/lanes/attached", all.attached());
        }
        final List<StormDocument.Lane> each = attached() == null ? null : attached().lanes();
        for (int i = 0; each != null && i < each.size(); i++)
        {
            add(lanes, "/attached/lanes/" + i, each.get(i).words());
        }

        return lanes;
    }

    private static void add(final List<Following.Lanes> lanes, final String place, final DocumentAccounts.Words words)
    {
        if (words != null && words.published() != null && words.drained() != null && words.left() != null)
        {
            lanes.add(new Following.Lanes(place, place, new LaneWords(AccountValue.count(words.published()),
                AccountValue.count(words.drained()), AccountValue.count(words.left()))));
        }
    }
}
