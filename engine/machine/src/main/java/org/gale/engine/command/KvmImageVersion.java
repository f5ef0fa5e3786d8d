package org.gale.engine.command;

/** First word of an image of a VM of KVM: {@code GaleVM} in ASCII, and the version as a digit after it. */
public final class KvmImageVersion
{
    /** Version of the images that this version of Gale makes, and the newest that it knows. */
    public static final int CURRENT = 1;

    private static final long KIND = 0x4d56_656c_6147L;
    private static final int VERSION_SHIFT = 48;

    private KvmImageVersion()
    {
    }

    /** Returns the first word of an image. */
    public static long word()
    {
        return (long)('0' + CURRENT) << VERSION_SHIFT | KIND;
    }

    /** Returns whether an image that begins with a word is one of a VM of KVM, of a version that is not known yet. */
    public static boolean isNewer(final long first)
    {
        return (first & (1L << VERSION_SHIFT) - 1) == KIND && of(first) > CURRENT && of(first) <= '9' - '0';
    }

    /** Returns the version of an image. */
    public static int of(final long first)
    {
        return (int)(first >>> VERSION_SHIFT) - '0';
    }
}
