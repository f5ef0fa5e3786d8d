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
        public Map<Long, ThreadWait> waits()
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

    /** Returns the wait of each thread of ours by the kernel's id of the thread; empty if that is missing. */
    Map<Long, ThreadWait> waits();

    /**
     * Wait of a thread for a core.
     *
     * @param name   for the kernel's tools
     * @param waitNs time for which the thread was runnable without a core
     */
    record ThreadWait(String name, long waitNs)
    {
    }
}
