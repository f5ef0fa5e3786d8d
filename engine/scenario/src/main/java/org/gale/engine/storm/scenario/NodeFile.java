package org.gale.engine.storm.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.gale.engine.host.FileFailure;

/**
 * File of the host in the form of jobs. Reading it never waits for another process, but for the one that writes
 * standard input. Pure functions.
 */
public final class NodeFile
{
    /** Name of standard input in place of a file. */
    public static final String STDIN = "-";

    private static final String STDIN_NAME = "standard input";

    private NodeFile()
    {
    }

    /** Returns the name of a source in messages. */
    public static String name(final String word)
    {
        return word.equals(STDIN) ? STDIN_NAME : word;
    }

    /**
     * Reads the tree of a file.
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
