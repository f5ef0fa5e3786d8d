package org.gale.tests.oracle;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Figures of the requests of a run, and of the work of its devices with models, of the measured part. */
final class RequestFigures
{
    private static final int DIGITS = 3;

    private final Run run;

    RequestFigures(final Run run)
    {
        this.run = run;
    }

    /** Writes the work of a group, or of all by null. */
    void writeWork(final ObjectNode node, final StormJob.Group group)
    {
        final Work work = work(group);
        final long ns = Math.max(1, run.nowNs - (run.history.isWarm ? run.job.warmupNs : 0));
        node.put("completions_per_s", Prediction.perS(work.completions(), ns));
        node.put("interrupts_per_s", Prediction.perS(work.interrupts(), ns));
        writeDeferred(node, work);
    }

    /** Writes what the devices of a group, or of all by null, have done in a phase. */
    void writeDone(final ObjectNode node, final StormJob.Group group, final int phase)
    {
        final Work work = done(group, phase).since(phase == 0 ? Work.NOTHING : done(group, phase - 1));
        node.put("completions", work.completions());
        node.put("interrupts", work.interrupts());
        writeDeferred(node, work);
    }

    /** Returns the work of a group, or of all by null, up to the end of a phase. */
    private Work done(final StormJob.Group group, final int phase)
    {
        if (phase >= run.workEnds.size())
        {
            return run.traffic.work(group);
        }

        return group != null ? run.workEnds.get(phase).get(group.index()) :
            run.workEnds.get(phase).stream().reduce(Work.NOTHING, Work::plus);
    }

    private static void writeDeferred(final ObjectNode node, final Work work)
    {
        final ObjectNode deferred = node.putObject("deferred_ns");
        deferred.put("count", work.interrupts());
        deferred.put("mean", work.interrupts() == 0 ? null : BigDecimal.valueOf(work.deferredNs())
            .divide(BigDecimal.valueOf(work.interrupts()), 9, RoundingMode.HALF_EVEN));
    }

    private Work work(final StormJob.Group group)
    {
        return group != null ? run.traffic.work(group).since(run.history.warmupWork.get(group.index())) :
            run.job.groups.stream().map(this::work).reduce(Work.NOTHING, Work::plus);
    }

    private boolean isAny()
    {
        return run.job.streams.stream().map(StormJob.Stream::kind)
            .anyMatch(List.of("io", "virtio", "packets")::contains);
    }

    private static Latency latency(final Stream<Request> requests)
    {
        final Latency latency = new Latency(DIGITS);
        requests.forEach(request -> latency.add(request.ns()));

        return latency;
    }

    /** Returns the requests of the measured part of which a condition holds. */
    private Latency measured(final Predicate<Request> which)
    {
        return latency(run.traffic.requests.stream().skip(run.history.warmupRequests)
            .filter(request -> request.isMeasured() || !run.history.isWarm).filter(which));
    }

    /** Writes the requests of which a condition holds; nothing in a storm without requests. */
    void write(final ObjectNode node, final Predicate<Request> which)
    {
        if (isAny())
        {
            measured(which).write(node, "request");
        }
    }

    /** Writes the requests of a part likewise, with their histogram. */
    void writePart(final ObjectNode node, final Predicate<Request> which)
    {
        if (isAny())
        {
            measured(which).writePart(node, "request");
        }
    }

    void writeCurve(final ObjectNode curves)
    {
        if (isAny())
        {
            measured(request -> true).writeCurve(curves, "request");
        }
    }

    /** Writes the requests of a second. */
    void write(final ObjectNode node, final History.Second second)
    {
        if (isAny())
        {
            latency(run.traffic.requests.subList(second.firstRequest(), second.endRequest()).stream().filter(
                request -> second.isWarmup() || request.isMeasured() || !run.history.isWarm)).write(node, "request");
        }
    }
}
