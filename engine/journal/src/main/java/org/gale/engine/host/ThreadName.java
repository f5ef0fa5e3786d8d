package org.gale.engine.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Names of this process's threads, in the JVM and for the kernel's tools, and the kernel's ids of threads. */
public final class ThreadName
{
    /** Id of a thread on a host that does not tell. */
    public static final long NO_ID = -1;

    private static final Path CALLER = Path.of("/proc/thread-self");
    private static final Path NAME_OF_CALLER = Path.of("/proc/thread-self/comm");
    private static final int KERNEL_LIMIT = 15;

    private ThreadName()
    {
    }

    /**
     * Names the calling thread. The JVM passes the names of threads that it started to the kernel, but not that of the
     * first thread of a process.
     *
     * @return the name that the thread had in the JVM
     */
    public static String set(final String name)
    {
        final Thread thread = Thread.currentThread();
        final String before = thread.getName();
        thread.setName(name);
        try
        {
            Files.write(NAME_OF_CALLER, name.substring(0, Math.min(KERNEL_LIMIT, name.length()))
                .getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
        }
        catch (final IOException ex)
        {
            return before;                                                      // without /proc the JVM knows it
        }

        return before;
    }

    /**
     * Returns the kernel's id of the calling thread. Two storms of a process have threads of the same names.
     *
     * @return the id, or {@link #NO_ID}
     */
    public static long id()
    {
        try
        {
            return Long.parseLong(Files.readSymbolicLink(CALLER).getFileName().toString());
        }
        catch (final IOException ex)
        {
            return NO_ID;                                                       // a host without /proc
        }
    }

    /**
     * Returns the name of a thread for the kernel's tools.
     *
     * @param task directory of the thread in {@code /proc}
     * @return the name; empty if the thread has ended
     */
    static String of(final Path task) throws IOException
    {
        try
        {
            return Files.readString(task.resolve("comm")).trim();
        }
        catch (final IOException ex)
        {
            if (Files.exists(task))
            {
                throw ex;
            }
            return "";
        }
    }
}
