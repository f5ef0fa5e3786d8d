package org.gale.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/**
 * A profiler of JMH: CPU time of the benchmark's threads per operation. On a machine with other work it tells how long
 * a benchmark ran, where the wall clock tells how long it waited, too. The least of the iterations counts, because the
 * last one ends with the checks.
 */
public final class CpuTimeProfiler implements InternalProfiler
{
    /** Name of the secondary result, in ns/op. */
    public static final String RESULT = "cpu";

    private static final String WORKER = "jmh-worker";

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long beginNs;

    @Override
    public String getDescription()
    {
        return "CPU time of the benchmark's threads per operation";
    }

    @Override
    public void beforeIteration(final BenchmarkParams benchmark, final IterationParams iteration)
    {
        beginNs = usedNs();
    }

    @Override
    public List<ScalarResult> afterIteration(
        final BenchmarkParams benchmark, final IterationParams iteration, final IterationResult result)
    {
        final double operations = result.getMetadata().getAllOps();

        return List.of(new ScalarResult(RESULT, (usedNs() - beginNs) / operations, "ns/op", AggregationPolicy.MIN));
    }

    private long usedNs()
    {
        long usedNs = 0;
        for (final long id : threads.getAllThreadIds())
        {
            final ThreadInfo thread = threads.getThreadInfo(id);
            if (thread != null && thread.getThreadName().contains(WORKER))
            {
                usedNs += Math.max(0, threads.getThreadCpuTime(id));
            }
        }

        return usedNs;
    }
}
