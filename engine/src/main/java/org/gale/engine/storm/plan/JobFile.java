package org.gale.engine.storm.plan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.gale.engine.host.FileFailure;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.JobNode;
import org.gale.engine.storm.scenario.JobParser;
import org.gale.engine.storm.scenario.JobText;
import org.gale.engine.storm.scenario.Place;

/** File of a job on the host. Reading it never waits for another process, but for the one behind standard input. */
public final class JobFile
{
    /** Name of standard input in place of a file. */
    public static final String STDIN = "-";

    private static final String STDIN_NAME = "standard input";

    private JobFile()
    {
    }

    /** Returns whether a word of a command line names a file, or one in the jar, rather than a profile of a machine. */
    public static boolean isFile(final String word)
    {
        return DeviceProfiles.NAMES.contains(word) || word.equals(STDIN) || word.endsWith(".yaml") ||
            word.endsWith(".yml") || word.indexOf('/') >= 0;
    }

    /** Returns the name of a job's source in messages. */
    static String name(final String word)
    {
        return word.equals(STDIN) ? STDIN_NAME : word;
    }

    /**
     * Reads the tree of a job.
     *
     * @param word file, one of {@link DeviceProfiles}, or {@link #STDIN}
     * @throws JobException if it cannot be read, or is no job
     */
    static JobNode.Fields read(final String word, final InputStream stdin)
    {
        if (DeviceProfiles.NAMES.contains(word))
        {
            return JobParser.parse(DeviceProfiles.text(word), word);
        }

        return read(word, stdin, JobParser.JOB,
            "no such file (a profile has no / and no .yaml: gale profiles lists them)");
    }

    /**
     * Reads the tree of a file of another kind in the form of jobs.
     *
     * @param word    file, or {@link #STDIN}
     * @param kind    of file, for messages
     * @param missing message about a file that does not exist
     * @throws JobException if it cannot be read, or is none
     */
    public static JobNode.Fields read(
        final String word, final InputStream stdin, final String kind, final String missing)
    {
        final String name = name(word);
        final Place place = Place.ofOption(name);
        try
        {
            return JobParser.parse(JobText.of(bytes(word, stdin, kind), name), name, kind);
        }
        catch (final NoSuchFileException ex)
        {
            throw new JobException(place, missing);
        }
        catch (final IOException ex)
        {
            throw new JobException(place, "cannot be read: " + FileFailure.reason(ex));
        }
    }

    private static byte[] bytes(final String word, final InputStream stdin, final String kind) throws IOException
    {
        if (word.equals(STDIN))
        {
            return stdin.readNBytes(JobText.LIMIT + 1);
        }
        final Path path = Path.of(word);
        final BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (!attributes.isRegularFile())
        {
            throw new JobException(Place.ofOption(word),
                (attributes.isDirectory() ? "is a directory" : "is a device, a pipe or a socket") + ", and a " + kind +
                (kind.equals(JobParser.COSTS) ? " is none" : " is a file (- reads standard input)"));
        }
        try (InputStream in = Files.newInputStream(path))
        {
            return in.readNBytes(JobText.LIMIT + 1);
        }
    }
}
