package org.gale.engine.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToIntBiFunction;
import net.openhft.posix.PosixAPI;
import org.agrona.concurrent.UnsafeBuffer;

/** Binding of this process's threads to processors, by {@code sched_setaffinity}. Stateless. */
public final class Pinning
{
    /** Processor of a thread that is not pinned. */
    public static final int ANY = -1;
    /** Limit that the number of a processor is below. */
    public static final int CPU_LIMIT = 1024;

    private static final String OURS = "gale-";
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String ALLOWED = "Cpus_allowed_list:";

    private Pinning()
    {
    }

    /**
     * Returns the processors that this process may use.
     *
     * @return numbers in ascending order; empty if the host does not tell
     */
    public static List<Integer> allowed()
    {
        try
        {
            for (final String line : Files.readAllLines(STATUS))
            {
                if (line.startsWith(ALLOWED))
                {
                    return parse(line.substring(ALLOWED.length()).trim());
                }
            }
        }
        catch (final IOException ex)
        {
            return List.of();                                                   // a host without /proc
        }

        return List.of();
    }

    /**
     * Pins the threads whose names begin with {@code gale-}.
     *
     * @param cpuOf gives the processor for the kernel's id and the name of a thread, or {@link #ANY}
     * @return a message for each thread that could not be pinned
     */
    public static List<String> pin(final ToIntBiFunction<Long, String> cpuOf)
    {
        final List<String> failures = new ArrayList<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS))
        {
            for (final Path task : tasks)
            {
                final String name = ThreadName.of(task);
                final long id = Long.parseLong(task.getFileName().toString());
                final int cpu = name.startsWith(OURS) ? cpuOf.applyAsInt(id, name) : ANY;
                if (cpu != ANY)
                {
                    pin((int)id, name, cpu, failures);
                }
            }
        }
        catch (final IOException ex)
        {
            failures.add("the threads of this process cannot be listed: " + FileFailure.reason(ex));
        }
        catch (final DirectoryIteratorException ex)
        {
            failures.add("the threads of this process cannot be listed: " + FileFailure.reason(ex.getCause()));
        }

        return failures;
    }

    /** Reads a list such as {@code 0-3,8}. */
    static List<Integer> parse(final String list)
    {
        final TreeSet<Integer> cpus = new TreeSet<>();
        for (final String range : list.split(",", -1))
        {
            final String[] ends = range.split("-", 2);
            final int last = Integer.parseInt(ends[ends.length - 1]);
            for (int cpu = Integer.parseInt(ends[0]); cpu <= last; cpu++)
            {
                cpus.add(cpu);
            }
        }

        return List.copyOf(cpus);
    }

    private static void pin(final int tid, final String name, final int cpu, final List<String> failures)
    {
        final UnsafeBuffer mask = new UnsafeBuffer(ByteBuffer.allocateDirect(CPU_LIMIT / Byte.SIZE));
        final int at = cpu / Byte.SIZE;
        mask.putByte(at, (byte)(1 << (cpu % Byte.SIZE)));
        try
        {
            PosixAPI.posix().sched_setaffinity(tid, mask.capacity(), mask.addressOffset());
        }
        catch (final RuntimeException ex)                                       // the call's error, by name
        {
            failures.add(name + " is not pinned to processor " + cpu + ": " +
                (PosixLibrary.isPresent() ? ex.getMessage() : PosixLibrary.MISSING));
        }
    }
}
