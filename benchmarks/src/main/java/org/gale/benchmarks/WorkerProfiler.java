package org.gale.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.List;

import com.sun.management.ThreadMXBean;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Profiler of JMH for the CPU time and the allocation per operation of the benchmark's threads alone. On a machine with
 * other work, the CPU time excludes the waits that the wall clock includes; {@code -prof gc} also counts the allocation
 * of the harness. The least value of the iterations counts, because the last iteration ends with the checks.
 */
public final class WorkerProfiler implements InternalProfiler
{
    /** Name of a secondary result: CPU time in ns/op. */
    public static final String CPU = "worker.cpu";
    /** Name of a secondary result: allocation in B/op. */
    public static final String ALLOCATION = "worker.alloc";

    private static final String WORKER = "jmh-worker";

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private long beginNs;
    private long beginBytes;

    @Override
    public String getDescription()
    {
        return "CPU time and allocation of the benchmark's threads per operation";
    }

    @Override
    public void beforeIteration(final BenchmarkParams benchmark, final IterationParams iteration)
    {
        beginNs = 0;
        beginBytes = 0;
        for (final long id : threads.getAllThreadIds())
        {
            if (isWorker(id))
            {
                beginNs += threads.getThreadCpuTime(id);
                beginBytes += threads.getThreadAllocatedBytes(id);
            }
        }
    }

    @Override
    public List<ScalarResult> afterIteration(
        final BenchmarkParams benchmark, final IterationParams iteration, final IterationResult result)
    {
        long ns = -beginNs;
        long bytes = -beginBytes;
        for (final long id : threads.getAllThreadIds())
        {
            if (isWorker(id))
            {
                ns += threads.getThreadCpuTime(id);
                bytes += threads.getThreadAllocatedBytes(id);
            }
        }
        final double operations = result.getMetadata().getAllOps();

        return List.of(
            new ScalarResult(CPU, ns / operations, "ns/op", AggregationPolicy.MIN),
            new ScalarResult(ALLOCATION, bytes / operations, "B/op", AggregationPolicy.MIN));
    }

    private boolean isWorker(final long id)
    {
        final ThreadInfo thread = threads.getThreadInfo(id);

        return thread != null && thread.getThreadName().contains(WORKER);
    }
}
