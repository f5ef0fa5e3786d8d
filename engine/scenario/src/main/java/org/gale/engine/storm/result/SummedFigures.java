package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Figures of results that add up over the parts of a storm, each by its place: those of a sum are the sums of those of
 * its parts. It shares nothing with {@link ResultSum}, which makes the sum. Used once.
 */
final class SummedFigures
{
    private static final String WORDS = "the sum of the parts";

    private final Map<String, Long> figures = new LinkedHashMap<>();

    private SummedFigures()
    {
    }

    /**
     * Returns the figures of a sum with those of its parts.
     *
     * @param measured those of the parts whose latencies count
     */
    static List<Books.Sum> of(final StormResult sum, final List<StormResult> parts, final List<StormResult> measured)
    {
        final List<Books.Sum> sums = new ArrayList<>();
        final SummedFigures whole = new SummedFigures();
        final SummedFigures added = new SummedFigures();
        whole.counts(sum);
        whole.samples(sum);
        parts.forEach(added::counts);
        measured.forEach(added::samples);
        whole.figures.forEach((place, value) -> sums.add(new Books.Sum(
            new Placed(place, value), WORDS, List.of(new Placed(WORDS, added.figures.getOrDefault(place, 0L))))));
        added.figures.forEach((place, value) ->
        {
            if (!whole.figures.containsKey(place))
            {
                sums.add(new Books.Sum(new Placed(place, 0), WORDS, List.of(new Placed(WORDS, value))));
            }
        });

        return sums;
    }

    private void add(final String place, final long value)
    {
        figures.merge(place, value, Long::sum);
    }

    private void add(final String place, final Histogram samples)
    {
        if (samples != null)
        {
            add(place + "/count", samples.getTotalCount());
            final long sumNs = LatencySummary.sumOf(samples);
            add(place + "/sum", sumNs == LatencySummary.NONE ? 0 : sumNs);
        }
    }

    private void add(final String place, final Map<String, Long> values)
    {
        values.forEach((name, value) -> add(place + '/' + name, value));
    }

    /** Adds what all parts count. */
    private void counts(final StormResult result)
    {
        final StormTotals totals = result.totals();
        totals.groups().forEach(group -> add("/groups/" + group.name() + "/accounting", group.account().figures()));
        for (final Part phase : totals.phases())
        {
            final String place = "/phases/" + phase.name();
            add(place + "/accounting", phase.account().figures());
            phase.groups().forEach(group ->
                add(place + "/groups/" + group.name() + "/accounting", group.account().figures()));
        }
        for (final DeviceCounts counts : totals.devices())
        {
            final String place = "/groups/" + counts.group();
            add(place + "/completions", counts.completions());
            add(place + "/interrupts", counts.interrupts());
            counts.sums().heldNs().forEach((reason, ns) -> add(place + "/held_ns/" + reason.label(), ns));
            counts.sums().polls().forEach((kind, count) -> add(place + "/polls/" + kind.label(), count));
            counts.recorded().forEach((kind, count) -> add(place + "/recorded/" + kind.name(), count));
        }
        for (final AskedActions kind : totals.actions().kinds())
        {
            add("/actions/" + kind.setting() + "/due", kind.due());
            add("/actions/" + kind.setting() + "/begun", kind.begun());
            add("/actions/" + kind.setting() + "/completed", kind.completed());
        }
        migrations(totals.actions().migrations());
        if (result.model() != null)
        {
            add("/pe_time_ns", result.model().peNs());
            add("/model", result.model().counts());
            add("/off_pe_ns", result.model().offPeNs());
            if (result.model().warmed() != null)
            {
                warmed(result.model().warmed());
            }
        }
        if (result.generator() != null)
        {
            add("/host/lag_ns", result.generator().lag());
            add("/generator/skipped", result.generator().pace().skipped());
            add("/generator/refused", result.generator().refused());
        }
    }

    private void migrations(final StormMigrations migrations)
    {
        if (migrations != null)
        {
            add("/migrations/rolled_back", migrations.rolledBack());
            add("/migrations/held", migrations.held());
            add("/migrations/stop_ns", migrations.stop());
            add("/migrations/downtime_ns", migrations.downtime());
            migrations.figures().parts().forEach((name, part) -> add("/migrations/downtime_parts_ns/" + name, part));
            add("/migrations/image_bytes", migrations.figures().imageBytes());
            add("/migrations/image_bytes/all", migrations.figures().bytes());
            final MigratedInterrupts interrupts = migrations.figures().interrupts();
            add("/migrations/interrupts/in_tables", interrupts.inTables());
            add("/migrations/interrupts/owed", interrupts.owed());
            add("/migrations/interrupts/again", interrupts.again());
            add("/migrations/interrupts/merged", interrupts.merged());
            add("/migrations/interrupts/acknowledged_after", interrupts.acknowledgedAfter());
            add("/migrations/interrupts/waiting", interrupts.waiting());
        }
    }

    private void warmed(final WarmedUp sums)
    {
        add("the events offered of warm-ups", sums.offered());
        add("the events coalesced of warm-ups", sums.coalesced());
        add("the vCPUs that were cold", sums.starts().cold());
        add("the vCPUs that handled any", sums.starts().all());
        add("the time of PEs of warm-ups", sums.peNs());
        add("the steps of warm-ups", sums.counts());
    }

    /** Adds what the measured parts have sampled. */
    private void samples(final StormResult result)
    {
        final StormLatencies latencies = result.latencies();
        add("/latency_ns/response", latencies.response());
        latencies.others().forEach((name, samples) -> add("/latency_ns/" + name, samples));
        latencies.stages().forEach((name, samples) -> add("/latency_ns/stages/" + name, samples));
        latencies.responseByRoute().forEach((name, samples) -> add("/latency_ns/routes/" + name, samples));
        for (int vm = 0; vm < latencies.responseByVm().size(); vm++)
        {
            final Histogram samples = latencies.responseByVm().get(vm);
            if (samples.getTotalCount() > 0)                        // each part has only some of the VMs
            {
                add("/latency_ns/vms/" + vm + "/response", samples);
            }
        }
        add("/latency_ns/routes delivered", latencies.delivered().byRoute());
        for (int group = 0; group < latencies.delivered().byGroup().size(); group++)
        {
            add("/groups/" + group + "/latency_ns/delivered", latencies.delivered().byGroup().get(group));
        }
        final StormMigrations migrations = result.totals().actions().migrations();
        if (migrations != null)
        {
            final MigrationResponses responses = migrations.figures().responses();
            add("/migrations/response_ns/lived", responses.lived());
            add("/migrations/response_ns/others", responses.others());
            add("/migrations/delivered/lived", responses.deliveredLived());
            add("/migrations/delivered/others", responses.deliveredOthers());
        }
        for (final Part group : result.totals().groups())
        {
            add("/groups/" + group.name() + "/latency_ns/response", group.response());
            add("/groups/" + group.name() + "/latency_ns/handled", group.handled());
            add("/groups/" + group.name() + "/latency_ns/request", group.request());
        }
        for (final DeviceCounts counts : result.totals().devices())
        {
            final String place = "/groups/" + counts.group();
            add(place + "/latency_ns/sender_wait", counts.sums().senderWait());
            add(place + "/completions measured", counts.measured().completions());
            add(place + "/interrupts measured", counts.measured().interrupts());
            add(place + "/deferred_ns", counts.measured().deferredNs());
        }
    }

    private void add(final String place, final Part.Times times)
    {
        if (times != null)
        {
            add(place + "/count", times.summary().count());
            add(place + "/sum", Math.max(0, times.summary().sum()));
        }
    }
}
