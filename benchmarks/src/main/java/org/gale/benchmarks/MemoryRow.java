package org.gale.benchmarks;

import java.util.List;

/** Row of {@link IndexMemory}, which is counted, not timed, in one round. */
record MemoryRow(String name, String what, Target target) implements Row
{
    @Override
    public String command(final Effort effort)
    {
        return "java " + String.join(" ", Flags.ALL) + " -cp benchmarks/target/gale-benchmarks.jar " +
            IndexMemory.class.getName();
    }

    @Override
    public BenchmarkMeasurement measure(final Effort effort)
    {
        return new BenchmarkMeasurement(List.of(IndexMemory.measure()), List.of());
    }
}
