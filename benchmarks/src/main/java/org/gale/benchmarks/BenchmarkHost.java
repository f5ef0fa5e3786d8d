package org.gale.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Description of the host, without which no figure can be quoted. */
final class BenchmarkHost
{
    private static final Path ERROR_STREAM = Path.of("/proc/self/fd/2");
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private BenchmarkHost()
    {
    }

    /** Returns JDK, cores and processor in one line. */
    static String describe()
    {
        final int cores = Runtime.getRuntime().availableProcessors();

        return "JDK " + Runtime.version() + ", " + cores + " cores, " + processor();
    }

    /** Returns whether standard error goes to a terminal. */
    static boolean isErrorTerminal()
    {
        try
        {
            final String device = Files.readSymbolicLink(ERROR_STREAM).toString();

            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
        }
        catch (final IOException ex)
        {
            return false;
        }
    }

    private static String processor()
    {
        try (Stream<String> lines = Files.lines(CPU_INFO))
        {
            return lines.filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst().orElse("processor unknown");
        }
        catch (final IOException ex)
        {
            return "processor unknown (" + ex.getMessage() + ')';
        }
    }
}
