package org.gale.engine.host;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Processor time of the JVM's compiler threads, by the clock that Linux keeps for each thread. A read costs a system
 * call for each compiler and no file. Threads that the JVM starts later are found once a known thread has ended.
 * Immutable but for the list of threads; any thread may read.
 */
final class CompilerThreads
{
    private static final List<String> NAMES = List.of("C1 Compiler", "C2 Compiler");
    private static final int CLOCK_SHIFT = 3;
    private static final int CLOCK_OF_THREAD = 6;                               // per thread, scheduler's

    private final Path tasks;
    /** Clocks; null where no native code can be loaded. */
    private final ThreadClocks threadClocks;
    private volatile int[] clocks;

    /**
     * Finds the compilers.
     *
     * @param tasks directory with an entry for each thread of this process
     */
    CompilerThreads(final Path tasks)
    {
        this.tasks = tasks;
        this.threadClocks = threadClocks();
        this.clocks = threadClocks == null ? new int[0] : find(tasks);
    }

    /** Returns the sum over all compilers, ns; {@link HostMeter#MISSING} if none is known. */
    long cpuNs()
    {
        long sumNs = 0;
        for (final int clock : clocks)
        {
            final long timeNs = threadClocks.timeNs(clock);
            if (timeNs == HostMeter.MISSING)                                    // the thread has ended
            {
                clocks = find(tasks);
                return HostMeter.MISSING;
            }
            sumNs += timeNs;
        }

        return clocks.length == 0 ? HostMeter.MISSING : sumNs;
    }

    /** Returns the identifier of the processor clock of a thread. */
    static int clockOf(final int tid)
    {
        return (~tid << CLOCK_SHIFT) | CLOCK_OF_THREAD;
    }

    private static ThreadClocks threadClocks()
    {
        try
        {
            return new ThreadClocks();
        }
        catch (final LinkageError ex)
        {
            return null;                                                        // the source is missing
        }
    }

    private static int[] find(final Path tasks)
    {
        final List<Integer> found = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(tasks))
        {
            for (final Path task : paths)
            {
                final String name = ThreadName.of(task);
                if (NAMES.stream().anyMatch(name::startsWith))
                {
                    found.add(clockOf(Integer.parseInt(task.getFileName().toString())));
                }
            }
        }
        catch (final IOException | DirectoryIteratorException ex)
        {
            return new int[0];                                                  // the source is missing
        }

        return found.stream().mapToInt(Integer::intValue).toArray();
    }
}
