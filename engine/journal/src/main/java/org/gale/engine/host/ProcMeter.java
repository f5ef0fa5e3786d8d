package org.gale.engine.host;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Meter that reads Linux's {@code /proc} and control groups, and the beans of the JVM. Immutable. */
public final class ProcMeter implements HostMeter
{
    /** Meter of this process. */
    public static final HostMeter INSTANCE = new ProcMeter(Path.of("/proc"), Path.of("/sys/fs/cgroup"));

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final String OURS = "gale-";
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(10);      // USER_HZ is 100 on every Linux of ours
    private static final int STEAL_FIELD = 8;

    private final Path proc;
    private final Path groups;
    private final CompilerThreads compilers;

    ProcMeter(final Path proc, final Path groups)
    {
        this.proc = proc;
        this.groups = groups;
        this.compilers = new CompilerThreads(proc.resolve("self").resolve("task"));
    }

    @Override
    public long compilerNs()
    {
        final CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();

        return compilers == null || !compilers.isCompilationTimeMonitoringSupported() ? MISSING :
            TimeUnit.MILLISECONDS.toNanos(compilers.getTotalCompilationTime());
    }

    @Override
    public long compilerCpuNs()
    {
        return compilers.cpuNs();
    }

    @Override
    public long threadCpuNs()
    {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : MISSING;
    }

    @Override
    public long stolenNs()
    {
        for (final String line : lines(proc.resolve("stat")))
        {
            final String[] fields = line.split(" +", -1);
            if (fields[0].equals("cpu") && fields.length > STEAL_FIELD)
            {
                return number(fields[STEAL_FIELD], TICK_NS);
            }
        }

        return MISSING;
    }

    @Override
    public long throttledNs()
    {
        for (final Path statistics : groupStatistics())
        {
            for (final String line : lines(statistics))
            {
                if (line.startsWith("throttled_usec "))
                {
                    return number(line.substring(line.indexOf(' ') + 1), TimeUnit.MICROSECONDS.toNanos(1));
                }
                if (line.startsWith("throttled_time "))
                {
                    return number(line.substring(line.indexOf(' ') + 1), 1);
                }
            }
        }

        return MISSING;
    }

    @Override
    public Map<Long, ThreadWait> waits()
    {
        final Map<Long, ThreadWait> waits = new TreeMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(proc.resolve("self").resolve("task")))
        {
            for (final Path task : tasks)
            {
                final String name = String.join("", lines(task.resolve("comm")));
                final String[] fields = String.join("", lines(task.resolve("schedstat"))).split(" ", -1);
                if (name.startsWith(OURS) && fields.length > 1)
                {
                    waits.put(Long.parseLong(task.getFileName().toString()),
                        new ThreadWait(name, number(fields[1], 1)));
                }
            }
        }
        catch (final IOException | DirectoryIteratorException ex)
        {
            return Map.of();                                                    // the source is missing, and named so
        }

        return waits;
    }

    /** Returns the files that may hold the statistics of this process's control group, version 2 first. */
    private List<Path> groupStatistics()
    {
        final List<Path> files = new ArrayList<>();
        for (final String line : lines(proc.resolve("self").resolve("cgroup")))
        {
            final String[] parts = line.split(":", 3);
            final boolean isVersion2 = parts.length == 3 && parts[1].isEmpty();
            if (isVersion2 || (parts.length == 3 && List.of(parts[1].split(",", -1)).contains("cpu")))
            {
                final Path root = isVersion2 ? groups : groups.resolve(parts[1]);
                files.add(root.resolve("." + parts[2]).normalize().resolve("cpu.stat"));
                files.add(root.resolve("cpu.stat"));                            // a container is at the root
            }
        }

        return files;
    }

    /** Returns the lines of a file; none if it cannot be read, which means that the source is missing. */
    private static List<String> lines(final Path file)
    {
        try
        {
            return Files.readAllLines(file);
        }
        catch (final IOException ex)
        {
            return List.of();
        }
    }

    private static long number(final String text, final long unitNs)
    {
        try
        {
            return Long.parseLong(text.trim()) * unitNs;
        }
        catch (final NumberFormatException ex)
        {
            return MISSING;
        }
    }
}
