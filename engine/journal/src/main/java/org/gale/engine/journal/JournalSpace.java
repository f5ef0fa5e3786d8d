package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.gale.engine.config.NumberText;

/** Queries of the filesystem on which a journal is to lie. */
public final class JournalSpace
{
    /** Filesystems that write a block again to another place, so that zeros reserve nothing. */
    private static final Set<String> COPY_ON_WRITE = Set.of("btrfs", "zfs", "bcachefs");

    private JournalSpace()
    {
    }

    /** Returns the usable bytes of the filesystem of a path, which need not exist yet. */
    public static long usableBytes(final Path path) throws IOException
    {
        return Files.getFileStore(nearestExisting(path)).getUsableSpace();
    }

    /**
     * Checks that there is space before a journal is begun.
     *
     * @throws JournalException with the reason no space if there is less than that
     */
    public static void require(final Path path, final long bytes) throws IOException
    {
        final long usable = usableBytes(path);
        if (usable < bytes)
        {
            throw new JournalException(JournalException.Reason.NO_SPACE,
                path + ": " + NumberText.counted(usable, "byte") + " left, the journal needs " +
                NumberText.count(bytes));
        }
    }

    /** Returns whether a reserved block does not stay reserved there. */
    public static boolean isCopyOnWrite(final Path path) throws IOException
    {
        return COPY_ON_WRITE.contains(Files.getFileStore(nearestExisting(path)).type().toLowerCase(Locale.ROOT));
    }

    /**
     * Returns the path if there is such a file, or its nearest directory that exists.
     *
     * @return an absolute path
     */
    public static Path nearestExisting(final Path path)
    {
        Path found = path.toAbsolutePath();
        while (!Files.exists(found) && found.getParent() != null)
        {
            found = found.getParent();
        }
        return found;
    }
}
