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
    private final Whole whole;

    RequestFigures(final Run run, final Whole whole)
    {
        this.run = run;
        this.whole = whole;
    }

    /** Writes the work of a group, or of all by null. */
    void writeWork(final ObjectNode node, final StormJob.Group group)
    {
        final Work work = work(group);
        final long ns = whole.measuredNs();
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
        return group != null ? whole.work(phase, group.index()) :
            run.job.groups.stream().map(one -> done(one, phase)).reduce(Work.NOTHING, Work::plus);
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
        return group != null ? whole.work(group.index()) :
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
        return latency(whole.requests().stream().filter(which));
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
    void write(final ObjectNode node, final Whole.Second second)
    {
        if (isAny())
        {
            latency(second.requests().stream()).write(node, "request");
        }
    }
}
