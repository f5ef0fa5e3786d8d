package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the threads of a writer share beside the segments they hand over: the first failure, and the wish to stop. */
final class JournalState
{
    private static final String NO_SPACE = "No space left on device";
    private static final String OVER_QUOTA = "Disk quota exceeded";

    private final Path directory;
    private volatile JournalFailure failure;
    private volatile boolean isStopping;

    JournalState(final Path directory)
    {
        this.directory = directory;
    }

    /** The first failure, or null. */
    JournalFailure failure()
    {
        return failure;
    }

    boolean isStopping()
    {
        return isStopping;
    }

    void stop()
    {
        isStopping = true;
    }

    /** Keeps the first failure: what fails after it fails because of it. */
    void fail(final String what, final Throwable cause)
    {
        final JournalFailure.Reason reason =
            isNoSpace(cause) ? JournalFailure.Reason.NO_SPACE : JournalFailure.Reason.FAILED;
        fail(reason, what + ": " + describe(cause), cause);
    }

    synchronized void fail(final JournalFailure.Reason reason, final String message, final Throwable cause)
    {
        if (failure == null)
        {
            failure = new JournalFailure(reason, message, bytesLeft(directory), cause);
        }
    }

    /** A full disk says so, in the words of the C library, which JVMs pass on. */
    static boolean isNoSpace(final Throwable cause)
    {
        for (Throwable throwable = cause; throwable != null; throwable = throwable.getCause())
        {
            final String message = throwable.getMessage();
            if (message != null && (message.contains(NO_SPACE) || message.contains(OVER_QUOTA)))
            {
                return true;
            }
        }
        return false;
    }

    /** Usable bytes of the filesystem, -1 if unknown. */
    static long bytesLeft(final Path directory)
    {
        try
        {
            return Files.getFileStore(directory).getUsableSpace();
        }
        catch (final IOException exception)
        {
            return -1;
        }
    }

    /** What the host said is at the bottom of what others make of it. */
    private static String describe(final Throwable cause)
    {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root)
        {
            root = root.getCause();
        }
        final String said = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();

        return root == cause || cause.getMessage() == null || cause.getMessage().contains(said) ?
            said : said + " (" + cause.getMessage() + ')';
    }
}
