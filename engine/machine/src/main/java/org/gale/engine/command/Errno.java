package org.gale.engine.command;

/**
 * Error numbers of Linux that a host verb answers with, negated as in the kernel. Zero is success.
 */
public enum Errno
{
    /** Success. */
    OK(0),
    /** No such register. */
    ENOENT(2),
    /** The VM is dead. */
    EIO(5),
    /** No such device attribute, or a part of the device that is not set up. */
    ENXIO(6),
    /** More vCPUs, or a higher address, than the host has. */
    E2BIG(7),
    /** No memory. */
    ENOMEM(12),
    /** The host cannot do it in this version of the hardware. */
    EACCES(13),
    /** A user pointer that faults. */
    EFAULT(14),
    /** Not now: something is in use. */
    EBUSY(16),
    /** Exists already. */
    EEXIST(17),
    /** No such device. */
    ENODEV(19),
    /** An argument out of range. */
    EINVAL(22),
    /** No id is free. */
    ENOSPC(28),
    /** The IRS did not become idle. */
    ETIMEDOUT(110);

    private final int number;

    Errno(final int number)
    {
        this.number = number;
    }

    /**
     * Returns the word that a verb puts out.
     *
     * @return 0, or the negated number
     */
    public int word()
    {
        return -number;
    }

    /**
     * Returns the result that a word means.
     *
     * @param word 0 or a negated error number
     * @return the result, or null if there is none of that number
     */
    public static Errno of(final int word)
    {
        for (final Errno errno : values())
        {
            if (errno.word() == word)
            {
                return errno;
            }
        }

        return null;
    }

    /**
     * Spells the word of an answer.
     *
     * @param word 0 or a negated error number
     * @return {@code 0}, or {@code -} and the name
     * @throws IllegalArgumentException if no verb answers that
     */
    public static String text(final int word)
    {
        final Errno errno = of(word);
        if (errno == null)
        {
            throw new IllegalArgumentException("no such errno: word=" + word);
        }

        return errno == OK ? "0" : '-' + errno.name();
    }
}
