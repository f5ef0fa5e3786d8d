package org.gale.engine.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.SampledInterrupts;
import org.gale.engine.storm.result.StormLatencies;

/**
 * CSV of the sampled interrupts of a storm, one row each in the order of their acknowledges. Times are ns. The stages
 * of a row up to the acknowledge add up to its response. A cell of a stage that has not ended, or that follows the
 * handler of other interrupts alone, is empty. The last line, a comment, has the number of interrupts left out.
 */
public final class SampleCsv
{
    private static final List<String> COLUMNS = List.of(
        "vm", "lpi", "device", "event", "vpe", "at_ns", "response_ns");
    private static final char COMMA = ',';

    private SampleCsv()
    {
    }

    /**
     * Writes the heading, all rows and the last line. The writer is flushed, not closed.
     *
     * @param hasPaths true for a storm on the virtual clock, whose rows name no command, and end with the path of the
     *                 interrupt and the partition of its VM
     */
    public static void write(final StormLatencies latencies, final boolean hasPaths, final Writer writer)
        throws IOException
    {
        final SampledInterrupts samples = latencies.samples();
        final List<String> heading = new ArrayList<>(COLUMNS);
        if (!hasPaths)
        {
            heading.add(0, "command");
        }
        final List<String> stages = Stream.concat(Latency.stages(hasPaths).stream(),
            Latency.STAGES.stream().filter(stage -> stage.isLater() && latencies.stages().containsKey(stage.label())))
            .map(Latency::label).toList();
        stages.forEach(stage -> heading.add(stage + "_ns"));
        if (hasPaths)
        {
            heading.add("path");
            heading.add("partition");
        }
        final boolean hasEngines = !hasPaths && samples.size() > 0 && samples.engine(0) >= 0;
        if (hasEngines)
        {
            heading.add("engine");
        }
        writer.write(String.join(",", heading) + '\n');
        final StringBuilder row = new StringBuilder();
        for (int i = 0; i < samples.size(); i++)
        {
            row.setLength(0);
            append(row, samples, samples.get(i), stages);
            if (hasEngines)
            {
                row.append(COMMA).append(samples.engine(i));
            }
            writer.append(row).write('\n');
        }
        writer.write("# " + samples.leftOut() + " left out\n");
        writer.flush();
    }

    private static void append(
        final StringBuilder row,
        final SampledInterrupts samples,
        final Outlier interrupt,
        final List<String> columns)
    {
        if (interrupt.model() == null)
        {
            row.append(interrupt.command()).append(COMMA);
        }
        row.append(interrupt.vmId()).append(COMMA)
            .append(interrupt.shortName()).append(COMMA).append(samples.deviceId(interrupt)).append(COMMA)
            .append(samples.eventId(interrupt)).append(COMMA).append(samples.vpe(interrupt))
            .append(COMMA).append(interrupt.nowNs() - samples.firstNs()).append(COMMA)
            .append(interrupt.responseNs());
        final Map<String, Long> stages = interrupt.stages();
        for (final String stage : columns)
        {
            final boolean isEmpty = !Latency.of(stage).isOfResponse() && !stages.containsKey(stage);
            row.append(COMMA).append(isEmpty ? "" : stages.getOrDefault(stage, 0L));
        }
        if (interrupt.model() != null)
        {
            row.append(COMMA).append(interrupt.model().path().label()).append(COMMA)
                .append(samples.partition(interrupt));
        }
    }
}
