package org.gale.engine.host;

import java.util.Map;

/**
 * Meter of the time that the host and the JVM take from the threads of this process. Times are totals since some start,
 * ns; a source that is missing reads {@link #MISSING}. Any thread may read.
 */
public interface HostMeter
{
    /** Value of a source that this host does not have. */
    long MISSING = -1;

    /** Meter of a host without sources, such as that of a simulation. */
    HostMeter NONE = new HostMeter()
    {
        @Override
        public long compilerNs()
        {
            return MISSING;
        }

        @Override
        public long compilerCpuNs()
        {
            return MISSING;
        }

        @Override
        public long threadCpuNs()
        {
            return MISSING;
        }

        @Override
        public long stolenNs()
        {
            return MISSING;
        }

        @Override
        public long throttledNs()
        {
            return MISSING;
        }

        @Override
        public Map<String, Long> waitsNs()
        {
            return Map.of();
        }
    };

    /** Returns the time that the compilers of the JVM have spent, with a resolution of milliseconds. */
    long compilerNs();

    /** Returns the processor time of the compilers' threads, which does not grow while the process is stopped. */
    long compilerCpuNs();

    /** Returns the processor time of the calling thread. */
    long threadCpuNs();

    /** Returns the time that the hypervisor below this host gave to others, on all cores together. */
    long stolenNs();

    /** Returns the time for which the control group of this process was throttled. */
    long throttledNs();

    /** Returns for each thread of ours, by name, how long it was runnable without a core; empty if that is missing. */
    Map<String, Long> waitsNs();
}
