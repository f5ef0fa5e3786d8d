package org.gale.engine.storm.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.gale.engine.storm.scenario.JobText;

/**
 * Profiles of devices with models, and of questions about direct injection. Each is a job file in the jar, and the
 * comment at its head says what its numbers rest on: measured by a source, derived, or assumed.
 */
public final class DeviceProfiles
{
    /** Names of all of them. */
    public static final List<String> NAMES =
        List.of("nvme", "nic", "virtio", "timer", "ipi-heavy", "noisy-neighbour", "mixed-host", "larger-than-pool",
            "late-and-loud", "migrate", "migrate-direct");

    private static final String COMMENT = "# ";

    private DeviceProfiles()
    {
    }

    /** Returns the description of a profile, then the sources of its numbers, as lines of text for users. */
    public static List<String> lines(final String name)
    {
        return text(name).lines().takeWhile(line -> line.startsWith(COMMENT))
            .map(line -> line.substring(COMMENT.length())).toList();
    }

    /** Returns the text of the job of a profile. */
    static String text(final String name)
    {
        return file(name + ".yaml");
    }

    /** Returns the text of a job in the jar. */
    static String file(final String file)
    {
        try (InputStream in = DeviceProfiles.class.getResourceAsStream(file))
        {
            return JobText.of(in.readAllBytes(), file);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(file + " is not in the jar", ex);
        }
    }
}
