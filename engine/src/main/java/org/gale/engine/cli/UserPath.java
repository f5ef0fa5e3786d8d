package org.gale.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Path that a user gave with an option.
 *
 * @param option its option, for messages
 * @param path   null if the option was not given
 */
record UserPath(String option, Path path)
{
    /**
     * Refuses a symbolic link that leads nowhere: no directory can be made in its place.
     *
     * @throws CommandFailure if the path is one
     */
    void checkNotDangling()
    {
        if (path != null && Files.isSymbolicLink(path) && !Files.exists(path))
        {
            throw new CommandFailure(ExitCode.USAGE,
                option + ' ' + path + ": is a symbolic link to " + target(path) + ", which does not exist");
        }
    }

    private static Path target(final Path link)
    {
        try
        {
            return link.resolveSibling(Files.readSymbolicLink(link));
        }
        catch (final IOException ex)
        {
            return link;
        }
    }
}
