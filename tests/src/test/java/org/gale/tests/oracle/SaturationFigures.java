package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Set;

/** Verdicts on whether a host keeps up with its groups of VMs. */
final class SaturationFigures
{
    private static final Set<String> BOUNDED = Set.of("closed", "io", "virtio");
    private final Run run;

    SaturationFigures(final Run run)
    {
        this.run = run;
    }

    /** Writes the verdict on a group; on all if it is null. */
    void write(final ObjectNode json, final StormJob.Group only, final long delivered)
    {
        final List<StormJob.Group> groups = run.job.groups.stream()
            .filter(group -> only == null || group.index() == only.index()).toList();
        long merged = 0;
        boolean isBounded = true;
        for (final StormJob.Group group : groups)
        {
            final List<StormJob.Stream> all =
                run.job.streams.stream().filter(stream -> stream.vm().group().index() == group.index()).toList();
            isBounded &= all.stream().allMatch(stream -> BOUNDED.contains(stream.kind()));
            for (int i = 0; i < group.node().get("devices").size(); i++)
            {
                final int inVm = i;
                final List<StormJob.Stream> open = all.stream()
                    .filter(stream -> stream.inVm() == inVm && stream.kind().equals("open")).toList();
                merged += sum(open);
            }
        }
        final long[] backlog = new long[10];
        BigDecimal left = BigDecimal.ONE;
        for (final PartDone done : run.done)
        {
            for (final StormJob.Group group : groups)
            {
                final long[] ofPart = done.backlog().at(group.index(), Math.max(1, done.endNs()));
                for (int i = 0; i < backlog.length; i++)
                {
                    backlog[i] += ofPart[i];
                }
                left = left.min(left(done, group));
            }
        }
        int rises = 0;
        for (int i = 3; i < backlog.length; i++)
        {
            rises += backlog[i] > backlog[i - 1] ? 1 : 0;
        }
        final boolean isFull = left.compareTo(new BigDecimal("0.02")) <= 0;
        final boolean isOverloaded =
            (rises >= 6 && backlog[9] - backlog[2] > delivered / 100) || (isFull && !isBounded);
        final String room = isFull ? "at capacity" : left.compareTo(new BigDecimal("0.1")) >= 0 || isBounded ?
            "below capacity" : "near capacity";
        final ObjectNode node = json.putObject("saturation");
        node.put("verdict", delivered < 1000 ? null : isOverloaded ? "overloaded" : room);
        node.put("saturated", delivered < 1000 ? null : Integer.valueOf(isOverloaded ? 1 : 0));
        node.put("merged", merged);
        final ArrayNode waiting = node.putArray("backlog");
        for (final long events : backlog)
        {
            waiting.add(events);
        }
        node.put("pe_time_left", left);
    }

    private long sum(final List<StormJob.Stream> streams)
    {
        return run.done.stream().mapToLong(
            done -> streams.stream().mapToLong(stream -> done.backlog().merged(stream)).sum()).sum();
    }

    /** Returns the judged time left on the fullest PE that handled an interrupt of a group, as a share. */
    private BigDecimal left(final PartDone done, final StormJob.Group group)
    {
        final long fromNs = done.history().isWarm ? run.job.warmupNs : 0;
        final long all = done.endNs() - fromNs;

        return done.behind().stream().filter(interrupt -> interrupt.group() == group.index() && all > 0)
            .mapToInt(interrupt -> interrupt.pe).distinct()
            .mapToObj(pe -> BigDecimal.valueOf(all - done.pes().busyNs(pe, fromNs))
            .divide(BigDecimal.valueOf(all), 6, RoundingMode.FLOOR)).min(BigDecimal::compareTo).orElse(BigDecimal.ONE);
    }
}
