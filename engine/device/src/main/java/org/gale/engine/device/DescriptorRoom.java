package org.gale.engine.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringTokenizer;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;

/** Room for descriptors: two for each vector, its eventfd and the count of it, and one for each map. Pure functions. */
public final class DescriptorRoom
{
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String LINE = "Max open files";
    private static final String UNLIMITED = "unlimited";
    /** Descriptors of the process itself. */
    private static final long OWN = 256;
    /** Maps of a guest, each with a descriptor; those with a virtual IOMMU have some hundred. */
    private static final long MAPS = 1_024;

    private DescriptorRoom()
    {
    }

    /**
     * Checks that this process may have the descriptors that the clients of a job may need.
     *
     * @throws OutcomeException if it may not
     */
    public static void check(final DeviceJob job)
    {
        try
        {
            check(job, Files.readAllLines(LIMITS));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    static void check(final DeviceJob job, final List<String> limits)
    {
        final long needed = OWN + job.devices().stream().mapToLong(device -> 2 * (device.queues() + 1L) + MAPS).sum();
        final String text = limits.stream().filter(line -> line.startsWith(LINE))
            .map(line -> new StringTokenizer(line.substring(LINE.length())).nextToken()).findFirst().orElse(UNLIMITED);
        if (!text.equals(UNLIMITED) && Long.parseLong(text) < needed)
        {
            throw new OutcomeException(Outcome.RESOURCES, "open files: the limit is " +
                NumberText.count(Long.parseLong(text)) + ", and the vectors and maps of " +
                NumberText.counted(job.devices().size(), "device") + " may need " + NumberText.count(needed) +
                " (try ulimit -n " + needed + ')');
        }
    }
}
