package org.gale.engine.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** User of this process, as the owner of files. Queries only. */
public final class HostUser
{
    private static final String UID = "unix:uid";

    private HostUser()
    {
    }

    /** Returns the number of the user; the name where the host numbers no users. */
    public static String id()
    {
        try
        {
            return Files.getAttribute(Path.of("/proc/self"), UID).toString();
        }
        catch (final IOException | UnsupportedOperationException ex)
        {
            return System.getProperty("user.name");
        }
    }

    /**
     * Returns whether a file belongs to the user. A link is not followed.
     *
     * @throws IOException if the host does not say whose the file is
     */
    public static boolean owns(final Path file) throws IOException
    {
        return id().equals(Files.getAttribute(file, UID, LinkOption.NOFOLLOW_LINKS).toString());
    }
}
