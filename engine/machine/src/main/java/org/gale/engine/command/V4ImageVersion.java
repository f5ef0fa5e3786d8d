package org.gale.engine.command;

/** First word of an image of a GICv4 host's VM: says what it is, and in which version. */
public final class V4ImageVersion
{
    /** Version of the images that this version of Gale makes, and the newest that it knows. */
    public static final int CURRENT = 1;

    /** {@code G4IMAGE} in ASCII, above the version. */
    private static final long KIND = 0x4734_494d_4147_45L;
    private static final int VERSION_BITS = 8;

    private V4ImageVersion()
    {
    }

    /** Returns the first word of an image. */
    public static long word()
    {
        return KIND << VERSION_BITS | CURRENT;
    }

    /** Returns whether an image that begins with a word is one of a GICv4 host's VM. */
    public static boolean isImage(final long first)
    {
        return first >>> VERSION_BITS == KIND;
    }

    /** Returns the version of an image. */
    public static int of(final long first)
    {
        return (int)first & (1 << VERSION_BITS) - 1;
    }
}
