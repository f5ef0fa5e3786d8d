package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * State that the threads of a writer share beside the segments they hand over: the first failure, and the request to
 * stop.
 *
 * <p><b>Threads.</b> The appender's thread and the two helpers.
 *
 * <p><b>Guarantees.</b> Of several failures the first one stays, and every thread sees the same one.
 *
 * <p><b>Assumptions.</b> None: any thread may fail at any time.
 *
 * <p><b>Progress.</b> Queries never wait; threads that fail at the same time take turns.
 */
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

    /** Returns the first failure, or null. */
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

    /** Keeps the first failure: later ones are its consequences. */
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

    /** Returns whether the disk is full, by the words of the C library, which JVMs pass on. */
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

    /**
     * Returns the usable bytes of the filesystem.
     *
     * @return the number of bytes, or −1 if unknown
     */
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

    /** Returns the message of the innermost cause, which is that of the host. */
    private static String describe(final Throwable cause)
    {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root)
        {
            root = root.getCause();
        }
        final String said = root.getMessage() == null ? "no reason is given" : root.getMessage();

        // What is no failure of the host around it speaks in the words of a library.
        return root == cause || !(cause instanceof IOException) || cause.getMessage() == null ||
            cause.getMessage().contains(said) ? said : said + " (" + cause.getMessage() + ')';
    }
}
