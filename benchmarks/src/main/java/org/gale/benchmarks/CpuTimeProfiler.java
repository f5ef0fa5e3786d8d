package org.gale.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.List;

import com.sun.management.OperatingSystemMXBean;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/**
 * A profiler of JMH: CPU time of the process per operation. On a machine with other work it tells how long a benchmark
 * of one thread ran, where the wall clock tells how long it waited, too. The least of the iterations counts, because
 * compilers and the checks at the end use the CPU as well.
 */
public final class CpuTimeProfiler implements InternalProfiler
{
    /** Name of the secondary result, in ns/op. */
    public static final String RESULT = "cpu";

    private final OperatingSystemMXBean system =
        (OperatingSystemMXBean)ManagementFactory.getOperatingSystemMXBean();
    private long beginNs;

    @Override
    public String getDescription()
    {
        return "CPU time of the process per operation";
    }

    @Override
    public void beforeIteration(final BenchmarkParams benchmark, final IterationParams iteration)
    {
        beginNs = system.getProcessCpuTime();
    }

    @Override
    public List<ScalarResult> afterIteration(
        final BenchmarkParams benchmark, final IterationParams iteration, final IterationResult result)
    {
        final long usedNs = system.getProcessCpuTime() - beginNs;
        final double operations = result.getMetadata().getAllOps();

        return List.of(new ScalarResult(RESULT, usedNs / operations, "ns/op", AggregationPolicy.MIN));
    }
}
