package org.gale.engine.storm.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.OutputFile;

/**
 * Path that a user gave with an option, compared by the file that it leads to.
 *
 * @param option its option, for messages
 * @param path   null if the option was not given
 */
public record UserPath(String option, Path path)
{
    private static final Path STANDARD_INPUT = Path.of("/dev/stdin");

    /**
     * Refuses a symbolic link that leads nowhere: no directory can be made in its place.
     *
     * @throws OutcomeException if the path is one
     */
    public void checkNotDangling()
    {
        if (path != null && Files.isSymbolicLink(path) && !Files.exists(path))
        {
            throw new OutcomeException(Outcome.USAGE,
                option + ' ' + path + ": is a symbolic link to " + followed(path) + ", which does not exist");
        }
    }

    /**
     * Refuses a path that is, or lies in, another one: a run would write over its own files.
     *
     * @throws OutcomeException if it does
     */
    public void checkOutside(final UserPath other)
    {
        if (path != null && other.path != null && (isSame(other) || real(path).startsWith(real(other.path))))
        {
            final String finding = isSame(other) ? ": is " : ": lies in ";
            throw new OutcomeException(Outcome.USAGE,
                option + ' ' + path + finding + other.option + ' ' + other.path + ". Name another place.");
        }
    }

    /**
     * Refuses a file to write that is one of those which are read: links are resolved, and files compared by device and
     * inode. Devices and pipes may be both.
     *
     * @param inputs files that are read, see {@link #read}
     * @throws OutcomeException if it is one
     */
    public void checkUnread(final Collection<Path> inputs)
    {
        if (path == null || (Files.exists(path) && !Files.isRegularFile(path)))
        {
            return;
        }
        for (final Path input : inputs)
        {
            if (isSame(new UserPath("", input)))
            {
                throw new OutcomeException(
                    Outcome.USAGE, option + ' ' + path + ": is read, too (name another file)");
            }
        }
    }

    /** {@return the file that a word names as an input: {@code -} is standard input} */
    public static Path read(final String word)
    {
        return word.equals("-") ? STANDARD_INPUT : Path.of(word);
    }

    /** {@return the file that a path leads to, whether it exists or not} */
    public static Path followed(final Path path)
    {
        try
        {
            return OutputFile.followed(path);
        }
        catch (final IOException ex)
        {
            return path.toAbsolutePath();
        }
    }

    private boolean isSame(final UserPath other)
    {
        try
        {
            return real(path).equals(real(other.path)) ||
                (Files.exists(path) && Files.exists(other.path) && Files.isSameFile(path, other.path));
        }
        catch (final IOException ex)
        {
            return false;
        }
    }

    /** Follows all links, those included that lead to a file which does not exist yet. */
    private static Path real(final Path path)
    {
        final Path followed = followed(path);
        Path existing = followed;
        while (!Files.exists(existing) && existing.getParent() != null)
        {
            existing = existing.getParent();
        }
        try
        {
            return existing.toRealPath().resolve(existing.relativize(followed)).normalize();
        }
        catch (final IOException ex)
        {
            return followed.normalize();                        // a pipe, as /dev/stdout may be: it lies nowhere
        }
    }
}
