package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures of the model of a storm, and those of its partitions. Pure functions. */
final class ModelFigures
{
    private static final List<String> KVM_COUNTS = List.of("exits", "woken", "polled", "waits", "migrations");
    private static final List<String> GICV4_COUNTS = List.of("exits", "direct", "forwarded", "woken", "polled", "waits",
        "migrations", "kicks", "refills", "overlaps", "transitions");
    private static final int VERSION = 6;
    /** Number of partitions that are listed. */
    private static final int LISTED = 256;

    private ModelFigures()
    {
    }

    /** Writes the figures of the model into a report. */
    static void write(final ObjectNode json, final Run run)
    {
        times(run.job, json.putObject("pe_time_ns"), new Whole(run).peTimes());
        if (run.done.size() > 1)
        {
            partitions(json.putArray("partitions"), run);
            json.put("partitions_beyond", Math.max(0, run.done.size() - LISTED));
        }
        final ObjectNode model = json.putObject("model");
        model.put("version", VERSION);
        model.put("costs", CostBases.name(run.job));
        if (run.job.isScheduled())
        {
            final ObjectNode off = json.putObject("off_pe_ns");
            off.put("host", count(run, "host"));
            off.put("trap", count(run, "trap"));
            final boolean isGicv4 = run.job.kind.equals("gicv4");
            for (final String step : isGicv4 ? GICV4_COUNTS : KVM_COUNTS)
            {
                model.put(step, count(run, step));
            }
        }
    }

    private static void times(
        final StormJob job, final ObjectNode times, final Map<PeTimes.Use, Long> peTimes)
    {
        peTimes.forEach((use, ns) ->
        {
            final boolean isOfResident = use != PeTimes.Use.WFI && use != PeTimes.Use.STOLEN;
            final boolean isLater = use == PeTimes.Use.SOFTIRQ || use == PeTimes.Use.THREAD;
            if (job.hasLater() || (!isLater && (job.isScheduled() || isOfResident)))
            {
                times.put(use.name().toLowerCase(Locale.ROOT), ns);
            }
        });
    }

    /** Writes the first partitions, with the times of their PEs. */
    private static void partitions(final ArrayNode partitions, final Run run)
    {
        for (final PartDone done : run.done.subList(0, Math.min(LISTED, run.done.size())))
        {
            final ObjectNode node = partitions.addObject();
            node.put("partition", done.part().index());
            node.put("name", done.part().name());
            node.put("elapsed_s", Prediction.seconds(done.endNs()));
            times(run.job, node.putObject("pe_time_ns"), done.peTimes());
            done.offPeNs().forEach((name, ns) -> node.withObject("/off_pe_ns").put(name, ns));
        }
    }

    private static long count(final Run run, final String what)
    {
        return run.counts.getOrDefault(what, 0L);
    }
}
