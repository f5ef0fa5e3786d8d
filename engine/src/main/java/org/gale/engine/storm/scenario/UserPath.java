package org.gale.engine.storm.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
